"""What a report prints cannot be worked back to a small number, whatever sums tie its numbers together."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.registry.linked import FEW, HIDDEN, Linked, leaves, possible, release, rounded

LEAST, BASE = 5, 5


def _table(cells: np.ndarray, printed_parts: bool = True) -> Linked:
    """A table with the sums of its rows and columns, and their sum."""
    values, sums = {}, []
    rows, columns = cells.shape
    for i, j in np.ndindex(rows, columns):
        values["cell", str(i), str(j)] = int(cells[i, j])
    for i in range(rows):
        values["row", str(i)] = int(cells[i].sum())
        sums.append((("row", str(i)), [("cell", str(i), str(j)) for j in range(columns)]))
    for j in range(columns):
        values["column", str(j)] = int(cells[:, j].sum())
        sums.append((("column", str(j)), [("cell", str(i), str(j)) for i in range(rows)]))
    values["all",] = int(cells.sum())
    sums.append((("all",), [("row", str(i)) for i in range(rows)]))
    printed = [one for one in values if printed_parts or one[0] != "cell"]
    return Linked(values, sums, printed)


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.one_of(st.integers(0, 9), st.integers(0, 60)),
        min_size=shape[0] * shape[1],
        max_size=shape[0] * shape[1],
    ).map(lambda cells: np.array(cells).reshape(shape))
)


@settings(deadline=None, max_examples=40)
@given(tables, st.booleans())
def test_every_small_number_stays_open_from_one_to_four(cells, printed_parts):
    held = _table(cells, printed_parts)
    shown = release(held, LEAST, BASE)
    for name, value in held.values.items():
        if 0 < value < LEAST:
            assert shown.get(name, HIDDEN) in (FEW, HIDDEN)
            low, high = possible(held, shown, name, LEAST, BASE)
            assert low <= 1.001
            assert high >= 3.999


@settings(deadline=None, max_examples=40)
@given(tables)
def test_what_is_printed_is_true(cells):
    held = _table(cells)
    for name, said in release(held, LEAST, BASE).items():
        low, high = leaves(said, LEAST, BASE)
        assert low <= held.values[name] <= high


def test_every_whole_table_that_would_print_the_same_is_counted_through():
    """The programme's ends are reached by whole people: checked by trying every table there is."""
    cells = np.array([[4, 4], [6, 12]])
    held = _table(cells)
    shown = release(held, LEAST, BASE)
    seen = set()
    for a, b, c, d in itertools.product(range(15), repeat=4):
        other = _table(np.array([[a, b], [c, d]]))
        if all(
            leaves(said, LEAST, BASE)[0] <= other.values[name] <= leaves(said, LEAST, BASE)[1]
            for name, said in shown.items()
        ):
            seen.add(a)
    assert seen >= {1, 2, 3, 4}


def test_two_fours_that_their_rounded_sum_gives_away_are_not_both_told():
    held = Linked(
        {("sum",): 8, ("a",): 4, ("b",): 4}, [(("sum",), [("a",), ("b",)])], [("sum",), ("a",), ("b",)]
    )
    assert rounded(8, LEAST, BASE) == 10  # 8 to 12: of two numbers of at most 4 only 4 and 4
    shown = release(held, LEAST, BASE)
    assert HIDDEN in shown.values()
    last = release(Linked(held.values, held.sums, held.printed, [("a",), ("b",)]), LEAST, BASE)
    assert last == {("sum",): HIDDEN, ("a",): FEW, ("b",): FEW}


def test_sums_that_do_not_hold_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        release(Linked({("a",): -1}, [], []), LEAST, BASE)
    with pytest.raises(ValueError, match="is not the sum"):
        release(Linked({("sum",): 9, ("a",): 4}, [(("sum",), [("a",)])], []), LEAST, BASE)
