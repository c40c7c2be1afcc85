"""Buffycoat runs platelet-rich plasma spine care from the first phone call to the registry."""

__version__ = "0.1.0"
