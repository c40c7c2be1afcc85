"""The figures of harm: what is counted, among whom, and what so few cannot show."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes.accounts import accounts
from buffycoat.pathway.outcomes.infection_search import open_searches, suspected_at, tasks
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.practice.exact import rate
from buffycoat.practice.harms import Harms, Treated, harms
from buffycoat.practice.lot_uses import Use
from buffycoat.web.presenters.harms import Figure, compared, figure, lines, percent
from tests.people import DOCTOR, signer

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
NAMES = ("DISC", "FACET", "EPI_TF")
PATIENT = signer("patient")


def event(what: str = "soreness", day: int = 1, **other: Any) -> AdverseEvent:
    return AdverseEvent.model_validate({"what": what, "began_on": ON + timedelta(days=day), **other})


def treated(
    *events: AdverseEvent, places: tuple[str, ...] = ("DISC",), lot: str = "", told: Any = ()
) -> Treated:
    chart = Chart("c")
    for one in told:
        chart = chart.sign(one, PATIENT, AT)
    for one in events:
        chart = chart.sign(one, DOCTOR, AT)
    lots = (Use("kit", lot, lot, "", 1, ON, 0),) if lot else ()
    return Treated("e", ON, places, accounts(chart), lots)


def of(*held: Treated, day: date = ON) -> Harms:
    return harms(held, NAMES, day)


def test_an_injection_with_two_events_counts_once():
    [line] = of(treated(event(), event("infection", 20)), treated(), treated()).lines
    assert (line.any.events, line.any.of) == (1, 3)
    assert line.onsets == (20,)


def test_an_injection_at_two_targets_counts_at_each_and_once_in_all():
    found = of(treated(event(target="DISC"), places=("DISC", "DISC", "FACET")))
    disc, facet = found.lines
    assert (disc.procedures, disc.places, disc.any.events) == (1, 2, 1)
    assert (facet.procedures, facet.places, facet.any.events) == (1, 1, 0)
    assert (found.whole.procedures, found.whole.places, found.whole.any.events) == (1, 3, 1)


def test_an_event_that_names_no_place_is_placed_only_where_there_was_one():
    assert of(treated(event())).unplaced == 0
    both = of(treated(event(), places=("DISC", "FACET")))
    assert both.unplaced == 1
    assert [line.any.events for line in both.lines] == [0, 0]
    assert both.whole.any.events == 1


@pytest.mark.parametrize(
    ("said", "counted", "confirmed"),
    [
        ({}, 1, 0),
        ({"infection": "suspected"}, 1, 0),
        ({"infection": "confirmed"}, 1, 1),
        ({"infection": "no"}, 0, 0),
    ],
)
def test_an_infection_counts_until_it_is_ruled_out(said, counted, confirmed):
    [line] = of(treated(event("infection", 20, **said))).lines
    assert (line.infections.events, line.confirmed) == (counted, confirmed)


def test_what_began_before_the_injection_is_no_harm_of_it_and_is_said():
    found = of(treated(event(day=-1)))
    assert (found.whole.any.events, found.before) == (0, 1)


def test_what_nobody_judged_waits_and_is_in_no_figure():
    found = of(treated(told=(event(grade=2),)))
    assert (found.whole.any.events, found.whole.waiting) == (0, 1)
    assert (found.agreement.open, found.agreement.all) == (1, 1)


def test_agreement_has_its_denominators():
    both = treated(event(grade=1), told=(event(grade=3),))
    same = treated(event(grade=2), told=(event(grade=2),))
    ours = treated(event("bleeding", grade=1))
    found = of(both, same, ours).agreement
    assert (found.both, found.clinician, found.open, found.nothing, found.all) == (2, 1, 0, 0, 3)
    assert (found.graded, found.same, found.patient_worse, found.clinician_worse) == (2, 1, 1, 0)


@pytest.mark.parametrize(("apart", "found"), [(0, 1), (90, 1), (91, 0)])
def test_two_infections_from_one_lot_within_ninety_days_are_one_outbreak(apart, found):
    first, second = event("infection", 5), event("infection", 5 + apart)
    held = of(treated(first, lot="K1"), treated(second, lot="K1"), treated(event("infection", 5), lot="K2"))
    assert len(held.clusters) == found
    assert held.lots["kit", "K1"] == (2, 2)


def test_two_infections_of_one_person_are_no_outbreak():
    assert of(treated(event("infection", 5), event("infection", 40), lot="K1")).clusters == ()


def test_who_was_asked_counts_by_the_window_and_only_once_it_is_past():
    asked = Treated("e", ON, ("DISC",), asked_on=(ON + timedelta(days=2), ON + timedelta(days=20)))
    day = ON + timedelta(days=18)
    contacts = {one.name: (one.past, one.asked) for one in of(asked, day=day).contacts}
    assert contacts["Safety call"] == (1, 1)
    assert contacts["2 weeks"] == (1, 0)
    assert contacts["6 weeks"] == (0, 0)


def test_none_of_twelve_is_not_better_than_published():
    [line, _] = lines(of(*[treated() for _ in range(12)]))
    assert line.infections.count == "0 of 12"
    assert line.infections.interval == "0 % to 26 %"
    assert "up to 25 % may be true" in line.infections.note
    assert "neither better nor worse" in line.compared
    assert any("1 of 194" in said for said in line.published)
    assert any("1 of about 33" in said for said in line.published)


def test_more_than_published_is_said():
    [line] = of(*[treated(event("infection", 20)) for _ in range(3)]).lines
    assert "More than any published figure" in lines(of(*[treated(event("infection", 20))] * 3))[0].compared
    assert compared(line, []) == "The rule base has no published figure for this target."


def test_of_very_few_not_even_the_rule_of_three_is_said():
    assert figure(of(treated()).whole.any).note == "Too few to say."
    assert figure(rate(0, 4)) == Figure("0 of 4", "0 % to 60 %"), "3 in 4 would contradict the exact bound"
    assert figure(rate(0, 12)).note == "Rule of three: up to 25 % may be true."


def test_nothing_treated_has_no_figures():
    found = of()
    assert found.lines == ()
    assert figure(found.whole.any).count == "none injected"


def test_a_small_share_keeps_a_decimal():
    assert [percent(one) for one in (0, 12 / 4891, 0.031, 0.26)] == ["0 %", "0.25 %", "3.1 %", "26 %"]


def search(**said: Any) -> list[tuple[str, bool, bool]]:
    now = AT + timedelta(days=24)
    made = tasks(event("infection", 20, **said), AT + timedelta(days=20), now)
    return [(one.says, one.done, one.late) for one in made]


def test_an_mri_is_late_after_72_hours_and_never_done_because_nothing_is_said():
    mri, cultures = search()
    assert mri == (
        "MRI with gadolinium not recorded: within 72 hours of the suspicion, by 25 March 2026",
        False,
        True,
    )
    assert cultures == ("No cultures recorded", False, False)


def test_cultures_are_held_fourteen_days():
    [_, held] = search(cultures_on=ON + timedelta(days=21))
    assert "hold until 6 April 2026" in held[0]
    [_, over] = search(cultures_on=ON + timedelta(days=10))
    assert over[1:] == (False, True)
    [_, early] = search(cultures_on=ON + timedelta(days=10), cultures_final_on=ON + timedelta(days=16))
    assert early[0] == "Cultures last read on day 6; 14 days are needed"
    [_, done] = search(cultures_on=ON, cultures_final_on=ON + timedelta(days=14), organism="C. acnes")
    assert done == ("Cultures held 14 days: C. acnes", True, False)


def test_a_search_is_open_until_it_is_over_or_ruled_out_and_counts_from_the_first_suspicion():
    first = Chart("c").sign(event("worse_pain", 20, infection="no"), DOCTOR, AT)
    thought = first.sign(event("worse_pain", 20, infection="suspected"), DOCTOR, AT + timedelta(days=1), 1)
    again = thought.sign(
        event("worse_pain", 20, infection="suspected", grade=3), DOCTOR, AT + timedelta(days=5), 2
    )
    assert open_searches(accounts(first)) == ()
    [one] = open_searches(accounts(again))
    assert suspected_at(again, one.entry) == AT + timedelta(days=1)
    over = again.sign(event("worse_pain", 20, infection="suspected", outcome="recovered"), DOCTOR, AT, 3)
    assert open_searches(accounts(over)) == ()
