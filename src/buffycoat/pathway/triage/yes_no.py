"""Answers as other programs write them: yes, no, asked and not known."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from buffycoat.pathway.record import PartialDate

_YES = ("true", "yes", "y", "sí", "si", "present", "1")
_NO = ("false", "no", "n", "denied", "absent", "0")
_UNKNOWN = ("unknown", "not known", "unsure", "null", "?", "")


def read_answer(given: Any) -> Any:
    """True, False or None from a boolean, a number 0 or 1, or a word for one of them."""
    word = given.strip().lower() if isinstance(given, str) else given
    if isinstance(word, bool) or word is None:
        return word
    text = str(word) if isinstance(word, int) else word
    for said, words in ((True, _YES), (False, _NO), (None, _UNKNOWN)):
        if text in words:
            return said
    raise PydanticCustomError(
        "answer", "“{given}” is no answer: true, false or null (asked, not known)", {"given": str(given)}
    )


Answer = Annotated[bool | None, BeforeValidator(read_answer)]


class FlagAnswer(BaseModel):
    """One warning sign: the answer, and since when or whether it grows, where that is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    answer: Answer = None
    onset: PartialDate | None = None
    trend: Literal["better", "same", "worse"] | None = None
    new: bool | None = None


def by_name(given: Any, known: Iterable[str], what: str) -> Any:
    """Answers by name, each as {"answer": …}. A name nobody knows is refused: a slip is no silent pass."""
    if not isinstance(given, Mapping):
        return given
    names = tuple(known)
    for name in given:
        if name not in names:
            close = difflib.get_close_matches(str(name), names, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise PydanticCustomError(
                "unknown_name",
                "“{name}” is not {what}{hint}",
                {"name": str(name), "what": what, "hint": hint},
            )
    return {name: one if isinstance(one, Mapping) else {"answer": one} for name, one in given.items()}
