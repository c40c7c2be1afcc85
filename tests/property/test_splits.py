"""However the rows are split among 1 to 200 sites, the sum is that of the pooled rows to the last bit."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.registry_data import make
from buffycoat.registry import frame
from buffycoat.registry.federated import masks, statistic

KINDS: tuple[dict[str, Any], ...] = (
    *({"kind": kind} for kind in ("response", "events", "pain", "change", "rescue")),
    {"kind": "visits", "columns": ["baseline", "age", "bmi", "prp"], "fill": ["baseline"]},
    {
        "kind": "logistic",
        "week": 12,
        "columns": ["baseline", "age", "female"],
        "at": [-1.3, 0.11, -0.02, 1 / 7],
    },
)


@pytest.fixture(scope="module", autouse=True)
def made(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("registry")
    make(folder, 500, 4)
    whole.folder = folder  # type: ignore[attr-defined]  # Hypothesis calls without fixtures of this scope
    whole.cache_clear()


@cache
def whole() -> frame.Frame:
    return frame.read(whole.folder)  # type: ignore[attr-defined]  # set above


@settings(max_examples=30, deadline=None)
@given(sites=st.integers(1, 200), seed=st.integers(0, 2**32), asked=st.sampled_from(KINDS))
def test_any_split_gives_the_pooled_statistic(sites: int, seed: int, asked: dict[str, Any]) -> None:
    pooled = whole()
    place = np.random.default_rng(seed).integers(0, sites, len(pooled))
    total = statistic.blank(asked)
    for one in range(sites):
        total = total + statistic.statistic(asked, pooled.where(place == one))
    assert total.fingerprint() == statistic.statistic(asked, pooled).fingerprint()


@settings(max_examples=25, deadline=None)
@given(sites=st.integers(1, 12), size=st.integers(1, 40), seed=st.integers(0, 2**32), lost=st.integers(0, 3))
def test_masks_cancel_whoever_is_lost(sites: int, size: int, seed: int, lost: int) -> None:
    _cancels(sites, size, seed, min(lost, sites - 1))


def test_masks_of_two_hundred_sites_cancel() -> None:
    _cancels(200, 50, 1, 7)


def _cancels(many: int, size: int, seed: int, lost: int) -> None:
    rng = np.random.default_rng(seed)
    names = [f"site{one:03d}" for one in range(many)]
    private = {name: rng.bytes(32) for name in names}
    own = {name: rng.bytes(32) for name in names}
    public = {name: masks.public_of(key) for name, key in private.items()}
    values = {name: rng.integers(-(2**53), 2**53, size) for name in names}
    seeds: dict[str, dict[str, bytes]] = {name: {} for name in names}
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            shared = masks.agreed(private[one], public[other], "question", one, other)
            seeds[one][other] = seeds[other][one] = shared
    if many > 1:
        last, first = names[-1], names[0]
        assert masks.agreed(private[last], public[first], "question", last, first) == seeds[first][last]
    gone = set(names[:lost])
    sent = {me: masks.masked(values[me], me, own[me], seeds[me]) for me in names if me not in gone}
    told = {me: {one: seeds[me][one] for one in gone} for me in sent}
    total = masks.unmasked(sent, own, told)
    assert (total == sum(values[me] for me in sent)).all()
    if len(sent) > 1:
        assert (masks.added(sent.values(), size).view(np.int64) != total).any()
