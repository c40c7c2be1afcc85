"""A spine to click: every place for a needle, from one centreline; the form is its twin."""
