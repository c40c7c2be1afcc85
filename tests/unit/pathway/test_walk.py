"""The path: a stage waits for the one before it, and within a stage an act waits for its check."""

from datetime import UTC, date, datetime

import pytest

from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.records import Referral, WarningSigns
from buffycoat.pathway.walk import STAGES, walk

NURSE = Signer(id="n1", name="Nurse One", role="nurse")
AT = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
DAY = date(2026, 11, 19)
PLAN = Plan.model_validate(
    {
        "sites": [{"target": "SIJ", "level": "SI", "side": "R"}],
        "planned_on": "2026-11-24",
        "months_of_pain": 9,
    }
)


def signed(*records: Record) -> Chart:
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, NURSE, AT)
    return chart


def state(chart: Chart, name: str) -> str:
    return next(one.state for one in walk(chart, DAY).standings if one.stage.name == name)


def test_an_empty_chart_waits_at_triage_and_blocks_nothing_yet() -> None:
    seen = walk(Chart("one"), DAY)
    assert seen.current.stage.name == "triage"
    assert seen.current.state == "here"
    assert [one.state for one in seen.standings[1:]] == ["to come"] * 6


@pytest.mark.parametrize(
    "kind", [kind for stage in STAGES[1:] for kind in stage.records], ids=lambda k: k.kind
)
def test_nothing_of_a_later_stage_is_signed_while_triage_is_open(kind: type[Record]) -> None:
    why = walk(Chart("one"), DAY).refusal(kind)
    assert bool(why) is not kind.anytime
    if why:
        assert "triage is open" in why


def test_a_sign_of_danger_blocks_what_comes_after() -> None:
    chart = signed(WarningSigns.model_validate({"saddle_numbness": True}))
    assert state(chart, "triage") == "blocked"
    assert "cauda equina" in walk(chart, DAY).refusal(Plan)


@pytest.mark.parametrize(
    ("kind", "first"),
    [(Injection, "time-out"), (Discharge, "injection"), (Spin, "blood draw"), (Product, "draw")],
)
def test_within_a_stage_an_act_waits_for_what_comes_before_it(kind: type[Record], first: str) -> None:
    standing = next(one for one in walk(Chart("one"), DAY).standings if one.stage.name == kind.stage)
    assert kind.after
    assert {one.kind for one in standing.stage.required} >= set(kind.after)
    assert first in " ".join(one.title.lower() for one in standing.stage.required if one.kind in kind.after)


def test_an_override_lets_the_stage_go_on_and_is_kept_in_sight() -> None:
    chart = signed(WarningSigns.model_validate({"saddle_numbness": True}))
    (card,) = [one for one in walk(chart, DAY).cards if one.rule == "triage.urgency"]
    reason = Override(
        card=card.key, fingerprint=card.fingerprint, summary=card.summary, reason="MRI today, no compression"
    )
    after = chart.sign(reason, NURSE, AT)
    triage = walk(after, DAY).standings[0]
    assert card not in triage.cards
    assert [(one.key, entry.number) for one, entry in triage.overridden] == [(card.key, 2)]


def test_a_missing_baseline_is_said_before_it_is_too_late() -> None:
    said = [card.rule for card in walk(signed(PLAN), DAY).cards]
    assert "outcomes.baseline" in said
    baseline = Outcome.model_validate({"visit": "baseline", "answered_on": "2026-11-18", "nrs_average": 7})
    assert "outcomes.baseline" not in [card.rule for card in walk(signed(PLAN, baseline), DAY).cards]


def test_once_injected_the_stages_before_are_read_as_of_that_day() -> None:
    """A laboratory value that was fresh on the day does not go stale, and reopen the past, a year later."""
    labs = Labs.model_validate(
        {
            "platelets": {"value": 240, "taken_on": "2026-11-10"},
            "haemoglobin": {"value": 13.5, "taken_on": "2026-11-10"},
        }
    )
    injection = Injection.model_validate(
        {
            "given_at": AT,
            "operator": "Dr Two",
            "guidance": "ultrasound",
            "sites": [{"target": "SIJ", "level": "SI", "side": "R", "volume": 2}],
        }
    )
    before = signed(PLAN, History(), Medicines(drugs=()), Allergies(allergies=()), labs, TimeOut(taken_at=AT))
    after = before.sign(injection, NURSE, AT)
    year_later = date(2027, 11, 19)

    def stale(chart: Chart) -> list[str]:
        return [card.summary for card in walk(chart, year_later).cards if "too old" in card.summary]

    assert stale(before)
    assert not stale(after)


def test_who_the_patient_is_comes_first() -> None:
    assert STAGES[0].required[0] is Referral
    assert Draw in STAGES[3].required
