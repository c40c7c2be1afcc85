"""Scores worked out by hand from the published rules come out of the command as they stand."""

import json
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

import buffycoat
from buffycoat.interop.score_answer import ScoreAnswer
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.outcomes.definitions import INSTRUMENTS
from buffycoat.pathway.outcomes.instruments import LIMITS

GOLDEN = Path(__file__).with_name("golden")
ANSWER = TypeAdapter(ScoreAnswer)
VECTORS = [
    pytest.param(json.loads(line), id=f"{file.stem}-{number}")
    for file in sorted(GOLDEN.glob("*.jsonl"))
    for number, line in enumerate(file.read_text().splitlines(), start=1)
]


def _at(answer, path):
    for step in path.split("."):
        answer = answer[int(step)] if isinstance(answer, list) else answer[step]
    return answer


@pytest.mark.parametrize("vector", VECTORS)
def test_a_score_worked_out_by_hand(vector):
    answer = ANSWER.validate_python(buffycoat.score(vector["case"]))
    for path, expected in vector["answer"].items():
        found = _at(answer, path)
        if isinstance(expected, float):
            assert found == pytest.approx(expected, abs=1e-4), (vector["rule"], path)
        else:
            assert found == expected, (vector["rule"], path)


def test_every_instrument_has_a_golden_score():
    scored = {
        buffycoat.score(one.values[0]["case"]).get("instrument")
        for one in VECTORS
        if one.values[0]["answer"].get("status", "ok") == "ok"
    }
    assert set(INSTRUMENTS) - scored == {"MODI"}, "scored by the same rule as the ODI"


def test_every_threshold_is_of_an_instrument_we_know_and_has_its_source():
    for key, row in LIMITS.rows.items():
        assert row.instrument in {"", *INSTRUMENTS}, key
        assert set(row.sources) <= set(sources()), key
        assert bool(row.instrument) == bool(row.reads), key
    for key, instrument in INSTRUMENTS.items():
        assert set(instrument.sources) <= set(sources()), key
        assert all((instrument.licence, instrument.missing, instrument.version)), key


def test_what_is_not_read_is_named():
    answer = buffycoat.score(instrument="NRS", total=4, baseline={"total": 6, "itmes": [1]}, colour="red")
    assert answer["not_read"] == ["colour", "baseline.itmes"]


def test_a_unit_is_never_dropped():
    points = buffycoat.score(instrument="ODI", total=30, baseline={"value": 34, "unit": "points"})
    assert points["baseline"]["score"] == 68
    assert buffycoat.score(instrument="NRS", value=4, unit="mm")["status"] == "invalid"


def test_the_same_thing_told_twice_is_an_error_that_names_it():
    assert buffycoat.score(instrument="NRS", total=4, value=5)["error"]["field"] == "total"


def test_the_question_of_the_reference_is_answered():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "command-line.md").read_text()
    asked = re.search(r"## `buffycoat score`\n\n```json\n(.+?)\n```", page)
    assert asked
    answer = buffycoat.score(json.loads(asked[1]))
    assert answer["status"] == "ok"
    assert answer["score"] == pytest.approx(100 * 19 / 45, abs=1e-4)
    assert answer["baseline"]["score"] == 62
