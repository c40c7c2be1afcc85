"""Contradictions and impossibilities in an export are raised as such, and nothing that fits is."""

from datetime import date
from typing import Any

import pytest

from buffycoat.interop import fhir
from buffycoat.pathway.candidacy.records import Fusion, History, Labs, Medicines
from tests.bundles import bundle, concept, condition, order, patient, platelets, procedure, resolved, written

ON = date(2021, 4, 1)
DEAD = patient(deceasedDateTime="2021-02-01")
BIRTH = "1960-01-01"  # before Robin was born


def read(*resources: Any, who: Any = None, on: date = ON, **more: Any) -> fhir.Imported:
    return fhir.read(written(bundle(*resources, who=who, **more)), on=on, file_name="robin.json")


def said(imported: fhir.Imported) -> str:
    return " | ".join(f"{one.about}: {one.text}" for one in imported.doubts)


def history(imported: fhir.Imported) -> History:
    return next(record for record in imported.records if isinstance(record, History))


@pytest.mark.parametrize(
    ("resources", "who", "expected"),
    [
        ([order("Naproxen", "2021-03-01")], DEAD, "Naproxen: Dated 2021-03-01, after the recorded death"),
        ([procedure("Laminectomy", "2021-03-01")], DEAD, "after the recorded death"),
        ([platelets(250)], DEAD, "Platelets 2021-03-01: Dated 2021-03-01, after the recorded death"),
        ([condition("Gout", BIRTH)], None, "Gout: Dated 1960-01-01, before birth (1970-05-17)."),
        ([platelets(250, BIRTH)], None, "before birth"),
        ([procedure("Spinal fusion L4-L5", BIRTH)], None, "before birth"),
        ([resolved("Gout", "2020-05-01", "2020-04-01")], None, "Ended on 2020-04-01, before it began"),
        ([condition("Normal pregnancy", "2020-01-01", "72892002")], None, "never closed: 456 days"),
        ([condition("Normal pregnancy", "2021-03-01")], patient(gender="male"), "sex in the record is male"),
        ([condition("Hyperplasia of prostate")], None, "sex in the record is female"),
        (
            [condition("Cardiac Arrest"), condition("History of cardiac arrest (situation)")],
            None,
            "Cardiac Arrest: Recorded as active and as “History of cardiac arrest (situation)”.",
        ),
        (
            [order("Warfarin Sodium 5 MG Oral Tablet"), order("Warfarin Sodium 2 MG Oral Tablet")],
            None,
            "Ordered more than once with different doses",
        ),
        ([order("Aspirin 81 MG", code="855332")], None, "two different drugs"),
        ([condition("Gout", "2020-02-01", recordedDate="2019-01-01")], None, "after it was recorded"),
        ([procedure("Lumbar spinal fusion")], None, "does not say which levels"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(resources: list[Any], who: Any, expected: str) -> None:
    assert expected in said(read(*resources, who=who))


def test_an_item_dated_after_the_export_was_made_is_a_doubt() -> None:
    imported = read(order("Naproxen", "2021-03-01"), timestamp="2021-02-01T00:00:00Z")
    assert "after the export was made (2021-02-01)" in said(imported)
    far = read(order("Naproxen", "2201-03-01"), timestamp="2021-02-01T00:00:00Z")
    assert far.later == {"MedicationRequest": 1}
    assert "Dated 2201-03-01, after the export was made" in said(far)


def test_a_value_from_before_birth_or_after_death_is_not_taken_over() -> None:
    imported = read(platelets(250), who=DEAD)
    assert not any(isinstance(record, Labs) for record in imported.records)


@pytest.mark.parametrize(
    "resources",
    [
        [resolved("Normal pregnancy", "2019-01-19", "2019-02-16", code="72892002")],
        [condition("Normal pregnancy", "2021-01-01", "72892002")],
        [condition("History of pregnancy", "2010-01-01")],
        [
            order("Warfarin Sodium 5 MG Oral Tablet", "2020-01-01"),
            order("Warfarin Sodium 5 MG Oral Tablet", "2020-06-01"),
        ],
        [order("Warfarin Sodium 5 MG", status="stopped"), order("Warfarin Sodium 2 MG")],
        [order("Warfarin Sodium 5 MG Oral Tablet", code="855332")],
        [condition("Gout", "1970-05-17"), condition("Gout", "1970")],
        [resolved("Gout", "2020", "2020-04")],
    ],
)
def test_what_fits_is_not_doubted(resources: list[Any]) -> None:
    assert said(read(*resources)) == ""


def test_doubts_wait_for_the_day_like_everything_else() -> None:
    assert said(read(order("Naproxen", "2021-03-01"), who=DEAD, on=date(2021, 1, 1))) == ""


def test_where_text_and_code_name_two_drugs_both_are_kept() -> None:
    both = concept("Aspirin 81 MG", "855332", "RXNORM", "Warfarin Sodium 5 MG")
    imported = read(order("", medicationCodeableConcept=both))
    medicines = next(record for record in imported.records if isinstance(record, Medicines))
    assert medicines.drugs is not None
    assert medicines.drugs[0].name == "Aspirin 81 MG (coded as Warfarin Sodium 5 MG)"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Lumbar fusion L4-L5", ["L4-5"]),
        ("TLIF L4-5 and L5-S1", ["L4-5", "L5-S1"]),
        ("Posterolateral fusion L3-S1", ["L3-4", "L4-5", "L5-S1"]),
        ("ACDF C5-C7", ["C5-6", "C6-7"]),
        ("Fusion of lumbar spine L3-4-5", ["L3-4", "L4-5"]),
        ("Fusion L5/S1", ["L5-S1"]),
        ("Spinal fusion T12 to L2", ["T12-L1", "L1-2"]),
        ("Fusion of spine L5-1", ["L5-S1"]),
    ],
)
def test_fused_levels_are_read_as_stated(text: str, levels: list[str]) -> None:
    fusions = history(read(procedure(text))).fusions
    assert [fusion.level for fusion in fusions or ()] == levels
    assert fusions is not None
    came = {"operated_on": "2018-02-01", "source": "Procedure 2018-02-01"}
    assert fusions[0] == Fusion.model_validate({"level": levels[0]} | came)


def test_a_fusion_among_the_conditions_counts_and_an_ankle_does_not() -> None:
    stated = history(read(condition("History of spinal fusion L4-L5", "2015-01-01")))
    assert [fusion.level for fusion in stated.fusions or ()] == ["L4-5"]
    assert history(read(condition("Arthrodesis of ankle"))).fusions is None
    assert history(read(condition("Family history of spinal fusion L4-L5"))).fusions is None


def test_a_steroid_injection_near_the_spine_is_dated_and_one_elsewhere_is_a_condition() -> None:
    spine = procedure("Epidural injection of methylprednisolone, lumbar", "2021-03-20")
    assert history(read(spine)).steroid_injection_on == date(2021, 3, 20)
    knee = history(read(procedure("Injection of corticosteroid into knee joint", "2021-03-20")))
    assert knee.steroid_injection_on is None
    assert [one.name for one in knee.conditions or ()] == ["Injection of corticosteroid into knee joint"]


def test_an_operation_not_done_is_not_read() -> None:
    imported = read(procedure("Laminectomy", status="not-done"), procedure("Colonoscopy"))
    assert not any(isinstance(record, History) for record in imported.records)
    assert imported.unused == {"Procedure": 2}
