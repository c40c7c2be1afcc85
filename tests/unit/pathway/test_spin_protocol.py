"""What an open-tube protocol is expected to give, with its spread, and what is said beside it."""

import numpy as np
import pytest

from buffycoat.pathway.preparation.column import Column, Run
from buffycoat.pathway.preparation.prediction import Blood, Spread
from buffycoat.pathway.preparation.protocol import (
    Protocol,
    SecondSpin,
    ceiling,
    first_harvest,
    predict_protocol,
)

NINE, CONE = Column(14, 9, 160), Column(14.7, 10, 160, tip_mm=22)
BLOOD = Blood(platelets=Spread.lognormal(250, 0.05), haematocrit=42)


def protocol(column=NINE, force=160, minutes=10, cut_mm=1.5, second=None, anticoagulant=0.1):
    run = Run(force, minutes)
    return Protocol(
        way="open", column=column, anticoagulant=anticoagulant, first=run, cut_mm=cut_mm, second=second
    )


def test_the_cut_is_never_assumed():
    with pytest.raises(TypeError, match="cut_mm"):
        Protocol(way="open", column=NINE, anticoagulant=0.1, first=Run(160, 10))
    with pytest.raises(ValueError, match="cut"):
        protocol(cut_mm=float("nan"))


def test_one_gentle_spin():
    """160 g for 10 minutes from 9 mL tubes: the twelve regimens recovered 85.7 %, 1.71 times in the tube."""
    made = predict_protocol(BLOOD, protocol(), 48.6)
    low, high = made.recovery.interval()
    assert low < 0.857 < high
    assert 0.08 < high - low < 0.25
    assert made.rests_on == "physics"
    assert made.dose.median == pytest.approx(made.recovery.median * 250 * 48.6 / 1000, rel=0.01)
    assert made.fold.median == pytest.approx(made.recovery.median * 48.6 / made.volume_ml.median, rel=0.02)
    assert made.volume_ml.median == pytest.approx(54 * 0.49, rel=0.04)
    assert made.fold.median < 1.02 * ceiling(0.378)


def test_a_fold_above_the_ceiling_is_said():
    """Physics lets platelets outrun the plasma; a fold above 1/(1 - haematocrit) is not relied upon."""
    low, usual = (predict_protocol(BLOOD, protocol(force=force), 48.6) for force in (100, 190))
    assert low.fold.median > ceiling(0.378) > usual.fold.median
    assert sum("which is more" in note for note in low.notes) == 1
    assert not any("which is more" in note for note in usual.notes)


def test_a_millimetre_decides_past_the_best():
    hard = {"force": 900, "minutes": 5}
    without, with_buffy = (predict_protocol(BLOOD, protocol(cut_mm=cut, **hard), 48.6) for cut in (1, -1))
    assert with_buffy.recovery.median - without.recovery.median > 0.2


def test_platelet_poor_plasma_is_poor():
    assert predict_protocol(BLOOD, protocol(force=1500, minutes=15), 48.6).recovery.median < 0.04


def test_two_spins_keep_a_third_and_lose_by_handling():
    one = predict_protocol(BLOOD, protocol(), 48.6)
    keep = SecondSpin(Run(1600, 20), 1 / 3, 14)
    two = predict_protocol(BLOOD, protocol(second=keep), 48.6)
    assert two.volume_ml.median == pytest.approx(one.volume_ml.median / 3, rel=0.01)
    assert two.recovery.median == pytest.approx(0.95 * one.recovery.median, abs=0.02)
    assert two.recovery.quantile(1) <= 1
    weak = predict_protocol(BLOOD, protocol(second=SecondSpin(Run(100, 5), 1 / 3, 14)), 48.6)
    assert weak.recovery.median < two.recovery.median - 0.2


def test_pooled_plasma_stands_higher_and_is_harder_to_bring_down():
    alone, pooled = (
        predict_protocol(BLOOD, protocol(second=SecondSpin(Run(300, 5), 0.3, 14, tubes)), 48.6)
        for tubes in (1, 2)
    )
    assert pooled.recovery.median < alone.recovery.median


def test_a_cone_is_solved_in_full():
    made = predict_protocol(BLOOD, protocol(column=CONE, minutes=11), 45)
    assert 0.7 < made.recovery.median < 0.95


def test_what_is_not_known_widens_and_is_said():
    unknown = Blood(platelets=BLOOD.platelets)
    known, wide = (predict_protocol(blood, protocol(), 48.6) for blood in (BLOOD, unknown))
    widths = [np.ptp(made.volume_ml.interval()) for made in (known, wide)]
    assert widths[1] > 1.3 * widths[0]
    assert any("42 % is assumed" in note for note in wide.notes)
    assert not any("assumed" in note for note in known.notes)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"force": 1630}, "1630 g"),
        ({"force": 70}, "70 g"),
        ({"cut_mm": 3}, "cut 3 mm"),
        ({"column": Column(25, 9, 160)}, "column of 18 mm"),
    ],
)
def test_leaving_the_compared_studies_is_said(changed, word):
    notes = predict_protocol(BLOOD, protocol(**changed), 48.6).notes
    assert sum(word in note for note in notes) == 1
    assert not any(word in note for note in predict_protocol(BLOOD, protocol(), 48.6).notes)


def test_blood_that_does_not_fill_the_tubes_is_said():
    assert any("6.2 such tubes" in note for note in predict_protocol(BLOOD, protocol(), 50).notes)
    assert not any("such tubes" in note for note in predict_protocol(BLOOD, protocol(), 48.6).notes)


def test_the_harvest_as_written():
    found = first_harvest(protocol(), 0.42)
    assert found.platelets.shape == (1, 1, 1)
    assert float(found.white.item()) == 0.0154


@pytest.mark.parametrize("millilitres", [0, -5, float("nan"), float("inf")])
def test_no_blood_is_refused(millilitres):
    with pytest.raises(ValueError, match="volume"):
        predict_protocol(BLOOD, protocol(), millilitres)


def test_impossible_protocols_are_refused():
    with pytest.raises(ValueError, match="anticoagulant"):
        protocol(anticoagulant=1)
    for keep, bore, pooled in ((0, 14, 1), (1.2, 14, 1), (0.5, 0, 1), (0.5, 14, 0)):
        with pytest.raises(ValueError, match=r"kept|bore"):
            SecondSpin(Run(400, 10), keep, bore, pooled)
