"""Every case of the clinical spec holds, every rule has a case that speaks and one that is silent."""

import pytest

from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.walk import RULES, STAGES
from tests.spec import case, print_docs

CASES = print_docs.all_cases()


@pytest.mark.parametrize("one", CASES, ids=lambda one: f"{one.rule}: {one.title}")
def test_case(one: case.Case) -> None:
    said = RULES[one.rule].cards(one.chart(), one.day)
    assert [card.indicator for card in said] == [indicator for indicator, _ in one.says], said
    for card, (_, fragment) in zip(said, one.says, strict=True):
        assert fragment in case.words(card)
        assert set(card.sources) <= set(sources()), "every source is in the bibliography"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_case_that_speaks_and_one_that_is_silent(rule: str) -> None:
    outcomes = {bool(one.says) for one in CASES if one.rule == rule}
    assert outcomes == {True, False}


def test_rule_names_are_unique() -> None:
    assert len(RULES) == sum(len(stage.rules) for stage in STAGES)


def test_printed_docs_are_not_stale() -> None:
    assert print_docs.stale() == []
