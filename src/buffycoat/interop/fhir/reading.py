"""A whole bundle as of a day: unsigned records, where each answer is from, and what does not fit."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from buffycoat.interop.fhir import contradictions
from buffycoat.interop.fhir.allergies import none_known, read_allergy
from buffycoat.interop.fhir.bundle import Bundle, read_bundle
from buffycoat.interop.fhir.conditions import read_condition
from buffycoat.interop.fhir.known import Gathered, Prefilled, gather, make
from buffycoat.interop.fhir.medications import newest_orders, read_medicine
from buffycoat.interop.fhir.observations import read_labs
from buffycoat.interop.fhir.parse import LIMIT, parse
from buffycoat.interop.fhir.patient import Person, Who, life, who
from buffycoat.interop.fhir.procedures import Done, fusions_in, read_procedure
from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.records import Allergies, Condition, Doubt, Fusion, History, Labs, Medicines
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record

_NOBODY = Signer(id="import", name="Import, not signed", role="import")


@dataclass(frozen=True)
class Imported:
    """What one file says as of a day. `later`: not known yet on it; `unused`: no place in our records."""

    file: str
    as_of: date
    who: Who
    records: tuple[Record, ...]
    read: Mapping[str, int]
    unknown: Mapping[str, int]
    later: Mapping[str, int]
    unused: Mapping[str, int]
    strangers: Mapping[str, int]
    empty: int
    prefilled: tuple[Prefilled, ...]
    doubts: tuple[Doubt, ...]
    bundle: Bundle

    @property
    def digest(self) -> str:
        """SHA-256 of what the resources say, by which the same file is known again."""
        return self.bundle.digest

    @property
    def person(self) -> Person | None:
        """Who it is about, whole enough to be found or registered; None without a name and a birth date."""
        return self.who.person

    @property
    def summary(self) -> dict[str, Any]:
        """What is kept beside the records: counts, and what does not fit."""
        return {
            "read": dict(self.read),
            "unknown": dict(self.unknown),
            "later": dict(self.later),
            "unused": dict(self.unused),
            "another_patient": dict(self.strangers),
            "without_resource": self.empty,
            "doubts": [one.model_dump(exclude_unset=True) for one in self.doubts],
        }

    def chart(self) -> Chart:
        """The records in a chart of their own, which nobody has signed and nothing keeps."""
        chart, moment = Chart("import"), datetime.combine(self.as_of, time(), UTC)
        for record in self.records:
            chart = chart.sign(record, _NOBODY, moment)
        return chart

    def cards(self) -> tuple[Card, ...]:
        """What candidacy says of them on that day, worst first."""
        return STAGE.cards(self.chart(), self.as_of)


def read(data: bytes, *, on: date, file_name: str, limit: int = LIMIT) -> Imported:
    """One patient's FHIR R4 bundle as it was known on a day. UnreadableFile when it is not one."""
    imported = read_object(parse(data, file_name, limit), on=on, file_name=file_name)
    _ = imported.digest  # refuses half of a character; text that came by CDS Hooks was held to it before
    return imported


def read_object(held: dict[str, Any], *, on: date, file_name: str) -> Imported:
    """The same from a bundle that is already JSON in memory."""
    bundle = read_bundle(held, file_name)
    return read_record(bundle, who(bundle, on), on=on)


def read_record(bundle: Bundle, person: Who, *, on: date) -> Imported:
    """The record in a bundle, when whose it is has been read before."""
    frame = life(bundle, on)
    conditions = gather(bundle.of("Condition"), lambda one: read_condition(one, frame))
    medicines = newest_orders(
        gather(
            bundle.of("MedicationRequest", "MedicationStatement"),
            lambda one: read_medicine(one, bundle, frame),
        )
    )
    allergies = gather(bundle.of("AllergyIntolerance"), lambda one: read_allergy(one, frame))
    procedures = gather(bundle.of("Procedure"), lambda one: read_procedure(one, frame))
    results = read_labs(bundle.of("Observation"), frame)
    labs = make(Labs, **dict(results.parts))
    silent = any(none_known(one) for one in bundle.of("AllergyIntolerance")) and not allergies.later
    doubts = (
        *person.doubts,
        *contradictions.of_bundle(bundle),
        *conditions.doubts,
        *contradictions.of_conditions(conditions.parts, frame),
        *medicines.doubts,
        *contradictions.of_drugs(medicines.parts),
        *allergies.doubts,
        *contradictions.of_allergies(silent, len(allergies.parts)),
        *procedures.doubts,
        *results.doubts,
        *contradictions.of_labs(labs, frame),
    )
    history = _history(conditions.parts, procedures.parts, doubts)
    found: tuple[Record | None, ...] = (
        person.referral,
        history,
        make(Medicines, drugs=medicines.parts or None),
        Allergies(allergies=allergies.parts) if allergies.parts or silent else None,
        labs,
    )
    gathered: tuple[Gathered[Any], ...] = (conditions, medicines, allergies, procedures, results)
    return Imported(
        file=bundle.file,
        as_of=on,
        who=person,
        records=tuple(record for record in found if record is not None and record.model_fields_set),
        read=bundle.read,
        unknown=bundle.unknown,
        later=sum((one.later for one in gathered), Counter[str]()),
        unused=sum((one.unused for one in gathered), Counter[str]()),
        strangers=bundle.strangers,
        empty=bundle.empty,
        prefilled=(*_identity(person), *(line for one in gathered for line in one.prefilled)),
        doubts=history.doubts or (),
        bundle=bundle,
    )


def _history(conditions: tuple[Condition, ...], done: tuple[Done, ...], doubts: tuple[Doubt, ...]) -> History:
    """Conditions, fused levels, the last steroid injection, doubts; nothing the bundle does not say."""
    stated, unclear = fusions_in(conditions)
    operations = tuple(one for one in done if isinstance(one, Condition))
    injections = [
        one.steroid_injection_on for one in done if isinstance(one, History) and one.steroid_injection_on
    ]
    fusions = [fusion for one in done if isinstance(one, tuple) for fusion in one]
    levels: dict[str, Fusion] = {}
    for fusion in (*fusions, *stated):
        levels.setdefault(fusion.level, fusion)
    return make(
        History,
        conditions=(*conditions, *operations) or None,
        fusions=tuple(levels.values()) or None,
        steroid_injection_on=max(injections, default=None),
        doubts=tuple(dict.fromkeys((*doubts, *unclear))) or None,
    )


def _identity(person: Who) -> tuple[Prefilled, ...]:
    return tuple(
        Prefilled(f"{name.replace('_', ' ').capitalize()}: {value}", "Patient", "undated")
        for name, value in (person.referral.model_dump(exclude_unset=True).items() if person.referral else ())
    )
