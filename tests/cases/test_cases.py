"""Every written case gets the answer that a clinician expects, through the engine behind the command line."""

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buffycoat.interop import lines
from buffycoat.interop.ask_case import engine_of

HERE = Path(__file__).parent
TIERS = ["routine", "two_weeks", "same_day", "emergency"]
VERDICTS = ["suitable", "needs_review", "not_suitable"]


def written(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text().splitlines()]


def asked(name: str, cases: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    """The answers to all cases in one run, as the command gives them."""
    given = [json.dumps({"id": one["id"], **one["case"]}) for one in cases]
    out = io.StringIO()
    status = lines.run(engine_of(name, lambda: date(2026, 11, 19)), given, out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


TRIAGE, CANDIDACY = written("triage"), written("candidacy")
ANSWERS = {one["id"]: one for name, cases in (("triage", TRIAGE), ("candidacy", CANDIDACY))
           for one in asked(name, cases)[1]}  # fmt: skip


@pytest.mark.parametrize("one", TRIAGE, ids=lambda one: one["id"])
def test_triage(one: dict[str, Any]) -> None:
    expect, answer = one["expect"], ANSWERS[one["id"]]
    if "error" in expect:
        assert expect["error"] in f"{answer['error']['field']}: {answer['error']['message']}"
        return
    assert answer.get("tier") == expect["tier"], (one["why"], answer)
    assert set(expect.get("drivers", ())) <= set(answer["drivers"])
    assert set(expect.get("unknown", ())) <= set(answer["unknown"])
    if "contradictions" in expect:
        assert expect["contradictions"] in " ".join(answer["contradictions"])
    else:
        assert answer["contradictions"] == []


@pytest.mark.parametrize("one", CANDIDACY, ids=lambda one: one["id"])
def test_candidacy(one: dict[str, Any]) -> None:
    expect, answer = one["expect"], ANSWERS[one["id"]]
    if "error" in expect:
        assert expect["error"] in f"{answer['error']['field']}: {answer['error']['message']}"
        return
    codes = {reason["code"] for reason in answer["reasons"] if reason["weight"] != "info"}
    assert answer.get("verdict") == expect["verdict"], (one["why"], answer["reasons"])
    assert set(expect.get("codes", ())) <= codes
    assert not set(expect.get("not", ())) & codes
    held = {line["drug"]: line for line in answer["drug_timeline"]}
    for drug, days in expect.get("timeline", {}).items():
        assert {key: held[drug][key] for key in days} == days


def test_nobody_is_under_triaged() -> None:
    below = [
        one["why"]
        for one in TRIAGE
        if "tier" in one["expect"]
        and TIERS.index(ANSWERS[one["id"]]["tier"]) < TIERS.index(one["expect"]["tier"])
    ]
    assert below == []


def test_nobody_is_let_through_who_should_not_be() -> None:
    through = [
        one["why"]
        for one in CANDIDACY
        if "verdict" in one["expect"]
        and VERDICTS.index(ANSWERS[one["id"]]["verdict"]) < VERDICTS.index(one["expect"]["verdict"])
    ]
    assert through == []


def test_there_are_enough_cases_of_every_tier_and_verdict() -> None:
    tiers = Counter(one["expect"].get("tier") for one in TRIAGE)
    verdicts = Counter(one["expect"].get("verdict") for one in CANDIDACY)
    assert len(TRIAGE) + len(CANDIDACY) >= 170
    assert min(tiers[tier] for tier in TIERS) >= 15
    assert min(verdicts[verdict] for verdict in VERDICTS) >= 10
    assert len({one["id"] for one in (*TRIAGE, *CANDIDACY)}) == len(TRIAGE) + len(CANDIDACY)


@pytest.mark.parametrize("name", ["triage", "candidacy"])
def test_every_reason_and_suspicion_has_a_source(name: str) -> None:
    for one in TRIAGE if name == "triage" else CANDIDACY:
        answer = ANSWERS[one["id"]]
        for said in answer.get("suspected", answer.get("reasons", ())):
            assert said["source"]
            assert said["mark"]
