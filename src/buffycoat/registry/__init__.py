"""Asking many charts: columns, additive statistics, models over them, disclosure, federation."""
