"""Forms are a reading of a Record's declaration: record -> typed text -> page -> typed text -> record.

What a person typed is kept as a flat mapping from a name to a text, as a browser sends it, so that it can be
shown again, kept as a draft and never lost. Names are paths, `drugs.0.name`; what follows a colon says more
about the same question (`:unit`, `:unknown`, `:none`, `:rows`, `:confirm`).
"""

from buffycoat.web.forms.check import Checked, check
from buffycoat.web.forms.form import Field, Form, Group, build
from buffycoat.web.forms.rows import change_rows, tidy
from buffycoat.web.forms.typed import Typed, given_from, posted, typed_from

__all__ = [
    "Checked",
    "Field",
    "Form",
    "Group",
    "Typed",
    "build",
    "change_rows",
    "check",
    "given_from",
    "posted",
    "tidy",
    "typed_from",
]
