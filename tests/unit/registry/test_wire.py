"""Everything that is ever sent, decoded: no row, no pseudonym, no number of a site below the minimum."""

import base64
import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from benchmarks.registry_data import make
from buffycoat.registry import frame
from buffycoat.registry.columns import TABLES
from buffycoat.registry.federated import masks, statistic
from buffycoat.registry.federated.cohort import members
from buffycoat.registry.federated.result import result
from buffycoat.registry.files import columns_of, sites
from tests.unit.registry.federation import Federation, holding

NAMES = "abcd"
KINDS: list[dict[str, Any]] = [
    {"kind": "response"},
    {"kind": "rescue"},
    {"kind": "visits", "columns": ["baseline"], "fill": ["baseline"]},
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("registry")
    make(folder, 300, 4)
    whole = frame.read(folder)
    people = {
        name: columns_of(site.file("episodes"), ["person", "episode"])
        for name, site in zip(NAMES, sites(folder), strict=True)
    }
    parts = {name: whole.where(whole.columns["site"] == at) for at, name in enumerate(NAMES)}
    federation = Federation(
        {name: holding(part, name, people[name]["person"].to_numpy()) for name, part in parts.items()}
    )
    results = []
    for asked in KINDS:
        lost = asked["kind"] == "rescue"
        question = federation.question(asked, {"arm": ["prp", "steroid"]} if lost else None)
        total = federation.round(question, {"masked": "d"} if lost else None)
        results.append((question, total))
    return federation, people, parts, results


def leaves(said: Any) -> Iterator[Any]:
    if isinstance(said, dict):
        for name, one in said.items():
            yield name
            yield from leaves(one)
    elif isinstance(said, list):
        for one in said:
            yield from leaves(one)
    else:
        yield said


def test_no_message_holds_a_number_of_a_site_in_clear(told: Any) -> None:
    federation, _, _, _ = told
    numbers = [
        one
        for message in federation.wire
        if message["said"]["message"] not in ("question",)
        for one in leaves(message)
        if isinstance(one, int | float)
    ]
    assert numbers == []


def test_no_message_holds_a_pseudonym_or_a_column(told: Any) -> None:
    federation, people, _, _ = told
    sent = [message for message in federation.wire if message["said"]["message"] != "question"]
    text = json.dumps(sent)
    raw = b"".join(
        base64.b64decode(one["said"]["values"]) for one in sent if one["said"]["message"] == "masked"
    )
    for held in people.values():
        for name in ("person", "episode"):
            for one in held[name].to_pylist():
                assert str(one) not in text
                assert one.to_bytes(8, "little") not in raw
    words = {one.name for table in TABLES.values() for one in table} - {"site", "person"}
    assert not words & {one for message in sent for one in leaves(message) if isinstance(one, str)}


def test_masked_answers_look_like_chance_alone_and_in_every_part_of_the_whole(told: Any) -> None:
    federation, _, parts, results = told
    for question, _ in results:
        truth = {
            name: statistic.statistic(
                question.statistic, part.where(members(part, question.cohort))
            ).cells.reshape(-1)
            for name, part in parts.items()
        }
        assert any(((one > 0) & (one < 5)).any() for one in truth.values())  # there is something to hide
        rings = {
            one["said"]["site"]: np.frombuffer(base64.b64decode(one["said"]["values"]), np.uint64)
            for one in federation.wire
            if one["said"]["message"] == "masked" and one["said"]["question"] == question.id
        }
        for many in range(1, len(rings) + 1):
            for some in combinations(sorted(rings), many):
                seen = masks.added((rings[name] for name in some), len(rings[some[0]])).view(np.int64)
                assert (seen == sum(truth[name] for name in some)).sum() == 0
                assert (np.abs(seen.astype(float)) < 2**50).mean() < 0.01  # chance: about 0.0001


def test_no_result_holds_a_group_below_the_minimum(told: Any) -> None:
    _, _, _, results = told
    for question, total in results:
        shown = result(question, total, NAMES)
        groups = [one for one in shown["statistic"]["cells"] if one is not None]
        if question.kind == "rescue":
            curves = np.array([one or [0, 0] for one in shown["statistic"]["cells"]]).reshape(4, -1, 2)
            people = curves[..., 0].sum(axis=1)
        else:
            people = np.array([one[0] for one in groups])
        assert not ((people > 0) & (people < 5)).any()
        assert shown["hidden"] > 0
