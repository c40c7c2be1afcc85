"""Buffycoat runs platelet-rich plasma spine care from the first phone call to the registry.

In a notebook, `import buffycoat` gives the engines of preparation, each answering as its command does:

    buffycoat.dose(blood_ml=60, baseline=250, counted_in="venous", kit="GPS III Mini", product_ml=6)
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "claims", "classify", "dose", "plan", "score", "spin"]


def dose(case: Mapping[str, Any] | None = None, /, **fields: Any) -> dict[str, Any]:
    """How many platelets were given, or are to be expected; the case as `buffycoat dose` reads it."""
    return _answered("dose", case, fields)


def plan(case: Mapping[str, Any] | None = None, /, **fields: Any) -> dict[str, Any]:
    """Which of `ways` reaches the dose `wanted` for this patient, likeliest first; as `buffycoat dose`."""
    return _answered("dose", {"ways": [], **(case or {})}, fields)


def spin(case: Mapping[str, Any] | None = None, /, **fields: Any) -> dict[str, Any]:
    """What an open-tube protocol is expected to give; the case as `buffycoat spin` reads it."""
    return _answered("spin", case, fields)


def classify(case: Mapping[str, Any] | None = None, /, **fields: Any) -> dict[str, Any]:
    """The published class codes of a product; the case as `buffycoat classify` reads it."""
    return _answered("classify", case, fields)


def claims(text: str, lang: str | None = None) -> dict[str, Any]:
    """Which words of a text promise too much, why, and what may be said instead; as `buffycoat claims`."""
    answer: dict[str, Any] = import_module("buffycoat.interop.claims_case").answered(
        {"text": text, "lang": lang}
    )
    return answer


def score(case: Mapping[str, Any] | None = None, /, **fields: Any) -> dict[str, Any]:
    """The score of a questionnaire, or why there is none; the case as `buffycoat score` reads it."""
    answer: dict[str, Any] = import_module("buffycoat.interop.score").answered({**(case or {}), **fields})
    return answer


def _answered(command: str, case: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the command line. The models load with the first question, not with the import.

    By name: this package is also the parent of the core, which imports its version and knows no shell.
    """
    door = import_module("buffycoat.interop.preparation")
    answer: dict[str, Any] = door.answered(command, {**(case or {}), **fields})
    return answer
