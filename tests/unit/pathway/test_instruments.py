"""Scores as the rule base has them, and the words when there is none."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes import STAGE, instruments
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome, RolandMorris
from buffycoat.pathway.outcomes.visits import FOLLOW_UPS, schedule
from tests.people import NURSE

DAY = date(2026, 11, 19)


def at(visit, **answers):
    return Outcome.model_validate({"visit": visit, "answered_on": DAY, **answers})


@pytest.mark.parametrize("value", [-1, 11, 7.5, True, "7", float("nan"), float("inf")])
def test_what_is_not_a_pain_rating_is_invalid(value):
    assert instruments.nrs(value).status == "invalid"


def test_three_questions_need_all_three():
    assert instruments.three_questions((6, 7, 8)).score == 7
    short = instruments.three_questions((6, None, 8))
    assert (short.status, short.score, short.blanks) == ("not_scorable", None, 1)
    assert instruments.three_questions((6, 8)).status == "invalid"
    assert instruments.three_questions((None, 11, 8)).status == "invalid", (
        "a wrong answer is worse than a blank"
    )


def test_roland_morris_counts_yes_and_tells_blanks():
    seven_blank = (True,) * 10 + (False,) * 7 + (None,) * 7
    assert instruments.roland_morris(seven_blank) == instruments.Score("RMDQ", "ok", 10.0, blanks=7)
    eight_blank = (True,) * 10 + (False,) * 6 + (None,) * 8
    assert instruments.roland_morris(eight_blank).status == "not_scorable"
    assert instruments.roland_morris((True,) * 23).status == "invalid"
    assert instruments.roland_morris((1,) * 24).status == "invalid"


def test_roland_morris_on_paper_and_by_statement_must_agree():
    ticked = RolandMorris.model_validate({f"s{n:02}": n <= 9 for n in range(1, 25)})
    assert instruments.roland_morris_of(at("week_6", roland_morris=ticked)).score == 9
    assert instruments.roland_morris_of(at("week_6", roland_morris_total=9)).score == 9
    both = at("week_6", roland_morris=ticked, roland_morris_total=11)
    assert instruments.roland_morris_of(both).status == "invalid"
    assert instruments.roland_morris_of(at("week_6")).status == "not_scorable"


@pytest.mark.parametrize(
    ("before", "now", "half", "important"),
    [
        (8, 4, True, True),
        (8, 5, False, True),
        (7, 5, False, False),
        (3, 2, False, False),
        (2, 1, True, False),
    ],
)
def test_responders_by_pain(before, now, half, important):
    said = instruments.responder(at("baseline", nrs_average=before), at("week_12", nrs_average=now))
    assert (said["a"].responder, said["b"].responder) == (half, important)


def test_who_cannot_be_classified_is_not_called_a_failure():
    later = at("week_12", nrs_average=4)
    for baseline in (None, at("baseline"), at("baseline", nrs_average=0)):
        said = instruments.responder(baseline, later)
        assert {one.status for one in said.values()} == {"not_classifiable"}
        assert all(one.responder is None and one.why for one in said.values())


@pytest.mark.parametrize(("pgic", "responder"), [(1, True), (2, True), (3, False), (7, False)])
def test_responders_by_rated_change(pgic, responder):
    assert instruments.responder(None, at("week_12", pgic=pgic))["d"].responder is responder


@pytest.mark.parametrize(
    ("injection", "surgery", "none_needed"),
    [(False, False, True), (True, None, False), (None, True, False), (False, None, None), (None, None, None)],
)
def test_one_reported_rescue_is_enough_and_one_unknown_leaves_it_open(injection, surgery, none_needed):
    later = at("week_26", rescue_injection=injection, rescue_surgery=surgery)
    assert instruments.responder(None, later)["e"].responder is none_needed


def test_visits_keep_their_windows():
    twelve = schedule(date(2026, 8, 18))[FOLLOW_UPS.index("week_12")]
    assert (twelve.opens, twelve.on, twelve.closes) == (
        date(2026, 10, 27),
        date(2026, 11, 10),
        date(2026, 11, 24),
    )
    windows = schedule(DAY)
    assert all(one.closes < other.opens for one, other in pairwise(windows))


@pytest.mark.parametrize("record", [Outcome, AdverseEvent, RolandMorris])
def test_every_question_is_there_in_spanish(record):
    for name, item in record.items.items():
        assert item.es, name
        assert set(item.options_es) == set(item.options), name
        assert bool(item.help_es) == bool(item.help), name


def test_the_longest_serious_event_still_fits_on_a_card():
    worst = AdverseEvent(what="weakness_or_numbness", began_on=DAY, serious=("intervention",))
    rule = next(rule for rule in STAGE.rules if rule.id == "outcomes.serious")
    chart = Chart("c").sign(worst, NURSE, datetime(2026, 11, 19, 8, tzinfo=UTC))
    assert [card.indicator for card in rule.cards(chart, DAY)] == ["critical"]
