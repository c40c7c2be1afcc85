"""Closed kits: pooled in part, honest where little is known, and taught by the clinic’s own counts."""

import math

import numpy as np
import pytest

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.preparation.kits import (
    ASSUMED,
    MEASURED,
    Measured,
    Normal,
    clinic,
    fit,
    logit,
    predict_kit,
    published,
    ways,
)
from buffycoat.pathway.preparation.prediction import Blood, Spread

BLOOD = Blood(platelets=Spread.exactly(250))
DONOR_SD = ASSUMED["donor_sd"].value
CLINIC_SD = ASSUMED["study_sd"].value


def half_width(spread: Spread) -> float:
    low, high = spread.interval()
    return (high - low) / 2


def test_every_row_names_its_source_and_no_claim_is_among_them() -> None:
    for row in (*MEASURED.rows.values(), *ASSUMED.rows.values()):
        assert set(row.sources) <= set(sources())
    for row in MEASURED.rows.values():
        assert "vendor page" not in row.study
        if row.recovery is not None or row.below is not None:
            assert row.study
            assert row.address


def test_the_platelets_do_not_depend_on_the_volume_but_the_concentration_does() -> None:
    small, large = (predict_kit("PurePRP II GS60", BLOOD, 60, volume) for volume in (4, 7))
    assert small.dose.median == pytest.approx(large.dose.median)
    assert small.concentration.median == pytest.approx(large.concentration.median * 7 / 4)


def test_dose_is_count_times_blood_times_recovery() -> None:
    found = predict_kit("Arthrex ACP", BLOOD, 13.5)
    assert found.dose.median == pytest.approx(0.250 * 13.5 * found.recovery.median)
    assert found.fold.median == pytest.approx(found.recovery.median * 13.5 / 4)


def test_a_kit_without_counts_is_wide_and_says_so() -> None:
    known, unknown = predict_kit("Arthrex ACP", BLOOD, 13.5), predict_kit("Vivostat PRF", BLOOD, 60, 6)
    assert unknown.rests_on == "no counts"
    assert "No measured recovery" in unknown.notes[0]
    assert half_width(unknown.recovery) > 1.5 * half_width(known.recovery)
    assert unknown.recovery.median == pytest.approx(0.5, abs=0.05)


def test_a_kit_never_heard_of_is_predicted_like_one_without_counts() -> None:
    new, listed = predict_kit("Brand new kit", BLOOD, 60, 6), predict_kit("Vivostat PRF", BLOOD, 60, 6)
    assert new.recovery.values == pytest.approx(listed.recovery.values)


def test_one_machine_at_two_settings_is_two_kits() -> None:
    first = clinic("Angel, 0 % haematocrit, first pass").recovery().median
    second = clinic("Angel, 15 % haematocrit, second pass").recovery().median
    assert first < 0.25 < 0.5 < second


def test_studies_that_disagree_leave_a_kit_between_them_and_wide() -> None:
    gps, magellan = clinic("GPS III").mean, clinic("Magellan").mean
    assert 0.226 < clinic("GPS III").recovery().median < 0.5
    assert magellan.mean > gps.mean


def test_only_an_upper_bound_lowers_the_belief_without_making_it_sure() -> None:
    bound, nothing = published().kit("RegenKit THT"), published().kit("Vivostat PRF")
    assert bound.mean < logit(0.35) < nothing.mean
    assert 0 < bound.variance < nothing.variance


def test_a_truncated_belief_has_the_moments_of_its_truncation() -> None:
    exact = Normal(0.2, 0.5).given_below(-0.4, 0.3)
    kit = 0.2 + math.sqrt(0.5) * np.linspace(-8, 8, 200_001)
    weight = np.exp(-((kit - 0.2) ** 2) / 1.0) * np.array(
        0.5 * np.vectorize(math.erfc)((kit + 0.4) / math.sqrt(2 * 0.3))
    )
    mean = float((weight @ kit) / weight.sum())
    variance = float(weight @ (kit - mean) ** 2 / weight.sum())
    assert exact.mean == pytest.approx(mean, abs=1e-4)
    assert exact.variance == pytest.approx(variance, abs=1e-4)


