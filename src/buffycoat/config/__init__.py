"""Wiring: Django's settings and addresses, and nothing else."""
