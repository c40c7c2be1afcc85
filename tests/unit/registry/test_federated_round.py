"""A federated round: the same bits as pooled rows, sites that fall silent, messages that are not right."""

import base64
import json
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from benchmarks.registry_data import make
from buffycoat.registry import frame
from buffycoat.registry.federated import hub, masks, shares, statistic
from buffycoat.registry.federated.cohort import members
from buffycoat.registry.federated.question import read
from buffycoat.registry.federated.signatures import Refused, signed
from buffycoat.registry.statistics import Additive
from tests.unit.registry.federation import ASKER, NOW, Federation, holding

KINDS: list[dict[str, Any]] = [
    {"kind": "response"},
    {"kind": "events"},
    {"kind": "pain"},
    {"kind": "change"},
    {"kind": "rescue"},
    {"kind": "visits", "columns": ["baseline", "age", "prp"]},
    {"kind": "visits", "columns": ["baseline"], "fill": ["baseline"]},
    {"kind": "logistic", "week": 26, "columns": ["baseline", "prp"], "at": [-0.4, 0.12, 1.0 / 3]},
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> frame.Frame:
    folder = tmp_path_factory.mktemp("registry")
    make(folder, 900, 5)
    return frame.read(folder)


@pytest.fixture
def five(whole: frame.Frame) -> Federation:
    parts = {name: whole.where(whole.columns["site"] == at) for at, name in enumerate("abcde")}
    return Federation({name: holding(part, name) for name, part in parts.items()})


def pooled(whole: frame.Frame, question: Any, names: str = "abcde") -> Additive:
    among = np.isin(whole.columns["site"], ["abcde".index(one) for one in names])
    return statistic.statistic(question.statistic, whole.where(among & members(whole, question.cohort)))


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: str(asked["kind"]))
def test_the_sum_is_that_of_the_pooled_rows_to_the_last_bit(
    five: Federation, whole: frame.Frame, asked: dict[str, Any]
) -> None:
    question = five.question(asked, {"arm": ["prp", "steroid"]})
    found = five.round(question)
    assert found.fingerprint() == pooled(whole, question).fingerprint()
    assert max(len(json.dumps(one)) for one in five.wire if one["said"]["message"] == "masked") <= 100_000


def test_a_site_that_never_answers_is_left_out(five: Federation, whole: frame.Frame) -> None:
    question = five.question(KINDS[0])
    assert five.round(question, {"key": "b"}) == pooled(whole, question, "acde")


def test_a_site_lost_after_its_key_does_not_lose_the_round(five: Federation, whole: frame.Frame) -> None:
    question = five.question(KINDS[5])
    assert five.round(question, {"masked": "c"}) == pooled(whole, question, "abde")


@pytest.mark.parametrize("step", ["confirm", "opening"])
def test_a_site_lost_after_its_answer_is_still_counted(
    five: Federation, whole: frame.Frame, step: str
) -> None:
    question = five.question(KINDS[2])
    assert five.round(question, {step: "d"}) == pooled(whole, question)


def test_two_lost_of_five_are_too_many_and_it_is_said(five: Federation) -> None:
    with pytest.raises(ValueError, match="4 are needed"):
        five.round(five.question(KINDS[2]), {"opening": "de"})


def test_lost_before_and_after_the_answer_ends_the_round_without_a_wrong_sum(five: Federation) -> None:
    with pytest.raises(ValueError, match=r"put the question again|needed"):
        five.round(five.question(KINDS[2]), {"masked": "a", "opening": "b"})


def test_two_totals_with_and_without_a_site_do_not_give_its_numbers(five: Federation) -> None:
    five.round(five.question(KINDS[0]))
    with pytest.raises(Refused, match="tell a few sites apart"):
        five.round(five.question(KINDS[2]), {"key": "e"})
    five.round(five.question(KINDS[2]))
    five.round(five.question(KINDS[2], {"arm": ["prp", "steroid"]}), {"key": "e"})
    later = NOW + timedelta(days=20)  # still remembered
    with pytest.raises(Refused, match="tell a few sites apart"):
        five.round(five.question(KINDS[2]), {"masked": "b"}, later)


def begun(five: Federation, upto: str, silent: str = "") -> tuple[Any, list[Any], Any]:
    """A round up to and with a step: question, replies, next message."""
    question = five.question(KINDS[0])
    message, replies = signed(question.said, ASKER), []
    for step in hub.STEPS:
        names = [name for name in sorted(five.held) if name not in silent or step == "key"]
        replies += [five.tell(name, message) for name in names]
        message = signed(hub.next_said(question, hub.by_step(question, replies)), ASKER)
        if step == upto:
            break
    return question, replies, message


