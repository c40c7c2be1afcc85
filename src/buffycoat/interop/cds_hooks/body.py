"""The body of a request: one sound JSON object, or a Refusal that says what it is instead."""

import json
import math
from typing import Any

from buffycoat.interop.cds_hooks.refusal import Refusal

LIMIT = 5 * 1024 * 1024  # bytes; a prefetch of a long record is some 300 kB
DEEPEST = 64  # levels; a FHIR resource in a bundle in a request has some 18
_NESTED = (
    dict,
    list,
)  # what JSON nests; a parser makes no other classes, so `type` says it at half the price


def load(data: bytes) -> dict[str, Any]:
    """The JSON object in the body."""
    if len(data) > LIMIT:
        raise too_large()
    try:
        held = json.loads(data, object_pairs_hook=_once, parse_float=_number, parse_constant=_no_constant)
    except RecursionError as error:
        raise Refusal(400, "The body is nested too deeply.") from error
    except ValueError as error:  # not UTF-8, not JSON, a key twice, a number of thousands of digits
        raise Refusal(400, f"The body is not sound JSON: {str(error)[:200]}.") from error
    if not isinstance(held, dict):
        raise Refusal(400, "The body is not a JSON object.")
    if _deeper(held, DEEPEST):
        raise Refusal(400, f"The body is nested deeper than {DEEPEST} levels.")
    if b"\\u" in data and _half_characters(held):
        raise Refusal(400, "The body is not sound text: it holds half of a character (a lone surrogate).")
    return held


def too_large() -> Refusal:
    """What is said of a body over the limit."""
    return Refusal(413, f"The body is over the limit of {LIMIT:,} bytes.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two values one would be dropped in silence."""
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return held


def _number(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text[:20]} is too large a number")
    return value


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not a JSON number")


def _deeper(held: Any, most: int) -> bool:
    """Whether lists and objects lie deeper than `most`; by levels, so that no depth exhausts the stack."""
    level = [held]
    for _ in range(most):
        level = [
            inner
            for one in level
            for inner in (one.values() if type(one) is dict else one)
            if type(inner) in _NESTED
        ]
        if not level:
            return False
    return True


def _half_characters(held: Any) -> bool:
    try:
        json.dumps(held, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
