"""Who may ask what: questions, cohorts, policies, logs, and steps that would weigh only a few people."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from buffycoat.registry import frame, sums
from buffycoat.registry.federated import cohort, log, statistic
from buffycoat.registry.federated.ledger import rows_of
from buffycoat.registry.federated.policy import STEPS, Policy
from buffycoat.registry.federated.question import Question, ask, read
from buffycoat.registry.federated.signatures import Refused, canonical, digest, opened, public_of, signed
from buffycoat.registry.frame import CODES, UNKNOWN, Frame
from tests.unit.registry.federation import ASKER, NOW, UNTIL, Federation, holding

KEY = "ab" * 32


def people(many: int, **columns: Any) -> Frame:
    """Rows with these columns, everything else unknown, who have not answered anything."""
    made = frame.nobody()
    held = {name: np.full(many, -1 if values.dtype.kind == "i" else UNKNOWN, values.dtype)
            for name, values in made.columns.items()}  # fmt: skip
    for name, values in columns.items():
        held[name] = np.asarray(values, held[name].dtype)
    table = np.full((many, made.table.shape[1]), UNKNOWN, np.uint8)
    return Frame(held, table, ("one",), ())


def asked(**other: Any) -> dict[str, Any]:
    held: dict[str, Any] = {
        "asker": "group",
        "nonce": "0" * 32,
        "until": UNTIL,
        "sites": ("a", "b", "c"),
        "cohort": {},
        "statistic": {"kind": "response"},
    }
    return ask(**(held | other))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"nonce": "1"}, "nonce"),
        ({"sites": ()}, "sites"),
        ({"sites": ("a", "a")}, "sites"),
        ({"cohort": {"name": ["Ann"]}}, "there is no filter name"),
        ({"cohort": {"age": [60, 61]}}, "age: from one edge"),
        ({"cohort": {"age": [60.0, 70]}}, "age: from one edge"),
        ({"cohort": {"target": ["KNEE"]}}, "KNEE"),
        ({"cohort": {"target": []}}, "nothing"),
        ({"cohort": {"smoker": ["yes"]}}, "smoker"),
        ({"statistic": {"kind": "rows"}}, "a statistic is a kind of"),
        ({"statistic": {"kind": "response", "columns": []}}, "a statistic is a kind of"),
        ({"statistic": {"kind": "visits", "columns": ["episode"]}}, "columns are at most"),
        ({"statistic": {"kind": "visits", "columns": ["age"], "fill": ["bmi"]}}, "fill"),
        ({"statistic": {"kind": "visits", "columns": ["smoker"], "fill": ["smoker"]}}, "fill"),
        ({"statistic": {"kind": "logistic", "columns": [], "week": 13, "at": [0.0]}}, "week"),
        ({"statistic": {"kind": "logistic", "columns": [], "week": 12, "at": [51]}}, "coefficient"),
        ({"statistic": {"kind": "logistic", "columns": ["age"], "week": 12, "at": [0]}}, "coefficient"),
    ],
)
def test_what_is_no_question_is_refused_by_name(other: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        asked(**other)


def test_a_question_that_was_changed_is_another_question() -> None:
    said = asked()
    assert read(said).id == digest(said)
    assert read(asked(nonce="1" * 32)).id != read(said).id
    for broken in (
        {**said, "more": 1},
        {**said, "version": 2},
        {k: v for k, v in said.items() if k != "until"},
    ):
        with pytest.raises(ValueError, match=r"question|until"):
            read(broken)


def test_a_signature_holds_for_its_message_key_and_kind_alone() -> None:
    message = signed(asked(), ASKER)
    assert opened(message, public_of(ASKER), "question") == asked()
    other = public_of(b"b" * 32)
    for changed, key, kind in (
        (message, other, "question"),
        ({**message, "said": {**message["said"], "asker": "x"}}, public_of(ASKER), "question"),
        ({**message, "signature": message["signature"][:-2] + "00"}, public_of(ASKER), "question"),
        ({**message, "signature": None}, public_of(ASKER), "question"),
        ({}, public_of(ASKER), "question"),
        (message, "no key", "question"),
        (message, public_of(ASKER), "roster"),
    ):
        with pytest.raises(Refused):
            opened(changed, key, kind)
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"at": float("nan")})


def test_the_cohort_is_who_is_known_to_be_in_it() -> None:
    female = CODES["sex"].index("female")
    held = people(4, sex=[female, female, 1, 255], age=[60, 69, 70, -1], smoker=[1, 0, 255, 1])
    assert cohort.members(held, {}).all()
    assert cohort.members(held, {"sex": ["female"]}).tolist() == [True, True, False, False]
    assert cohort.members(held, {"age": [60, 70]}).tolist() == [True, True, False, False]
    assert cohort.members(held, {"age": [0, 100]}).tolist() == [True, True, True, False]
    assert cohort.members(held, {"smoker": [False]}).tolist() == [False, True, False, False]
    held.table[:, 0] = [0, 3, 4, UNKNOWN]
    assert cohort.members(held, {"baseline": [0, 4]}).tolist() == [True, True, False, False]


POLICY = (
    f'site = "a"\n[askers.group]\nkey = "{KEY}"\nkinds = ["response"]\n[peers]\nb = "{KEY}"\nc = "{KEY}"\n'
)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("site", "place"), "cannot be read"),
        ((KEY, "short"), "64 hexadecimal digits"),
        (('"response"', '"rows"'), "kinds are"),
        (("[askers", "least = 4\n[askers"), "least is a whole number, 5 or more"),
        (("[askers", "sites = 2\n[askers"), "sites is a whole number, 3 or more"),
        (("[askers", "a_day = true\n[askers"), "a_day"),
        (("site =", "site"), "cannot be read"),
    ],
)
def test_a_policy_that_is_wrong_or_too_soft_is_refused(change: tuple[str, str], why: str) -> None:
    assert Policy.read(POLICY).site == "a"
    assert Policy.read(POLICY.replace("[askers", "least = 20\n[askers")).least == 20
    with pytest.raises(ValueError, match=why):
        Policy.read(POLICY.replace(*change))


def test_a_question_is_put_by_whom_when_and_among_whom_the_policy_says() -> None:
    four = Federation({name: holding(people(10, arm=[0] * 10, target=[0] * 10), name) for name in "abcd"})
    policy = four.sites["a"].policy

    def put(**other: Any) -> Question:
        held = {"sites": ("a", "b", "c", "d")} | other
        return policy.read_question(signed(asked(**held), ASKER), NOW.date())

    assert put().asker == "group"
    for other, why in (
        ({"asker": "stranger"}, "nobody of that name"),
        ({"sites": ("a", "b")}, "3 sites or more"),
        ({"sites": ("b", "c", "d")}, "and to this one"),
        ({"sites": ("a", "b", "z")}, "not known here: z"),
        ({"until": NOW.date() - timedelta(days=1)}, "was open until"),
    ):
        with pytest.raises(Refused, match=why):
            put(**other)
    with pytest.raises(Refused, match="nobody of that name"):
        policy.read_question({"said": ["question"]}, NOW.date())


def test_an_asker_is_answered_so_often_a_day_and_so_many_steps_of_a_regression() -> None:
    steps = {"kind": "logistic", "columns": ["age"], "week": 26, "at": [0.1, 0.2]}
    question = read(asked(statistic=steps))
    policy = Policy("a", {}, {}, a_day=3)
    line = {"asker": "group", "did": "masked", "at": NOW.isoformat(), "model": []}
    assert policy.too_often(question, [line] * 2, NOW) == ""
    assert "3 answers a day" in policy.too_often(question, [line] * 3, NOW)
    assert policy.too_often(question, [line] * 3, NOW + timedelta(days=1)) == ""
    assert policy.too_often(question, [{**line, "did": "refused"}] * 9, NOW) == ""
    same = line | {"model": [{}, {"kind": "logistic", "columns": ["age"], "week": 26}],
                   "at": datetime(2026, 1, 1, tzinfo=UTC).isoformat()}  # fmt: skip
    assert "steps of one regression" in policy.too_often(question, [same] * STEPS, NOW)


def test_a_log_that_was_changed_cut_or_reordered_is_broken() -> None:
    lines: list[log.Line] = []
    for number in range(4):
        lines.append(log.line(lines, {"did": "masked", "asked": f"question {number}"}))
    assert log.broken(lines, lines[-1]["hash"]) == ""
    assert "line 2 was changed" in log.broken([lines[0], {**lines[1], "asked": "x"}, *lines[2:]])
    assert "line 2 does not follow" in log.broken([lines[0], *lines[2:]])
    assert "line 1 does not follow" in log.broken(lines[1:])
    assert "cut off" in log.broken(lines[:-1], lines[-1]["hash"])
    assert "line 2 does not follow" in log.broken([lines[0], lines[2], lines[1], lines[3]])
    assert log.read(map(json.dumps, lines)) == lines
    for text in ("{", "[]"):
        with pytest.raises(ValueError, match="line 1"):
            log.read([text])


def test_coefficients_so_steep_that_they_would_count_a_few_people_are_refused() -> None:
    held = people(50, arm=[0] * 50, target=[0] * 50, age=list(range(40, 90)), elapsed=[400] * 50)
    held.table[:, :6] = 5
    step = {"kind": "logistic", "columns": ["age"], "week": 26, "at": [-6.0, 0.1]}
    assert statistic.statistic(step, held).people.sum() == 50
    with pytest.raises(ValueError, match="log-odds beyond"):
        statistic.statistic({**step, "at": [-50.0, 50 / 61]}, held)
    four = Federation({name: holding(held, name) for name in "abcd"})
    with pytest.raises(Refused, match="log-odds beyond"):
        four.tell("a", signed(four.question({**step, "at": [-50.0, 50 / 61]}).said, ASKER))


def test_who_enters_a_model_is_whom_the_ledger_counts() -> None:
    """Two models of one cohort, one of which needs the age that one person lacks, would tell of them."""
    held = people(50, arm=[0] * 50, target=[0] * 50, age=[-1, *range(41, 90)], elapsed=[400] * 50)
    held.table[:, :6] = 5
    assert statistic.counted({"kind": "visits", "columns": ["age"]}, held).sum() == 49
    assert statistic.counted({"kind": "visits", "columns": ["age"], "fill": ["age"]}, held).all()
    four = Federation({name: holding(held, name) for name in "abcd"})
    four.round(four.question({"kind": "visits", "columns": []}))
    with pytest.raises(Refused, match="single out"):
        four.round(four.question({"kind": "visits", "columns": ["age"]}))
    four.round(four.question({"kind": "visits", "columns": ["age"], "fill": ["age"]}))


def test_a_corrected_answer_alone_is_not_told_by_asking_again() -> None:
    held = people(50, arm=[0] * 50, target=[0] * 50, age=[50] * 50, elapsed=[400] * 50)
    held.table[:, :6] = 5
    four = Federation({name: holding(held, name) for name in "abcd"})
    four.round(four.question({"kind": "pain"}))
    corrected = held.where(np.ones(50, bool))
    corrected.table[0, 3] = 9
    four.held["a"] = holding(corrected, "a")
    with pytest.raises(Refused, match="single out"):
        four.round(four.question({"kind": "pain"}))
    corrected.table[1:6, 3] = 8
    four.held["a"] = holding(corrected, "a")
    total = four.round(four.question({"kind": "pain"}))
    assert total == sum((sums.pain(held) for _ in range(3)), sums.pain(corrected))


def test_rows_are_hashed_with_the_sites_own_key() -> None:
    held = people(3, age=[50, 50, 51])
    who = np.array([1, 2, 2])
    first, other = rows_of(held, who, b"k" * 32), rows_of(held, who, b"l" * 32)
    assert len(set(first.rows.tolist())) == 3
    assert first.people[1] == first.people[2] != first.people[0]
    assert not set(first.rows.tolist()) & set(other.rows.tolist())
