"""Dose: worked by hand, by a slow obvious twin, and as properties that hold for any bench."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway import injection, preparation
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.preparation import dose, refusals
from buffycoat.pathway.preparation.dose import LIMITS, Bench, mass_balance
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.spin import rcf, rpm_for

NURSE = Signer(id="n1", name="Nurse One", role="nurse")
NINE = datetime(2026, 11, 19, 9, tzinfo=UTC)
EXAMPLE = Bench(
    blood_ml=60,
    anticoagulant_ml=8,
    blood_count=250,
    counted_in="venous",
    product_ml=6,
    product_count=1750,
    sample_ml=0.5,
    sites_ml=(1, 2),
)


def test_the_example_of_the_rule_base() -> None:
    """250 ×10⁹/L, 60 mL = 15 billion in; 70 % recovery gives 10.5 billion."""
    assert dose.dose_bn(250, 60) == pytest.approx(15)
    assert dose.dose_bn(1750, 6) == pytest.approx(10.5)
    assert dose.conc(1750) == pytest.approx(1.75)
    assert dose.recovery(1750, 6, 250, 60) == pytest.approx(0.7)
    assert dose.fold(1750, 250) == pytest.approx(7)
    assert dose.needed_blood_ml(10.5, 250, 0.7) == pytest.approx(60)


def test_a_count_in_the_tube_is_corrected_for_the_anticoagulant() -> None:
    """225 in 60 mL of blood with 6.667 mL of ACD is 250 in the blood."""
    assert 225 * dose.with_anticoagulant(60, 60 / 9) == pytest.approx(250)
    tube = Bench(blood_ml=54, anticoagulant_ml=6, blood_count=225, counted_in="tube", product_ml=6)
    assert tube.blood_counts() == pytest.approx((250, 250))


def test_one_spin_tops_out_by_haematocrit() -> None:
    assert dose.single_spin_ceiling(50) == pytest.approx(2)
    assert dose.single_spin_ceiling(35) == pytest.approx(1 / 0.65)


def test_force_from_turns_and_back() -> None:
    """1.118e-5 × 16 cm × 1500² = 402.48 g."""
    assert rcf(1500, 160) == pytest.approx(402.48)
    assert rpm_for(402.48, 160) == pytest.approx(1500)


def test_every_step_of_the_example() -> None:
    found = mass_balance(EXAMPLE)
    assert found.drawn == pytest.approx((15, 15))
    assert found.left_behind == pytest.approx((4.5, 4.5))
    assert (found.product, found.sample, found.left_over) == pytest.approx((10.5, 0.875, 4.375))
    assert found.sites == pytest.approx((1.75, 3.5))
    assert found.dose == pytest.approx(5.25)
    assert found.recovery == pytest.approx((0.7, 0.7))
    assert found.fold == pytest.approx((7, 7))
    assert refusals.refusals(EXAMPLE) == ()


def test_what_is_not_known_is_none_or_a_range() -> None:
    uncounted = mass_balance(Bench(blood_ml=60, blood_count=250, counted_in="venous", product_ml=6))
    assert (uncounted.product, uncounted.dose, uncounted.recovery, uncounted.left_behind) == (None,) * 4
    assert uncounted.drawn == pytest.approx((15, 15))
    either = mass_balance(
        Bench(blood_ml=54, anticoagulant_ml=6, blood_count=225, product_ml=6, product_count=900)
    )
    assert either.drawn == pytest.approx((12.15, 13.5))
    assert either.recovery == pytest.approx((5.4 / 13.5, 5.4 / 12.15))
    assert mass_balance(Bench(blood_ml=60, blood_count=250, counted_in="tube", product_ml=6)).drawn is None


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["blood_ml", "anticoagulant_ml", "blood_count", "product_ml", "sample_ml"])
def test_what_cannot_be_measured_is_refused(name: str, bad: float) -> None:
    given_values = {"blood_ml": 60.0, "product_ml": 6.0, name: bad}
    with pytest.raises(ValueError, match="not a"):
        Bench(**given_values)  # type: ignore[arg-type]  # numbers by name


@pytest.mark.parametrize("name", ["blood_ml", "product_ml"])
def test_no_blood_makes_no_product(name: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Bench(**{"blood_ml": 60.0, "product_ml": 6.0, name: 0.0})


def counted(product_ml: float, product_count: float, blood_count: float = 250) -> Bench:
    """60 mL of blood, counted in the vein, and a product."""
    return Bench(
        blood_ml=60,
        blood_count=blood_count,
        counted_in="venous",
        product_ml=product_ml,
        product_count=product_count,
    )


@pytest.mark.parametrize(
    ("bench", "names"),
    [
        (counted(6, 2500), []),
        (counted(6, 2501), ["recovery_highest"]),
        (counted(6, 9, blood_count=0), ["recovery_highest"]),
        (counted(6, 500), []),
        (counted(6, 499), ["recovery_lowest"]),
        (counted(3, 3750), []),
        (counted(3, 3751), ["fold_highest"]),
        (Bench(blood_ml=60, anticoagulant_ml=0, product_ml=61), ["product_volume"]),
        (Bench(blood_ml=60, product_ml=3, sites_ml=(1, 1, 1.01)), ["injected"]),
        # Thirty tenths add up to a little more than 3 in binary: that is not a refusal.
        (Bench(blood_ml=60, product_ml=3, sample_ml=0.1, sites_ml=(0.1,) * 29), []),
    ],
)
def test_refusals_by_name(bench: Bench, names: list[str]) -> None:
    assert [refusal.name for refusal in refusals.refusals(bench)] == names


def test_one_spin_is_refused_only_when_the_harvest_is_known() -> None:
    names = {
        (7.0, 45.0, True): None,
        (7.0, 45.0, False): "single_spin",
        (7.0, 45.0, None): "single_spin_ceiling",
        (2.0, 45.0, False): "single_spin_ceiling",
        (1.8, 45.0, False): None,
        (2.1, None, False): None,
        (2.3, None, False): "single_spin",
        (2.3, 60.0, False): None,
    }
    for (folded, haematocrit, buffy), name in names.items():
        found = refusals.single_spin(folded, haematocrit, buffy)
        assert (found and found.name) == name


def test_limits_name_sources_of_the_bibliography() -> None:
    assert {key for limit in LIMITS.rows.values() for key in limit.sources} <= set(sources())


# The slow obvious twin: platelets counted one drop of a microlitre at a time, in exact fractions.
def platelets_in(count: float, volume_ul: int) -> Fraction:
    total = Fraction(0)
    for _ in range(volume_ul):
        total += Fraction(count) * 1000  # ×10⁹/L is a thousand platelets in each microlitre
    return total


@given(
    count=st.integers(0, 4000),
    product_ul=st.integers(1, 300),
    sample_ul=st.integers(0, 50),
    sites_ul=st.lists(st.integers(0, 100), max_size=4),
)
def test_the_balance_is_what_counting_drop_by_drop_gives(
    count: int, product_ul: int, sample_ul: int, sites_ul: list[int]
) -> None:
    found = mass_balance(
        Bench(
            blood_ml=1,
            blood_count=200,
            counted_in="venous",
            product_ml=product_ul / 1000,
            product_count=count,
            sample_ml=sample_ul / 1000,
            sites_ml=tuple(volume / 1000 for volume in sites_ul),
        )
    )
    made = platelets_in(count, product_ul)
    sites = [platelets_in(count, volume) for volume in sites_ul]
    left = made - platelets_in(count, sample_ul) - sum(sites)
    assert found.product == pytest.approx(float(made / 10**9))
    assert found.sites == pytest.approx(tuple(float(site / 10**9) for site in sites))
    assert found.left_over == pytest.approx(float(left / 10**9), abs=1e-12)
    assert found.recovery is not None
    assert found.recovery[0] == pytest.approx(float(made / platelets_in(200, 1000)))


benches = st.builds(
    Bench,
    blood_ml=st.floats(1, 600),
    anticoagulant_ml=st.none() | st.floats(0, 100),
    blood_count=st.none() | st.floats(0, 5000),
    counted_in=st.sampled_from(["venous", "tube", None]),
    product_ml=st.floats(0.05, 300),
    product_count=st.none() | st.floats(0, 20000),
    sample_ml=st.floats(0, 10),
    sites_ml=st.lists(st.floats(0.01, 60), max_size=6).map(tuple),
)


@given(benches)
def test_platelets_are_conserved(bench: Bench) -> None:
    found = mass_balance(bench)
    if found.product is not None:
        assert found.sample is not None
        assert found.left_over is not None
        parts = found.sample + sum(found.sites or ()) + found.left_over
        assert parts == pytest.approx(found.product, rel=1e-9, abs=1e-9)
    if found.drawn is not None and found.product is not None and found.left_behind is not None:
        for drawn, behind in zip(found.drawn, found.left_behind, strict=True):
            assert behind + found.product == pytest.approx(drawn, rel=1e-9, abs=1e-9)
            assert found.drawn[0] <= found.drawn[1]


def impossible(bench: Bench) -> bool:
    """Whether more came out than went in, judged without the code under test."""
    slack = 1 + 1e-6
    if sum(bench.sites_ml) + bench.sample_ml > bench.product_ml * slack:
        return True
    if (
        bench.anticoagulant_ml is not None
        and bench.product_ml > (bench.blood_ml + bench.anticoagulant_ml) * slack
    ):
        return True
    if bench.blood_count is None or bench.product_count is None:
        return False
    if bench.counted_in != "venous" and bench.anticoagulant_ml is None:
        return False
    tube = bench.blood_ml if bench.counted_in == "venous" else bench.blood_ml + (bench.anticoagulant_ml or 0)
    return bench.product_count * bench.product_ml > bench.blood_count * tube * slack


@given(benches.filter(lambda bench: bench.sites_ml))
def test_nothing_impossible_passes_without_a_critical_card(bench: Bench) -> None:
    chart = Chart("one")
    for record in records(bench):
        chart = chart.sign(record, NURSE, NINE)
    day = date(2026, 11, 19)
    rules = ("preparation.balance", "injection.volume")
    said = (*preparation.STAGE.cards(chart, day), *injection.STAGE.cards(chart, day))
    stopped = any(card.indicator == "critical" and card.rule in rules for card in said)
    if impossible(bench):
        assert stopped
    elif stopped:
        # On the bound itself the two may differ by a rounding; nowhere else.
        assert near_the_bound(bench)


def near_the_bound(bench: Bench) -> bool:
    """Whether a ratio lies within a millionth of its bound, where rounding decides."""
    nearly = Bench(
        blood_ml=bench.blood_ml,
        anticoagulant_ml=bench.anticoagulant_ml,
        blood_count=bench.blood_count,
        counted_in=bench.counted_in,
        product_ml=bench.product_ml * (1 + 2e-6),
        product_count=bench.product_count,
        sample_ml=bench.sample_ml * (1 + 4e-6),
        sites_ml=tuple(one * (1 + 4e-6) for one in bench.sites_ml),
    )
    return impossible(nearly)


def records(bench: Bench) -> tuple[Draw, Spin, Product, Injection]:
    """The bench as it would be signed."""
    places = ("C2-3", "C3-4", "C4-5", "C5-6", "C6-7", "L4-5")
    sites = tuple(
        InjectedSite.model_validate({"target": "FACET", "level": level, "side": "R", "volume": volume})
        for level, volume in zip(places, bench.sites_ml, strict=False)
    )
    return (
        Draw.model_validate(
            {
                "drawn_at": NINE,
                "blood_volume": bench.blood_ml,
                "anticoagulant_volume": bench.anticoagulant_ml,
                "baseline_platelets": bench.blood_count,
                "baseline_measured_in": bench.counted_in,
            }
        ),
        Spin.model_validate({"number": 1, "g_force": 160, "minutes": 10}),
        Product.model_validate(
            {"volume": bench.product_ml, "platelets": bench.product_count, "sample_volume": bench.sample_ml}
        ),
        Injection.model_validate(
            {"given_at": NINE, "operator": "Dr One", "guidance": "fluoroscopy", "sites": sites}
        ),
    )
