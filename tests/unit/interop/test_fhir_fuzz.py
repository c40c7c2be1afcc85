"""Whatever the bytes are: a reading, or UnreadableFile with words. Never another exception."""

import copy
import json
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.interop import fhir
from tests.bundles import (
    allergy,
    bundle,
    condition,
    lab,
    order,
    patient,
    platelets,
    procedure,
    resolved,
    resource,
    written,
)

ON = date(2021, 4, 1)
DAILY = {
    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
    "doseAndRate": [{"doseQuantity": {"value": 1}}],
}
FULL = bundle(
    condition("Cardiac Arrest", "2006-08-24", "410429000"),
    resolved("Acute viral pharyngitis", "2021-03-20", "2021-04-10"),
    order("Warfarin Sodium 5 MG Oral Tablet", "2018-03-19", "855332", dosageInstruction=[DAILY]),
    order("", medicationCodeableConcept=None, medicationReference={"reference": "#m"},
          contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "Naproxen"}}]),
    resource("MedicationStatement", status="active", medicationCodeableConcept={"text": "Aspirin"},
             effectivePeriod={"start": "2020-01-01", "end": "2021-01-01"}),
    allergy("Latex", reaction=[{"severity": "severe", "manifestation": [{"text": "Rash"}]}]),
    procedure("TLIF L4-L5"),
    procedure("Epidural injection of steroid, lumbar", "2021-03-01"),
    platelets(250),
    platelets(80),
    lab("718-7", 13.5, "g/dL"),
    lab("2106-3", 1, "x") | {"valueString": "negative"},
    who=patient(deceasedDateTime="2021-03-15"),
    timestamp="2021-05-01T00:00:00Z",
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
DATES = st.sampled_from(
    ["2021", "0000", "9999-12", "2021-02-30", "0001-01-01T00:00:00+14:00", "2021-03-01T24:00:00Z"]
)
LEAVES = SCALARS | DATES
ODD = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def answers(data: bytes) -> fhir.Imported | None:
    """The reading, all that is made of it, or None where the file is refused."""
    try:
        imported = fhir.read(data, on=ON, file_name="fuzz.json")
    except fhir.UnreadableFile as error:
        said = fhir.error_line(error)
    else:
        json.dumps(fhir.line(imported)).encode()
        assert fhir.human_line(imported)
        return imported
    assert said["error"]["message"]
    return None


def places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


PLACES = places(FULL)[1:]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes(data: bytes) -> None:
    answers(data)


@settings(deadline=None)
@given(ODD)
def test_random_json(held: Any) -> None:
    answers(json.dumps(held).encode())
    answers(json.dumps({"resourceType": "Bundle", "entry": held}).encode())


@settings(deadline=None)
@given(st.integers(0, len(written(FULL)) - 2))
def test_a_bundle_cut_anywhere_is_refused(at: int) -> None:
    assert answers(written(FULL)[:at]) is None


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=4))
def test_any_field_may_hold_anything(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    held = copy.deepcopy(FULL)
    for path, value in changes:
        _put(held, path, value)
    answers(json.dumps(held).encode())


def _put(held: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value at a place, if an earlier change has left it there."""
    try:
        for step in path[:-1]:
            held = held[step]
        held[path[-1]]
        held[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(chance: random.Random) -> None:
    plain = answers(written(FULL))
    mixed = answers(written(FULL | {"entry": chance.sample(FULL["entry"], len(FULL["entry"]))}))
    assert plain is not None
    assert mixed is not None
    assert [record.body() for record in mixed.records] == [record.body() for record in plain.records]
    assert mixed.digest == plain.digest


@settings(deadline=None)
@given(st.dates(date(1971, 1, 1), date(2022, 1, 1)))
def test_nothing_known_on_a_day_is_dated_after_it(on: date) -> None:
    imported = fhir.read(written(FULL), on=on, file_name="fuzz.json")
    dated = [line.dated for line in imported.prefilled if line.dated != "undated"]
    assert all(day[:10] <= on.isoformat() for day in dated)
    for held in imported.records:
        assert type(held).model_validate_json(held.body()) == held


@pytest.mark.parametrize("mark", ["\u0000", "\u2028", "\x1b[31m"])
def test_control_characters_do_not_reach_a_record(mark: str) -> None:
    imported = answers(written(bundle(condition(f"Go{mark}ut"), order(f"Napro{mark}xen"))))
    assert imported is not None
    assert not any(mark in record.body() for record in imported.records)
