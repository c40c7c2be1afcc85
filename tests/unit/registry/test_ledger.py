"""No set of answers tells of fewer people than the minimum, however the questions were chosen."""

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.registry_data import make
from buffycoat.registry import frame
from buffycoat.registry.federated import cohort
from buffycoat.registry.federated.ledger import Ledger, Rows, rows_of

LEAST = 5


def rows(many: int, people: NDArray[np.uint64] | None = None) -> Rows:
    made = np.random.default_rng(7).choice(2**40, many, replace=False).astype(np.uint64)
    return Rows(made, made + 1 if people is None else people)


def chosen(many: int, *inside: int) -> NDArray[np.bool_]:
    found = np.zeros(many, bool)
    found[list(inside)] = True
    return found


def asked(ledger: Ledger, now: Rows, cohort: NDArray[np.bool_]) -> Ledger | None:
    return ledger.admit(now, cohort, LEAST)


def after(now: Rows, *cohorts: NDArray[np.bool_]) -> Ledger:
    ledger = Ledger.empty()
    for one in cohorts:
        grown = asked(ledger, now, one)
        assert grown is not None
        ledger = grown
    return ledger


def test_a_cohort_below_the_minimum_is_not_told() -> None:
    now = rows(30)
    for few in range(LEAST):
        assert asked(Ledger.empty(), now, chosen(30, *range(few))) is None
    assert asked(Ledger.empty(), now, chosen(30, *range(LEAST))) is not None


def test_everybody_and_everybody_but_one_are_not_both_told() -> None:
    now = rows(30)
    everybody, but_one = chosen(30, *range(30)), chosen(30, *range(1, 30))
    assert asked(after(now, everybody), now, but_one) is None
    assert asked(after(now, but_one), now, everybody) is None
    assert asked(after(now, everybody), now, everybody) is not None


def test_three_cohorts_that_are_far_apart_two_by_two_do_not_single_anybody_out() -> None:
    """A + B - (A or B) is their overlap: here one person, though every two cohorts differ by many."""
    now = rows(40)
    first, second = chosen(40, *range(20)), chosen(40, *range(19, 39))
    assert (first ^ second).sum() >= LEAST
    assert asked(after(now, first), now, second) is None


def test_one_person_with_many_episodes_is_one_person() -> None:
    now = rows(30, np.array([1] * 8 + list(range(2, 24)), np.uint64))
    assert asked(Ledger.empty(), now, chosen(30, *range(8))) is None
    assert asked(Ledger.empty(), now, chosen(30, *range(12))) is not None


def test_asking_again_tells_of_those_who_changed_so_they_must_be_enough() -> None:
    now = rows(30)
    everybody = chosen(30, *range(30))
    ledger = after(now, everybody)
    for changed in range(1, 8):
        later = Rows(now.rows.copy(), now.people)
        later.rows[:changed] += np.uint64(2**41)
        assert (asked(ledger, later, everybody) is not None) == (changed >= LEAST)
        gone = Rows(now.rows[changed:], now.people[changed:])
        assert (asked(ledger, gone, everybody[changed:]) is not None) == (changed >= LEAST)
        new = np.arange(changed, dtype=np.uint64) + np.uint64(2**42)
        joined = Rows(np.append(now.rows, new), np.append(now.people, new))
        grown = asked(ledger, joined, np.ones(30 + changed, bool))
        assert (grown is not None) == (changed >= LEAST)


def attack(
    rng: np.random.Generator, many: int, target: int, told: list[NDArray[np.bool_]]
) -> NDArray[np.bool_]:
    """A question that would single the target out beside those told before, by one of the known ways."""
    way = rng.integers(5)
    if way == 0 or not told:  # anything
        return rng.random(many) < rng.uniform(0.05, 0.95)
    last = told[rng.integers(len(told))].copy()
    if way == 1:  # the same, with or without the target
        last[target] = ~last[target]
        return last
    if way == 2:  # the same, with the target and a few others swapped
        last[rng.choice(many, rng.integers(1, 4))] ^= True
        last[target] ^= True
        return last
    other = told[rng.integers(len(told))]
    if way == 3:  # a tracker: overlaps and unions of those told
        return (last | other) if rng.random() < 0.5 else (last & other)
    return np.asarray((last ^ other) | (np.arange(many) == target))


@pytest.mark.parametrize("many", [12, 60, 400])
def test_ten_thousand_questions_that_try_single_nobody_out(many: int) -> None:
    rng, now, ledger = np.random.default_rng(many), rows(many), Ledger.empty()
    told: list[NDArray[np.bool_]] = []
    for _ in range(10_000):
        cohort = attack(rng, many, 3, told)
        grown = ledger.admit(now, cohort, LEAST)
        if grown is not None:
            ledger = grown
            if not any((one == cohort).all() for one in told):
                told.append(cohort)
    assert len(told) >= 1
    assert ledger.least_told() >= LEAST
    # By algebra, without the ledger: no weighted sum of the answers is about fewer people than the minimum.
    kinds, counts = np.unique(np.array(told).T, axis=0, return_counts=True)
    assert counts[kinds.any(axis=1)].min() >= LEAST
    matrix, aim = np.array(told, float), np.eye(many)[3]
    rest = aim - matrix.T @ np.linalg.lstsq(matrix.T, aim, rcond=None)[0]
    assert np.abs(rest).max() > 0.5


def test_ten_thousand_questions_as_they_can_be_put_single_no_patient_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Filters chosen around one person: each takes in their own band or misses it by one."""
    folder = tmp_path_factory.mktemp("registry")
    make(folder, 400, 1)
    held = frame.read(folder)
    rng, target = np.random.default_rng(5), int(held.columns["age"].argmax())
    now = rows_of(held, np.arange(len(held), dtype=np.int64), b"k" * 32)
    names = [*cohort.EDGES, "target", "arm", "sex", "smoker"]
    ledger, told, tried = Ledger.empty(), [], 0
    while tried < 10_000:
        filters: dict[str, list[object]] = {}
        for name in rng.choice(names, rng.integers(0, 4), replace=False):
            filters[str(name)] = around(rng, held, str(name), target)
        inside = cohort.members(held, filters)
        grown = ledger.admit(now, inside, LEAST)
        tried += 1
        if grown is not None:
            ledger = grown
            told.append(inside)
    different = np.unique(np.array(told), axis=0)
    assert len(different) >= 3
    kinds, counts = np.unique(different.T, axis=0, return_counts=True)
    assert counts[kinds.any(axis=1)].min() >= LEAST
    aim = np.eye(len(held))[target]
    rest = aim - different.T @ np.linalg.lstsq(different.T.astype(float), aim, rcond=None)[0]
    assert np.abs(rest).max() >= 1 - 1 / LEAST - 1e-9


def around(rng: np.random.Generator, held: frame.Frame, name: str, target: int) -> list[object]:
    """A filter whose edge lies at one person: with them or just without them."""
    if name in cohort.EDGES:
        edges, value = cohort.EDGES[name], int(cohort.column(held, name)[target])
        place = int(np.clip(np.searchsorted(edges, value, side="right") - 1, 0, len(edges) - 2))
        choices = [[edges[place], edges[-1]], [edges[0], edges[place + 1]], [edges[place], edges[place + 1]]]
        choices += [[edges[0], edges[place]]] if place else []
        return list(choices[rng.integers(len(choices))])
    if name == "smoker":
        return [bool(rng.integers(2))]
    labels = list(frame.CODES[name])
    return [one for one in labels if rng.random() < 0.7] or [labels[0]]
