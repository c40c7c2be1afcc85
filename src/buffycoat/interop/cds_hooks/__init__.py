"""CDS Hooks 2.0: an EHR asks in the clinician's workflow, and gets the same cards as our own pages.

Everything but `views` is pure: a request, a day and what the practice knows in, plain objects out. What the
specification asks for, and which test shows it, stands in docs/reference/cds-hooks.md.
"""
