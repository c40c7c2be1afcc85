"""Medicines as exports and people write them are recognised, and those on the skin are told apart."""

import pytest

from buffycoat.pathway.candidacy.drugs import DRUGS, hours, look, recognise, time_text
from buffycoat.pathway.knowledge import sources


@pytest.mark.parametrize(
    ("name", "rxnorm", "rows"),
    [
        ("Warfarin Sodium 5 MG Oral Tablet", "855332", {"warfarin"}),
        ("Clopidogrel 75 MG Oral Tablet", "309362", {"clopidogrel"}),
        ("Naproxen sodium 220 MG Oral Tablet", "849574", {"naproxen"}),
        ("Methotrexate 10 MG Oral Tablet", "105586", {"methotrexate"}),
        ("predniSONE 5 MG Oral Tablet", "312617", {"systemic_steroid"}),
        ("a tablet", "7258", {"naproxen"}),
        ("Aspirin 25 MG / Dipyridamole 200 MG Oral Capsule", None, {"aspirin", "dipyridamole"}),
        ("Excedrin", None, {"aspirin", "acetaminophen"}),
        ("warfarin5mg", None, {"warfarin"}),
        ("NAPROXEN_500", None, {"naproxen"}),
        ("Advil Liqui-Gels", None, {"ibuprofen"}),
        ("enoxaparin", None, {"enoxaparin"}),
        ("Amlodipine 5 MG Oral Tablet", "197361", set()),
        ("Verapamil Hydrochloride 40 MG", "897718", set()),
    ],
)
def test_medicines_are_recognised(name: str, rxnorm: str | None, rows: set[str]) -> None:
    assert set(recognise(name, rxnorm)) == rows


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("Diclofenac sodium 1% topical gel", "diclofenac", "skin"),
        ("ketorolac 0.5% ophthalmic solution", "ketorolac", "eye_or_ear"),
        ("Budesonide inhaler", "systemic_steroid", "inhaled"),
        ("triamcinolone nasal spray", "systemic_steroid", "nose"),
        ("Hydrocortisone 1% cream", "systemic_steroid", "skin"),
    ],
)
def test_local_forms_are_recognised_and_not_taken_as_systemic(name: str, key: str, form: str) -> None:
    assert look(name).keys == (key,)
    assert look(name).form == form
    assert recognise(name) == ()


def test_ketorolac_into_the_nose_reaches_the_platelets() -> None:
    assert recognise("ketorolac nasal spray") == ("ketorolac",)


def test_code_and_text_that_disagree_are_both_reported() -> None:
    seen = look("Ibuprofen 200 mg", "11289")
    assert seen.disagree
    assert set(seen.keys) == {"ibuprofen", "warfarin"}


def test_the_code_of_one_part_of_a_combination_does_not_disagree() -> None:
    assert not look("Aspirin / Dipyridamole", "1191").disagree


def test_every_code_belongs_to_one_row_and_every_source_is_known() -> None:
    codes = [code for row in DRUGS.rows.values() for code in row.rxnorm]
    assert len(codes) == len(set(codes))
    for row in DRUGS.rows.values():
        assert {*row.sources, *row.prp_sources} <= set(sources())
        assert (row.prp_status is not None) == bool(row.prp_sources)


@pytest.mark.parametrize(
    ("time", "longest", "words"),
    [
        ("7-10 d", 240, "7 to 10 days"),
        ("6 h", 6, "6 hours"),
        ("1 d", 24, "1 day"),
        ("none", 0, "no hold"),
        ("shared", None, "decided with the prescriber"),
        ("unknown", None, "no figure"),
    ],
)
def test_times_read_as_the_longest_they_can_mean(time: str, longest: int | None, words: str) -> None:
    assert hours(time) == longest
    assert time_text(time) == words