def test_the_pool_is_the_exact_posterior_of_a_small_case() -> None:
    """Two kits, three studies: the mean by brute force over a grid of mean and spread."""
    rows = [
        Measured(kit="a", study="s", donors=10, recovery=40, sources=("prep-3",), status="V"),
        Measured(kit="a", study="t", donors=10, recovery=50, sources=("prep-3",), status="V"),
        Measured(kit="b", study="s", donors=10, recovery=80, sources=("prep-3",), status="V"),
    ]
    noise = CLINIC_SD**2 + DONOR_SD**2 / 10
    total, first, second = 0.0, 0.0, 0.0
    for sd in np.linspace(0.05, 2.5, 50):
        for mean in np.linspace(-2.5, 2.5, 401):
            cov = np.array([[sd**2 + noise, sd**2, 0], [sd**2, sd**2 + noise, 0], [0, 0, sd**2 + noise]])
            off = np.array([logit(0.4), logit(0.5), logit(0.8)]) - mean
            log = -0.5 * (np.linalg.slogdet(cov)[1] + off @ np.linalg.solve(cov, off))
            log += -0.5 * (mean / ASSUMED["mean_sd"].value) ** 2 - 0.5 * (sd / ASSUMED["kit_sd"].value) ** 2
            weight = math.exp(log)
            total, first, second = total + weight, first + weight * mean, second + weight * mean**2
    pool = fit(rows)
    assert pool.mean.mean == pytest.approx(first / total, abs=2e-3)
    assert pool.mean.variance == pytest.approx(second / total - (first / total) ** 2, abs=2e-3)


def test_a_study_that_a_maker_paid_for_moves_the_belief_less() -> None:
    def moved(funded: bool) -> float:
        row = Measured(
            kit="a", study="s", donors=10, recovery=85, funded=funded, sources=("prep-3",), status="V"
        )
        others = [one for one in MEASURED.rows.values() if one.recovery]
        return fit([*others, row]).kit("a").mean

    assert moved(funded=True) < moved(funded=False)


def test_own_counts_take_over() -> None:
    own = (0.30, 0.34, 0.28, 0.33, 0.31, 0.36, 0.29, 0.32) * 3
    before, after = predict_kit("SmartPReP 2", BLOOD, 60), predict_kit("SmartPReP 2", BLOOD, 60, own=own)
    assert before.recovery.median > 0.6
    assert after.recovery.median == pytest.approx(0.31, abs=0.03)
    assert half_width(after.recovery) < 0.6 * half_width(before.recovery)
    assert after.rests_on == "own counts"
    assert "24 of this clinic’s own counts" in after.notes[0]


def test_a_clinic_that_counts_learns_its_own_mean_at_the_nominal_rate() -> None:
    """200 clinics with planted means: the 80 % interval covers in about 80 %, and narrows as it should."""
    random, pool = np.random.default_rng(4), published()
    z80 = 1.2816
    covered: dict[int, int] = {1: 0, 5: 0, 30: 0}
    next_covered = 0
    widths: dict[int, list[float]] = {1: [], 5: [], 30: []}
    for _ in range(200):
        # A kit without published counts, so that the belief before counting is the pool’s own.
        planted = random.normal(pool.mean.mean, math.sqrt(pool.mean.variance + pool.kit_sd**2 + CLINIC_SD**2))
        shares = 1 / (1 + np.exp(-random.normal(planted, DONOR_SD, 31)))
        for counted in covered:
            belief = clinic("Vivostat PRF", shares[:counted].tolist())
            half = z80 * math.sqrt(belief.mean.variance)
            covered[counted] += abs(belief.mean.mean - planted) <= half
            widths[counted].append(half)
        low, high = belief.recovery().interval()
        next_covered += low <= shares[30] <= high
    for counted, times in (*covered.items(), (0, next_covered)):
        # Nominal 80 %, binomial over 200: 2.8 points of standard error, three of them allowed.
        assert 143 <= times <= 177, counted
    assert np.mean(widths[30]) == pytest.approx(z80 * DONOR_SD / math.sqrt(30), rel=0.15)
    assert np.mean(widths[1]) > 1.5 * np.mean(widths[5]) > 1.5 * 1.5 * np.mean(widths[30])


@pytest.mark.parametrize("own", [(0.0,), (1.0,), (1.2,), (-0.1,), (float("nan"),)])
def test_an_impossible_recovery_is_not_learnt_from(own: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        predict_kit("Arthrex ACP", BLOOD, 13.5, own=own)


@pytest.mark.parametrize(
    ("blood_ml", "product_ml"), [(0, 4), (-5, 4), (math.inf, 4), (math.nan, 4), (10, 40), (60, math.nan)]
)
def test_impossible_volumes_are_refused(blood_ml: float, product_ml: float) -> None:
    with pytest.raises(ValueError, match="impossible"):
        predict_kit("Arthrex ACP", BLOOD, blood_ml, product_ml)


def test_a_volume_that_nobody_knows_is_asked_for() -> None:
    with pytest.raises(ValueError, match="state product_ml"):
        predict_kit("Genesis CS", BLOOD, 60)


def test_left_out_studies_lie_in_their_intervals_about_as_often_as_promised() -> None:
    """The short form of benchmarks/kits.py: every verified study is predicted without itself."""
    from benchmarks.kits import coverage

    assert 0.70 <= coverage("V") <= 0.90


def test_every_way_has_a_name_and_its_rows() -> None:
    assert {row.way for row in MEASURED.rows.values()} == set(ways())
