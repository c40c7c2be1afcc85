"""The templates' environment: addresses, static files, and days and numbers as a person reads them."""

import re
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from buffycoat.store import clock
from buffycoat.web.forms import moments


def environment(**options: Any) -> Environment:
    """Our pages' Jinja2. A misspelt name in a template is an error and not an empty place."""
    made = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701  # Django switches autoescape on
    made.globals.update(static=static, url=_url, messages_of=get_messages)
    made.filters.update(
        day=moments.day_text, moment=_moment, clock=_clock, short=_short, phone=_phone, cited=_cited
    )
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def _moment(value: Any) -> str:
    return moments.moment_text(value, clock.zone())


def _clock(value: Any) -> str:
    """08:21, at the practice."""
    return f"{value.astimezone(clock.zone()):%H:%M}"


def _short(value: Any) -> str:
    """19 Nov, for a day or an instant of this year or the last."""
    day = clock.day_of(value) if hasattr(value, "hour") else value
    return f"{day.day} {moments.MONTHS[day.month - 1]}"


def _phone(text: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in text if sign.isdigit() or sign == "+")


def _cited(key: str) -> str:
    """A source as it is cited in a narrow column: “Hancock 2007”, “Practice rule 3.1”."""
    if key in ("practice", "general-knowledge"):
        return {"practice": "Practice rule", "general-knowledge": "General knowledge"}[key]
    return re.sub(r"(?<=[A-Za-z])(?=(?:19|20)\d\d)", " ", key.replace("rule-", "Practice rule "))
