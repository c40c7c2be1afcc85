"""Reads what patients write for danger, on this machine, the same way every time."""

from buffycoat.library.reader.narrative import reading_of, told
from buffycoat.library.reader.reading import Question, Reading, Verdict, read

__all__ = ["Question", "Reading", "Verdict", "read", "reading_of", "told"]
