"""Whatever the tube, the blood and the spin: cells are conserved, and no share leaves 0 to 1."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.pathway.preparation.cells import CELLS
from buffycoat.pathway.preparation.column import Column
from buffycoat.pathway.preparation.harvest import harvest, heights
from buffycoat.pathway.preparation.settle import settle

LAYERS, TRACERS = 40, 16


@st.composite
def columns(draw) -> Column:
    """Any swing-out tube: bore, how high it is filled, how much of it narrows, how far the axis is."""
    bore, height = draw(st.floats(6, 40)), draw(st.floats(8, 120))
    tip = draw(st.one_of(st.just(0.0), st.floats(1, 40)))
    radius = draw(st.floats(1.1, 4)) * (height + tip)
    return Column(bore, height * np.pi * bore**2 / 4000, radius, tip)


@settings(max_examples=25, deadline=None)
@given(
    columns(),
    st.floats(0.05, 0.9),
    st.floats(0, 20_000),
    st.floats(1, 20),
    st.floats(1.5, 6),
    st.floats(0, 1),
)
def test_cells_are_conserved_and_shares_are_shares(column, blood, gmin, aggregation, hindrance, expulsion):
    cells = CELLS.fitted(aggregation, hindrance, expulsion)
    settled = settle(column, blood, [gmin], cells, LAYERS, TRACERS)
    layers = -np.diff(column.even(settled.faces[0, 0]))
    held = blood * column.even_mm / LAYERS
    assert layers.min() > 0
    assert (held / layers).max() <= cells.packed * (1 + 1e-9)
    assert abs(layers.sum() - column.even(settled.interface[0, 0])) < 1e-9 * column.even_mm
    assert abs((held / layers * layers).sum() / (blood * column.even_mm) - 1) < 1e-12
    place = heights(settled, 0, 0)
    assert place.min() >= -1e-9
    assert place.max() <= column.height_mm + 1e-9
    # Cells of one kind do not overtake each other by more than the step of the tracers can be out by.
    assert np.all(np.diff(place, axis=1) <= 2e-3 * column.height_mm)
    shares = harvest(settled, np.linspace(-column.height_mm, 5, 9))
    for key in ("volume", "platelets", "mononuclear", "granulocytes", "red"):
        found = getattr(shares, key)[0, 0]
        assert np.all((found >= 0) & (found <= 1)), key
        assert np.all(np.diff(found) <= 1e-12), key  # a lower cut never takes less
        assert abs(found[0] - 1) < 1e-12, key  # a cut at the bottom takes everything
