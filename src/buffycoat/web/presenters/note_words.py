"""The procedure note in words: the lines of each item for the page, the text and the PDF alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from buffycoat.web.forms.moments import moment_text
from buffycoat.web.presenters.note import Item, Note
from buffycoat.web.presenters.note_answers import Gap, Told, Why

FEW = 3  # yes to more questions than these stands in one line
SHORT = 8  # more answers than these about one thing are told in two lines, what was written besides last
HEADS: dict[Why, str] = {
    "not known": "Asked, and not known",
    "not asked": "Not asked",
    "not signed": "No record signed",
    "not worked out": "",
}
DRAFT = "No injection is signed in this chart. This is no account of a procedure."
TITLE = "Procedure note"
GAPS = "Not asked is not “no”. Nothing below was filled in."
COMPLETE = "Nothing is missing: each item of this note was recorded."


@dataclass(frozen=True)
class Line:
    """One line of an item: which site, drug or visit it is about, then questions with their answers."""

    about: str
    answers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = "; ".join(": ".join(filter(None, pair)) for pair in self.answers)
        return f"{self.about}: {said}" if self.about else said


def lines(item: Item) -> tuple[Line, ...]:
    """What is told of an item: an answer a line, or a site, drug or visit a line."""
    found: list[Line] = []
    for about in dict.fromkeys(one.about for one in item.told):
        mine = [one for one in item.told if one.about == about]
        found += _together(about, mine, item.name) if about else _apart(mine, item.name)
    return tuple(found)


def _pair(one: Told, name: str) -> tuple[str, str]:
    """An answer whose question is the item’s own name needs the name once."""
    return ("" if one.ask == name else one.ask, one.text)


def _together(about: str, told: list[Told], name: str) -> list[Line]:
    """All about one thing in a line or two; where only its name is told, by the question after it."""
    rest = [one for one in told if not one.naming]
    if not rest:
        return [Line("", tuple((one.ask, one.text) for one in told))]
    kept = [one for one in rest if not one.beside] if len(rest) > SHORT else rest
    besides = [one for one in rest if one not in kept]
    said = [(about, kept), (f"{about}, also", besides)]
    return [Line(head, tuple(_pair(one, name) for one in these)) for head, these in said if these]


def _apart(told: list[Told], name: str) -> list[Line]:
    """An answer a line. Many questions answered yes share one, by name; so does what was written besides."""
    yes = [one.ask for one in told if one.text == "Yes" and not one.beside]
    joined = len(yes) > FEW
    alone = [one for one in told if not one.beside and not (joined and one.text == "Yes")]
    besides = tuple((one.ask, one.text) for one in told if one.beside)
    return [
        *([Line("Yes to", (("", "; ".join(yes)),))] if joined else []),
        *(Line("", (_pair(one, name),)) for one in alone),
        *([Line("Also", besides)] if besides else []),
    ]


def missing(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """The gaps of an item in a few lines, one for each kind: not asked and not known are told apart."""
    found: dict[Why, list[str]] = {}
    for gap in gaps:
        found.setdefault(gap.why, []).append(": ".join(filter(None, (gap.about, gap.ask))))
    return tuple(
        ": ".join(filter(None, (HEADS[why], f"{'; '.join(dict.fromkeys(names)).rstrip('.')}.")))
        for why, names in sorted(found.items(), key=lambda one: list(HEADS).index(one[0]))
    )


def lead(held: Note, practice: str, zone: tzinfo) -> str:
    """From which chart, as of when."""
    if held.as_of is None:
        return f"{practice}. The chart is empty."
    given = f"Injection on {moment_text(held.given, zone)}. " if held.given else ""
    stood = f"{moment_text(held.as_of, zone)} ({held.count} entries)"
    return f"{practice}. {given}From the signed chart as it stood at {stood}."


def source(held: Note, episode: str, version: str) -> tuple[str, ...]:
    """The foot of each page: what made it, from which chart, and the hash that proves which state of it."""
    return (
        f"Buffycoat {version}. Episode {episode}, {held.count} entries. Only what was signed; nothing added.",
        f"Chart hash {held.head}",
    )


def plain(held: Note, about: Iterable[str], lead: str, source: Iterable[str]) -> str:
    """The note as plain text, for pasting into another record: no table, no tabs, one item a paragraph."""
    out = [TITLE.upper(), *about, lead]
    if not held.given:
        out += ["", DRAFT]
    for title, items in held.sections():
        out += ["", title.upper()]
        for item in items:
            out += [_numbered(item), *(f"  {line}" for line in lines(item))]
    if held.overrides:
        out += ["", "WARNINGS GONE PAST, WITH THE REASON"]
        out += [
            f"{one.summary}\n  Reason: {one.reason}\n  {one.signer}, {one.at}, entry {one.entry}"
            for one in held.overrides
        ]
    out += ["", "NOT RECORDED", GAPS if held.missing() else COMPLETE]
    for item in held.missing():
        out += [item.name, *(f"  {line}" for line in missing(item.gaps))]
    out += ["", "ENTRIES THAT SAY THIS"]
    out += [
        f"{one.number}. {one.title}: {one.signer}, {one.at}{f'. {one.note}' if one.note else ''}"
        for one in held.entries
    ]
    return "\n".join([*out, "", *source, ""])


def _numbered(item: Item) -> str:
    return f"{item.name} ({said_by(item)})"


def said_by(item: Item) -> str:
    """The entries behind an item, amended ones marked."""
    listed = ", ".join(f"{one}{' amended' if one in item.amended else ''}" for one in item.entries)
    return f"{'entry' if len(item.entries) == 1 else 'entries'} {listed}" if listed else "worked out"
