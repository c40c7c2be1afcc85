"""Dated windows around one injection: each drug before and after it, the advice by day, and when we talk."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.aftercare.asked_medicine import LONGEST
from buffycoat.pathway.aftercare.may_take import Around, allergies_in, may_take, thinner_in
from buffycoat.pathway.aftercare.plan import LIMITS, Options, plan
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.candidacy.clock import drug_timeline
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import in_words
from buffycoat.pathway.triage.records import Referral

_SAME = (
    ("injected_at", "injection"), ("injected_at", "at"), ("injected_at", "instant"),
    ("time_zone", "zone"), ("time_zone", "timezone"), ("time_zone", "tz"),
)  # fmt: skip
_LEAST, _MOST = (int(LIMITS[key].value) for key in ("nsaid_least", "nsaid_most"))


class WindowCase(BaseModel):
    """An injection and what the patient takes; all else as in a case of candidacy."""

    model_config = ConfigDict(frozen=True, extra="allow")
    injected_at: datetime = Field(description="The instant, with its offset; or local time of `time_zone`.")
    time_zone: str = Field(description="The practice's zone, such as America/New_York.")
    cold: Literal["", "ice", "heat"] = ""
    nsaid_days: int = Field(default=7, ge=_LEAST, le=_MOST)
    can_i_take: tuple[Annotated[str, Field(max_length=LONGEST)], ...] = Field(
        default=(), max_length=100, description="Medicines asked about, as a patient types them."
    )
    asked_on: date | None = Field(default=None, description="The day of the question; day 0 where left out.")

    @model_validator(mode="before")
    @classmethod
    def _names(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        held = dict(given)
        for ours, theirs in _SAME:
            if theirs in held:
                held.setdefault(ours, held.pop(theirs))
        return held

    @property
    def needle(self) -> datetime:
        """The instant at the practice's own clock. A time that the spring night leaves out is refused."""
        try:
            zone = ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _refused("time_zone", f"no time zone is called {self.time_zone}") from error
        if self.injected_at.tzinfo is not None:
            return self.injected_at.astimezone(zone)
        local = self.injected_at.replace(tzinfo=zone)
        offsets = {local.replace(fold=fold).utcoffset() for fold in (0, 1)}
        if len(offsets) > 1:
            raise _refused("injected_at", "this time comes twice or never that night: give its offset")
        return local


def _refused(field: str, why: str) -> PydanticCustomError:
    return PydanticCustomError("window", "{field}: {why}", {"field": field, "why": why})


def windows(case: WindowCase) -> dict[str, Any]:
    """The dated windows of one injection, in days of the practice's own clock."""
    needle = case.needle
    sent = {key: value for key, value in (case.model_extra or {}).items() if key not in ("id", "on")}
    known = CandidacyCase.model_validate({**sent, "on": needle.date()})
    chart = known.chart()
    planned = chart.newest(Plan) or Plan()
    drugs = drug_timeline(
        chart.newest(Medicines), planned, needle.date(), chart.newest(History), chart.newest(Referral), needle
    )
    targets = [site.target for site in planned.sites or ()]
    dated = plan(needle, targets, Options(cold=case.cold, nsaid_days=case.nsaid_days))
    return {
        "injected_at": needle.isoformat(),
        "day_0": needle.date().isoformat(),
        "drugs": [_plain(asdict(one)) for one in drugs],
        "aftercare": [_plain(one.model_dump()) for one in dated.advice or ()],
        "contacts": [_plain(one.model_dump()) for one in dated.contacts or ()],
        "can_i_take": [_answer(asked, case, needle.date(), planned, chart) for asked in case.can_i_take],
        "not_read": list(known.unread),
    }


def _answer(asked: str, case: WindowCase, day: date, planned: Plan, chart: Chart) -> dict[str, Any]:
    """The answer to one “can I take this?”, with the words that the patient would see."""
    grade = bleeding_class(day, planned, None, None, None).grade
    options = Options(cold=case.cold, nsaid_days=case.nsaid_days)
    around = Around(day, options, grade, allergies_in(chart), thinner_in(chart))
    found = may_take(asked, case.asked_on or day, around)
    return {
        "asked": found.asked,
        "answer": found.verdict,
        "wait_until": found.until.isoformat() if found.until and found.verdict == "wait" else None,
        "rows": list(found.rows),
        "read_as": list(found.read_as),
        "not_known": list(found.unread),
        "text": " ".join(found.sentences(False, "{phone}", in_words)),
        "text_es": " ".join(found.sentences(True, "{phone}", date.isoformat)),
        "sources": list(found.sources),
        "status": found.status,
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: one.isoformat() if hasattr(one, "isoformat") else one for key, one in row.items()}
