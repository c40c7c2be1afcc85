"""The numbers in a message, in figures or in words, English and Spanish."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from buffycoat.library.reader.message import Message, Span

FIGURES = re.compile(r"(?<![\w.,/])\d{1,4}(?:[.,]\d{1,2})?(?![\d])")
POINTS = ("point", "punto", "coma", "con")
HALVES = {"and a half": 0.5, "y medio": 0.5, "y media": 0.5, "y pico": 0.2}
with Path(__file__).with_name("numbers.toml").open("rb") as file:
    WORDS = tomllib.load(file)
UNITS = {word: value for language in WORDS.values() for word, value in language["units"].items()}
TENS = {word: value for language in WORDS.values() for word, value in language["tens"].items()}
HUNDREDS = {word: value for language in WORDS.values() for word, value in language["hundreds"].items()}


@dataclass(frozen=True)
class Number:
    """A number and where it stands; whether it was written with decimals."""

    value: float
    span: Span
    decimal: bool


def numbers(message: Message) -> list[Number]:
    """Every number, in order."""
    found = [_figure(message, hit) for hit in FIGURES.finditer(message.plain)]
    return sorted(found + _spoken(message), key=lambda one: one.span.start)


def _figure(message: Message, hit: re.Match[str]) -> Number:
    text = hit.group().replace(",", ".")
    value, end = float(text), hit.end()
    for half, more in HALVES.items():
        if message.plain.startswith(" " + half, end):
            return Number(value + more, Span(hit.start(), end + 1 + len(half)), True)
    spoken = re.match(r" (?:con|y|point|punto|coma) (\d)(?!\d)", message.plain[end : end + 12])
    if spoken and "." not in text:
        return Number(value + int(spoken[1]) / 10, Span(hit.start(), end + spoken.end()), True)
    return Number(value, Span(hit.start(), end), "." in text)


def _spoken(message: Message) -> list[Number]:
    """Numbers in words: a run of number words, perhaps with “point six” or “y medio” after it."""
    words = [(message.plain[word.start : word.end], word) for word in message.words]
    found, at = [], 0
    while at < len(words):
        value, after = _whole(words, at)
        if value is None:
            at += 1
            continue
        part, after_part = _part(words, after)
        start, end = words[at][1].start, words[after_part - 1][1].end
        found.append(Number(value + part, Span(start, end), part > 0))
        at = after_part
    return found


def _whole(words: list[tuple[str, Span]], at: int) -> tuple[float | None, int]:
    total, scale, after = 0, 1000, at
    while after < len(words):
        word = words[after][0]
        if word in ("and", "y", "a") and after + 1 < len(words) and (total or word == "a"):
            joined = words[after + 1][0]
            if joined in HUNDREDS if word == "a" else (joined in UNITS or joined in TENS):
                after += 1
                continue
            break
        if word in HUNDREDS and scale > 100:
            total, scale = (total or 1) * HUNDREDS[word] if HUNDREDS[word] == 100 else HUNDREDS[word], 100
        elif word in TENS and scale > 10:
            total, scale = total + TENS[word], 10
        elif word in UNITS and scale > 1:
            total, scale = total + UNITS[word], 1000 if UNITS[word] < 10 and total == 0 else 1
        else:
            break
        after += 1
        if scale == 1000 and (after >= len(words) or words[after][0] not in HUNDREDS):
            break
    return (float(total) if after > at and (total or words[at][0] in UNITS) else None), after


def _part(words: list[tuple[str, Span]], at: int) -> tuple[float, int]:
    following = [word for word, _ in words[at : at + 3]]
    if len(following) >= 2 and following[0] in POINTS and following[1] in UNITS and UNITS[following[1]] < 10:
        return UNITS[following[1]] / 10, at + 2
    for half, more in HALVES.items():
        if following[: len(half.split())] == half.split():
            return more, at + len(half.split())
    return 0.0, at
