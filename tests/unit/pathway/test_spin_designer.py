"""The spin designer: the region that works, the best, and what moves it."""

import numpy as np
import pytest

from buffycoat.pathway.preparation.column import Column
from buffycoat.pathway.preparation.designer import Aim, design

NINE = Column(14, 9, 160)


def test_the_best_lies_where_studies_found_it():
    """10 minutes: 100 g from 3.5 mL (Perez), 160 g from 9 mL (twelve regimens); within a quarter."""
    for column, published in ((Column(11, 3.5, 160), 100), (NINE, 160)):
        found = design(column, 0.378, 1.5, force=np.geomspace(50, 400, 200), minutes=np.array([10.0]))
        assert found.force[found.recovery[:, 0].argmax()] == pytest.approx(published, rel=0.25)


def test_a_taller_column_needs_more():
    best = []
    for filled in (5, 9, 14):
        found = design(Column(14, filled, 200), 0.378, 1.5, minutes=np.array([10.0]))
        best.append(found.force[found.recovery[:, 0].argmax()])
    assert best[0] < best[1] < best[2]


def test_the_region_holds_the_best_and_keeps_to_the_aim():
    found = design(NINE, 0.378, 1.5, Aim(within=0.02))
    row, column = found.best
    assert found.works[row, column]
    highest = found.recovery[found.known].max()
    assert np.array_equal(found.works, found.known & (found.recovery >= highest - 0.02))
    assert found.recovery[row, column] >= highest - 0.005
    assert design(NINE, 0.378, 1.5, Aim(within=0.1)).works.sum() > found.works.sum()


def test_limits_on_white_and_red_cells_bind():
    free = design(NINE, 0.378, -1.0)
    limited = design(NINE, 0.378, -1.0, Aim(white_most=0.4))
    assert free.white[free.best] > 0.4
    assert limited.best is None or limited.white[limited.best] <= 0.4
    nothing = design(NINE, 0.378, -1.0, Aim(white_most=0.001))
    assert nothing.best is None
    assert not nothing.works.any()
    assert nothing.moved == ()
    assert any("reaches what is asked" in note for note in nothing.notes)
    assert design(NINE, 0.378, -1.0, Aim(red_most=0.0)).best is None


def test_turns_are_for_the_radius_that_is_named():
    found = design(NINE, 0.378, 1.5)
    assert found.rpm**2 * 1.118e-5 * 16 == pytest.approx(found.force)
    assert "160 mm" in found.notes[0]


def test_what_the_best_hangs_on():
    found = design(NINE, 0.378, 1.5)
    moved, base = dict(found.moved), found.recovery[found.best]
    assert moved["cut -1 mm"] > base > moved["cut +1 mm"] > moved["cut +2 mm"]
    assert moved["haematocrit -5 points"] > base > moved["haematocrit +5 points"]
    assert max(abs(moved["G -20 %"] - base), abs(moved["G +20 %"] - base)) < 0.03  # a flat plateau


def test_ramps_count_a_third():
    minutes = np.array([10.0])
    plain, ramped = (
        design(NINE, 0.378, 1.5, minutes=minutes + add, ramps_min=ramp) for add, ramp in ((1, 0), (0, 3))
    )
    assert np.allclose(plain.recovery, ramped.recovery)


def test_the_ceiling_of_one_spin_and_the_edge_of_the_table_are_told():
    found = design(NINE, 0.42, 1.5, force=np.array([100.0, 90_000.0]))
    assert found.ceiling == pytest.approx(1 / 0.58)
    assert not found.known[1].any()
    assert not found.works[1].any()
    assert any("outside the table" in note for note in found.notes)


def test_the_best_is_among_the_compared_forces_when_one_of_them_is_as_good():
    found = design(NINE, 0.378, 1.5)
    assert 100 <= found.force[found.best[0]] <= 1000
    low = design(Column(25, 9, 160), 0.378, 1.5, force=np.array([30.0, 40.0]))
    assert any("outside the compared studies (100 to 1000 g)" in note for note in low.notes)
    assert any("column of 18 mm" in note for note in low.notes)
