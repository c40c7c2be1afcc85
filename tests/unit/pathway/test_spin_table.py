"""The table answers as the full solver does, and belongs to the constants."""

import numpy as np
import pytest

from buffycoat.pathway.preparation import cells, spin_table
from buffycoat.pathway.preparation.column import Column
from buffycoat.pathway.preparation.harvest import harvest
from buffycoat.pathway.preparation.settle import settle
from buffycoat.pathway.preparation.tabulate import (
    CUT,
    DEPTH,
    FINE,
    HAEMATOCRIT,
    QUICK,
    SPIN,
    cylinder,
    table_for,
    tabulate,
)

TABLE = spin_table.spin_table()


def test_the_shipped_table_is_that_of_these_constants_and_axes():
    assert TABLE.checksum == cells.checksum()
    for made, axis in ((TABLE.depth, DEPTH), (TABLE.haematocrit, HAEMATOCRIT), (TABLE.spin, SPIN)):
        assert np.allclose(made, axis)
    assert np.allclose(TABLE.cut, CUT)


def test_other_constants_have_another_checksum(monkeypatch):
    before = cells.checksum()
    rows = dict(cells.CONSTANTS.rows)
    rows["expulsion"] = rows["expulsion"].model_copy(update={"value": 0.6})
    monkeypatch.setattr(cells, "CONSTANTS", cells.CONSTANTS.model_copy(update={"rows": rows}))
    assert cells.checksum() != before


def test_a_table_of_other_constants_is_refused(monkeypatch):
    monkeypatch.setattr(spin_table, "checksum", lambda: "another")
    spin_table.spin_table.cache_clear()
    try:
        with pytest.raises(ValueError, match="other constants"):
            spin_table.spin_table()
    finally:
        spin_table.spin_table.cache_clear()


def test_nodes_built_again_are_those_shipped():
    depth, blood, spin = 2, np.array([3, 9, 15]), np.array([0, 40, 70, 95])
    again = tabulate([cylinder(float(DEPTH[depth]))], HAEMATOCRIT[blood], SPIN[spin], CUT, FINE)
    shipped = TABLE.shares[depth][np.ix_(blood, spin)].astype(int)
    # The steps stop at other places when fewer G are asked for, which shows at the edge of the buffy coat.
    off = np.abs(again.shares[0].astype(int) - shipped) / spin_table.FULL
    assert off.mean() < 0.0003
    assert off.max() < 0.01
    assert np.abs(again.interface[0] - TABLE.interface[depth][np.ix_(blood, spin)]).max() < 0.001


@pytest.mark.parametrize(
    ("column", "mean", "most"),
    [
        (Column(14, 9, 160), 0.003, 0.015),
        (Column(11, 3.5, 90), 0.003, 0.015),
        (Column(14.7, 10, 160, tip_mm=22), 0.008, 0.04),
    ],
)
def test_between_the_nodes_it_answers_as_the_full_solver_does(column, mean, most):
    blood, cuts = np.array([0.31, 0.378, 0.43]), np.array([-1.0, 0.5, 1.5, 3.0])
    gmin = np.array([13.3, 21.7, 28.1, 77]) * column.even_mm
    solved = harvest(settle(column, blood, gmin), cuts)
    every = np.meshgrid(gmin, blood, cuts, indexing="ij")
    found = table_for(column).look_up(column, every[1], every[0], every[2])
    off = np.abs(found.platelets - solved.platelets)
    assert off.mean() < mean
    assert off.max() < most
    assert np.abs(found.volume - solved.volume).max() < 0.01


def test_a_cone_has_a_table_of_its_own():
    column = Column(14.7, 10, 160, tip_mm=22)
    shipped = spin_table.spin_table()
    assert table_for(column) is not shipped
    assert table_for(column) is table_for(Column(14.7, 10, 160, tip_mm=22))
    assert table_for(Column(14.7, 10, 160)) is shipped
    assert QUICK < FINE


def test_what_lies_outside_is_told():
    column = Column(14, 9, 160)
    blood, gmin, cut = (
        np.array(one) for one in ([0.4, 0.1, 0.4, 0.4], [1600.0, 1600, 9e4, 1600], [1.0, 1, 1, 30])
    )
    assert TABLE.covers(column, blood, gmin, cut).tolist() == [True, False, False, False]
