"""Whatever `dose`, `spin` and `classify` are sent: an answer of the declared form, or the wrong field."""

import io
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from buffycoat.interop import lines
from buffycoat.interop.preparation import COMMANDS, engine_of
from buffycoat.interop.preparation.answers import ANSWERS
from buffycoat.interop.preparation.classify import ClassCase
from buffycoat.interop.preparation.dose_case import Between, DoseCase, Place, WayPart
from buffycoat.interop.preparation.spin_case import ProtocolPart, SecondPart, SpinCase

ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
FEW = settings(ANY, max_examples=25)  # a protocol outside the table is solved in full, for seconds
FORMS = {name: TypeAdapter(form) for name, form in ANSWERS.items()}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NUMBER = st.one_of(
    st.floats(0, 3000), st.integers(-5, 3000), st.sampled_from([0, 1e-300, 1e300, -1, 0.42, 250_000, 2500])
)
WORDS = st.sampled_from(
    ["venous", "tube", "none", "ACD-A", "hand", "low", "bottom", "middle", "GPS III Mini", "Angel", "disc",
     "x", "250 x10^3/uL", "2,500", "6 mL", "1 L", "40 %", "-3", "NaN", ""]
)  # fmt: skip
QUANTITY = st.fixed_dictionaries(
    {"value": NUMBER, "unit": st.sampled_from(["mL", "10^9/L", "/uL", "%", "mm"])}
)
LIKELY = NUMBER | WORDS | QUANTITY | st.booleans() | st.none()


def _some(kind: Any, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: parts.get(name, LIKELY) for name in kind.items}
    return st.fixed_dictionaries({}, optional=fields)


_PROTOCOL = _some(ProtocolPart, second=_some(SecondPart))
CASES = {
    "dose": _some(
        DoseCase,
        sites=st.lists(_some(Place) | NUMBER, max_size=3),
        spins=st.integers(0, 3),
        between=st.lists(_some(Between), max_size=3),
        protocol=_PROTOCOL,
        ways=st.lists(_some(WayPart, protocol=_PROTOCOL), max_size=2),
    ),
    "spin": _some(SpinCase, second=_some(SecondPart)),
    "classify": _some(ClassCase),
}
# Every field one that can be, so that the figures themselves are reached.
SANE = {
    "dose": st.fixed_dictionaries(
        {"blood_ml": st.floats(1, 200), "baseline": st.floats(30, 900), "product_ml": st.floats(0.5, 30),
         "product_count": st.floats(0, 4000), "counted_in": st.sampled_from(["venous", "tube", None]),
         "anticoagulant_ml": st.floats(0, 20), "sample_ml": st.floats(0, 2)},
        optional={"product_cv": st.floats(0, 20), "baseline_cv": st.floats(0, 20),
                  "sites": st.lists(st.floats(0.1, 5), max_size=4), "discarded_ml": st.floats(0, 5),
                  "kit": st.sampled_from(["GPS III Mini", "Xerthra"]), "product_error_ml": st.floats(0, 5)},
    ),
    "spin": st.fixed_dictionaries(
        {"bore_mm": st.floats(13, 18), "filled_ml": st.floats(6, 12), "radius_mm": st.floats(160, 220),
         "g": st.floats(30, 1000), "minutes": st.floats(1, 12), "cut_mm": st.floats(-2, 3),
         "haematocrit": st.floats(20, 60), "baseline": st.floats(30, 900)},
        optional={"anticoagulant_percent": st.floats(0, 30), "design": st.booleans(),
                  "second": st.fixed_dictionaries({"g": st.floats(50, 3000), "minutes": st.floats(1, 30),
                                                   "keep": st.floats(1, 100)})},
    ),
    "classify": st.fixed_dictionaries(
        {name: st.floats(0, 200) for name in ("blood_platelets", "platelets", "white_cells", "neutrophils")}
    ),
}  # fmt: skip


def _answered(command: str, case: Any) -> dict[str, Any]:
    out = io.StringIO()
    lines.run(engine_of(command), [json.dumps(case)], out)
    (line,) = out.getvalue().splitlines()
    answer: dict[str, Any] = json.loads(line, parse_constant=_never)
    return answer


def _never(text: str) -> float:
    raise AssertionError(f"{text} in an answer")


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        yield from (one for part in value.values() for one in _numbers(part))
    elif isinstance(value, list):
        yield from (one for part in value for one in _numbers(part))
    elif isinstance(value, int | float):
        yield value


def _holds(command: str, case: Any) -> None:
    answer = _answered(command, case)
    if "error" in answer:
        error = answer["error"]
        assert "could not be answered" not in error["message"]  # a fault of ours
        assert error["field"] or not isinstance(case, dict)
        return
    FORMS[command].validate_python(answer, strict=True)
    assert all(math.isfinite(one) and one >= 0 for one in _numbers({**answer, "id": None}))
    for name in ("dose", "recovery", "fold"):
        if answer["status"] == "refused" and name in answer:
            assert answer[name]["value"] is None


@pytest.mark.parametrize("command", COMMANDS)
@ANY
@given(data=st.data())
def test_any_json_has_an_answer_or_the_field_that_is_wrong(command: str, data: st.DataObject) -> None:
    _holds(command, data.draw(JSON | st.dictionaries(st.text(max_size=8), JSON, max_size=4)))


@pytest.mark.parametrize("command", COMMANDS)
@ANY
@given(data=st.data())
def test_our_fields_with_any_value_have_an_answer_or_the_field_that_is_wrong(
    command: str, data: st.DataObject
) -> None:
    _holds(command, data.draw(CASES[command]))


@pytest.mark.parametrize("command", COMMANDS)
@FEW
@given(data=st.data())
def test_what_can_be_measured_is_answered(command: str, data: st.DataObject) -> None:
    case = data.draw(SANE[command])
    assert "error" not in _answered(command, case)
    _holds(command, case)


@ANY
@given(SANE["dose"])
def test_platelets_are_in_one_place_each(case: dict[str, Any]) -> None:
    answer = _answered("dose", case)
    held = {(one["where"], one["number"]): one["platelets"]["value"] for one in answer.get("ledger", ())}
    places = [
        one for (where, _), one in held.items() if where in ("sample", "site", "discarded", "left_over")
    ]
    if ("product", None) in held:
        assert sum(places) == pytest.approx(held["product", None], rel=1e-4, abs=1e-4)
