"""`buffycoat dose` before the draw: one kit or protocol, or every way the practice has, ranked."""

from typing import Any

import pytest

import buffycoat
from buffycoat.pathway.preparation.kits import predict_kit
from buffycoat.pathway.preparation.prediction import Blood, Spread

KIT = {"kit": "GPS III Mini", "blood_ml": 27, "baseline": 250, "baseline_days_old": 0, "counted_in": "venous"}
TUBES = {"bore_mm": 14, "tip_mm": 0, "filled_ml": 9, "anticoagulant_percent": 10, "g": 160, "minutes": 10,
         "accelerate_min": 0, "radius_mm": 160, "radius_is": "bottom", "cut_mm": 1}  # fmt: skip
WAYS = [{"kit": "Xerthra", "price": 100}, {"kit": "Arthrex ACP", "price": 80}, {"kit": "GPS III Mini"}]


def _said(answer: dict[str, Any], level: str) -> set[tuple[str, str | None]]:
    return {(one["code"], one["field"]) for one in answer["messages"] if one["level"] == level}


def test_the_command_says_what_the_engine_says() -> None:
    blood = Blood(platelets=Spread.exactly(250))
    found, answer = predict_kit("GPS III Mini", blood, 27), buffycoat.dose(KIT, wanted=3)
    assert answer["status"] == "ok"
    assert (answer["mode"], answer["way"], answer["dose_of"]) == ("predicted", "GPS III Mini", "product")
    assert answer["dose"]["value"] == pytest.approx(found.dose.median, rel=1e-5)
    assert answer["dose"]["interval"] == pytest.approx(found.dose.interval(0.8), rel=1e-5)
    assert answer["chance"] == pytest.approx(found.dose.chance_at_least(3), rel=1e-5)
    assert answer["recovery"]["value"] == pytest.approx(100 * found.recovery.median, rel=1e-5)
    assert answer["interval_holds"] == 0.8


def test_an_old_count_makes_the_dose_wider_and_not_the_recovery() -> None:
    fresh, old = buffycoat.dose(KIT), buffycoat.dose(KIT, baseline_days_old=30)
    unknown = buffycoat.dose({key: value for key, value in KIT.items() if key != "baseline_days_old"})
    assert _width(old["dose"]) > _width(fresh["dose"])
    assert unknown["dose"] == old["dose"]
    assert old["recovery"] == fresh["recovery"]
    assert "baseline_days_old" in unknown["unknown"]


def _width(quantity: dict[str, Any]) -> float:
    low, high = quantity["interval"]
    return high - low


def test_own_counts_make_the_recovery_narrower() -> None:
    own = buffycoat.dose(KIT, own_recoveries=[55, 58, 52, 60, 57, 54, 56])
    assert _width(own["recovery"]) < _width(buffycoat.dose(KIT)["recovery"])
    assert own["rests_on"] == "own counts"


def test_a_tubes_count_is_corrected_before_the_draw_too() -> None:
    tube = buffycoat.dose(KIT | {"baseline": 225, "counted_in": "tube", "anticoagulant_ml": 3})
    assert tube["dose"] == buffycoat.dose(KIT)["dose"]
    either = buffycoat.dose(KIT | {"counted_in": None, "anticoagulant_ml": 3})
    low, high = buffycoat.dose(KIT)["dose"]["value"], buffycoat.dose(KIT, baseline=278)["dose"]["value"]
    assert low < either["dose"]["value"] < high


def test_without_a_count_the_recovery_is_given_and_no_dose() -> None:
    answer = buffycoat.dose(kit="GPS III Mini", blood_ml=27)
    assert answer["recovery"]["value"] == buffycoat.dose(KIT)["recovery"]["value"]
    assert answer["dose"]["value"] is None
    assert answer["growth_factors"] == []
    assert answer["status"] == "warning"


@pytest.mark.parametrize(
    ("changed", "code", "field", "status"),
    [
        ({"kit": "Coffee press", "product_ml": 3}, "kit_unknown", "kit", "warning"),
        ({"kit": "Angel", "product_ml": 3}, "kit_unknown", "setting", "warning"),
        ({"kit": "Genesis CS"}, "unknown", "product_ml", "warning"),
        ({"blood_ml": None}, "unknown", "blood_ml", "warning"),
        ({"product_ml": 50}, "impossible", "product_ml", "refused"),
        ({"own_recoveries": [55, 120]}, "out_of_bounds", "own_recoveries", "refused"),
        ({"own_recoveries": [0.55, 0]}, "out_of_bounds", "own_recoveries", "refused"),
        ({"baseline": -1}, "out_of_bounds", "baseline", "refused"),
        ({"baseline": 2500}, "implausible", "baseline", "warning"),
        ({"baseline": 40}, "baseline_absolute", "baseline", "warning"),
        ({"wanted": -1}, "out_of_bounds", "wanted", "refused"),
        ({"sites": [2, 2]}, "injected", "sites", "warning"),
    ],
    ids=str,
)
def test_what_is_wrong_or_assumed_is_said(changed: Any, code: str, field: str, status: str) -> None:
    answer = buffycoat.dose(KIT | changed)
    assert answer["status"] == status
    assert (code, field) in _said(answer, "critical") | _said(answer, "warning")
    assert (answer["dose"]["value"] is None) == (
        status == "refused" or (code, field) == ("unknown", "product_ml")
    )


