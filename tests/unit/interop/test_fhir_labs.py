"""Laboratory values as laboratories write them; what is unclear stays empty and is said."""

from datetime import date
from typing import Any

import pytest

from buffycoat.interop import fhir
from buffycoat.pathway.candidacy.records import Labs
from tests.bundles import bundle, concept, lab, patient, platelets, resource, written

ON = date(2021, 4, 1)


def read(*resources: Any, who: Any = None) -> tuple[Labs, dict[str, str]]:
    imported = fhir.read(written(bundle(*resources, who=who)), on=ON, file_name="robin.json")
    held = next((record for record in imported.records if isinstance(record, Labs)), Labs())
    return held, {one.about: one.text for one in imported.doubts}


@pytest.mark.parametrize(
    ("code", "value", "unit", "field", "expected"),
    [
        ("777-3", 250, "10*3/uL", "platelets", 250),
        ("26515-7", 250_000, "/uL", "platelets", 250),
        ("718-7", 135, "g/L", "haemoglobin", 13.5),
        ("4544-3", 0.41, "L/L", "haematocrit", 41),
        ("6690-2", 6.1, "10*9/L", "white_cells", 6.1),
        ("6301-6", 1.1, "{INR}", "inr", 1.1),
        ("2160-0", 88.4, "umol/L", "creatinine", 0.99998),
        ("38483-4", 1.2, "mg/dL", "creatinine", 1.2),
        ("59261-8", 48, "mmol/mol", "hba1c", 6.54304),
        ("1988-5", 0.4, "mg/dL", "crp", 4),
    ],
)
def test_each_value_comes_in_our_unit(
    code: str, value: float, unit: str, field: str, expected: float
) -> None:
    held, doubts = read(lab(code, value, unit))
    assert getattr(held, field).value == pytest.approx(expected, rel=1e-4)
    assert doubts == {}


def test_platelet_width_and_volume_are_not_platelets() -> None:
    assert read(lab("32207-3", 355, "fL"), lab("32623-1", 11, "fL"))[0] == Labs()


def test_a_code_counts_only_in_its_own_system() -> None:
    race = {"coding": [{"system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3"}]}
    assert read(lab("2106-3", 1, "x") | {"code": race, "valueBoolean": True})[0] == Labs()


def test_a_local_code_is_read_by_its_whole_name() -> None:
    local = {"coding": [{"system": "urn:lab", "code": "PLTS", "display": "Platelet count"}]}
    assert read(platelets(250) | {"code": local})[0].platelets is not None
    other = {"coding": [{"system": "urn:lab", "code": "MPV", "display": "Mean platelet volume"}]}
    assert read(platelets(11) | {"code": other})[0] == Labs()


def test_a_panel_gives_its_components() -> None:
    part = {"code": concept("Platelets", "777-3", "LOINC"), "valueQuantity": {"value": 250, "unit": "K/uL"}}
    panel = resource("Observation", status="final", code={"text": "CBC"}, effectiveDateTime="2021-01-01")
    held, _ = read(panel | {"component": [part]})
    assert held.platelets is not None
    assert held.platelets.value == 250


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error", "registered"])
def test_what_is_no_result_is_not_read(status: str) -> None:
    assert read(platelets(250, status=status))[0] == Labs()


def quantity(**said: Any) -> dict[str, Any]:
    return {"valueQuantity": said}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (quantity(value=5, unit="mg/L", comparator="<"), "bound"),
        ({"valueQuantity": None, "valueString": "<5 mg/L"}, "bound"),
        (quantity(value=5), "no unit"),
        ({"valueQuantity": None, "valueString": "7"}, "no unit"),
        ({"valueQuantity": None, "valueString": "high"}, "not a number"),
        (quantity(value=5, unit="mmol/L"), "cannot be read as mg/L"),
        (quantity(value=5, unit="mg/L", code="mg/dL"), "by its code"),
        (quantity(value=99999, unit="mg/L"), "refused"),
        ({"effectiveDateTime": "2021-02"}, "not to the day"),
        ({"effectiveDateTime": None}, "no date"),
    ],
)
def test_what_cannot_be_taken_over_is_said_and_left_empty(said: dict[str, Any], why: str) -> None:
    held, doubts = read(lab("1988-5", 5, "mg/L", "2021-01-01") | {k: v for k, v in said.items()})
    assert held.crp is None
    assert why in next(iter(doubts.values()))


def test_a_typed_value_with_its_unit_is_read() -> None:
    typed = lab("777-3", 1, "x") | {"valueQuantity": None, "valueString": "250 10^3/uL"}
    assert read(typed)[0].platelets is not None


@pytest.mark.parametrize(
    ("said", "positive"),
    [
        ({"valueCodeableConcept": concept("Positive", "10828004")}, True),
        ({"valueCodeableConcept": {"text": "Not detected"}}, False),
        ({"valueString": "NEGATIVE"}, False),
        ({"valueString": "reactive"}, True),
        ({"valueString": "non-reactive"}, False),
        ({"valueBoolean": False}, False),
    ],
)
def test_a_pregnancy_test_is_positive_or_negative(said: dict[str, Any], positive: bool) -> None:
    test = lab("2106-3", 1, "x") | {"valueQuantity": None} | said
    held, _ = read(test)
    assert held.pregnancy_test is not None
    assert held.pregnancy_test.positive is positive


def test_an_unclear_pregnancy_test_stays_empty() -> None:
    held, doubts = read(lab("2106-3", 1, "x") | {"valueQuantity": None, "valueString": "indeterminate"})
    assert held.pregnancy_test is None
    assert "neither" in next(iter(doubts.values()))


def test_a_positive_pregnancy_test_in_a_man_is_a_doubt() -> None:
    positive = lab("2106-3", 1, "x") | {"valueQuantity": None, "valueString": "positive"}
    assert "male" in read(positive, who=patient(gender="male"))[1]["Pregnancy test 2021-03-01"]


def test_two_values_at_one_instant_leave_it_empty_and_name_both() -> None:
    held, doubts = read(platelets(250), platelets(80), platelets(300, "2020-01-01"))
    assert held.platelets is None
    assert "250 10*3/uL and 80 10*3/uL" in doubts["Platelets 2021-03-01"]


def test_two_values_on_a_day_without_a_time_leave_it_empty_too() -> None:
    held, doubts = read(platelets(250, "2021-03-01"), platelets(80, "2021-03-01T08:00:00Z"))
    assert held.platelets is None
    assert "on one day" in doubts["Platelets 2021-03-01"]


def test_an_older_conflict_is_said_and_the_newest_value_stands() -> None:
    held, doubts = read(
        platelets(250, "2020-01-01T08:00:00Z"), platelets(80, "2020-01-01T09:00:00+01:00"), platelets(200)
    )
    assert held.platelets is not None
    assert held.platelets.value == 200
    assert list(doubts) == ["Platelets 2020-01-01"]


def test_the_same_value_twice_or_in_two_units_is_no_conflict() -> None:
    held, doubts = read(platelets(250, id="a"), platelets(250, id="b"), platelets(250_000, unit="/uL"))
    assert held.platelets is not None
    assert doubts == {}


def test_a_final_value_replaces_the_preliminary_one_of_its_moment() -> None:
    held, doubts = read(platelets(250, status="preliminary"), platelets(245))
    assert held.platelets is not None
    assert held.platelets.value == 245
    assert doubts == {}


def test_a_likely_slip_is_named() -> None:
    held, doubts = read(platelets(2500))
    assert held.platelets is not None
    assert "did you mean 250" in doubts["Platelets 2021-03-01"]
