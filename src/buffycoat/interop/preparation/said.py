"""The form of an answer: quantities with unit and interval, messages with their source, a status."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from buffycoat.pathway.card import WORST_FIRST, Indicator
from buffycoat.pathway.knowledge import MARKS, Mark
from buffycoat.pathway.preparation.dose import Limit
from buffycoat.pathway.preparation.refusals import Refusal

Range = tuple[float, float]
# Below or above these a figure is unsafe for the patient, not wrong: it is said, and computed all the same.
CLINICAL = ("baseline_absolute", "baseline_stop", "baseline_low")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that whoever asked must know. `refuses`: no figure may be given while it stands."""

    level: Indicator
    code: str
    text: str
    field: str = ""
    why: str = ""
    source: Sequence[str] = ("practice",)
    mark: Mark = "P"
    refuses: bool = False

    def shown(self) -> dict[str, Any]:
        """The message as it stands in an answer."""
        return {
            "level": self.level,
            "code": self.code,
            "field": self.field or None,
            "text": self.text,
            "why": self.why,
            "source": list(self.source),
            "mark": MARKS[self.mark],
        }


def of_refusal(refusal: Refusal, field: str = "") -> Message:
    """A limit that was passed, in the words of its table."""
    limit: Limit = refusal.limit
    return Message(
        level=limit.indicator,
        code=refusal.name,
        field=field,
        text=refusal.says,
        why=limit.why,
        source=limit.sources,
        mark=limit.status,
        refuses=limit.indicator == "critical" and refusal.name not in CLINICAL,
    )


def unknown(
    field: str, text: str, level: Indicator = "warning", source: Sequence[str] = ("rule-4.1",)
) -> Message:
    """What is not known, and what cannot be given for want of it or is assumed instead."""
    return Message(level=level, code="unknown", field=field, text=text, source=source)


def refused(
    code: str, field: str, text: str, why: str, source: Sequence[str] = ("rule-4.1",), mark: Mark = "P"
) -> Message:
    """What cannot be: no figure is given while it stands."""
    return Message(
        level="critical", code=code, field=field, text=text, why=why, source=source, mark=mark, refuses=True
    )


def warned(
    code: str, field: str, text: str, why: str = "", source: Sequence[str] = ("practice",), mark: Mark = "P"
) -> Message:
    """What can be, and must be known to whoever reads the figures."""
    return Message(level="warning", code=code, field=field, text=text, why=why, source=source, mark=mark)


def info(code: str, text: str, source: Sequence[str]) -> Message:
    """What a reader should know and need not act on."""
    return Message(level="info", code=code, text=text, source=tuple(source) or ("practice",))


def status(messages: Iterable[Message]) -> Literal["ok", "warning", "refused"]:
    """The worst that the messages say."""
    held = tuple(messages)
    if any(one.refuses for one in held):
        return "refused"
    return "ok" if all(one.level == "info" for one in held) else "warning"


def shown(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """The messages, what refuses first, then the worst."""
    order = sorted(messages, key=lambda one: (not one.refuses, WORST_FIRST.index(one.level)))
    return [one.shown() for one in order]


def quantity(value: float | None, unit: str, interval: Range | None = None) -> dict[str, Any]:
    """A figure with its unit and its interval; null where it is not known."""
    ends = None if interval is None else [rounded(end) for end in interval]
    return {"value": None if value is None else rounded(value), "unit": unit, "interval": ends}


def rounded(value: float) -> float:
    """Six figures: more is arithmetic, not measurement; and what binary left below zero is zero."""
    return float(f"{value:.6g}") + 0.0 if abs(value) > 1e-9 else 0.0
