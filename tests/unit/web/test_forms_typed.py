"""From typed text to a record and back: every type of item, three states, and nothing lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.candidacy.records import History, Labs, Medicines, Plan
from buffycoat.pathway.record import Record
from buffycoat.web.forms import Checked, build, check, posted, typed_from
from tests.unit.web.declared import ZONE, Everything, Reading, Thing

ANSWERS = [
    ({"sure": "yes"}, {"sure": True}),
    ({"sure": "no"}, {"sure": False}),
    ({"sure": "?"}, {"sure": None}),
    ({"sure": ""}, {}),
    ({"colour": "g"}, {"colour": "g"}),
    ({"colour": "?"}, {"colour": None}),
    ({"colours=r": "on", "colours=b": "on"}, {"colours": ("r", "b")}),
    ({"colours:none": "on"}, {"colours": ()}),
    ({"colours:unknown": "on"}, {"colours": None}),
    ({"pain": "7"}, {"pain": 7}),
    ({"pain": "?"}, {"pain": None}),
    ({"grade": "2"}, {"grade": 2}),
    ({"months": "7,5"}, {"months": 7.5}),
    ({"months": "2 500".replace("2 500", "1 200")}, {"months": 1200.0}),
    ({"heat": "98.6", "heat:unit": "°F"}, {"heat": 37.0}),
    ({"heat": "98.6 °F", "heat:unit": "°C"}, {"heat": 37.0}),
    ({"on": "2026-11-19"}, {"on": "2026-11-19"}),
    ({"on": "19 Nov 2026"}, {"on": "2026-11-19"}),
    ({"on:unknown": "on"}, {"on": None}),
    ({"since": "2019-03"}, {"since": "2019-03"}),
    ({"note": "  two\r\nlines "}, {"note": "two\nlines"}),
    ({"names": "Ana\nBea\n\n"}, {"names": ("Ana", "Bea")}),
    ({"things:none": "on", "things:rows": "0"}, {"things": ()}),
    ({"things:unknown": "on", "things:rows": "0"}, {"things": None}),
    ({"things:rows": "2"}, {}),
    ({"reading:unknown": "on"}, {"reading": None}),
    ({"reading.value:unit": "10^9/L"}, {}),
]


@pytest.mark.parametrize(("typed", "answers"), ANSWERS, ids=lambda one: str(one)[:40])
def test_each_way_to_answer(typed, answers):
    checked = check(Everything, posted(typed), ZONE)
    assert checked.errors == {}
    assert checked.record == Everything.model_validate(answers)
    assert checked.record.model_fields_set == set(answers)


def test_a_part_and_rows():
    checked = check(
        Everything,
        {
            "reading.taken_on": "2026-11-01",
            "reading.value": "238",
            "reading.value:unit": "10^3/uL",
            "things:rows": "3",
            "things.0.name": "Bag",
            "things.2.name": "Box",
            "things.2.weight": "22",
            "things.2.weight:unit": "lb",
        },
        ZONE,
    )
    assert checked.record.reading == Reading(taken_on="2026-11-01", value=238.0)
    assert [thing.name for thing in checked.record.things] == ["Bag", "Box"]
    assert checked.record.things[1].weight == pytest.approx(9.979, abs=0.001)


def test_a_local_time_is_the_practices():
    assert check(Everything, {"at": "2026-11-19T08:30"}, ZONE).record.at == datetime(
        2026, 11, 19, 13, 30, tzinfo=UTC
    )


def test_a_time_that_the_clock_jumped_over_is_refused():
    assert "clock" in check(Everything, {"at": "2026-03-08T02:30"}, ZONE).errors["at"]


def test_an_untouched_instant_keeps_its_seconds_and_its_autumn_hour():
    for moment in ("2026-11-19T13:30:12.345678+00:00", "2026-11-01T06:30:00+00:00"):
        record = Everything.model_validate({"at": moment})
        assert check(Everything, typed_from(record, ZONE), ZONE).record.at == record.at


@pytest.mark.parametrize("text", ["5000 kg", "11/12/2026", "20261119", "2026-02-30", "soon"])
def test_what_cannot_be_a_day_is_said_and_kept(text):
    checked = check(Everything, {"on": text}, ZONE)
    assert text in checked.errors["on"]
    assert build(Everything, checked).field("on").value == text


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
maybe_thing = st.builds(
    lambda name, held: Thing.model_validate({"name": name, **held}),
    texts,
    st.fixed_dictionaries(
        {},
        optional={
            "weight": st.none() | st.floats(0, 500, allow_nan=False),
            "seen": st.none() | st.sampled_from(("2019", "2019-03", "2019-03-04")),
            "source": st.none() | texts,
        },
    ),
)
records = st.fixed_dictionaries(
    {},
    optional={
        "sure": st.none() | st.booleans(),
        "colour": st.none() | st.sampled_from("rgb"),
        "colours": st.none()
        | st.sets(st.sampled_from("rgb")).map(lambda held: tuple(one for one in "rgb" if one in held)),
        "pain": st.none() | st.integers(0, 10),
        "grade": st.none() | st.integers(1, 2),
        "months": st.none() | st.floats(0, 1200, allow_nan=False),
        "heat": st.none() | st.floats(30, 45),
        "on": st.none() | st.dates(),
        "since": st.none() | st.sampled_from(("1999", "2020-12")),
        "at": st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        "note": st.none() | texts,
        "names": st.none() | st.lists(texts, max_size=3).map(tuple),
        "things": st.none() | st.lists(maybe_thing, max_size=3).map(tuple),
        "reading": st.none() | st.builds(Reading, taken_on=st.dates(), value=st.floats(0, 5000)),
    },
)


@given(records)
def test_a_record_comes_back_from_its_form_byte_for_byte(answers):
    record = Everything.model_validate(answers)
    checked = check(Everything, typed_from(record, ZONE), ZONE)
    assert checked.errors == {}
    assert checked.record.body() == record.body()


@given(
    st.dictionaries(st.sampled_from([*Everything.items, "things.0.name", "things:rows", "on:unknown"]), texts)
)
def test_nothing_typed_is_lost_whatever_it_is(typed):
    checked = check(Everything, typed, ZONE)
    assert {
        name: text for name, text in typed.items() if name != "things:rows" and "things.0" not in name
    }.items() <= (checked.typed.items())
    build(Everything, checked)


@pytest.mark.parametrize("record", [Plan, History, Medicines, Labs])
def test_every_real_record_has_a_form(record: type[Record]):
    form = build(record, Checked({}))
    assert [field.name for field in form.fields] == list(record.items)
