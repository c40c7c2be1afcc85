"""The demo: a believable practice with invented people, the same each time."""

from buffycoat.store.demo.fill import NotEmpty, Summary, fill, practice
from buffycoat.store.demo.show import progress, told

DAY = "2026-11-19"  # the day it is in the demo, unless BUFFYCOAT_TODAY says another

__all__ = ["DAY", "NotEmpty", "Summary", "fill", "practice", "progress", "told"]
