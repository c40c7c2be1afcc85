"""`buffycoat spin`: one protocol with its intervals, what is missing of it, and the design of one."""

from typing import Any

import numpy as np
import pytest

import buffycoat
from buffycoat.pathway.preparation.column import Column, Run
from buffycoat.pathway.preparation.prediction import Blood, Spread
from buffycoat.pathway.preparation.protocol import Protocol, predict_protocol
from buffycoat.pathway.preparation.spin import rcf, rpm_for

SPIN = {"bore_mm": 14, "tip_mm": 0, "filled_ml": 9, "anticoagulant_percent": 10, "g": 160, "minutes": 10,
        "accelerate_min": 1, "brake_min": 2, "radius_mm": 160, "radius_is": "bottom", "cut_mm": 1,
        "haematocrit": 42}  # fmt: skip


def _asked(**changed: Any) -> dict[str, Any]:
    return buffycoat.spin({key: value for key, value in {**SPIN, **changed}.items() if value is not ...})


def _said(answer: dict[str, Any]) -> set[tuple[str, str, str | None]]:
    return {(one["level"], one["code"], one["field"]) for one in answer["messages"]}


def test_the_command_says_what_the_physics_says() -> None:
    protocol = Protocol(
        way="x",
        column=Column(bore_mm=14, filled_ml=9, radius_mm=160),
        anticoagulant=0.1,
        first=Run(160, 10, 1, 2),
        cut_mm=1,
    )
    found = predict_protocol(Blood(platelets=Spread.exactly(250), haematocrit=42), protocol, 8.1)
    answer = _asked(baseline=250)
    assert answer["status"] == "ok"
    for name, spread, times in (("recovery", found.recovery, 100), ("fold", found.fold, 1),
                                ("dose", found.dose, 1), ("volume", found.volume_ml, 1)):  # fmt: skip
        assert answer[name]["value"] == pytest.approx(times * spread.median, rel=1e-5)
        assert answer[name]["interval"] == pytest.approx(
            [times * one for one in spread.interval(0.8)], rel=1e-5
        )
    assert answer["rpm"]["value"] == pytest.approx(rpm_for(160, 160), rel=1e-5)
    assert answer["rcf"]["value"] == 160


def test_without_a_count_there_is_no_dose_and_the_recovery_is_the_same() -> None:
    bare, counted = _asked(), _asked(baseline=250)
    assert bare["recovery"] == counted["recovery"]
    assert (bare["dose"]["value"], bare["concentration"]["value"]) == (None, None)


def test_turns_and_force_are_two_ways_to_say_it() -> None:
    """1.118e-5 × 16 cm × 1500² = 402.48 g."""
    turns = _asked(g=..., rpm=1500)
    assert turns["rcf"]["value"] == pytest.approx(402.48)
    assert turns["recovery"]["value"] == pytest.approx(_asked(g=402.48)["recovery"]["value"])
    assert _asked(g="160 x g")["recovery"] == _asked()["recovery"]
    assert _asked(minutes={"value": 600, "unit": "s"})["recovery"] == _asked()["recovery"]


def test_a_radius_to_the_middle_is_carried_to_the_bottom() -> None:
    height = 9000 / (np.pi * 14**2 / 4)
    middle = _asked(radius_mm=160 - height / 2, radius_is="middle", g=..., rpm=1000)
    bottom = _asked(g=..., rpm=1000)
    assert middle["recovery"]["value"] == pytest.approx(bottom["recovery"]["value"])
    assert middle["rcf"]["value"] == pytest.approx(rcf(1000, 160), rel=1e-5)
    assert bottom["rcf_along"]["middle"] == pytest.approx(rcf(1000, 160 - height / 2), rel=1e-5)


def test_a_radius_to_nobody_knows_where_gives_a_range_of_forces() -> None:
    answer = _asked(radius_is=..., g=..., rpm=1000)
    low, high = answer["rcf"]["interval"]
    assert low == pytest.approx(rcf(1000, 160), rel=1e-5)
    assert high > 1.3 * low
    assert ("warning", "unknown", "radius_is") in _said(answer)


def test_parts_may_stand_in_their_own_objects() -> None:
    tube = {name: SPIN[name] for name in ("bore_mm", "tip_mm", "filled_ml")}
    rotor = {"radius_mm": 160, "radius_is": "r_max"}
    flat = {name: value for name, value in SPIN.items() if name not in (*tube, *rotor)}
    assert buffycoat.spin(flat, tube=tube, rotor=rotor) == buffycoat.spin(SPIN)


