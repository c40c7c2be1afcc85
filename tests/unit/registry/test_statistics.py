"""Statistics add up, to the last bit, whoever held which rows."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from buffycoat.registry.models.mmrm import fit
from buffycoat.registry.statistics import Additive, Axis, Counts, Moments, Survival
from buffycoat.registry.statistics.products import products

ARMS = Axis("arm", ("prp", "steroid"))


def moments(scores: NDArray[np.int64], arm: NDArray[np.int64]) -> Moments:
    cells = [
        [(arm == one).sum(), scores[arm == one].sum(), (scores[arm == one] ** 2).sum()] for one in (0, 1)
    ]
    return Moments("pain", (ARMS,), np.array(cells))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), sites=st.integers(1, 200))
def test_any_split_into_sites_gives_the_same_bits(seed: int, sites: int) -> None:
    rng = np.random.default_rng(seed)
    people = 300
    arm, base = rng.integers(0, 2, people), rng.integers(0, 101, people)
    y = rng.integers(0, 101, (people, 3))
    y[rng.random(y.shape) < 0.3] = 255
    site = rng.integers(0, sites, people)
    whole = products("pain", {"arm": arm, "base": base}, y)
    parts = [
        products("pain", {"arm": arm[site == one], "base": base[site == one]}, y[site == one])
        for one in rng.permutation(sites)
    ]
    pooled = parts[0]
    for part in parts[1:]:
        pooled = pooled + part
    assert pooled.fingerprint() == whole.fingerprint()
    assert fit(pooled).beta.tobytes() == fit(whole).beta.tobytes()
    assert sum(
        (moments(base[site == one], arm[site == one]) for one in range(1, sites)),
        start=moments(base[site == 0], arm[site == 0]),
    ) == moments(base, arm)


def test_a_corrected_answer_is_taken_out_and_put_in() -> None:
    scores, arm = np.array([3, 5, 8, 2]), np.array([0, 0, 1, 1])
    wrong = moments(scores, arm)
    mended = wrong - moments(scores[2:3], arm[2:3]) + moments(np.array([4]), arm[2:3])
    assert mended == moments(np.array([3, 5, 4, 2]), arm)


def test_mean_and_variance_are_the_textbook_s() -> None:
    scores, arm = np.array([3, 5, 8, 2, 9, 4]), np.array([0, 0, 0, 1, 1, 1])
    found = moments(scores, arm)
    assert found.mean() == pytest.approx([scores[:3].mean(), scores[3:].mean()], rel=1e-15)
    assert found.variance() == pytest.approx([scores[:3].var(ddof=1), scores[3:].var(ddof=1)], rel=1e-15)
    alone = moments(scores[:1], arm[:1])
    assert np.isnan(alone.variance()).all()
    assert np.isnan(alone.mean()[1])


def test_small_groups_are_hidden_and_stay_hidden_in_a_sum() -> None:
    one, two = (Counts("people", (ARMS,), np.array([[few], [many]])) for few, many in ((3, 40), (20, 50)))
    hidden = one.suppress(5)
    assert hidden.hidden.tolist() == [True, False]
    assert hidden.cells.ravel().tolist() == [0, 40]
    assert (hidden + two).hidden.tolist() == [True, False]
    assert Counts("people", (ARMS,), np.array([[0], [9]])).suppress(5).hidden.tolist() == [False, False]


def test_json_there_and_back() -> None:
    rng = np.random.default_rng(2)
    held: list[Additive] = [
        moments(np.array([3, 5, 8]), np.array([0, 0, 1])).suppress(2),
        Survival("rescue", (ARMS, Axis("day", ("0", "90", "365"))), rng.integers(0, 9, (2, 3, 2))),
        products("pain", {"arm": rng.integers(0, 2, 40)}, rng.integers(0, 11, (40, 3))),
    ]
    for one in held:
        back = Additive.from_json(json.loads(json.dumps(one.to_json())))
        assert type(back) is type(one)
        assert back.fingerprint() == one.fingerprint()


@pytest.mark.parametrize(
    "spoilt",
    [
        {"form": "rumour"},
        {"cells": [[1, 2], [3, 4]]},
        {"cells": [[1, 2, 3.5], [3, 4, 5]]},
        {"cells": [[1, 2, 2**70], [3, 4, 5]]},
        {"axes": [{"name": "arm"}]},
        {"parts": ["n"]},
    ],
)
def test_what_is_not_a_statistic_is_refused(spoilt: dict[str, object]) -> None:
    good = moments(np.array([3, 5, 8]), np.array([0, 0, 1])).to_json()
    with pytest.raises(ValueError, match=r"statistic|cells|reshape"):
        Additive.from_json({**good, **spoilt})


def test_different_things_do_not_add_up() -> None:
    one = Counts("people", (ARMS,), np.array([[1], [2]]))
    with pytest.raises(ValueError, match="different things"):
        one + Counts("visits", (ARMS,), np.array([[1], [2]]))
    with pytest.raises(ValueError, match="axis arm differs"):
        one + Counts("people", (Axis("arm", ("steroid", "prp")),), np.array([[1], [2]]))
    with pytest.raises(TypeError, match="whole numbers"):
        Counts("people", (ARMS,), np.array([[1.0], [2.0]]))
    with pytest.raises(OverflowError):
        Counts("people", (ARMS,), np.array([[2**62], [2]]))


def test_at_risk_counts_those_who_leave_later() -> None:
    held = Survival("rescue", (Axis("day", ("10", "20", "30")),), np.array([[2, 1], [3, 3], [5, 0]]))
    assert held.at_risk.tolist() == [10, 8, 5]
    assert held.suppress(11).hidden.all()
    assert not held.suppress(10).hidden.any()
    with pytest.raises(ValueError, match="not in order"):
        Survival("rescue", (Axis("day", ("10", "5")),), np.array([[2, 1], [3, 3]]))
