"""The answers of a record in words: one question after another, or the whole record in a sentence."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from buffycoat.pathway import units
from buffycoat.pathway.chart import Entry, Retraction
from buffycoat.pathway.record import Declared, Record, State
from buffycoat.pathway.stage import Override
from buffycoat.web.forms.moments import day_text, moment_text, partial_text
from buffycoat.web.forms.shape import Shape, shapes
from buffycoat.web.presenters.sentences import SENTENCES

SHORTEST_LABEL, LONGEST_LABEL = 4, 34
LONGEST_SENTENCE = 190


@dataclass(frozen=True)
class Answer:
    """One question with its answer; a part has answers of its own, one group for each row."""

    ask: str
    text: str
    state: State
    group: str = ""
    rows: tuple[tuple["Answer", ...], ...] = ()


def answers(record: Declared, zone: tzinfo) -> tuple[Answer, ...]:
    """Every question of the record, those not asked too: a gap that is not shown reads as “no”."""
    return tuple(_answer(record, shape, zone) for shape in shapes(type(record)))


def _answer(record: Declared, shape: Shape, zone: tzinfo) -> Answer:
    state, value = record.state(shape.name), getattr(record, shape.name)
    about: dict[str, Any] = {"ask": shape.item.ask, "state": state, "group": shape.item.group}
    if state != "answered":
        return Answer(text="Not known" if state == "unknown" else "Not asked", **about)
    if shape.kind == "part":
        return Answer(text="", rows=(_asked(value, zone),), **about)
    if shape.kind == "parts" and value:
        return Answer(text="", rows=tuple(_asked(part, zone) for part in value), **about)
    return Answer(text=said(shape, value, zone), **about)


def _asked(part: Declared, zone: tzinfo) -> tuple[Answer, ...]:
    """The answers of a part; a part's gaps are left out, for a row of a list has many that never apply."""
    return tuple(answer for answer in answers(part, zone) if answer.state != "not asked")


def said(shape: Shape, value: Any, zone: tzinfo) -> str:
    """One value as a person reads it."""
    if value == ():
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if shape.options:
        chosen = value if isinstance(value, tuple | frozenset) else (value,)
        return ", ".join(shape.options.get(str(one), str(one)) for one in chosen)
    if isinstance(value, datetime):
        return moment_text(value, zone)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, int | float):
        return f"{units.number_text(value)} {units.shown(shape.item.unit)}".strip()
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value)
    return partial_text(value) if shape.kind == "partial" else str(value)


def sentence(entry: Entry, zone: tzinfo) -> str:
    """What an entry says, in one line; the whole of it is one click away."""
    record = entry.record
    if isinstance(record, Retraction):
        return f"Entry {entry.amends} was entered in error: {record.reason}"
    if isinstance(record, Override):
        return f"Gone past “{record.summary}” because: {record.reason}"
    return summary(record, zone)


def summary(record: Record, zone: tzinfo) -> str:
    """The title, then as many answers as fit, then how many more; a few kinds have words of their own."""
    if own := SENTENCES.get(type(record)):
        return own(record, zone)
    pieces = [*_named(record, zone), *_yes_and_no(record)]
    text, left = record.title, len(pieces)
    for piece in pieces:
        if len(text) + len(piece) > LONGEST_SENTENCE:
            break
        text += (": " if left == len(pieces) else "; ") + piece
        left -= 1
    more = f"; {left} more" if left and left < len(pieces) else ""
    return f"{text}{more}." if pieces else f"{text}: nothing answered."


def _named(record: Declared, zone: tzinfo) -> list[str]:
    """Answers that are more than yes or no."""
    found = []
    for shape in shapes(type(record)):
        value = getattr(record, shape.name)
        if record.state(shape.name) != "answered" or isinstance(value, bool):
            continue
        if shape.kind == "parts":
            alone = len(type(record).items) == 1
            found.append(_rows(value, zone) if alone else f"{lower(label(shape))} {_rows(value, zone)}")
        elif shape.kind == "part":
            found.append(_part(shape, value))
        else:
            found.append(f"{lower(label(shape))} {_short(said(shape, value, zone))}")
    return found


def _rows(rows: tuple[Declared, ...], zone: tzinfo) -> str:
    if not rows:
        return "none"
    names = [_row_name(row, zone) for row in rows[:3]]
    return ", ".join(names) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")


def _row_name(row: Declared, zone: tzinfo) -> str:
    """A row by what it must have: a drug by its name, a site by target, level and side."""
    needed = [shape for shape in shapes(type(row)) if shape.item.required]
    return " ".join(_short(said(shape, getattr(row, shape.name), zone)) for shape in needed)


def _part(shape: Shape, part: Declared) -> str:
    """A laboratory value by its number; a questionnaire by how many of its statements are true."""
    held = [(inner, getattr(part, inner.name)) for inner in shapes(type(part))]
    numbers = [
        f"{units.number_text(float(f'{value:.4g}'))} {units.shown(inner.item.unit)}".strip()
        for inner, value in held
        if isinstance(value, float | int) and inner.item.unit
    ]
    if numbers:
        return f"{label(shape)} {numbers[0]}"
    yes = sum(1 for _, value in held if value is True)
    return f"{label(shape)} {yes} of {len(held)}" if len(held) > 1 else label(shape)


def _yes_and_no(record: Declared) -> list[str]:
    held = [(shape, getattr(record, shape.name), record.state(shape.name)) for shape in shapes(type(record))]
    yes = [lower(label(shape)) for shape, value, _ in held if value is True]
    no = sum(1 for _, value, _ in held if value is False)
    unknown = sum(1 for _, _, state in held if state == "unknown")
    listed = (
        [f"yes: {', '.join(yes)}"] if 0 < len(yes) <= 3 else [f"yes to {len(yes)} questions"] if yes else []
    )
    return [*listed, *([f"no to {no}"] if no else []), *([f"{unknown} not known"] if unknown else [])]


def lower(text: str) -> str:
    """A label within a sentence: its first letter small, unless it begins an abbreviation such as CRP."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def label(shape: Shape) -> str:
    """A question cut down to a label: its own words where they are few, else the name of its field."""
    ask = shape.item.ask.rstrip("?").split(",")[0]
    return ask if SHORTEST_LABEL <= len(ask) <= LONGEST_LABEL else shape.name.replace("_", " ").capitalize()


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57].rsplit(" ", 1)[0] + "…"
