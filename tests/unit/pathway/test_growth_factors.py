"""Growth factors are a range that widens with ignorance, and none is given for what is in the plasma."""

import pytest

from buffycoat.pathway.preparation.growth_factors import TABLE, expected


def test_the_range_holds_every_study_and_more() -> None:
    pdgf = TABLE["pdgf_ab"].per_billion()
    assert pdgf is not None
    assert pdgf[0] < 22
    assert pdgf[1] > 83
    # Eighty in a hundred of a lognormal with a coefficient of variation of 0.7: a factor of 2.25 each way.
    assert pdgf == pytest.approx((22 / 2.2471, 83 * 2.2471), rel=1e-3)


def test_twice_the_platelets_hold_twice_as_much() -> None:
    one = {found.name: found.nanograms for found in expected((2, 3))}
    two = {found.name: found.nanograms for found in expected((4, 6))}
    for name, range_ in one.items():
        if range_ is not None:
            assert two[name] == pytest.approx((2 * range_[0], 2 * range_[1]))


@pytest.mark.parametrize("name", ["IGF-1", "HGF"])
def test_what_is_in_the_plasma_does_not_follow_the_platelets(name: str) -> None:
    found = next(one for one in expected((5, 5)) if one.name == name)
    assert found.nanograms is None
    assert "plasma" in found.why_not


def test_a_known_dose_still_gives_a_range() -> None:
    for found in expected((5, 5)):
        if found.nanograms:
            assert found.nanograms[1] > 4 * found.nanograms[0]


@pytest.mark.parametrize("dose", [(-1, 2), (3, 2), (1, float("inf")), (float("nan"), 1)])
def test_what_is_no_dose_is_refused(dose: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="not a dose"):
        expected(dose)
