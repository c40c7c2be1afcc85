"""After the needle: blood pressure, pulse and oxygen when they were taken, and how the patient left."""

from typing import Any, ClassVar, Literal

from buffycoat.pathway.record import Instant, Part, Record, item, loinc

VITALS, NEURO = "Blood pressure, pulse, oxygen", "Strength and feeling now"
ALARMS = {
    "breath": "Short of breath",
    "hives": "Hives",
    "seizure": "Seizure",
    "headache": "Severe headache",
}


class Vitals(Part):
    """One set of vital signs, and when it was taken."""

    title: ClassVar[str] = "Vital signs"

    at: Instant = item("Taken at", required=True)
    systolic: float | None = item(
        "Systolic",
        unit="mmHg",
        low=20,
        high=350,
        plausible=(70, 220),
        coding=(loinc("8480-6"),),
    )
    diastolic: float | None = item(
        "Diastolic",
        unit="mmHg",
        low=10,
        high=250,
        plausible=(35, 130),
        coding=(loinc("8462-4"),),
    )
    pulse: float | None = item(
        "Pulse", unit="/min", low=10, high=300, plausible=(40, 160), coding=(loinc("8867-4"),)
    )
    oxygen: float | None = item(
        "Oxygen saturation",
        unit="%",
        low=20,
        high=100,
        plausible=(85, 100),
        coding=(loinc("59408-5"),),
    )

    @property
    def whole(self) -> bool:
        """Whether pressure, pulse and oxygen were all taken."""
        return None not in (self.systolic, self.diastolic, self.pulse, self.oxygen)


def _now(ask: str) -> Any:
    return item(ask, matters="warning", group=NEURO, sources=("rule-5.2",))


class Discharge(Record):
    """How the patient left."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Discharge"
    after: ClassVar[tuple[str, ...]] = ("injection.injection",)

    observed_minutes: float | None = item(
        "Observed for",
        unit="min",
        low=0,
        high=1440,
        plausible=(10, 240),
        matters="warning",
        sources=("rule-5.2",),
    )
    vitals: tuple[Vitals, ...] | None = item(
        "Vital signs while observed", matters="warning", group=VITALS, sources=("rule-5.2",)
    )
    strength_now: bool | None = _now("Strength full?")
    feeling_now: bool | None = _now("Feeling full?")
    gait_now: bool | None = _now("Gait steady?")
    motor_block: bool | None = item(
        "A leg still numb or heavy?",
        help="After a local anaesthetic it passes. Longer than 2 hours is an emergency.",
        matters="warning",
        group=NEURO,
        sources=("rule-5.2",),
    )
    neuro_normal: bool | None = item(
        "Strength, feeling and gait as before?", matters="warning", group=NEURO, sources=("rule-5.2",)
    )
    alarms: tuple[Literal["breath", "hives", "seizure", "headache"], ...] | None = item(
        "Any of these since the needle?",
        options=ALARMS,
        matters="warning",
        group=NEURO,
        sources=("rule-5.2",),
    )
    pain: int | None = item("Pain now, 0 to 10", low=0, high=10)
    escort: bool | None = item("Leaves with an escort?", matters="warning", sources=("rule-9.3",))
    sheet_given: bool | None = item(
        "Aftercare sheet, warning-sign card and 24-hour number given?",
        matters="warning",
        sources=("rule-9.3",),
    )
    discharged_at: Instant | None = item("Left at", matters="warning")
