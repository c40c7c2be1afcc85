"""Dangerous numbers: a fever, urine left behind, low oxygen, a fast pulse, tablets taken, power lost."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from buffycoat.library.reader.message import Message, Span
from buffycoat.library.reader.numbers import Number, numbers
from buffycoat.library.reader.phrases import pattern
from buffycoat.pathway.knowledge import Fact
from buffycoat.pathway.triage.flags import FlagName


class Measure(Fact):
    """Between which bounds a number is dangerous, and beside which words it is this measurement."""

    meaning: str
    lowest: float = Field(alias="from")
    highest: float = Field(alias="to")
    level: Literal["emergency", "ask"]
    questions: tuple[FlagName, ...]
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    near: int = 0
    counted: int = 0  # words between the number and the unit that it counts: “20 of the extra strength …”
    not_before: tuple[str, ...] = ()  # beside these the number counts something else


with Path(__file__).with_name("measures.toml").open("rb") as file:
    TABLE = tomllib.load(file)
MEASURES = {name: Measure.model_validate(row) for name, row in TABLE["rows"].items()}
TEMPERATURE = TABLE["temperature"]
TEMPERATURE_WORDS = pattern(TEMPERATURE["words"])
ELSEWHERE = pattern(TEMPERATURE["not_with"])
FOLLOWING = pattern(TEMPERATURE["not_before"])
LEADING = pattern(TEMPERATURE["not_after"])


MOST_NUMBERS = 80  # of one message: more than any person writes, and it bounds the work


def measured(message: Message) -> Iterator[tuple[str, Span, bool]]:
    """Each dangerous number: the measure's name, where it stands, and whether its context is plain."""
    for number in numbers(message)[:MOST_NUMBERS]:
        yield from _temperature(message, number)
        for name, measure in MEASURES.items():
            if measure.words and _is(message, number, name, measure):
                yield name, number.span, True


def _temperature(message: Message, number: Number) -> Iterator[tuple[str, Span, bool]]:
    celsius = number.value if number.value < 50 else (number.value - 32) / 1.8
    named = [
        name
        for name in ("fever", "warm")
        if MEASURES[name].lowest <= round(celsius, 2) <= MEASURES[name].highest
    ]
    if not named or (number.value > 50 and not 99 < number.value < 109):
        return
    sentence = message.around(number.span)
    if ELSEWHERE.search(message.plain, sentence.start, sentence.end) or _is_another(message, number):
        return
    said = _beside(message, number.span, TEMPERATURE_WORDS, TEMPERATURE["near"])
    if said or (number.decimal and (number.value < 50 or number.value > 100.3)):
        yield named[0], number.span, said


def _is_another(message: Message, number: Number) -> bool:
    """Whether a unit after it or a word before it says that this number is no temperature."""
    following = message.plain[number.span.end : number.span.end + 14]
    after = FOLLOWING.search(following.lstrip(" -"))
    if (after and after.start() == 0) or message.plain[number.span.end : number.span.end + 1] in tuple(
        "%€$£/"
    ):
        return True
    before = message.plain[max(0, number.span.start - 18) : number.span.start]
    found = list(LEADING.finditer(before))
    return (bool(found) and len(before[found[-1].end() :].split()) <= 1) or before[-1:] in tuple("$€£/")


def _is(message: Message, number: Number, name: str, measure: Measure) -> bool:
    if not measure.lowest <= number.value <= measure.highest:
        return False
    if name == "power" and message.plain[number.span.end : number.span.end + 2] != "/5":
        return False
    if name == "tablets" and not _beside(message, number.span, _words(measure.units), measure.counted):
        return False
    following = message.plain[number.span.end : number.span.end + 14].lstrip(" -")
    if measure.not_before and _words(measure.not_before).match(following):
        return False
    if name != "power" and message.plain[number.span.end : number.span.end + 1] == "/":
        return False
    return _beside(message, number.span, _words(measure.words), measure.near)


@cache
def _words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return pattern(phrases)


def _beside(message: Message, span: Span, words: re.Pattern[str], near: int) -> bool:
    sentence = message.around(span)
    return any(
        message.words_between(Span(*hit.span()), span) <= near
        for hit in words.finditer(message.plain, sentence.start, sentence.end)
    )
