"""The hazard log names rules and tests that exist, and leaves out no rule that can stop somebody."""

import re
from pathlib import Path

from buffycoat.pathway.walk import RULES, STAGES
from tests.spec.print_docs import all_cases

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs" / "safety" / "hazards.md").read_text()

NAMED = set(re.findall(r"`((?:" + "|".join(stage.name for stage in STAGES) + r")\.[a-z_]+)`", LOG))


def test_every_rule_named_exists() -> None:
    assert set(RULES) >= NAMED, NAMED - set(RULES)


def test_every_rule_that_can_stop_is_named() -> None:
    stops = {
        one.rule
        for one in all_cases()
        if any(card.indicator == "critical" for card in RULES[one.rule].cards(one.chart(), one.day))
    }
    assert stops <= NAMED, stops - NAMED


def test_every_test_named_exists() -> None:
    for path in set(re.findall(r"`(tests/[\w/.]+)`", LOG)):
        assert (ROOT / path).exists(), path
