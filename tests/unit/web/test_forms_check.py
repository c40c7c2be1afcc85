"""Errors at their own question, all at once; doubts asked once; rows added and removed with all else kept."""

from buffycoat.web.forms import Checked, build, change_rows, check
from buffycoat.web.forms.words import SPANISH
from tests.unit.web.declared import ZONE, Everything

READING = {"reading.taken_on": "2026-11-01", "reading.value": "2500"}


def test_every_error_is_found_at_once_even_within_one_row():
    checked = check(
        Everything,
        {
            "heat": "60",
            "months": "-3",
            "things:rows": "2",
            "things.0.weight": "900",
            "things.1.name": "Box",
            "things.1.seen": "2019-13",
            "reading.value": "9999",
            "colour": "purple",
        },
        ZONE,
    )
    assert set(checked.errors) == {
        "heat", "months", "colour", "things.0.weight", "things.0.name", "things.1.seen",
        "reading.value", "reading.taken_on",
    }  # fmt: skip
    assert checked.errors["heat"] == "Temperature: 60 °C is above the bound of 45 °C"
    assert checked.errors["reading.value"] == "Count: 9999 ×10⁹/L is above the bound of 5000 ×10⁹/L"


def test_the_summary_links_each_error_to_its_box():
    form = build(
        Everything, check(Everything, {"heat": "60", "things:rows": "1", "things.0.weight": "1"}, ZONE)
    )
    assert form.summary == "Not signed yet: 2 to settle"
    assert [box for box, _ in form.problems] == ["q-heat", "q-things-0-name"]
    assert form.field("heat").error
    assert form.field("heat").value == "60"


def test_a_number_in_a_unit_nobody_can_read_names_what_can_be_read():
    assert (
        "10^9/L"
        in check(Everything, READING | {"reading.value:unit": "furlongs"}, ZONE).errors["reading.value"]
    )


def test_an_unlikely_value_is_asked_about_once_with_the_likely_slip():
    checked = check(Everything, READING, ZONE)
    assert not checked.ready
    field = build(Everything, checked).field("reading").inner[1]
    assert field.doubt == "2500 ×10⁹/L is outside 20 to 1500: did you mean 250 ×10⁹/L?"
    assert check(Everything, READING | {"reading.value:confirm": field.confirm}, ZONE).ready


def test_a_confirmation_covers_that_value_and_no_other():
    confirm = build(Everything, check(Everything, READING, ZONE)).field("reading").inner[1].confirm
    changed = READING | {"reading.value": "2600", "reading.value:confirm": confirm}
    assert not check(Everything, changed, ZONE).ready


def test_an_answer_and_a_tick_contradict_each_other():
    for typed in (
        {"on": "2026-11-19", "on:unknown": "on"},
        {"colours=r": "on", "colours:none": "on"},
        {"things:none": "on", "things:unknown": "on"},
        {"things:none": "on", "things:rows": "1", "things.0.name": "Bag"},
    ):
        checked = check(Everything, typed, ZONE)
        assert "not both" in " ".join(checked.errors.values())
        assert checked.record is None


def test_adding_and_removing_rows_keeps_everything_else():
    typed = {
        "note": "kept",
        "things:rows": "2",
        "things.0.name": "Bag",
        "things.1.name": "Box",
        "things.1.seen": "x",
    }
    more = change_rows(typed, "add:things")
    assert more == typed | {"things:rows": "3"}
    fewer = change_rows(more, "remove:things.0")
    assert fewer == {"note": "kept", "things:rows": "2", "things.0.name": "Box", "things.0.seen": "x"}
    assert change_rows(typed, "remove:things.7") == typed
    assert change_rows(typed, "sign") == typed


def test_rows_that_nobody_filled_are_no_rows_and_the_others_keep_their_errors():
    checked = check(Everything, {"things:rows": "3", "things.2.name": "Box", "things.2.weight": "600"}, ZONE)
    assert set(checked.errors) == {"things.0.weight"}
    assert checked.typed["things.0.name"] == "Box"


def test_a_row_of_nothing_but_an_imports_note_still_needs_its_answers():
    checked = check(Everything, {"things:rows": "1", "things.0.source": "MedicationRequest 7"}, ZONE)
    assert set(checked.errors) == {"things.0.name"}


def test_a_list_that_claims_a_million_rows_is_held_to_what_a_person_writes():
    assert len(build(Everything, Checked({"things:rows": "1000000"})).field("things").rows) == 200


def test_a_form_in_spanish_asks_and_answers_in_spanish_where_the_record_does():
    form = build(Everything, check(Everything, {"sure": "no"}, ZONE, SPANISH), SPANISH)
    asked = form.field("sure")
    assert (asked.ask, asked.lang) == ("¿Es así?", "es")
    assert [option.label for option in asked.options] == [
        "Sí",
        "No",
        "No estoy seguro o segura",
        "Dejar sin contestar",
    ]
    assert form.field("colour").lang == "en"


def test_a_question_is_asked_in_the_way_that_suits_it():
    form = build(Everything, Checked({}))
    widgets = {field.name: field.widget for field in form.fields}
    assert widgets["sure"] == widgets["colour"] == "radio"
    assert widgets["pain"] == "scale"
    assert widgets["colours"] == "ticks"
    assert widgets["things"] == "parts"
    assert [group.title for group in form.groups] == ["", "Scores"]
    assert form.field("on").may_be_unknown
    assert not form.field("months").may_be_unknown
    assert [one.label for one in form.field("heat").units] == ["°C", "°F"]
