"""The report's own style, for its figures on our page."""

import hashlib
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

A_YEAR = 365 * 24 * 3600  # another style has another address


@require_safe
def style(request: HttpRequest, version: str) -> HttpResponse:
    """The style of the report’s file inside one class, so that what it says of pages touches none of ours."""
    answer = HttpResponse(f".report {{\n{_report()}}}\n", content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


@cache
def version() -> str:
    """What the address of the style hangs on."""
    return hashlib.sha256(_report().encode()).hexdigest()[:12]


@cache
def _report() -> str:
    return files("buffycoat.registry.report").joinpath("report.css").read_text(encoding="utf-8")
