"""What a link keeps of a patient's answers, and the records it makes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, tzinfo
from typing import Any

from buffycoat.pathway.record import earliest
from buffycoat.web.forms import Checked, check
from buffycoat.web.forms.shape import shapes
from buffycoat.web.forms.typed import Typed
from buffycoat.web.presenters.patient_signs import Rang
from buffycoat.web.presenters.patient_steps import ANY_HARM, RECORDS, Step
from buffycoat.web.presenters.patient_words import Say

OTHERS = ("stiffness", "narrative")  # what the record of warning signs asks beside the signs


@dataclass(frozen=True)
class Told:
    """What could not wait and was signed at once: how urgent, by which answers or words, as which entry."""

    level: str
    drivers: tuple[str, ...]
    new: tuple[str, ...]
    entry: int
    at: str
    words: str = ""


@dataclass(frozen=True)
class Draft:
    """Everything typed so far, by part; nothing leaves it because it is wrong.

    `asked`: signs that were asked directly, because of what the patient wrote, and answered.
    """

    typed: Mapping[str, Typed] = field(default_factory=dict)
    told: Told | None = None
    asked: tuple[str, ...] = ()
    reached: int = 1
    lang: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Draft":
        """The draft as a link keeps it."""
        told = kept.get("told")
        return cls(
            typed=kept.get("typed", {}),
            told=Told(**{**told, "drivers": tuple(told["drivers"]), "new": tuple(told["new"])})
            if told
            else None,
            asked=tuple(kept.get("asked", ())),
            reached=kept.get("reached", 1),
            lang=kept.get("lang", ""),
        )

    def kept(self) -> dict[str, Any]:
        """The draft as plain data."""
        told = asdict(self.told) if self.told else None
        return {
            "typed": dict(self.typed),
            "told": told,
            "asked": self.asked,
            "reached": self.reached,
            "lang": self.lang,
        }

    def part(self, name: str) -> Typed:
        """What was typed for one record."""
        return dict(self.typed.get(name, {}))

    def with_step(self, step: Step, sent: Mapping[str, str]) -> "Draft":
        """The draft with a page as it was sent; a box that was emptied or unticked is empty again."""
        rest = {key: text for key, text in self.part(step.part).items() if not step.holds(key)}
        page = {key: text for key, text in sent.items() if step.holds(key) and text}
        return replace(self, typed={**self.typed, step.part: {**rest, **page}})

    @property
    def rang(self) -> Rang:
        """The answers that rang the alarm."""
        return Rang(self.told.drivers, self.told.new) if self.told else Rang()


def checked(draft: Draft, part: str, fixed: Typed, today: date, zone: tzinfo, say: Say) -> Checked:
    """What was typed for one record, read and checked. `fixed`: what the page knows without asking."""
    record = RECORDS[part]
    typed = {**draft.part(part), **fixed}
    if part == "signs":  # the signs themselves have four answers and are read by patient_signs
        typed = {key: text for key, text in typed.items() if key.startswith(OTHERS)}
    dates = [shape.name for shape in shapes(record) if shape.kind in ("date", "partial")]
    typed |= {name: joined for name in dates if (joined := join_date(typed, name))}
    found = check(record, {key: text for key, text in typed.items() if key != ANY_HARM}, zone, say.words)
    errors = dict(found.errors)
    for name in dates:
        if name in errors and typed.get(name):
            errors[name] = say("steps.bad_date")
        elif name in typed and name not in errors and _future(typed[name], today):
            errors[name] = say("steps.future")
    ready = found.record if errors == found.errors else None
    return Checked({**typed, **found.typed}, ready, errors, found.doubts)


def join_date(typed: Typed, name: str) -> str:
    """The day typed in three boxes: 2019, 2019-03 or 2019-03-04; what cannot be one stays as it was typed."""
    day, month, year = (typed.get(f"{name}:{box}", "").strip() for box in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    parts = [year, month.zfill(2), day.zfill(2)] if day else [year, month.zfill(2)] if month else [year]
    return "-".join(parts)


def _future(text: str, today: date) -> bool:
    try:
        return earliest(text) > today
    except ValueError:
        return False


def is_begun(draft: Draft, part: str) -> bool:
    """Whether anything stands in a part; for trouble since, whether it was said that there was any."""
    typed = draft.part(part)
    return any(text.strip() for key, text in typed.items() if (key, text) != (ANY_HARM, "no"))


def signs_others(found: Checked) -> dict[str, object]:
    """Stiffness and own words, as the record reads them, beside the signs."""
    record = found.record
    return {n: getattr(record, n) for n in OTHERS if record is not None and record.state(n) != "not asked"}
