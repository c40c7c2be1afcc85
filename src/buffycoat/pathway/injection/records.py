"""The injection site by site; the time-out before it and the way home lie in files of their own."""

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.injection.discharge import Discharge, Vitals
from buffycoat.pathway.injection.time_out import GUIDANCES, TimeOut
from buffycoat.pathway.record import Instant, Record, item

__all__ = ["Discharge", "InjectedSite", "Injection", "TimeOut", "Vitals"]


class InjectedSite(Site):
    """One place that was injected, with what went in."""

    volume: float = item(
        "PRP injected",
        unit="mL",
        low=0.01,
        high=60,
        plausible=(0.2, 20),
        required=True,
        sources=("rule-4.3",),
    )
    needle_gauge: float | None = item("Needle", unit="G", low=14, high=32, plausible=(18, 27))
    contrast: str | None = item("Contrast", help="Agent and volume, or “none”.")
    local_anaesthetic: str | None = item("Local anaesthetic", help="Drug and volume, or “none”.")


class Injection(Record):
    """The injection as it was given."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Injection"
    after: ClassVar[tuple[str, ...]] = ("injection.time_out",)

    given_at: Instant = item("First needle at", required=True)
    operator: str = item("Operator", required=True)
    assistant: str | None = item("Assistant")
    guidance: Literal["fluoroscopy", "CT", "ultrasound"] = item(
        "Guidance",
        options=GUIDANCES,
        required=True,
        sources=("rule-3.1",),
    )
    sites: tuple[InjectedSite, ...] = item("Where, and how much", required=True)
    discarded_volume: float | None = item(
        "PRP discarded",
        help="What was neither injected nor sampled, so that no platelet is unaccounted for.",
        unit="mL",
        low=0,
        high=300,
        plausible=(0, 10),
        sources=("rule-9.6",),
    )
    images_saved: bool | None = item("Needle images saved?", matters="warning", sources=("rule-9.6",))
    kit_lot: str | None = item("Kit lot", matters="warning", sources=("rule-9.6",))
    immediate_event: bool | None = item(
        "Any event during or at once after?", matters="warning", sources=("rule-9.6",)
    )
    immediate_event_text: str | None = item("What happened, and what was done?", long=True)
    event_vitals: tuple[Vitals, ...] | None = item("Vital signs during the event", sources=("rule-9.6",))

    @model_validator(mode="after")
    def _somewhere(self) -> "Injection":
        if not self.sites:
            raise PydanticCustomError("sites", "an injection has at least one site")
        return self
