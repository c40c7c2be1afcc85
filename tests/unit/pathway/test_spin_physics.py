"""The physics of a spin: known answers, laws and limits that a wrong equation would break."""

import numpy as np
import pytest

from buffycoat.pathway.preparation.cells import CELLS, constant, speed_classes
from buffycoat.pathway.preparation.column import Column, Run
from buffycoat.pathway.preparation.harvest import harvest, heights
from buffycoat.pathway.preparation.second_spin import kept
from buffycoat.pathway.preparation.settle import TRACERS, layers_for, settle

FAR = 1e9  # an axis so far away that the force is the same everywhere
NINE, CONE = Column(14, 9, 160), Column(14.7, 10, 160, tip_mm=22)


def test_a_timer_that_runs_over_the_ramps_counts_a_third_of_them():
    assert Run(160, 10).gmin == 1600
    assert Run(160, 10, accelerate_min=3, brake_min=1.5).gmin == pytest.approx(160 * 11.5)


@pytest.mark.parametrize("given", [(0, 10), (-1, 10), (float("nan"), 10), (160, 0), (160, 10, -1)])
def test_an_impossible_run_is_refused(given):
    with pytest.raises(ValueError, match=r"spin|force"):
        Run(*given)


@pytest.mark.parametrize("given", [(14, 0, 160), (14, 9, 50), (0, 9, 160), (14, 9, 160, -1)])
def test_an_impossible_tube_is_refused(given):
    with pytest.raises(ValueError, match=r"tube|axis"):
        Column(*given)


def test_the_column_stands_as_high_as_its_volume_says():
    assert NINE.height_mm == pytest.approx(9000 / (np.pi * 49))
    cone = np.pi * 14.7**2 / 4 * 22 / 3 / 1000
    assert CONE.height_mm == pytest.approx(22 + (10 - cone) * 1000 / (np.pi * 14.7**2 / 4))
    level = np.linspace(0, CONE.height_mm, 50)
    assert np.allclose(CONE.height(CONE.even(level)), level)
    assert NINE.share_of_force(np.array(NINE.height_mm)) == pytest.approx(1 - NINE.height_mm / 160)


def test_a_platelet_falls_as_stokes_says():
    """100 g for 10 minutes is 3.2 mm (preparation note 1.2), once the red cells are below it."""
    assert speed_classes().mean() == pytest.approx(1)
    assert np.std(speed_classes(101)) == pytest.approx(constant("platelet_speed_cv"), rel=0.05)
    settled = settle(Column(14, 9, FAR), 0.1, [1000])
    fallen = settled.column.height_mm - heights(settled, 0, 0)[:9, 0]
    assert fallen == pytest.approx(3.24 * speed_classes(), rel=1e-6)


def test_the_interface_starts_at_the_hindered_speed():
    settled = settle(Column(14, 9, FAR), 0.4, [1.0])
    fallen = settled.column.height_mm - settled.interface[0, 0]
    free = 1 - 0.4 / CELLS.packed
    assert fallen == pytest.approx(CELLS.red_speed * CELLS.aggregation * free**CELLS.hindrance, rel=1e-6)


def test_similar_columns_give_the_same_at_equal_g_over_height():
    found = []
    for bore, filled in ((11, 3.5), (14, 9), (70.1, 517.5)):
        column = Column(bore, filled, FAR)
        settled = settle(column, [0.3, 0.42], 27 * column.height_mm, layers=200)
        found.append(harvest(settled, 0.02 * column.height_mm).platelets)
    assert np.allclose(found[0], found[1], atol=1e-9)
    assert np.allclose(found[0], found[2], atol=1e-9)


def test_without_a_spin_nothing_is_separated():
    shares = harvest(settle(NINE, 0.4, [0]), [1.0, -5.0])
    assert shares.volume[0, 0, 0] == shares.platelets[0, 0, 0] == shares.white[0, 0, 0] == 0
    # 5 mm of unspun blood holds 5 mm of everything.
    part = 5 / NINE.height_mm
    below = [getattr(shares, key)[0, 0, 1] for key in ("volume", "platelets", "mononuclear", "red")]
    assert below == pytest.approx([part] * 4)


@pytest.mark.parametrize("column", [NINE, CONE])
def test_spun_for_ever_red_cells_are_packed_and_the_plasma_is_empty(column):
    settled = settle(column, 0.4, [3e7], layers=100)
    packed = 0.4 * column.even_mm / CELLS.packed
    assert column.even(settled.interface)[0, 0] == pytest.approx(packed, rel=0.01)
    shares = harvest(settled, [1.0, -1e-6])
    assert shares.platelets[0, 0, 0] == 0  # all platelets left the plasma,
    assert shares.platelets[0, 0, 1] > 0.9  # and lie as a buffy coat on the red cells
    assert shares.red[0, 0].max() < 1e-5


