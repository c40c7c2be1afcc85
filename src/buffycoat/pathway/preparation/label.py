"""The label of a syringe: what its code says, and whether it is the right one.

The code names the episode, the entry of the draw and that entry’s hash, so that reading it back proves whose
blood it is. Nobody’s name is in it. Only capitals, digits and a few signs: a QR code of them stays small.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.preparation.dose import LIMITS
from buffycoat.pathway.preparation.records import Draw

MARK = "BC1"
SHORT = 12  # hexadecimal digits of the hash that are printed to be typed: one chance in 10^14 of another’s
_CODE = re.compile(rf"{MARK}:([0-9A-Z-]+):(\d+):([0-9A-F]{{64}}):(\d+)/(\d+)")
_TYPED = re.compile(rf"(\d+)-([0-9A-F]{{{SHORT}}})([0-9A-F]{{2}})")
Wrong = Literal["another patient", "another draw", "expired", "unreadable"]


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a draw: which syringe of how many."""

    episode: str
    entry: int
    hash: str
    syringe: int = 1
    of: int = 1

    @property
    def code(self) -> str:
        """What the QR code holds."""
        place = f"{self.episode}:{self.entry}:{self.hash}".upper()
        return f"{MARK}:{place}:{self.syringe}/{self.of}"

    @property
    def typed(self) -> str:
        """What is printed beneath it, for a day without a scanner."""
        short = self.hash[:SHORT].upper()
        groups = [short[at : at + 4] for at in range(0, SHORT, 4)]
        return "-".join((str(self.entry), *groups, _check(str(self.entry), short)))


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanned or typed text turned out to be. `wrong` is empty for the right label."""

    wrong: Wrong | Literal[""]
    episode: str = ""
    syringe: int = 0
    of: int = 0


def labels(chart: Chart, syringes: int) -> tuple[Label, ...]:
    """The labels of the newest draw, one for each syringe; none before blood is drawn."""
    drawn = chart.signed(Draw)
    if not drawn:
        return ()
    newest = drawn[-1]
    return tuple(
        Label(chart.episode, newest.number, newest.hash, number, syringes)
        for number in range(1, syringes + 1)
    )


def use_by(draw: Draw) -> datetime:
    """Until when this blood may be injected."""
    return draw.drawn_at + timedelta(hours=LIMITS["hours_to_injection"].bound)


def read_back(chart: Chart, text: str, at: datetime) -> Scan:
    """Whether a label belongs to the newest draw of this chart, and is in time."""
    plain = re.sub(r"\s+", "", text).upper()
    held = {(entry.number, entry.hash.upper()): entry for entry in _this_blood(chart)}
    if found := _CODE.fullmatch(plain):
        episode, entry, said, syringe, of = found.groups()
        if episode != chart.episode.upper():
            return Scan("another patient", episode.lower())
        if (int(entry), said) not in held:
            return Scan("another draw", episode.lower(), int(syringe), int(of))
        return Scan(_in_time(chart, at), episode.lower(), int(syringe), int(of))
    first, _, rest = plain.partition("-")
    found = _TYPED.fullmatch(f"{first}-{rest.replace('-', '')}")
    if found and found[3] == _check(found[1], found[2]):
        right = any(int(found[1]) == number and said.startswith(found[2]) for number, said in held)
        mine = any(_starts(entry, found[1], found[2]) for entry in chart.entries)
        return Scan(_in_time(chart, at) if right else "another draw" if mine else "another patient")
    return Scan("unreadable")


def _check(entry: str, short: str) -> str:
    """Two more digits, so that a slip of the fingers is not taken for another patient’s label."""
    return hashlib.sha256(f"{entry}-{short}".encode()).hexdigest()[:2].upper()


def _starts(entry: Entry, number: str, said: str) -> bool:
    return entry.number == int(number) and entry.hash.upper().startswith(said)


def _in_time(chart: Chart, at: datetime) -> Wrong | Literal[""]:
    draw = chart.newest(Draw)
    return "expired" if draw is None or at > use_by(draw) else ""


def _this_blood(chart: Chart) -> Iterator[Entry]:
    """The newest draw, and the entries it amends: a slip put right does not make it other blood."""
    drawn = chart.signed(Draw)
    entry = drawn[-1] if drawn else None
    while entry is not None:
        yield entry
        before = entry.amends
        entry = next((one for one in chart.entries if one.number == before), None)


def same_person(first: str, second: str) -> bool:
    """Whether two written names are one: case and spaces do not tell people apart."""
    return first.casefold().split() == second.casefold().split()
