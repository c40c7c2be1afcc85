"""Keeping a practice in order: what it owns, and what of that is due. Pure: the day is an argument."""
