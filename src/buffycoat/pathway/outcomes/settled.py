"""How a clinician settles what a patient told without writing a second adverse event."""

from typing import ClassVar, Literal

from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.records import Harm
from buffycoat.pathway.record import Record, item

_ENGLISH = {key: pair[0] for key, pair in words.SETTLED.items()}
_HARMS = {key: pair[0] for key, pair in words.HARMS.items()}


class Settled(Record):
    """A patient's report that a clinician looked into. What the patient told stays as it was told."""

    stage: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "Patient’s report, looked into"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    report: int = item("Which report? (its entry)", low=1, high=1_000_000, required=True)
    what: Harm = item("What did it tell of?", options=_HARMS, required=True)
    verdict: Literal["same_event", "no_event"] = item("What was it?", options=_ENGLISH, required=True)
    event: int | None = item("If the same: the entry of that adverse event", low=1, high=1_000_000)
    reason: str = item("What did you ask and find?", long=True, required=True)
