"""What pages say about a chart: marks, the next step, sentences, the column of time, Today's lines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.candidacy.records import Allergies, Allergy, History, Labs, Medicines, Plan, Site
from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.walk import walk
from buffycoat.web.presenters import cards, rail, today
from buffycoat.web.presenters.answers import answers, summary
from buffycoat.web.presenters.next_step import next_step
from buffycoat.web.presenters.progress import progress
from buffycoat.web.presenters.timeline import timeline
from buffycoat.web.presenters.who import age, allergies, who
from tests.people import DOCTOR
from tests.unit.web.declared import ZONE

DAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 17, tzinfo=UTC)
SIGNS = [name for name in WarningSigns.items if name not in ("newly", "stiffness", "narrative", "asked_of")]


def chart(*records):
    made = Chart("e")
    for place, record in enumerate(records):
        made = made.sign(record, DOCTOR, NOON + timedelta(minutes=place))
    return made


ANN = Referral(name="Ann Example", birth_date="1970-05-17", phone="555-0123", reason="Back pain")
CALM = WarningSigns(**dict.fromkeys(SIGNS, False))
TRIAGED = (ANN, CALM, Pain(now=6, average=5, worst=8))


def test_the_rail_says_done_here_blocked_and_to_come():
    stands = walk(chart(*TRIAGED), DAY)
    assert rail.marks(stands) == ("y", "n", "", "", "", "", "")
    assert rail.label(stands) == "Stage 2 of 7, candidacy, ready"
    stops = rail.stops(stands, chart(*TRIAGED), ZONE)
    assert (stops[0].note, stops[1].note) == ("signed 19 Nov", "5 of 5 to sign")
    blocked = walk(chart(ANN, WarningSigns(saddle_numbness=True), Pain(now=6)), DAY)
    assert rail.marks(blocked)[0] == "x"
    assert "critical" in rail.stops(blocked, chart(), ZONE)[0].note


def test_the_next_step_is_to_sign_what_is_missing():
    step = next_step(walk(chart(*TRIAGED), DAY))
    assert (step.heading, step.kind) == ("Next: sign plan", Plan.kind)
    assert "Then: history" in step.why
    imported = next_step(walk(chart(*TRIAGED), DAY), {Plan.kind})
    assert imported.why.startswith("Read from a file and not signed")


def test_the_next_step_is_to_ask_what_blocks():
    half = WarningSigns(**dict.fromkeys(SIGNS[1:], False))
    step = next_step(walk(chart(ANN, half, Pain(now=6)), DAY))
    assert step.heading.startswith("Next: ask “")
    assert (step.kind, step.box) == (WarningSigns.kind, f"q-{SIGNS[0].replace('_', '-')}")


def test_a_card_has_its_source_and_how_sure_it_is_in_the_margin():
    stands = walk(
        chart(ANN, WarningSigns(**dict.fromkeys(SIGNS, False) | {"saddle_numbness": True}), Pain(now=6)), DAY
    )
    first = cards.lines(stands, "proceduralist")[0]
    assert (first.level, first.word) == ("critical", "Critical")
    assert first.may_override
    assert not cards.lines(stands, "nurse")[0].may_override
    assert first.sources
    assert all(title and title != key for key, title in first.sources)
    assert (
        first.mark in {"Read at its source", "Known, not re-read", "Known, but uncertain"}
        or "Proposed" in first.mark
    )
    assert cards.find(stands, first.key)
    assert cards.find(stands, "no.such") is None


def test_what_is_only_not_begun_stands_last_and_cannot_be_gone_past():
    lines = cards.lines(walk(chart(*TRIAGED), DAY), "proceduralist")
    waiting = [line for line in lines if line.waits]
    assert waiting
    assert lines[-len(waiting) :] == tuple(waiting)
    assert not any(line.may_override for line in waiting)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (CALM, f"Warning signs: none present; {len(SIGNS)} no."),
        (WarningSigns(fever=True), "Warning signs: fever;"),
        (Medicines(drugs=({"name": "Warfarin"}, {"name": "Naproxen"})), "Medicines: Warfarin, Naproxen."),
        (Medicines(drugs=()), "Medicines: none."),
        (History(smoker=True, infection_now=False, cancer=None), "History: yes: smokes; no to 1; 1 not "),
        (Labs(platelets={"value": 238, "taken_on": "2026-11-01"}), "Laboratory: Platelets 238 ×10⁹/L."),
        (Plan(sites=(Site(target="DISC", level="L4-5", side="M"),)), "Plan: Disc L4-5."),
        (Outcome(visit="week_12", answered_on=DAY, nrs_average=3, pgic=2), "12 weeks: pain 3, much better."),
        (Pain(), "Pain: nothing answered."),
        (ANN, "Referral: Back pain."),
    ],
)  # fmt: skip
def test_an_entry_in_one_sentence(record, said):
    assert summary(record, ZONE).startswith(said)


def test_a_long_record_says_how_much_more_there_is():
    drugs = tuple({"name": f"Medicine number {place}"} for place in range(9))
    assert summary(Medicines(drugs=drugs), ZONE).endswith("Medicine number 2 and 6 more.")


def test_answers_keep_value_not_known_and_not_asked_apart():
    said = {answer.ask: (answer.text, answer.state) for answer in answers(Pain(now=6, average=None), ZONE)}
    assert sorted({state for _, state in said.values()}) == ["answered", "not asked", "unknown"]
    assert ("Not known", "unknown") in said.values()


def test_the_column_of_time_is_newest_first_and_says_what_became_of_an_entry():
    held = chart(ANN, Pain(now=6)).sign(Pain(now=7), DOCTOR, NOON + timedelta(days=1), amends=2)
    held = held.sign(Retraction(reason="Another patient"), DOCTOR, NOON + timedelta(days=2), amends=3)
    lines = timeline(held, DAY, ZONE)
    assert [line.number for line in lines] == [4, 3, 2, 1]
    assert [line.note for line in lines] == [
        "Entry 4; takes back entry 3",
        "Entry 3; amends entry 2; taken back by entry 4",
        "Entry 2; amended by entry 3",
        "Entry 1",
    ]
    assert lines[0].text == "Entry 3 was entered in error: Another patient"
    assert [line.gone for line in lines] == [False, True, True, False]
    assert lines[-1].when == "19 Nov 12:00"
    assert timeline(held, DAY + timedelta(days=400), ZONE)[0].when == "21 Nov 2026"


def test_allergies_not_asked_not_known_and_none_are_three_things():
    assert allergies(chart(ANN)) == ("Allergies not asked", True)
    assert allergies(chart(ANN, Allergies(allergies=None))) == ("Allergies not known", True)
    assert allergies(chart(ANN, Allergies(allergies=()))) == ("No known allergies", False)
    rash = Allergies(allergies=(Allergy(substance="Chlorhexidine", reaction="rash"),))
    assert allergies(chart(ANN, rash)) == ("Allergy: Chlorhexidine (rash)", True)


def test_age_turns_on_the_birthday():
    assert age(date(1970, 11, 19), DAY) == 56
    assert age(date(1970, 11, 20), DAY) == 55
    assert who("Ann", date(1970, 5, 17), "A-1", DAY).born == "17 May 1970"


def test_progress_needs_two_visits_and_keeps_chart_and_table_alike():
    start = Outcome(visit="baseline", answered_on="2026-08-01", nrs_average=7)
    later = Outcome(visit="week_12", answered_on="2026-11-19", nrs_average=3)
    assert progress(chart(start)) is None
    held = progress(chart(start, later))
    assert held.series[0].finding == "Pain fell from 7 to 3, 12 weeks"
    assert [(point.x, point.y) for point in held.series[0].points] == [(0, 54), (60, 126)]
    assert held.rows == (
        ("Before the injection", "2026-08-01", "7", "–"),
        ("12 weeks", "2026-11-19", "3", "–"),
    )


def test_worse_is_said_as_plainly_as_better():
    said = [
        progress(chart(*(Outcome(visit=v, answered_on="2026-08-01", nrs_average=n) for v, n in pair)))
        .series[0]
        .finding
        for pair in ((("baseline", 4), ("week_2", 6)), (("baseline", 4), ("week_2", 4)))
    ]
    assert said == ["Pain rose from 4 to 6, 2 weeks", "Pain stayed at 4, 2 weeks"]


def test_today_says_what_is_in_the_way():
    ready, stopped = (
        today.row(walk(chart(*held), DAY)) for held in (TRIAGED, (ANN, WarningSigns(), Pain(now=6)))
    )
    assert ready.in_the_way == "Nothing in the way; 5 to sign."
    assert not ready.blocked
    assert stopped.blocked
    assert stopped.in_the_way.startswith("Warning signs:")
    assert today.headline(1, (ready, stopped), 2) == (
        "1 person needs someone now. 2 are coming in; 1 can go ahead as things stand. 2 things are due."
    )


def test_due_is_grouped_by_what_it_is_latest_first():
    items = (
        ("Answers", date(2026, 11, 10), "a", "Ann"),
        ("Call", DAY, "b", "Bea"),
        ("Answers", DAY, "c", "Cy"),
    )
    assert today.due(items, DAY) == (
        today.Due("Answers", (("a", "Ann"), ("c", "Cy")), "9 days late"),
        today.Due("Call", (("b", "Bea"),), "today"),
    )


def test_an_alarm_does_not_say_its_level_twice():
    assert today.alarm_words("emergency", "Emergency: possible cauda equina.") == "possible cauda equina."
    assert today.alarm_words("same_day", "Pain climbs") == "Pain climbs"