@pytest.mark.parametrize("column", [NINE, CONE, Column(11, 3.5, 90)])
def test_red_cells_are_conserved_and_never_packed_beyond_the_densest(column):
    blood = np.array([0.2, 0.38, 0.55])
    settled = settle(column, blood, [0, 200, 1500, 9000, 50000])
    layers = -np.diff(column.even(settled.faces), axis=-1)
    held = blood[None, :, None] * column.even_mm / layers_for(column)
    assert layers.min() > 0
    assert (held / layers).max() <= CELLS.packed * (1 + 1e-12)
    total = (held / layers * layers).sum(-1) / (blood * column.even_mm)
    assert np.abs(total - 1).max() < 1e-12
    everything = harvest(settled, -column.height_mm)
    for key in ("volume", "platelets", "mononuclear", "granulocytes", "red"):
        assert np.abs(getattr(everything, key) - 1).max() < 1e-12, key


def test_a_fixed_grid_gives_the_same_interface():
    """The slow obvious twin: the same flux on cells that stand still, red cells only."""
    height, blood, gmin, cells = 60.0, 0.38, 1600.0, 1600
    share, wide, done = np.full(cells, blood), height / cells, 0.0
    speed = CELLS.red_speed * CELLS.aggregation
    while done < gmin:
        fall = speed * np.maximum(1 - share / CELLS.packed, 0) ** CELLS.hindrance
        step = min(0.4 * wide / speed, gmin - done)
        flux = np.concatenate([[0], share[:-1] * fall[1:], [0]])  # concentration times velocity
        share, done = share - step / wide * np.diff(flux), done + step
    interface = height - wide * float(np.argmax(share > 0.3))
    assert share.sum() * wide == pytest.approx(blood * height, rel=1e-12)
    column = Column(14, height * np.pi * 49 / 1000, FAR)
    assert settle(column, blood, [gmin]).interface[0, 0] == pytest.approx(interface, abs=0.15)


@pytest.mark.parametrize("column", [NINE, CONE, Column(11, 3.5, 160), Column(70.1, 517.5, 220)])
def test_halving_the_grid_moves_recovery_by_less_than_half_a_point(column):
    blood, cuts = np.array([0.3, 0.378, 0.45]), [-1.0, 0.5, 1.0, 1.5, 2.0]
    gmin = np.array([15, 25, 35, 70, 150]) * column.even_mm
    coarse, fine = (
        harvest(settle(column, blood, gmin, layers=times * layers_for(column), tracers=times * TRACERS), cuts)
        for times in (1, 2)
    )
    assert np.abs(coarse.platelets - fine.platelets).max() < 0.005
    assert np.abs(coarse.volume - fine.volume).max() < 0.005


def test_white_cells_stay_behind_when_the_buffy_coat_does_and_come_along_with_it():
    settled = settle(NINE, 0.378, [1600])
    above, below = (harvest(settled, cut) for cut in (1.5, -1.0))
    assert above.white[0, 0, 0] == constant("white_floor")
    assert above.red_cells[0, 0, 0] == constant("red_floor")
    assert below.white[0, 0, 0] > 0.3
    # Density order: mononuclear cells lie above granulocytes, which lie among red cells.
    assert below.mononuclear[0, 0, 0] > below.granulocytes[0, 0, 0]


def test_the_second_spin_keeps_what_has_come_down():
    assert kept(0, 20, 1 / 3, FAR) == pytest.approx(1 / 3)
    assert kept(1e6, 20, 1 / 3, 160) == 1
    # Preparation note 1.2: about 95 % in the lower third needs 4,900 g·min for 18 mm and 8,100 for 30 mm.
    assert float(kept(4900, 18, 1 / 3, FAR)) == pytest.approx(0.95, abs=0.03)
    assert float(kept(8100, 30, 1 / 3, FAR)) == pytest.approx(0.95, abs=0.03)
    # Nearer the axis the force is less, and so is what is kept.
    assert kept(4900, 18, 1 / 3, 100) < kept(4900, 18, 1 / 3, FAR)


@pytest.mark.parametrize("blood", [0, -0.1, 0.99, float("nan")])
def test_an_impossible_haematocrit_is_refused(blood):
    with pytest.raises(ValueError, match="haematocrit"):
        settle(NINE, blood, [100])


@pytest.mark.parametrize("gmin", [[-1], [100, 50], [float("inf")]])
def test_an_impossible_spin_is_refused(gmin):
    with pytest.raises(ValueError, match="ascending"):
        settle(NINE, 0.4, gmin)
