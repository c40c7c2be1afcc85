"""A patient's question: danger first, then the best answer of the library, or honestly none."""

from buffycoat.library.ask.finder import Finder, finder
from buffycoat.library.ask.reply import Reply, Verdict, reply

__all__ = ["Finder", "Reply", "Verdict", "finder", "reply"]
