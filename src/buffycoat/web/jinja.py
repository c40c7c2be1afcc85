"""What every template of ours can say."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Jinja2 as our pages use it: a name that is not there is an error, not an empty space."""
    made = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701  # Django's backend asks for autoescape
    made.globals.update(static=static, url=reverse)
    return made
