"""What a bundle dates after the day asked is not known yet; what it ends after that day still stood."""

from datetime import date
from typing import Any

import pytest

from buffycoat.interop import fhir
from buffycoat.pathway.candidacy.records import Condition, Drug, History, Labs, Medicines
from tests.bundles import (
    allergy,
    bundle,
    condition,
    lab,
    order,
    platelets,
    procedure,
    resolved,
    resource,
    written,
)

ON = date(2021, 1, 15)
NEEDED = [{"asNeededBoolean": True}]


def read(*resources: Any, on: date = ON) -> fhir.Imported:
    return fhir.read(written(bundle(*resources)), on=on, file_name="robin.json")


def conditions(imported: fhir.Imported) -> tuple[Condition, ...]:
    found = [record.conditions for record in imported.records if isinstance(record, History)]
    return (found[0] or ()) if found else ()


def drugs(imported: fhir.Imported) -> tuple[Drug, ...]:
    found = [record.drugs for record in imported.records if isinstance(record, Medicines)]
    return (found[0] or ()) if found else ()


def labs(imported: fhir.Imported) -> Labs:
    return next((record for record in imported.records if isinstance(record, Labs)), Labs())


def test_nothing_recorded_stays_not_asked() -> None:
    assert [record.kind for record in read().records] == ["triage.referral"]


def test_what_lies_after_the_day_is_not_known_yet() -> None:
    imported = read(
        condition("Gout", "2021-01-16"),
        order("Naproxen", "2021-01-16"),
        platelets(250, "2021-01-16T00:00:00+00:00"),
        procedure("Laminectomy", "2021-01-16"),
        allergy("Latex", "2021-01-16"),
    )
    assert [record.kind for record in imported.records] == ["triage.referral"]
    assert sum(imported.later.values()) == 5
    assert imported.doubts == ()


def test_a_sore_throat_over_in_february_stood_in_january() -> None:
    throat = resolved("Acute viral pharyngitis", "2021-01-10", "2021-02-01")
    (then,) = conditions(read(throat))
    assert (then.until, then.over) == (None, None)
    (later,) = conditions(read(throat, on=date(2021, 2, 1)))
    assert later.until == "2021-02-01"


def test_the_day_is_the_local_one_of_the_offset_written() -> None:
    late = "2021-01-15T23:30:00-05:00"  # already the 16th in Greenwich
    assert labs(read(platelets(250, late))).platelets is not None
    assert labs(read(platelets(250, "2021-01-16T00:30:00+09:00"))).platelets is None


def test_a_result_is_not_known_before_it_was_issued() -> None:
    drawn = platelets(250, "2021-01-14T08:00:00Z", issued="2021-01-17T08:00:00Z")
    assert labs(read(drawn)).platelets is None
    assert labs(read(drawn, on=date(2021, 1, 17))).platelets is not None


def test_a_condition_recorded_later_than_it_began_is_known_from_its_recording() -> None:
    late = condition("Gout", "2020-06-01", recordedDate="2021-02-01")
    assert conditions(read(late)) == ()
    assert conditions(read(late, on=date(2021, 2, 1)))[0].since == "2020-06-01"


def test_undated_things_are_kept_and_marked() -> None:
    imported = read(condition("Gout", None), order("Naproxen", None))
    assert conditions(imported)[0].source == "Condition undated, onset not given"
    assert drugs(imported)[0].source == "MedicationRequest undated, active"


def test_resolved_without_a_day_is_over_when_it_began_long_ago_and_a_doubt_when_not() -> None:
    assert conditions(read(resolved("Viral sinusitis", "2012-05-01", None)))[0].over is True
    lately = read(resolved("Viral sinusitis", "2021-01-05", None))
    assert conditions(lately)[0].over is None
    assert "may still have stood" in lately.doubts[0].text


def test_active_with_an_end_is_read_as_active_and_said() -> None:
    imported = read(condition("Carcinoma of colon", "2017-01-01", abatementDateTime="2018-01-01"))
    assert conditions(imported)[0].until is None
    assert "read as active" in imported.doubts[0].text


@pytest.mark.parametrize("verified", ["entered-in-error", "refuted"])
def test_a_condition_that_never_was_is_not_read(verified: str) -> None:
    never = condition("Gout", verificationStatus={"coding": [{"code": verified}]})
    assert conditions(read(never)) == ()


