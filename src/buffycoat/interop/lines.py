"""One JSON object from a file, or JSON Lines from standard input; one answer a line, in the same order.

A line that cannot be read is answered with what is wrong in it, and the run goes on.
"""

import json
import math
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

Engine = Callable[[Mapping[str, Any]], dict[str, Any]]
ALL_ANSWERED, SOME_WRONG, NOTHING_READ = 0, 1, 2
LONGEST = 1_000_000  # characters in one line: a case is a page, not a book


class Unreadable(ValueError):
    """What is wrong in a case: the field, and the message shown as it stands."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def run(engine: Engine, given: Iterable[str], out: TextIO | None = None) -> int:
    """Answer every line. Exit status 0 when all were answered, 1 when some were not, 2 when none was."""
    stream = out or sys.stdout
    total = bad = 0
    for line in given:
        if not line.strip():
            continue
        answer = _answer(engine, line)
        total, bad = total + 1, bad + ("error" in answer)
        print(_line(answer), file=stream)
    stream.flush()
    return NOTHING_READ if bad == total else SOME_WRONG if bad else ALL_ANSWERED


def _line(answer: dict[str, Any]) -> str:
    """An answer on one line, whatever was sent: half a character is spelt out, and no letter ends it."""
    text = json.dumps(answer, ensure_ascii=False, default=str).translate(_ENDS)
    return text.encode("utf-8", "backslashreplace").decode()


# What Unicode, and Python's splitlines, take for the end of a line, and JSON leaves as it is.
_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}


def of_file(path: str) -> Iterator[str]:
    """The cases of a file: one object over any number of lines, or one a line. OSError when missing."""
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    try:
        json.loads(text)
    except ValueError:
        yield from text.split("\n")
    else:
        yield text.replace("\n", " ")  # no text within JSON holds one


def answer(engine: Engine, case: Mapping[str, Any]) -> dict[str, Any]:
    """One case answered, with its id; or what is wrong in it, and in which field."""
    try:
        _measurable(case)
        return {"id": case.get("id"), **engine(case)}
    except Unreadable as error:
        field, message = error.field, error.message
    except ValidationError as error:
        first = error.errors()[0]
        field, message = ".".join(str(step) for step in first["loc"]), first["msg"]
    except PydanticCustomError as error:
        field, _, message = error.message().partition(": ")
    except Exception as error:  # a fault of ours: told with its trace, and the other lines are still answered
        traceback.print_exc()
        field, message = "", f"this case could not be answered ({type(error).__name__})"
    return {"id": _name(case), "error": {"field": field, "message": message}}


def _answer(engine: Engine, line: str) -> dict[str, Any]:
    twice: list[str] = []
    try:
        case = _object(line, twice)
    except Unreadable as error:
        return {"id": None, "error": {"field": error.field, "message": error.message}}
    if twice:
        return {"id": _name(case), "error": {"field": twice[0], "message": "given twice in one object"}}
    return answer(engine, case)


def _object(line: str, twice: list[str]) -> dict[str, Any]:
    """The case of a line; fields that stand twice in an object go into `twice`, because one would be lost."""

    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        held = dict(pairs)
        if len(held) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.append(next(key for key in keys if keys.count(key) > 1))
        return held

    if len(line) > LONGEST:
        raise Unreadable("", f"longer than {LONGEST} characters")
    try:
        case = json.loads(line, object_pairs_hook=whole)
    except RecursionError as error:
        raise Unreadable("", "nested too deeply") from error
    except ValueError as error:
        raise Unreadable("", f"not JSON: {error}") from error
    if not isinstance(case, dict):
        raise Unreadable("", "not a JSON object")
    return case


def _measurable(case: Any) -> None:
    """Refuse NaN and infinity by their place: Python reads them, and no formula may meet them."""
    left = [("", case)]
    while left:
        path, value = left.pop()
        if isinstance(value, float) and not math.isfinite(value):
            name = "NaN" if math.isnan(value) else "infinity"
            raise Unreadable(path, f"{name} is not a number that can be measured")
        if isinstance(value, Mapping):
            left += [(f"{path}.{key}" if path else str(key), one) for key, one in value.items()]
        elif isinstance(value, list | tuple):
            left += [(f"{path}.{place}", one) for place, one in enumerate(value)]


def _name(case: Mapping[str, Any]) -> Any:
    name = case.get("id")
    try:
        json.dumps(name, allow_nan=False)
    except (TypeError, ValueError):
        return None
    return name
