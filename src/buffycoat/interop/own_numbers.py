"""The practice's own telephone numbers, put where the clinical tables leave a place for them."""

import os
from collections.abc import Mapping
from typing import Any

_NUMBERS = (
    ("{phone}", "BUFFYCOAT_PHONE", "555-0100"),
    ("{emergency}", "BUFFYCOAT_EMERGENCY", "911"),
    ("{crisis}", "BUFFYCOAT_CRISIS", "988"),
)


def with_numbers(words: Any) -> Any:
    """The same words with the practice's own numbers in them."""
    if isinstance(words, str):
        for place, variable, otherwise in _NUMBERS:
            words = words.replace(place, os.environ.get(variable, otherwise))
        return words
    if isinstance(words, Mapping):
        return {key: with_numbers(one) for key, one in words.items()}
    return [with_numbers(one) for one in words]
