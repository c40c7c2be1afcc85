"""Whatever is sent to `buffycoat score`: an answer, no exception, and no number outside its range."""

import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from buffycoat.interop.score import answered
from buffycoat.interop.score_answer import ScoreAnswer
from buffycoat.interop.score_case import ScoreCase
from buffycoat.pathway.outcomes.definitions import DOMAINS, INSTRUMENTS
from buffycoat.pathway.outcomes.scoring import scored

ANSWER = TypeAdapter(ScoreAnswer)
NAMES = st.sampled_from([*INSTRUMENTS, "promis 29", "oswestry", "nothing", ""])
LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-3, 120)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["good", "21232", "US", "2.1a", "7", "%"])
    | st.text(max_size=4)
)
KEYS = st.sampled_from([*ScoreCase.model_fields, *DOMAINS, "unit", "value", "1", "2"]) | st.text(max_size=4)
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=25) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=30
)


def _held(answer):
    """Every figure of one instrument lies in its range, and none stands under a status that has none."""
    scale = answer.get("scale")
    numbers = [answer["score"], *(one for one in answer.get("scores", {}).values() if isinstance(one, float))]
    if answer["status"] in ("invalid", "not_scorable"):
        assert numbers == [None], answer
    if scale and answer["score"] is not None:
        assert scale["low"] <= answer["score"] <= scale["high"]
    for name, value in answer.get("scores", {}).items():
        if isinstance(value, dict):
            _held(value)
        elif scale:
            assert 0 <= value <= 100 or (name == "index" and scale["low"] <= value <= scale["high"])
    before = answer.get("baseline")
    if before and before["score"] is not None:
        assert scale["low"] <= before["score"] <= scale["high"]


def _looked_at(case):
    answer = answered(case)
    json.dumps(answer, allow_nan=False)
    if "error" not in answer:
        ANSWER.validate_python(answer)
        _held(answer)


@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_any_case_is_answered_and_no_figure_leaves_its_range(case):
    _looked_at(case)


@given(NAMES, st.dictionaries(KEYS, JSON, max_size=5))
def test_any_filling_of_a_known_form(name, told):
    _looked_at({**told, "instrument": name})


@given(st.dictionaries(NAMES, JSON | st.dictionaries(KEYS, JSON, max_size=4), max_size=4), LEAF)
def test_any_filling_of_several_forms(measures, rescue):
    _looked_at({"measures": measures, "rescue_injection": rescue})


def _slow(name, values):
    """The prorated score, told by its rule alone: the mean of what was answered, stretched to the range."""
    row, given = INSTRUMENTS[name], [one for one in values if one is not None]
    if len(given) < row.needed:
        return None
    mean = sum(given) / len(given)
    whole = {"mean": mean, "percent": 100 * mean / row.item_high, "sum": mean * len(given)}
    return whole[row.way]


@given(st.data(), st.sampled_from(["PEG", "ODI", "NDI", "PCS", "PHQ-2"]))
def test_the_score_is_what_an_obvious_twin_says(data, name):
    row = INSTRUMENTS[name]
    one = st.integers(row.item_low, row.item_high) | st.none()
    values = data.draw(st.lists(one, min_size=row.items, max_size=row.items))
    found, expected = scored(name, values), _slow(name, values)
    assert (found.score is None) == (expected is None)
    assert expected is None or abs((found.score or 0) - expected) < 1e-9
