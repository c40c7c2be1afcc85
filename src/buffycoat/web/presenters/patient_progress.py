"""How somebody is doing, from their own answers: the finding, the line, what to expect, the next date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.aftercare.plan import plan_for
from buffycoat.pathway.aftercare.records import Advice, AftercarePlan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.outcomes.expect import BAND, Expected, expected
from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import injected_on, newest, schedule
from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.web.presenters.patient_words import Say

HEIGHT = 300  # pixels of the chart, for 10 points of pain
ABOVE, BELOW = -16, 26  # where the number of a point stands


@dataclass(frozen=True)
class Point:
    """One visit on the line: its place, its words, and the answer if there is one."""

    visit: str
    name: str
    short: str
    x: int
    score: int | None
    last: bool = False
    label_below: bool = False

    @property
    def y(self) -> float:
        """Pixels from the top: 10 is at the top."""
        return HEIGHT - (self.score or 0) * HEIGHT / 10

    @property
    def label_y(self) -> float:
        """Where its number stands, away from the line."""
        return self.y + (BELOW if self.label_below else ABOVE)


@dataclass(frozen=True)
class Progress:
    """The page."""

    heading: str
    lead: tuple[str, ...]
    points: tuple[Point, ...]
    path: str
    described: str
    advice: tuple[str, ...]
    expect: str
    sources: tuple[str, ...]
    band: tuple[int, int]
    band_said: str
    next_on: str

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw: two answers make a line."""
        return sum(point.score is not None for point in self.points) >= 2


def progress(chart: Chart, visit: str, day: date, say: Say) -> Progress:
    """What the patient's own answers say on a day."""
    outcomes, given = chart.every(Outcome), chart.newest(Injection)
    before, now = newest(outcomes, "baseline"), newest(outcomes, visit) if visit in VISITS else None
    heading, lead = _finding(before, now, visit, say)
    points = _points(outcomes, visit, say)
    awaited = _expected(given, day)
    answered = [point for point in points if point.score is not None]
    drawn = "; ".join(f"{point.name}, {point.score}" for point in answered)
    return Progress(
        heading=heading,
        lead=lead,
        points=points,
        path="M" + "L".join(f"{point.x} {point.y:g}" for point in answered) if answered else "",
        described=say("progress.described", points=drawn),
        advice=_advice(chart, given, day, say),
        expect=_words(awaited, say),
        sources=_studies(awaited),
        band=_band(),
        band_said=say("progress.band", first=BAND.first_week, last=BAND.last_week),
        next_on=_next(given, outcomes, day, say),
    )


def _finding(
    before: Outcome | None, now: Outcome | None, visit: str, say: Say
) -> tuple[str, tuple[str, ...]]:
    """The heading says what changed; the line under it how much that is."""
    after = now.nrs_average if now else None
    first = before.nrs_average if before else None
    if after is None:
        return say("progress.nothing"), (say("progress.no_now"),) if visit in VISITS else ()
    if visit == "baseline":
        return say("progress.alone", now=after), ()
    if first is None:
        return say("progress.alone", now=after), (say("progress.no_before"),)
    points = limit("nrs_points")
    if after == first:
        return say("progress.same", now=after), ()
    size = "progress.notice" if abs(after - first) >= points else "progress.small"
    lead = [say(size, points=f"{points:g}")]
    if after > first:
        return say("progress.up", before=first, now=after), (*lead, say("progress.worse"))
    if after * 2 <= first:
        lead.insert(0, say("progress.half"))
    return say("progress.down", before=first, now=after), tuple(lead)


def _points(outcomes: Sequence[Outcome], visit: str, say: Say) -> tuple[Point, ...]:
    """Every visit in its place; the visits are nominal and stand evenly."""
    found = [newest(outcomes, key) for key in VISITS]
    scores = [one.nrs_average if one else None for one in found]
    made = []
    for index, (key, score) in enumerate(zip(VISITS, scores, strict=True)):
        known = [one for one in scores[:index] if one is not None]
        falls = score is not None and bool(known) and score < known[-1]
        short = say("progress.start") if key == "baseline" else _short(key, say)
        made.append(
            Point(
                key,
                VISITS[key][say.lang == "es"],
                short,
                index * 100 // (len(VISITS) - 1),
                score,
                key == visit,
                falls or score == 10,
            )
        )
    return tuple(made)


def _short(visit: str, say: Say) -> str:
    weeks = int(visit.split("_")[1])
    return say("progress.weeks", n=weeks) if weeks < 52 else say("progress.year")


def _advice(chart: Chart, given: Injection | None, day: date, say: Say) -> tuple[str, ...]:
    """What the plan says for today, besides what to expect; from the plan as handed over, where it was."""
    rows = _plan(chart, given)
    today = [one for one in rows if one.topic not in ("message", "warning") and _holds(one, day)]
    return tuple(one.text_es if say.lang == "es" else one.text for one in today)


def _plan(chart: Chart, given: Injection | None) -> tuple[Advice, ...]:
    handed = chart.newest(AftercarePlan)
    if handed is not None:
        return handed.advice or ()
    return (plan_for(given).advice or ()) if given else ()


def _holds(one: Advice, day: date) -> bool:
    return one.first_day <= day and (one.last_day is None or day <= one.last_day)


def _expected(given: Injection | None, day: date) -> Expected | None:
    """What the clinical table says about this time; before an injection there is nothing to expect of it."""
    return expected((day - injected_on(given)).days) if given else None


def _words(row: Expected | None, say: Say) -> str:
    return "" if row is None else row.text_es if say.lang == "es" else row.text


def _studies(row: Expected | None) -> tuple[str, ...]:
    """The studies behind it, as people cite them: “Levi 2016”."""
    titles = [sources()[key].title for key in row.sources] if row else []
    return tuple(title[title.rindex("(") + 1 : -1] for title in titles if title.endswith(")"))


def _band() -> tuple[int, int]:
    """From where to where on the line change often comes: the visits of those weeks."""
    visits = list(VISITS)
    ends = (visits.index(f"week_{week}") for week in (BAND.first_week, BAND.last_week))
    first, last = (place * 100 // (len(visits) - 1) for place in ends)
    return first, last


def _next(given: Injection | None, outcomes: Sequence[Outcome], day: date, say: Say) -> str:
    """The next day on which we ask, or "" after the last."""
    if given is None:
        return ""
    came = {one.visit for one in outcomes}
    ahead = [due for due in schedule(injected_on(given)) if due.on > day and due.visit not in came]
    return say.day(ahead[0].on) if ahead else ""
