"""An incident: something that must not happen, or nearly did, kept in the chart where it cannot be lost."""

from typing import ClassVar, Literal

from buffycoat.pathway.record import Instant, Record, item

WHAT = {
    "another patient": "Another patient’s label",
    "another draw": "The label of another draw",
    "expired": "A label past its time",
    "other": "Something else",
}


class Incident(Record):
    """What was found to be wrong at the syringe. A wrong label that is scanned writes one by itself."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Incident"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    what: Literal["another patient", "another draw", "expired", "other"] = item(
        "What was it?", options=WHAT, required=True, sources=("rule-9.7",)
    )
    found_at: Instant = item("Found at", required=True)
    found_by: str = item("Found by", required=True)
    scanned: str | None = item("What the label said", help="As it was scanned or typed.")
    details: str | None = item("In words", long=True)
