"""Reads what a clinic says for claims that mislead, on this machine, the same way every time."""

from buffycoat.library.claims.check import Marked, Verdict, check

__all__ = ["Marked", "Verdict", "check"]
