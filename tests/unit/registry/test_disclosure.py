"""What is published of a table cannot be worked back to a small number: an attacker with a solver tries."""

from typing import Any

import numpy as np
import pytest

from buffycoat.registry.disclosure import hidden_in, open_range, publish, unlike, with_sums
from buffycoat.registry.statistics import Axis, Counts, Moments, Survival


def counts(cells: Any) -> Counts:
    held = np.array(cells)
    axes = tuple(
        Axis(f"axis {at}", tuple(f"{at}.{one}" for one in range(size))) for at, size in enumerate(held.shape)
    )
    return Counts("people", axes, held[..., None])


def test_one_small_number_is_not_left_alone_in_its_row_and_column() -> None:
    shown = publish(counts([[3, 20, 30], [40, 50, 60], [70, 80, 90]])).people
    assert shown[0, 0] == -1
    assert (shown[0] == -1).sum() >= 2
    assert (shown[:, 0] == -1).sum() >= 2
    assert shown[3, 3] == 445  # 443, rounded


def test_nobody_is_shown_as_nobody_and_the_rest_is_rounded() -> None:
    shown = publish(counts([0, 11, 23, 48])).people
    assert shown.tolist() == [0, 10, 25, 50, 80]


def test_two_small_numbers_whose_sum_is_small_are_not_given_by_the_total() -> None:
    shown = publish(counts([1, 2, 30, 40])).people
    assert shown[:2].tolist() == [-1, -1]
    assert (shown == -1).sum() >= 3


@pytest.mark.parametrize("shape", [(5,), (3, 4), (6, 5), (3, 3, 3), (2, 4, 3)])
@pytest.mark.parametrize("seed", range(6))
def test_a_solver_cannot_narrow_a_small_number_down(shape: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = rng.poisson(rng.choice([2, 6, 15]), shape) * (rng.random(shape) < 0.85)
    whole = with_sums(cells)
    hidden = hidden_in(whole, 5)
    small = (whole > 0) & (whole < 5)
    assert not (small & ~hidden).any()
    for cell in map(tuple, np.argwhere(small)):
        low, high = open_range(whole, hidden, cell)
        assert low <= whole[cell] <= high
        assert high - low >= 5 or hidden.all()


def test_a_table_without_a_small_number_hides_nothing() -> None:
    assert not (publish(counts([[5, 6], [7, 8]])).people < 0).any()


def test_the_minimum_may_be_raised_and_never_lowered() -> None:
    held = counts([6, 30, 40])
    assert (publish(held, least=10).people < 0).sum() >= 2
    with pytest.raises(ValueError, match="5 people or more"):
        publish(held, least=4)
    with pytest.raises(ValueError, match="hidden already"):
        publish(counts([1, 9]).suppress(5))


def test_rows_say_nothing_where_a_number_is_hidden() -> None:
    rows = list(publish(counts([2, 30])).rows())
    assert [one["people"] for one in rows].count(None) >= 2
    assert rows[-1]["axis 0"] == "all"


def test_a_total_that_differs_from_an_earlier_one_by_few_is_hidden() -> None:
    before, after = counts([50, 60, 70]), counts([50, 62, 80])
    assert unlike(after, before).hidden.tolist() == [False, True, False]
    axis = (Axis("group", ("a", "b")),)
    first = Moments("pain", axis, np.array([[10, 40, 200], [20, 90, 500]]))
    second = Moments(
        "pain", axis, np.array([[10, 41, 209], [20, 90, 500]])
    )  # one person's answer was corrected
    assert unlike(second, first).hidden.tolist() == [True, False]


def test_a_curve_that_few_joined_is_hidden_as_a_whole() -> None:
    axes = (Axis("arm", ("prp", "other")), Axis("day", ("0", "1", "2")))
    held = np.array([[[10, 1], [5, 0], [9, 2]], [[8, 0], [8, 1], [8, 0]]])
    later = held.copy()
    later[0, 1] += [1, 1]
    found = unlike(Survival("rescue", axes, later), Survival("rescue", axes, held))
    assert found.hidden.tolist() == [[True] * 3, [False] * 3]
    with pytest.raises(ValueError, match="same form"):
        unlike(counts([1, 2]), counts([1, 2, 3]))
