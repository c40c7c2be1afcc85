"""One case of candidacy as another program sends it, read into the records that the rules know."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.candidacy.spellings import condition_of, drug_of, fusions_of, lab_of, sites_of
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.case import TriageCase
from buffycoat.pathway.triage.records import Referral

_SIGNER = Signer(id="case", name="Case", role="system")
_PLAN = {
    "planned_on": "planned_on", "months_of_pain": "months_of_pain", "mri_on": "mri_on",
    "mri_finding": "mri_finding", "goal": "goal", "expects_cure": "expects_cure", "structural": "structural",
    "severe_change": "severe_change", "disc_height": "disc_height", "transitional": "transitional",
    "psychosocial_load": "psychosocial_load", "blocks": "blocks", "exercise_tried": "exercise_tried",
    "medicines_tried": "medicines_tried",
}  # fmt: skip
_HISTORY = tuple(name for name in History.items if name not in ("conditions", "fusions"))
_TRIAGE = ("red_flags", "newly", "pain", "narrative", "stiffness", "examination")


class CandidacyCase(BaseModel):
    """What is known of one patient and one plan. Anything may be left out; what matters is then a reason.

    Items of the plan and the history (docs/pathway/candidacy.md) may stand at the top or under `answers`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    on: date = Field(description="The day on which the case is read.")
    birth_date: date | None = None
    age: int | None = Field(default=None, ge=0, le=130)
    sex: str | None = None
    sites: tuple[Mapping[str, Any], ...] | None = Field(
        default=None, description="Target, level and side of each needle; or target, level, side at the top."
    )
    plan: Mapping[str, Any] = Field(default_factory=dict)
    history: Mapping[str, Any] = Field(default_factory=dict)
    conditions: tuple[str | Mapping[str, Any], ...] | None = None
    fused_levels: tuple[str | Mapping[str, Any], ...] | None = None
    medications: tuple[str | Mapping[str, Any], ...] | None = None
    allergies: tuple[str | Mapping[str, Any], ...] | None = None
    labs: Mapping[str, Any] | None = None
    triage: TriageCase | None = None
    unread: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _sort(cls, given: Any) -> Any:
        """Put every field where it belongs; what belongs nowhere is named, and nobody is suitable on it."""
        return _sorted(given) if isinstance(given, Mapping) else given

    def records(self) -> tuple[Record, ...]:
        """The case as the records that a clinic would sign; what was not sent was not asked."""
        plan = dict(self.plan)
        if self.sites is not None:
            plan["sites"] = [site for one in self.sites for site in sites_of(one)]
        history = dict(self.history)
        if self.conditions is not None:
            history["conditions"] = [condition_of(one) for one in self.conditions]
        if self.fused_levels is not None:
            history["fusions"] = fusions_of(self.fused_levels)
        drugs = None if self.medications is None else [drug_of(one) for one in self.medications]
        allergic = None if self.allergies is None else [_allergy(one) for one in self.allergies]
        labs = dict(lab_of(name, one) for name, one in (self.labs or {}).items() if one is not None)
        return (
            *self._person(),
            Plan.model_validate(plan),
            History.model_validate(history),
            Medicines.model_validate({} if drugs is None else {"drugs": drugs}),
            Allergies.model_validate({} if allergic is None else {"allergies": allergic}),
            Labs.model_validate(labs),
        )

    def _person(self) -> tuple[Record, ...]:
        born = self.birth_date
        if born is None and self.age is not None:
            # Only the age is known: counted as if the birthday were today, so nobody seems older than told.
            born = date(self.on.year - self.age, self.on.month, min(self.on.day, 28))
        if born is None:
            return ()
        sex = (self.sex or "unknown").lower()
        known = {"f": "female", "m": "male", "female": "female", "male": "male", "other": "other"}
        return (Referral(name="Case", birth_date=born, sex=known.get(sex, "unknown")),)

    def chart(self) -> Chart:
        """The records signed in one chart on the day of the case."""
        chart, noon = Chart("case"), datetime(self.on.year, self.on.month, self.on.day, 12, tzinfo=UTC)
        for record in self.records():
            chart = chart.sign(record, _SIGNER, noon)
        return chart


def _allergy(given: str | Mapping[str, Any]) -> Any:
    return {"substance": given} if isinstance(given, str) else given


def _sorted(given: Mapping[str, Any]) -> dict[str, Any]:
    held = {key: value for key, value in given.items() if key not in ("id", "answers", "unread")}
    for part in ("answers", "demographics", "prior_care"):
        within = _dict(given, part)
        held.pop(part, None)
        held |= {key: value for key, value in within.items() if key not in held}
    for ours, theirs in _SAME:
        if theirs in held:
            held.setdefault(ours, held.pop(theirs))
    if "target" in held and "sites" not in held:
        held["sites"] = [{key: held.pop(key) for key in ("target", "level", "side") if key in held}]
    plan = {**_dict(held, "plan"), **_taken(held, _PLAN)}
    history = {**_dict(held, "history"), **_taken(held, _HISTORY)}
    for name, words in _YES_NO.items():
        if isinstance(history.get(name), bool):
            history[name] = words[history[name]]
    triage = _taken(held, _TRIAGE)
    if triage:
        shared = ("on", "age", "birth_date", "sex")
        triage |= {key: held[key] for key in shared if held.get(key) is not None}
        held["triage"] = triage
    held |= {"plan": plan, "history": history}
    stray = tuple(key for key in held if key not in CandidacyCase.model_fields)
    return {key: value for key, value in held.items() if key not in stray} | {"unread": stray}


# A plain yes or no to these; “yes, cancer” counts as active until somebody says that it is over.
_YES_NO = {"pregnant": ("no", "yes"), "cancer": ("never", "active")}
_SAME = (
    ("medications", "medicines"), ("medications", "drugs"), ("fused_levels", "fusions"),
    ("exercise_tried", "exercise"), ("exercise_tried", "physiotherapy"),
    ("months_of_pain", "duration_months"),
    ("planned_on", "planned_day"), ("planned_on", "injection_date"), ("planned_on", "date_planned"),
    ("smoker", "smoking"), ("pregnant", "pregnancy"), ("medicines_tried", "medicines_for_pain"),
    ("goal", "expectation"),
)  # fmt: skip


def _dict(held: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = held.get(key) or {}
    if not isinstance(value, Mapping):
        raise PydanticCustomError("object", "{key}: an object is expected", {"key": key})
    return dict(value)


def _taken(held: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: held.pop(name) for name in names if name in held}
