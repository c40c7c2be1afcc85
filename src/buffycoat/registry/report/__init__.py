"""The outcomes report: numbers in, sections out; each with what it cannot show."""
