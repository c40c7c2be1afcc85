"""The demo: a believable practice with invented people, the same each time."""

from buffycoat.store.demo.fill import Summary, fill

__all__ = ["Summary", "fill"]
