"""The planner: fewest units that are likely enough, likeliest way first, and nothing promised."""

import math
from dataclasses import replace

import pytest

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.preparation.planner import BANDS, UNPROVEN, Way, band, kit_way, plan
from buffycoat.pathway.preparation.prediction import Blood, Prediction, Spread, predicted
from buffycoat.pathway.preparation.site_volume import least_count

BLOOD = Blood(platelets=Spread.exactly(200))  # 0.2 billion a millilitre


def way(name: str, recovery: float, blood_ml: float = 10, price: float | None = None, most: int = 4) -> Way:
    def predict(blood: Blood) -> Prediction:
        return predicted(name, blood, blood_ml, Spread.exactly(recovery), Spread.exactly(2), "physics")

    return Way(name=name, predict=predict, price=price, most=most)


def test_the_fewest_units_that_reach_the_dose() -> None:
    # One unit gives 0.2 × 10 × 0.5 = 1 billion for sure, so 2.5 billion need three.
    (option,) = plan(BLOOD, 2.5, [way("a", 0.5, price=40)], most_blood_ml=100)
    assert (option.units, option.blood_ml, option.chance, option.reaches) == (3, 30, 1.0, True)
    assert option.dose.median == pytest.approx(3)
    assert option.cost == 120
    assert option.cost_per_billion == pytest.approx(40)


def test_when_the_blood_does_not_suffice_it_says_so_and_shows_the_most() -> None:
    (option,) = plan(BLOOD, 2.5, [way("a", 0.5)], most_blood_ml=25)
    assert (option.units, option.reaches, option.chance) == (2, False, 0.0)


def test_a_way_that_needs_more_blood_than_allowed_is_left_out() -> None:
    assert plan(BLOOD, 2.5, [way("a", 0.5, blood_ml=60)], most_blood_ml=50) == ()


def test_a_way_runs_no_more_units_than_it_can() -> None:
    (option,) = plan(BLOOD, 2.5, [way("a", 0.5, most=1)], most_blood_ml=100)
    assert option.units == 1


def test_likeliest_first_then_the_price_of_a_billion_then_less_blood() -> None:
    ways = [
        way("fails", 0.1, most=1),
        way("dear", 0.5, price=90),
        way("cheap", 0.5, price=40),
        way("no price", 0.5),
        way("no price, less blood", 0.9, blood_ml=5),
    ]
    found = [option.way.name for option in plan(BLOOD, 0.9, ways, most_blood_ml=100)]
    assert found == ["cheap", "dear", "no price, less blood", "no price", "fails"]


def test_without_a_price_there_is_no_cost_and_that_is_said() -> None:
    (option,) = plan(BLOOD, 1, [way("a", 0.5)], most_blood_ml=100)
    assert option.cost is None
    assert option.cost_per_billion is None
    assert "no price" in option.notes[-1]


def test_units_of_one_donor_do_not_average_out() -> None:
    uncertain = Blood(platelets=Spread.lognormal(200, 0.2))
    one = plan(uncertain, 0.1, [kit_way("Arthrex ACP", 13.5)], most_blood_ml=14)[0].dose
    four = plan(uncertain, 9.0, [kit_way("Arthrex ACP", 13.5)], most_blood_ml=54)[0].dose
    assert four.interval()[0] / four.median == pytest.approx(one.interval()[0] / one.median)


def test_a_product_too_thin_for_its_place_does_not_reach_the_dose_however_much_of_it_there_is() -> None:
    # 1.5 billion in the 2 mL of a disc are 750 ×10⁹/L; "thin" has 200 × 10 / 4 = 500.
    least = least_count("DISC", 1.5)
    assert least == 750
    thin = Way(
        name="thin",
        predict=lambda blood: predicted("thin", blood, 10, Spread.exactly(1.0), Spread.exactly(4), "physics"),
    )
    dense = Way(
        name="dense",
        predict=lambda blood: predicted(
            "dense", blood, 10, Spread.exactly(0.8), Spread.exactly(2), "physics"
        ),
    )
    found = {o.way.name: o for o in plan(BLOOD, 1.5, [thin, dense], most_blood_ml=100, least_count=least)}
    assert (found["thin"].too_thin, found["thin"].reaches, found["thin"].chance) == (True, False, 0.0)
    assert (found["dense"].too_thin, found["dense"].reaches, found["dense"].units) == (False, True, 1)
    # More of a thin product is not proposed: it would cost blood and help nothing.
    assert found["thin"].units == 1
    whole = plan(BLOOD, 1.5, [thin], most_blood_ml=100)[0]
    assert whole.reaches


def test_where_no_volume_is_known_none_is_asked() -> None:
    assert least_count("TLF", 2) == 0


@pytest.mark.parametrize("count", [-1, math.inf, math.nan])
def test_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(ValueError, match="least_count"):
        plan(BLOOD, 1, [], most_blood_ml=100, least_count=count)


def test_own_counts_change_the_plan() -> None:
    before = plan(BLOOD, 6, [kit_way("SmartPReP 2", 60)], most_blood_ml=120)[0]
    after = plan(BLOOD, 6, [kit_way("SmartPReP 2", 60, own=(0.3,) * 20)], most_blood_ml=120)[0]
    assert (before.units, after.units) == (1, 2)


def test_more_is_never_less_likely() -> None:
    chances = [
        plan(BLOOD, wanted, [kit_way("Arthrex ACP", 13.5, most=1)], most_blood_ml=100)[0].chance
        for wanted in (0.5, 1, 1.5, 2, 3)
    ]
    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[2] < 1


@pytest.mark.parametrize("wanted", [0, -1, math.inf, math.nan])
def test_what_is_no_dose_is_refused(wanted: float) -> None:
    with pytest.raises(ValueError, match="wanted_bn"):
        plan(BLOOD, wanted, [], most_blood_ml=100)


@pytest.mark.parametrize("sure", [0, 1, 1.5, math.nan])
def test_what_is_no_chance_is_refused(sure: float) -> None:
    with pytest.raises(ValueError, match="sure"):
        plan(BLOOD, 1, [], most_blood_ml=100, sure=sure)


def test_every_target_has_its_band_or_says_that_there_is_none() -> None:
    assert set(BANDS.rows) == set(TARGET_NAMES)
    for target in TARGET_NAMES:
        assert band(target).says
        assert (band(target).low is None) == (band(target).high is None)
    assert (band("DISC").low, band("DISC").high, band("DISC").fold) == (1.5, 3, 5)
    assert "shown" in UNPROVEN


def test_an_option_is_not_changed_afterwards() -> None:
    (option,) = plan(BLOOD, 1, [way("a", 0.5)], most_blood_ml=100)
    assert replace(option, units=2).units == 2
    with pytest.raises(AttributeError):
        option.units = 2
