"""The 11 exports beside the checkout: what candidacy says of each person, and what it does not say yet."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from buffycoat.interop import fhir
from buffycoat.pathway.card import Card

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "fhir"
FILES = sorted(FOLDER.glob("*.json"))
APRIL, DECEMBER = date(2021, 4, 1), date(2020, 12, 1)

pytestmark = pytest.mark.skipif(not FILES, reason="the example exports do not lie beside this checkout")

# Of each person: the code of a card, and a word that stands in its summary.
SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Max_Dicki": (("anticoagulant", "Warfarin"), ("capacity", "Alzheimer"), ("missing_data", "INR missing")),
    "Maria_Luisa_Razo": (("antiplatelet", "Clopidogrel"),),
    "Chauncey_Johnston": (("nsaid_not_stopped", "Naproxen"),),
    "Lonnie_Von": (
        ("nsaid_not_stopped", "Naproxen"),
        ("red_flag_unresolved", "fracture due to osteoporosis"),
        ("data_quality", "Cardiac Arrest"),
    ),
    "Hershel_Marvin": (("nsaid_not_stopped", "Naproxen"), ("immunosuppression", "Methotrexate")),
    "Cary_OHara": (("high_neurologic_risk", "paralysis due to lesion of spinal cord"),),
    "Claudie_Walsh": (("minor", "Under 18"),),
}
# The drugs and dangers named above, for saying that nobody else has them.
ONLY = {"anticoagulant", "antiplatelet", "nsaid_not_stopped", "immunosuppression", "capacity", "minor"} | {
    "high_neurologic_risk",
    "red_flag_unresolved",
}


@cache
def imported(person: str, on: date) -> fhir.Imported:
    (path,) = FOLDER.glob(f"{person}_*.json")
    return fhir.read(path.read_bytes(), on=on, file_name=path.name)


def cards(person: str, on: date) -> tuple[Card, ...]:
    return imported(person, on).cards()


@cache
def people() -> tuple[str, ...]:
    return tuple(path.name.rsplit("_", 1)[0] for path in FILES)


def test_all_eleven_are_there() -> None:
    assert len(people()) == 11


@pytest.mark.parametrize("person", SAID)
def test_in_april_2021_the_cards_name_what_matters(person: str) -> None:
    said = cards(person, APRIL)
    for code, word in SAID[person]:
        assert any(card.code == code and word in card.summary for card in said), (code, word)


def test_in_april_2021_nobody_else_has_a_card_of_these() -> None:
    for person in people():
        expected = {code for code, _ in SAID.get(person, ())} & ONLY
        assert {card.code for card in cards(person, APRIL)} & ONLY == expected, person


def test_methotrexate_is_never_held_automatically() -> None:
    (card,) = (card for card in cards("Hershel_Marvin", APRIL) if "Methotrexate" in card.summary)
    assert card.indicator != "critical"
    assert "not held automatically" in card.detail


@pytest.mark.parametrize("on", [APRIL, DECEMBER])
def test_platelets_of_every_person_are_too_old_or_missing(on: date) -> None:
    for person in people():
        said = [card.summary for card in cards(person, on) if card.code == "missing_data"]
        assert any(
            text.startswith("Platelets") and ("too old" in text or "missing" in text) for text in said
        ), person


def test_in_december_2020_the_fracture_and_its_naproxen_are_not_known_yet() -> None:
    said = " ".join(f"{card.summary} {card.detail}" for card in cards("Lonnie_Von", DECEMBER)).lower()
    assert "naproxen" not in said
    assert "fracture" not in said.replace("fracture of forearm, since 1955", "")
    assert imported("Lonnie_Von", DECEMBER).later == {"Condition": 2, "MedicationRequest": 2}


def test_a_sore_throat_that_ended_in_december_2020_stood_on_its_first_day() -> None:
    assert any(card.code == "active_infection" for card in cards("Laurie_McCullough", DECEMBER))
    assert not any(card.code == "active_infection" for card in cards("Laurie_McCullough", APRIL))


def test_a_drug_stopped_years_ago_is_no_card_of_its_own() -> None:
    assert not any("naproxen" in card.summary.lower() for card in cards("Darin_Skiles", APRIL))


def test_no_doubt_is_raised_where_everything_fits() -> None:
    assert {
        person: len(imported(person, APRIL).doubts) for person in people() if imported(person, APRIL).doubts
    } == {"Lonnie_Von": 1}


def test_every_resource_is_accounted_for() -> None:
    for person in people():
        held = imported(person, APRIL)
        assert held.empty == 0
        assert held.strangers == {}
        assert {"Claim", "Encounter", "ExplanationOfBenefit"} <= set(held.unknown)


def test_names_and_languages_are_read() -> None:
    razo = imported("Maria_Luisa_Razo", APRIL).person
    assert razo is not None
    assert (razo.name, razo.language, razo.birth_date) == ("María Luisa Razo", "es", date(1973, 8, 1))