def test_a_second_spin_concentrates_and_loses() -> None:
    second = {"g": 400, "minutes": 10, "keep": "33 %"}
    once, twice = _asked(), _asked(second=second)
    assert twice["fold"]["value"] > 1.5 * once["fold"]["value"]
    assert twice["recovery"]["value"] < once["recovery"]["value"]
    assert twice["volume"]["value"] == pytest.approx(0.33 * once["volume"]["value"], rel=1e-3)
    assert _asked(second=second | {"keep": {"value": 0.33, "unit": "1"}}) == twice
    assert ("critical", "impossible", None) in _said(_asked(second={"g": 400, "minutes": 10}))


@pytest.mark.parametrize("field", ["bore_mm", "filled_ml", "radius_mm", "minutes", "cut_mm", "g"])
def test_what_the_physics_needs_is_asked_for_by_name(field: str) -> None:
    answer = _asked(**{field: ...})
    assert answer["status"] == "refused"
    assert ("critical", "missing", field) in _said(answer)
    assert answer["recovery"]["value"] is None
    assert field in answer["unknown"]


def test_turns_and_force_are_given_even_where_no_cut_is() -> None:
    answer = _asked(cut_mm=...)
    assert answer["rpm"]["value"] == pytest.approx(945.756)
    assert answer["rcf"]["value"] == 160


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"g": -160}, ("critical", "out_of_bounds", "g")),
        ({"g": 0}, ("critical", "out_of_bounds", "g")),
        ({"minutes": 0}, ("critical", "out_of_bounds", "minutes")),
        ({"minutes": 600}, ("critical", "out_of_bounds", "minutes")),
        ({"accelerate_min": -1}, ("critical", "out_of_bounds", "accelerate_min")),
        ({"haematocrit": 0.42}, ("critical", "out_of_bounds", "haematocrit")),
        ({"anticoagulant_percent": 80}, ("critical", "out_of_bounds", "anticoagulant_percent")),
        ({"second": {"keep": 120}}, ("critical", "out_of_bounds", "second.keep")),
        ({"radius_mm": 50}, ("critical", "impossible", None)),
        ({"swing_out": False}, ("critical", "fixed_angle", "swing_out")),
    ],
    ids=str,
)
def test_what_cannot_be_spun_is_refused(changed: Any, said: tuple[str, str, str | None]) -> None:
    answer = _asked(**changed)
    assert answer["status"] == "refused"
    assert said in _said(answer)
    assert answer["recovery"]["value"] is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rpm": 2000}, ("warning", "spin_force", "rpm")),
        ({"g": 20}, ("warning", "implausible", "g")),
        ({"anticoagulant_percent": ...}, ("warning", "unknown", "anticoagulant_percent")),
        ({"haematocrit": ...}, ("warning", "unknown", "haematocrit")),
        ({"speed": 3}, ("warning", "not_read", "speed")),
    ],
    ids=str,
)
def test_what_is_unlikely_or_assumed_is_said(changed: Any, said: tuple[str, str, str | None]) -> None:
    answer = _asked(**changed)
    assert answer["status"] == "warning"
    assert said in _said(answer)


def test_a_design_has_its_best_inside_its_region() -> None:
    answer = _asked(design=True)
    assert answer["status"] == "ok"
    minutes, force = answer["minutes"]["value"], answer["rcf"]["value"]
    window = next(one for one in answer["design"]["region"] if one["minutes"] == minutes)
    assert window["rcf"][0] <= force <= window["rcf"][1]
    assert answer["rpm"]["value"] == pytest.approx(rpm_for(force, 160), rel=1e-4)
    again = _asked(g=force, minutes=minutes)
    assert again["recovery"]["value"] == pytest.approx(answer["recovery"]["value"], abs=2)
    moved = {one["change"]: one["recovery"]["value"] for one in answer["design"]["sensitivity"]}
    assert moved["cut +2 mm"] < answer["recovery"]["value"] < moved["cut -1 mm"]
    assert answer["design"]["single_spin_ceiling"]["value"] == pytest.approx(1 / (1 - 0.42 * 0.9), rel=1e-4)


def test_a_design_without_what_it_needs_or_that_cannot_be_met() -> None:
    missing = _asked(design=True, haematocrit=...)
    assert ("critical", "missing", "haematocrit") in _said(missing)
    none = _asked(design=True, white_most=0.5)
    assert none["recovery"]["value"] is None
    assert none["design"]["region"] == []
    assert "No force and time in this range reaches what is asked." in [
        one["text"] for one in none["messages"]
    ]
