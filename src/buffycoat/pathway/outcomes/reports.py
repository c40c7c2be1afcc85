"""What a patient told that may be an adverse event: own words, alarms of a check-in, a bad change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.aftercare.alarms import concerns, stays_high
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.harm_tables import NUMBERS, PROPOSED
from buffycoat.pathway.outcomes.records import AdverseEvent, Harm, Outcome
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.triage.reading import Reading, own_words, told_in
from buffycoat.pathway.triage.records import Pain

# The front desk judges nothing clinical: what it writes down is what it heard.
LISTENERS = ("patient", "front_desk")


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that one entry tells on the patient's side. `asked`: the answers behind an alarm."""

    entry: int
    what: Harm
    on: date
    grade: int | None = None
    words: str = ""
    asked: str = ""

    @property
    def plainly(self) -> bool:
        """Whether the patient named it as trouble, rather than answered a question that points to it."""
        return not self.asked


def from_patient(entry: Entry) -> bool:
    """Whether an adverse event is the patient's own account."""
    return entry.kind == AdverseEvent.kind and entry.signer.role in LISTENERS


def reports(chart: Chart) -> tuple[Report, ...]:
    """Everything the patient told since the injection, by day."""
    found = (*_troubles(chart), *_alarms(chart), *_changes(chart))
    return tuple(sorted(found, key=lambda one: (one.on, one.entry)))


def _troubles(chart: Chart) -> Iterator[Report]:
    for entry in chart.signed(AdverseEvent):
        told = entry.record
        if from_patient(entry) and isinstance(told, AdverseEvent):
            yield Report(entry.number, told.what, told.began_on, told.grade, told.description or "")


def _alarms(chart: Chart) -> Iterator[Report]:
    given, pain = chart.newest(Injection), chart.newest(Pain)
    if given is None:  # before it nothing can be an adverse event of it
        return
    baseline = (pain.average if pain.average is not None else pain.now) if pain else None
    checks, readings, zero = chart.every(CheckIn), chart.every(Reading), injected_on(given)
    for entry in chart.signed(CheckIn):
        check = entry.record
        if isinstance(check, CheckIn) and check.on >= zero:
            told = told_in(check.narrative, readings)
            seen: dict[Harm, str] = {}
            for one in concerns(check, zero, stays_high(checks, check, baseline), told):
                row = PROPOSED.rows.get(one.family)
                seen.setdefault(row.what if row else "other", one.said() or "own words")
            for what, asked in seen.items():
                yield Report(entry.number, what, check.on, words=own_words(check.narrative), asked=asked)


def _changes(chart: Chart) -> Iterator[Report]:
    """A rating of worse; said again at the next visits it is the same trouble, told once."""
    rated = list(zip(chart.signed(Outcome), chart.every(Outcome), strict=True))
    before = False
    for entry, said in sorted(rated, key=lambda one: one[1].answered_on):
        worse = (said.pgic or 0) >= NUMBERS["worse_change"].value
        if worse and not before:
            asked = f"change since the injection: {words.CHANGE[str(said.pgic)][0].lower()}"
            yield Report(entry.number, "worse_pain", said.answered_on, asked=asked)
        before = worse if said.pgic is not None else before