def test_a_provisional_condition_is_suspected() -> None:
    unsure = condition("Discitis", verificationStatus={"coding": [{"code": "provisional"}]})
    assert conditions(read(unsure))[0].name == "Discitis (suspected)"


@pytest.mark.parametrize(
    ("said", "use"),
    [
        ({}, None),  # an active order is not proof that it is taken
        ({"dosageInstruction": NEEDED}, "as needed"),
        ({"status": "stopped"}, "stopped"),
        ({"status": "completed"}, "stopped"),
        ({"status": "stopped", "authoredOn": "2021-01-01"}, None),
        ({"status": "on-hold"}, None),
    ],
)
def test_an_order_says_of_its_use_only_what_it_can(said: dict[str, Any], use: str | None) -> None:
    (drug,) = drugs(read(order("Naproxen 500 MG Oral Tablet", **said)))
    assert drug.use == use
    assert drug.last_taken is None


@pytest.mark.parametrize(
    "said",
    [
        {"status": "entered-in-error"},
        {"status": "cancelled"},
        {"status": "draft"},
        {"intent": "plan"},
        {"intent": "proposal"},
        {"doNotPerform": True},
    ],
)
def test_what_is_no_order_does_not_count(said: dict[str, Any]) -> None:
    assert drugs(read(order("Warfarin", **said))) == ()


def test_a_statement_says_what_is_taken_and_until_when() -> None:
    def stated(**said: Any) -> Any:
        return resource("MedicationStatement", medicationCodeableConcept={"text": "Aspirin 81 MG"}, **said)

    (taking,) = drugs(read(stated(status="active", effectivePeriod={"start": "2020-01-01"})))
    assert (taking.use, taking.since) == ("taking", "2020-01-01")
    ended = {"start": "2020-01-01", "end": "2021-01-10"}
    (over,) = drugs(read(stated(status="completed", effectivePeriod=ended)))
    assert (over.use, over.last_taken) == ("stopped", "2021-01-10")
    later = {"start": "2020-01-01", "end": "2021-03-01"}
    (still,) = drugs(read(stated(status="completed", effectivePeriod=later, dateAsserted="2021-01-01")))
    assert (still.use, still.last_taken) == ("stopped", None)


def test_a_medicine_is_found_where_the_order_points() -> None:
    pill = {"resourceType": "Medication", "id": "m1", "code": {"text": "Warfarin Sodium 5 MG Oral Tablet"}}
    pointing = order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/m1"})
    assert drugs(read(pill, pointing))[0].name == "Warfarin Sodium 5 MG Oral Tablet"
    inside = order(
        "", medicationCodeableConcept=None, medicationReference={"reference": "#m1"}, contained=[pill]
    )
    assert drugs(read(inside))[0].name == "Warfarin Sodium 5 MG Oral Tablet"
    nowhere = order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/none"})
    assert read(nowhere).doubts[0].about == "A medicine without a name"


def test_renewals_are_one_medicine() -> None:
    older = order("Naproxen", "2019-01-01", status="stopped")
    renewed = read(older, order("Naproxen", "2020-01-01"), order("Naproxen", "2020-09-01"))
    assert [(drug.since, drug.use) for drug in drugs(renewed)] == [("2020-09-01", None)]
    assert [line.dated for line in renewed.prefilled if line.resource == "MedicationRequest"] == [
        "2020-09-01"
    ]


def test_the_newest_value_counts() -> None:
    held = labs(read(platelets(250, "2020-01-01"), platelets(180, "2020-12-01"), lab("718-7", 13.5, "g/dL")))
    assert held.platelets is not None
    assert (held.platelets.value, held.platelets.taken_on) == (180, date(2020, 12, 1))
    assert held.haemoglobin is None  # dated after the day asked


def test_an_absence_of_allergies_is_not_none() -> None:
    assert "candidacy.allergies" not in [record.kind for record in read(condition("Gout")).records]
    none = read(allergy("No known allergies"))
    assert [record.body() for record in none.records if record.kind == "candidacy.allergies"] == [
        '{"allergies":[]}'
    ]
    assert "with 1 of them" in read(allergy("No known allergies"), allergy("Latex")).doubts[0].text
