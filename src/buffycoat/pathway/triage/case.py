"""One case of triage as another program sends it, read into the records that the rules know."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.record import earliest, latest
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.flags import FLAGS, FlagName
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.pathway.triage.urgency import age_on
from buffycoat.pathway.triage.warning_signs import Stiffness
from buffycoat.pathway.triage.yes_no import FlagAnswer, by_name

NEW_DAYS = 14  # as the patient is asked: began or got worse in the last 14 days


def _flags(given: Any) -> Any:
    return by_name(given, FLAGS, "a warning sign")


class TriageCase(BaseModel):
    """What is known of one patient. Anything may be left out; what matters then stands in `unknown`."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)
    on: date = Field(description="The day on which the case is read.")
    age: int | None = Field(default=None, ge=0, le=130)
    birth_date: date | None = None
    sex: str | None = None
    language: str | None = None
    red_flags: Annotated[dict[FlagName, FlagAnswer], BeforeValidator(_flags)] = Field(
        default_factory=dict,
        description="true, false, null (asked, not known) or left out (not asked); or an object with onset.",
    )
    newly: tuple[FlagName, ...] | None = Field(
        default=None, description="Which of them began or got worse in the last 14 days; [] when none did."
    )
    stiffness: tuple[Stiffness, ...] | None = None
    pain: Pain | None = None
    examination: Examination | None = None
    answers: Mapping[str, Any] = Field(
        default_factory=dict, description="More warning signs or findings of the examination, by name."
    )
    narrative: str | None = Field(default=None, max_length=50_000)

    @model_validator(mode="after")
    def _born_before(self) -> "TriageCase":
        if self.birth_date and self.birth_date > self.on:
            raise PydanticCustomError("birth_date", "birth_date lies after the day of the case")
        return self

    @property
    def years(self) -> int | None:
        """The age in years; the date of birth counts before a number."""
        return age_on(self.birth_date, self.on) if self.birth_date else self.age

    @property
    def unread(self) -> tuple[str, ...]:
        """Fields that nothing here knows, and that therefore weighed nothing."""
        stray = [f"answers.{k}" for k in self.answers if k not in FLAGS and k not in Examination.items]
        return (*(key for key in self.model_extra or {} if key != "id"), *stray)

    def told_twice(self) -> tuple[str, ...]:
        """Warning signs that are answered in two places, differently."""
        more = self._more()
        return tuple(
            k for k in more if k in self.red_flags and more[k].answer is not self.red_flags[k].answer
        )

    def _more(self) -> dict[FlagName, FlagAnswer]:
        said = {key: self.answers[key] for key in FLAGS if key in self.answers}
        return {key: FlagAnswer.model_validate(one) for key, one in _flags(said).items()}

    def seen(self) -> Examination | None:
        """The examination, with findings that stand among the answers."""
        more = {key: value for key, value in self.answers.items() if key in Examination.items}
        if not more:
            return self.examination
        said = self.examination.model_dump(exclude_unset=True) if self.examination else {}
        return Examination.model_validate({**more, **said})

    def signs(self) -> WarningSigns:
        """The warning signs as a record; of a sign answered twice the more cautious counts."""
        given = dict(self.red_flags)
        for key, one in self._more().items():
            held = given.get(key)
            # Of two answers the more cautious counts: present, then not known, then denied.
            if held is None or (not held.answer and one.answer is not False):
                given[key] = one
        said: dict[str, Any] = {key: one.answer for key, one in given.items()}
        newly = self._newly(given)
        if newly is not None:
            said["newly"] = newly
        if self.stiffness is not None:
            said["stiffness"] = self.stiffness
        return WarningSigns.model_validate(said)

    def _newly(self, given: Mapping[FlagName, FlagAnswer]) -> tuple[FlagName, ...] | None:
        """What began or grew in the last 14 days. Once one sign is dated, an undated one is taken as new."""
        dated = {key: self._new(one) for key, one in given.items() if one.answer}
        if self.newly is not None:
            return tuple(dict.fromkeys((*self.newly, *(key for key, new in dated.items() if new))))
        if all(new is None for new in dated.values()):
            return None
        return tuple(key for key, new in dated.items() if new is not False)

    def _new(self, one: FlagAnswer) -> bool | None:
        """Whether this sign began or grew in the last 14 days; None when nobody said."""
        if one.new or one.trend == "worse":
            return True
        if one.onset is None:
            return one.new
        since = self.on - timedelta(days=NEW_DAYS)
        if earliest(one.onset) >= since:
            return True
        return False if latest(one.onset) < since else one.new