def test_a_kit_is_found_however_it_is_written() -> None:
    named = buffycoat.dose(kit="ANGEL", setting="15 % haematocrit, second pass", baseline=250, blood_ml=60)
    assert named["way"] == "Angel, 15 % haematocrit, second pass"
    assert not _said(named, "warning")


def test_a_product_that_was_counted_is_measured_whatever_made_it() -> None:
    answer = buffycoat.dose(KIT, product_ml=3, product_count=1200)
    assert answer["mode"] == "measured"
    assert answer["recovery"]["value"] == pytest.approx(53.3333)
    before = buffycoat.dose(KIT)
    assert all(answer["expected"][name] == before[name] for name in ("way", "dose", "recovery", "rests_on"))


def test_a_protocol_is_predicted_by_the_physics() -> None:
    answer = buffycoat.dose(
        protocol=TUBES, blood_ml=32.4, baseline=250, haematocrit=42, baseline_days_old=0, wanted=5
    )
    alone = buffycoat.spin(TUBES, blood_ml=32.4, baseline=250, haematocrit=42)
    assert answer["rests_on"] == "physics"
    for name in ("dose", "recovery", "fold", "concentration", "volume"):
        assert answer[name] == alone[name]
    missing = buffycoat.dose(protocol={**TUBES, "cut_mm": None}, blood_ml=32.4, baseline=250)
    assert missing["status"] == "refused"
    assert ("missing", "cut_mm") in _said(missing, "critical")


def test_ways_are_ranked_with_their_price() -> None:
    answer = buffycoat.plan(ways=WAYS, wanted=3, baseline=250, baseline_days_old=0, most_blood_ml=60)
    ways = answer["plan"]
    assert [one["way"] for one in ways] == ["GPS III Mini", "Arthrex ACP", "Xerthra"]
    assert [one["reaches"] for one in ways] == [True, True, False]
    assert [one["chance"] for one in ways] == sorted((one["chance"] for one in ways), reverse=True)
    acp = ways[1]
    assert acp["cost"] == acp["units"] * 80
    assert acp["cost_per_billion"] == pytest.approx(acp["cost"] / acp["dose"]["value"], rel=1e-4)
    assert ways[0]["cost"] is None
    assert "The practice has given no price." in ways[0]["notes"]
    assert all(one["blood"]["value"] <= 60 for one in ways)
    assert answer["way"] == "GPS III Mini"


def test_no_chance_is_certain() -> None:
    """101 values stand for a dose: that all reach it is not that it always does."""
    low, high = (buffycoat.dose(KIT, wanted=wanted)["chance"] for wanted in (900, 0.01))
    assert 0 < low < 0.01
    assert 0.99 < high < 1


def test_a_kit_and_tubes_stand_in_one_ranking() -> None:
    ways = [*WAYS, {"protocol": TUBES, "blood_ml": 32.4, "price": 12}]
    answer = buffycoat.plan(ways=ways, wanted=3, baseline=250, haematocrit=42)
    assert {one["way"] for one in answer["plan"]} == {"GPS III Mini", "Arthrex ACP", "Xerthra", "open tubes"}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"wanted": None}, "unknown", "wanted"),
        ({"baseline": None}, "unknown", "baseline"),
        ({"ways": [{"price": 5}]}, "unknown", "ways.0.kit"),
        ({"ways": [{"kit": "Coffee press"}]}, "unknown", "ways.0.blood_ml"),
    ],
    ids=str,
)
def test_what_cannot_be_ranked_is_said(changed: Any, code: str, field: str) -> None:
    answer = buffycoat.plan({"ways": WAYS, "wanted": 3, "baseline": 250} | changed)
    assert answer["plan"] == []
    assert (code, field) in _said(answer, "warning")


def test_a_price_below_zero_is_refused_in_its_place() -> None:
    answer = buffycoat.plan(ways=[{"kit": "Xerthra", "price": -1}], wanted=3, baseline=250)
    assert answer["status"] == "refused"
    assert ("out_of_bounds", "ways.0.price") in _said(answer, "critical")
