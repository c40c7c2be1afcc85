"""An answer as it is written, with nothing wrong with it."""

GOOD = """+++
topic = "one-topic"
title = "What is it?"
short = "It is this."
questions = ["a", "b", "c", "d", "e", "f", "g", "h"]
tags = ["PRP"]
sources = ["practice"]
status = "P"
seed = []
version = "1"
written = 2026-11-22
reviewed_by = ""
review_due = 2027-05-22
+++
Plain words. See [the other](other-topic).
"""
