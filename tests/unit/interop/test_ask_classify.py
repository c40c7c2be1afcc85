"""`buffycoat classify`: codes as the engine gives them, gaps with their reason, impossible values refused."""

from typing import Any

import pytest

import buffycoat
from buffycoat.pathway.preparation.classification import SYSTEMS

RICH = {"blood_platelets": 250, "blood_white_cells": 6, "blood_neutrophils": 4, "platelets": 1750,
        "white_cells": 20, "neutrophils": 8, "red_cells": 0.5, "white_cells_percent": 2,
        "red_cells_percent": 3, "volume": 6, "blood_ml": 60, "activated": False, "fibrin": "low",
        "method": "hand", "spins": 2, "image_guided": True, "light_activated": False,
        "red_cell_rich": False}  # fmt: skip


def _asked(**changed: Any) -> dict[str, Any]:
    return buffycoat.classify({key: value for key, value in {**RICH, **changed}.items() if value is not ...})


def test_a_product_of_which_all_is_known_has_every_code() -> None:
    answer = _asked()
    assert answer["status"] == "ok"
    assert answer["paw"] == "P4-Aα"
    assert answer["mishra"] == "1A"
    assert answer["dohan_ehrenfest"] == "L-PRP"
    assert answer["plra"] == "P 1,750,000/µL × 6 mL, L+ (40 % neutrophils), R+, A−"
    assert answer["depa"] == "A-B-B + none"
    assert answer["marspill"] == "M:H A:− R:poor S:2 P:6–8 I:+ L:rich L:−"
    assert answer["recovery"]["value"] == 70
    assert answer["rule_version"]


def test_the_isth_code_stays_hidden_with_its_reason() -> None:
    answer = _asked()
    assert answer["isth"] is None
    assert "checked" in answer["why_not"]["isth"]
    assert set(answer["why_not"]) == {"isth"}


@pytest.mark.parametrize(
    ("platelets", "code"), [(250, "P1"), (250.1, "P2"), (750, "P2"), (751, "P3"), (1250, "P3"), (1251, "P4")]
)
def test_the_cuts_of_paw(platelets: float, code: str) -> None:
    assert _asked(platelets=platelets)["paw"].startswith(f"{code}-")


def test_nothing_known_gives_no_code_and_says_why() -> None:
    answer = buffycoat.classify()
    assert answer["status"] == "warning"
    assert all(answer[name] is None for name in SYSTEMS)
    assert set(answer["why_not"]) == {*SYSTEMS, "isth"}
    assert all(answer["why_not"].values())


def test_a_gap_in_one_system_leaves_the_others() -> None:
    answer = _asked(white_cells_percent=1)
    assert answer["plra"] is None
    assert "none on it" in answer["why_not"]["plra"]
    assert answer["paw"] == "P4-Aα"
    assert answer["status"] == "warning"


def test_units_are_read() -> None:
    assert _asked(platelets="1,750,000 /uL", red_cells="0.5 10^6/uL", recovery=...) == _asked()


def test_codes_that_hang_on_where_the_blood_was_counted_are_not_given() -> None:
    """260 in a tube with a tenth of anticoagulant is 286 in the blood: above or below the product’s 270."""
    either = _asked(blood_platelets=260, platelets=270, anticoagulant_ml=6, recovery=50)
    assert either["paw"] is None
    assert "P2-Aα or P1-Aα: where the blood was counted is not known" in either["why_not"]["paw"]
    assert either["dohan_ehrenfest"] == "L-PRP"
    assert (
        _asked(blood_platelets=260, platelets=270, anticoagulant_ml=6, counted_in="venous")["paw"] == "P2-Aα"
    )
    assert _asked(blood_platelets=260, platelets=270, anticoagulant_ml=6, counted_in="tube")["paw"] == "P1-Aα"


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"platelets": -1}, "out_of_bounds", "platelets"),
        ({"platelets": 1_750_000}, "out_of_bounds", "platelets"),
        ({"recovery": 105}, "out_of_bounds", "recovery"),
        ({"volume": 20}, "recovery_highest", "platelets"),
        ({"red_cells_percent": 101}, "out_of_bounds", "red_cells_percent"),
        ({"spins": 0}, "out_of_bounds", "spins"),
        ({"neutrophils": 25}, "contradiction", "neutrophils"),
        ({"counted_in": "tube"}, "contradiction", "anticoagulant_ml"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_no_code_is_given(changed: Any, code: str, field: str) -> None:
    answer = _asked(**changed)
    assert answer["status"] == "refused"
    assert (code, field) in {(one["code"], one["field"]) for one in answer["messages"]}
    assert all(answer[name] is None and answer["why_not"][name] for name in SYSTEMS)


def test_an_unreliable_count_gives_no_code_that_rests_on_it() -> None:
    answer = _asked(unreliable=True)
    assert answer["status"] == "warning"
    assert (answer["paw"], answer["depa"], answer["plra"]) == (None, None, None)
    assert answer["dohan_ehrenfest"] == "L-PRP"
    blood = _asked(blood_unreliable=True)
    assert (blood["paw"], blood["mishra"], blood["dohan_ehrenfest"]) == (None, None, "L-PRP")