def test_a_late_answer_is_not_opened_and_says_nothing(five: Federation, whole: frame.Frame) -> None:
    """The hub calls e lost though its answer came: others tell their seeds; its own covers it."""
    question, replies, _ = begun(five, "masked")
    late = next(one for one in replies if one["said"]["site"] == "e" and one["said"]["message"] == "masked")
    rest = [one for one in replies if one is not late]
    message = signed(hub.next_said(question, hub.by_step(question, rest)), ASKER)
    with pytest.raises(Refused, match="counted as lost"):
        five.tell("e", message)
    rest += [five.tell(name, message) for name in "abcd"]
    message = signed(hub.next_said(question, hub.by_step(question, rest)), ASKER)
    rest += [five.tell(name, message) for name in "abcd"]
    held = hub.by_step(question, rest)
    assert hub.total(question, held) == pooled(whole, question, "abcd")
    told = {name: bytes.fromhex(one["said"]["lost"]["e"]) for name, one in held["opening"].items()}
    ring = np.frombuffer(base64.b64decode(late["said"]["values"]), np.uint64)
    bare = (ring - masks.pairwise("e", told, len(ring))).view(np.int64)
    truth = pooled(whole, question, "e").cells.reshape(-1)
    assert (bare != truth).mean() > 0.99
    assert all("e" not in one["said"]["parts"] for one in held["opening"].values())


def test_no_two_lists_are_confirmed_by_one_site(five: Federation) -> None:
    question, replies, message = begun(five, "masked")
    five.tell("a", message)
    fewer = [one for one in replies if one["said"]["site"] != "e"]
    other = signed(hub.next_said(question, hub.by_step(question, fewer)), ASKER)
    with pytest.raises(Refused, match="done before"):
        five.tell("a", other)


def test_a_mixture_of_confirmations_opens_nothing(five: Federation) -> None:
    question, replies, message = begun(five, "masked")
    fewer = [one for one in replies if one["said"]["site"] != "e"]
    other = signed(hub.next_said(question, hub.by_step(question, fewer)), ASKER)
    signs = [five.tell("e", message), five.tell("d", message), *(five.tell(name, other) for name in "abc")]
    said = {"message": "confirmed", "question": question.id, "confirmations": signs}
    for name in "abcde":
        with pytest.raises(Refused, match="another list"):
            five.tell(name, signed(said, ASKER))
    alone = {"message": "confirmed", "question": question.id, "confirmations": signs[:2]}
    with pytest.raises(Refused, match="too few"):
        five.tell("e", signed(alone, ASKER))


def test_every_step_is_done_once(five: Federation) -> None:
    question, _, message = begun(five, "key")
    five.tell("a", message)
    for again in (message, signed(question.said, ASKER)):
        with pytest.raises(Refused, match="before"):
            five.tell("a", again)


def test_a_round_that_was_never_opened_is_forgotten_when_its_day_is_over(five: Federation) -> None:
    question, _, message = begun(five, "masked")
    assert "own" in five.sites["a"].rounds[question.id]
    later = NOW + timedelta(days=31)
    with pytest.raises(Refused, match="given up"):
        five.tell("a", message, later)
    with pytest.raises(Refused, match="was open until"):
        five.tell("a", signed(question.said, ASKER), later)
    other = read({**question.said, "until": "2027-06-01", "nonce": "f" * 32})
    five.tell("a", signed(other.said, ASKER), later)
    assert set(five.sites["a"].rounds[question.id]) == {"step", "said"}


def test_an_answer_of_two_hundred_sites_is_at_most_a_hundred_kilobytes(whole: frame.Frame) -> None:
    names = [f"practice-{one:03d}" for one in range(200)]
    held = holding(whole, names[0])
    many = Federation({name: held for name in names})
    question = many.question({"kind": "rescue"})
    message = signed(question.said, ASKER)
    keys = [many.tell(name, message) for name in names]
    roster = signed(hub.next_said(question, hub.by_step(question, keys)), ASKER)
    assert len(json.dumps(many.tell(names[0], roster))) <= 100_000


def test_a_hub_that_puts_its_own_key_into_the_roster_is_refused(five: Federation) -> None:
    question, replies, _ = begun(five, "key")
    forged = signed({**replies[1]["said"], "public": masks.public_of(b"h" * 32)}, ASKER)
    said = {"message": "roster", "question": question.id, "keys": [replies[0], forged, *replies[2:]]}
    with pytest.raises(Refused, match="signature"):
        five.tell("a", signed(said, ASKER))


def test_a_roster_of_too_few_or_twice_the_same_is_refused(five: Federation) -> None:
    question, replies, _ = begun(five, "key")
    for keys, why in (
        (replies[:2], "fewer than 3"),
        ([*replies, replies[1]], "twice"),
        (replies[1:], "does not hold the key"),
    ):
        with pytest.raises(Refused, match=why):
            five.tell("a", signed({"message": "roster", "question": question.id, "keys": keys}, ASKER))


def test_a_changed_part_of_a_seed_is_found(five: Federation) -> None:
    _, _, message = begun(five, "masked")
    said = json.loads(json.dumps(message["said"]))
    said["parts"]["a"]["b"] = said["parts"]["a"]["c"]
    with pytest.raises(Refused, match="part of a seed"):
        five.tell("a", signed(said, ASKER))


def test_any_enough_parts_give_the_secret_and_fewer_do_not() -> None:
    names = [f"s{one}" for one in range(7)]
    secret = bytes(range(32))
    parts = shares.parted(secret, b"x" * 32, names)
    assert shares.enough(7) == 5
    for left in (names[:5], names[2:], names):
        assert shares.joined({name: parts[name] for name in left}, names, 32) == secret
    with pytest.raises(ValueError, match="5 are needed"):
        shares.joined({name: parts[name] for name in names[:4]}, names, 32)
    wrong = {**parts, "s0": parts["s1"]}
    with pytest.raises(ValueError, match="do not fit"):
        shares.joined(wrong, names, 32)
