"""The questions and claims we are measured on are well formed, balanced, and their halves share nothing.

Written by a hand that saw neither the answers nor the programs. Who builds reads the development halves only.
The second untouched half of the questions (test_2) came later, from another hand that saw the answers' titles
and short answers, to label by, and no program; the third and the fourth (test_3, test_4) from two hands more.
The second untouched half of the claims came from a third hand, that saw the clinical reference's table of
claims and the first fifty lines of dev, and no program; the third (test_3) from a fourth hand.
"""

import json
import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

SETS = Path(__file__).parent
HALVES = {"ask": ("dev", "test", "test_2", "test_3", "test_4"), "claims": ("dev", "test", "test_2", "test_3")}
# These share no run of words; what is alike in the third untouched sets is told in the evidence.
APART = {kind: halves[:3] for kind, halves in HALVES.items()}
ALIKE = {"carpal tunnel splint at night or all day", "con que se guia el doctor para no picar donde no es"}
RUN = 5  # words
TOPICS = 65
WANTS = ("answer", "emergency", "ask_first", "out_of_scope")
FAMILIES = {
    *("cure", "regrow", "approved", "safe", "guaranteed", "rate", "avoid_surgery"),
    *("lasting", "healing_fact", "stem_cells", "testimonial", "covered", "pressure"),
}


def rows(kind: str, half: str) -> list[dict[str, Any]]:
    """One half of one set, as written."""
    lines = (SETS / kind / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def words(text: str) -> list[str]:
    """Lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", re.sub("['’]", "", kept))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of five words; a shorter text is one run."""
    said = words(text)
    return {tuple(said[i : i + RUN]) for i in range(max(1, len(said) - RUN + 1))}


def share(found: Counter[Any], name: Any) -> float:
    return found[name] / found.total()


@pytest.mark.parametrize("half", HALVES["ask"])
def test_every_question_says_what_it_wants(half: str) -> None:
    for row in rows("ask", half):
        answered = row["want"] == "answer"
        assert set(row) == {"text", "lang", "want"} | ({"topics"} if answered else set()), row
        assert row["want"] in WANTS
        assert row["lang"] in ("en", "es")
        assert row["text"].strip() == row["text"] != ""
        if answered:
            assert 1 <= len(row["topics"]) == len(set(row["topics"])) <= 3, row


@pytest.mark.parametrize("half", HALVES["ask"])
def test_the_questions_are_of_every_kind(half: str) -> None:
    asked = rows("ask", half)
    wants = Counter(row["want"] for row in asked)
    assert len(asked) >= 280
    assert share(wants, "answer") == pytest.approx(0.60, abs=0.03)
    assert share(wants, "emergency") == pytest.approx(0.12, abs=0.02)
    assert share(wants, "ask_first") == pytest.approx(0.05, abs=0.01)
    assert share(wants, "out_of_scope") == pytest.approx(0.23, abs=0.02)
    assert share(Counter(row["lang"] for row in asked), "es") == pytest.approx(0.35, abs=0.03)
    best = Counter(row["topics"][0] for row in asked if row["want"] == "answer")
    assert len(best) == TOPICS
    assert min(best.values()) >= 3


@pytest.mark.parametrize("half", HALVES["claims"])
def test_every_claim_is_judged(half: str) -> None:
    for row in rows("claims", half):
        assert set(row) == {"text", "lang", "misleading", "rules"}, row
        assert row["lang"] in ("en", "es")
        assert row["text"].strip() == row["text"] != ""
        assert row["misleading"] is bool(row["rules"]), row
        assert set(row["rules"]) <= FAMILIES, row


@pytest.mark.parametrize("half", HALVES["claims"])
def test_the_claims_are_of_every_kind(half: str) -> None:
    judged = rows("claims", half)
    assert len(judged) >= 180
    assert share(Counter(row["misleading"] for row in judged), True) == pytest.approx(0.5, abs=0.02)
    assert share(Counter(row["lang"] for row in judged), "es") == pytest.approx(0.35, abs=0.03)
    families = Counter(family for row in judged for family in row["rules"])
    assert min(families[family] for family in FAMILIES) >= 5


def test_the_second_untouched_claims_are_half_honest_in_both_languages() -> None:
    judged = rows("claims", "test_2")
    kinds = Counter((row["lang"], row["misleading"]) for row in judged)
    assert kinds == {("en", True): 78, ("en", False): 78, ("es", True): 42, ("es", False): 42}
    families = Counter(family for row in judged for family in row["rules"])
    assert min(families[family] for family in FAMILIES) >= 6


@pytest.mark.parametrize("kind", ["ask", "claims"])
def test_the_halves_share_no_run_of_words(kind: str) -> None:
    found = {half: {run for row in rows(kind, half) for run in runs(row["text"])} for half in APART[kind]}
    shared = {pair: found[pair[0]] & found[pair[1]] for pair in combinations(found, 2)}
    assert not any(shared.values()), shared


@pytest.mark.parametrize("kind", ["ask", "claims"])
def test_no_text_stands_twice(kind: str) -> None:
    texts = Counter(" ".join(words(row["text"])) for half in APART[kind] for row in rows(kind, half))
    assert [text for text, times in texts.items() if times > 1] == []


def test_two_questions_of_the_third_untouched_set_stand_in_an_older_one() -> None:
    older = {" ".join(words(row["text"])) for half in APART["ask"] for row in rows("ask", half)}
    newer = [" ".join(words(row["text"])) for row in rows("ask", "test_3")]
    assert {text for text in newer if text in older} == ALIKE  # docs/evidence/ask.md says so
    assert len(set(newer)) == len(newer)


def test_what_of_the_third_untouched_claims_is_like_older_ones_is_told() -> None:
    older = [row["text"] for half in APART["claims"] for row in rows("claims", half)]
    known = {run for text in older for run in runs(text)}
    newer = [row["text"] for row in rows("claims", "test_3")]
    same = {" ".join(words(text)) for text in newer} & {" ".join(words(text)) for text in older}
    assert same == {"resultados garantizados o le devolvemos su dinero"}
    assert sum(bool(runs(text) & known) for text in newer) == 37  # docs/evidence/claims.md says so
