"""Asking many sites at once: a signed question goes out, masked sums come back, and no row ever moves."""
