"""From bytes to JSON, with an error that says what the file is when it is not that."""

import json
from typing import Any

from buffycoat.interop.fhir.unreadable import UnreadableFile

LIMIT = 64 * 1024 * 1024  # bytes; the largest export of one patient seen was 1.2 MB
DEEPEST = 64  # levels; a FHIR resource in a bundle has some 15
_EXPECTED = "expected one patient's FHIR R4 Bundle as JSON"
_MAGIC = {
    b"PK\x03\x04": "a zip archive: unpack it and give the JSON file in it",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    b"%PDF": "a PDF",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"{\\rtf": "a word processor's document",
    b"<": "XML or a web page: ask for the export as JSON",
    b"\xff\xfe": "in UTF-16: save it as UTF-8",
    b"\xfe\xff": "in UTF-16: save it as UTF-8",
    b"MSH|": "an HL7 version 2 message",
}


class _Twice(Exception):
    """An object that gives one key twice."""


def parse(data: bytes, file: str, limit: int = LIMIT) -> dict[str, Any]:
    """The JSON object in the file; UnreadableFile when there is none."""
    if len(data) > limit:
        raise UnreadableFile(file, too_large(len(data), limit))
    value = _load(_decode(data, file), file)
    if isinstance(value, list):
        raise UnreadableFile(file, f"a JSON list; {_EXPECTED}")
    if not isinstance(value, dict):
        raise UnreadableFile(file, f"a bare JSON value; {_EXPECTED}")
    if _depth_passes(value, DEEPEST):
        raise UnreadableFile(file, f"nested deeper than {DEEPEST} levels, which no FHIR bundle is")
    return value


def too_large(size: int, limit: int = LIMIT) -> str:
    """What is said of a file over the limit."""
    return f"too large: {size:,} bytes, and the limit is {limit:,} bytes ({limit / 1024 / 1024:g} MiB)"


def _decode(data: bytes, file: str) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(file, f"empty; {_EXPECTED}")
    for start, what in _MAGIC.items():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            raise UnreadableFile(file, f"not JSON but {what}")
    if b"\x00" in data[:4]:
        raise UnreadableFile(file, "not UTF-8 (UTF-16 or UTF-32, or not text): save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            file, f"not UTF-8: byte {error.start + 1} cannot be read; save it as UTF-8"
        ) from error


def _load(text: str, file: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_float=_number, parse_int=_whole, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise UnreadableFile(file, _why_not_json(text, error)) from error
    except _Twice as error:
        raise UnreadableFile(file, f"not sound JSON: the key “{error}” stands twice in one object") from error
    except RecursionError as error:
        raise UnreadableFile(file, "nested too deeply to be a FHIR bundle") from error
    except ValueError as error:
        raise UnreadableFile(file, f"not sound JSON: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two values one would be dropped in silence."""
    held = dict(pairs)
    if len(held) != len(pairs):
        seen: set[str] = set()
        raise _Twice(next(key for key, _ in pairs if key in seen or seen.add(key))[:40])  # type: ignore[func-returns-value]
    return held


def _number(text: str) -> float | int:
    """A decimal; 1.0 becomes 1, so that the same bundle written by another program has the same digest."""
    value = float(text)
    return int(value) if abs(value) < 1e15 and value.is_integer() else value


def _whole(text: str) -> float | int:
    return int(text) if len(text) < 16 else float(text)


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not a JSON number")


def _why_not_json(text: str, error: json.JSONDecodeError) -> str:
    where = f"line {error.lineno}, column {error.colno}"
    if (
        error.msg == "Extra data"
        and text.lstrip().startswith("{")
        and text[error.pos :].lstrip().startswith("{")
    ):
        return (
            "NDJSON (one resource a line), as a bulk export writes it; make it a Bundle of one patient first"
        )
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"cut short: the JSON ends before it is whole ({where}); export it again"
    return f"not JSON: {error.msg} at {where}; {_EXPECTED}"


def _depth_passes(value: Any, most: int) -> bool:
    """Whether lists and objects lie deeper than `most`; by levels, so that no depth exhausts the stack."""
    level = [value]
    for _ in range(most):
        level = [
            inner
            for held in level
            for inner in (held.values() if isinstance(held, dict) else held)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
