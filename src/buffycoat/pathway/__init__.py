"""The clinical pathway: what is written down, and what it means."""
