"""Every question of the how-to and of the reference is asked, and answered as the page says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import buffycoat

DOCS = Path(__file__).parents[3] / "docs"
HOW_TO = (DOCS / "how-to" / "ask-for-a-dose.md").read_text()
BLOCK = re.compile(r"```json (dose|spin|classify)\n(.+?)\n```.*?```json answer\n(.+?)\n```", re.DOTALL)
ASKED = [(command, json.loads(case), json.loads(answer)) for command, case, answer in BLOCK.findall(HOW_TO)]
REFERENCE = (DOCS / "reference" / "command-line.md").read_text()
EXAMPLE = re.compile(r"## `buffycoat (dose|spin|classify)`\n\n```json\n(.+?)\n```")


def _holds(answer: Any, said: Any, place: str) -> None:
    """What the page says is in the answer; figures are rounded there, to a part in twenty."""
    if isinstance(said, dict):
        for key, one in said.items():
            _holds(answer[key], one, f"{place}.{key}")
    elif isinstance(said, list):
        for number, one in enumerate(said):
            _holds(answer[number], one, f"{place}.{number}")
    elif isinstance(said, int | float) and not isinstance(said, bool):
        assert answer == pytest.approx(said, rel=0.05), place
    else:
        assert answer == said, place


def test_every_question_of_the_page_has_its_answer() -> None:
    assert len(ASKED) == HOW_TO.count("```json answer") == 6


@pytest.mark.parametrize(("command", "case", "said"), ASKED, ids=[one[1]["id"] for one in ASKED])
def test_the_page_says_what_is_answered(command: str, case: Any, said: Any) -> None:
    _holds(getattr(buffycoat, command)(case), said, command)


@pytest.mark.parametrize(("command", "case"), EXAMPLE.findall(REFERENCE), ids=lambda one: one[:8])
def test_the_examples_of_the_reference_are_read_whole(command: str, case: str) -> None:
    answer = getattr(buffycoat, command)(json.loads(case))
    assert answer["status"] in ("ok", "warning")
    assert "not_read" not in {one["code"] for one in answer["messages"]}


def test_the_lines_of_the_notebook_run() -> None:
    (script,) = re.findall(r"```python\n(.+?)\n```", HOW_TO, re.DOTALL)
    for line in script.splitlines()[2:]:
        assert "error" not in eval(line, {"buffycoat": buffycoat})
