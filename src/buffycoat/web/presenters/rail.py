"""The seven stages of an episode as marks: done, here, blocked, to come."""

from dataclasses import dataclass
from datetime import tzinfo

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.walk import Standing, Walk
from buffycoat.web.forms.moments import MONTHS

MARKS = {"done": "y", "here": "n", "blocked": "x", "to come": ""}
WORDS = {"done": "done", "here": "ready", "blocked": "blocked", "to come": "to come"}


@dataclass(frozen=True)
class Stop:
    """One stage beside an episode."""

    title: str
    mark: str
    state: str
    note: str
    current: bool


def marks(walk: Walk) -> tuple[str, ...]:
    """The classes of the seven small marks."""
    return tuple(MARKS[standing.state] for standing in walk.standings)


def label(walk: Walk) -> str:
    """The marks for who cannot see them: “Stage 2 of 7, candidacy, blocked”."""
    place = walk.standings.index(walk.current) + 1
    return f"Stage {place} of 7, {walk.current.stage.title.lower()}, {WORDS[walk.current.state]}"


def stops(walk: Walk, chart: Chart, zone: tzinfo) -> tuple[Stop, ...]:
    """The rail, each stage with when it was signed or what it waits for."""
    return tuple(
        Stop(
            title=standing.stage.title,
            mark=MARKS[standing.state],
            state=WORDS[standing.state],
            note=_note(standing, chart, zone),
            current=standing is walk.current,
        )
        for standing in walk.standings
    )


def _note(standing: Standing, chart: Chart, zone: tzinfo) -> str:
    if standing.state == "blocked":
        count = len(standing.critical)
        return f"{count} critical" + (f", {len(standing.missing)} to sign" if standing.missing else "")
    if standing.state == "here":
        whole = len(standing.stage.required)
        return f"{len(standing.missing)} of {whole} to sign" if whole > 1 else "to sign"
    signed = [entry for kind in standing.stage.records for entry in chart.signed(kind)]
    if not signed:
        return ""
    day = max(entry.signed_at for entry in signed).astimezone(zone).date()
    return f"signed {day.day} {MONTHS[day.month - 1]}"
