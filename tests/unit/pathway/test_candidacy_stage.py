"""Candidacy as a whole: its verdict, its tables, and cards that stay as they are from day to day."""

from datetime import UTC, date, datetime, timedelta

from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.labs import GATES, LABS
from buffycoat.pathway.candidacy.records import (
    Allergies,
    Drug,
    Fusion,
    Haemoglobin,
    History,
    Labs,
    Medicines,
    Plan,
    Platelets,
    Site,
)
from buffycoat.pathway.candidacy.rules_allergies import ALLERGIES
from buffycoat.pathway.candidacy.summary import verdict
from buffycoat.pathway.candidacy.target import TARGETS
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral

DAY = date(2026, 11, 19)
NURSE = Signer(id="n", name="N", role="nurse")


def _cards(*records: Record, day: date = DAY) -> tuple[Card, ...]:
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, NURSE, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return STAGE.cards(chart, day)


def _suitable() -> list[Record]:
    site = Site(target="LIG", level="L4-5", side="M")
    return [
        Referral.model_validate({"name": "A", "birth_date": date(1970, 1, 1), "sex": "male"}),
        Plan(
            sites=(site,),
            planned_on=DAY,
            months_of_pain=12,
            exercise_tried=True,
            expects_cure=False,
            transitional="none",
            structural=True,
            severe_change=False,
            psychosocial_load=False,
        ),
        History(
            conditions=(),
            fusions=(),
            infection_now=False,
            bleeding_disorder=False,
            cancer="never",
            neurologic_risk=False,
            capacity_doubt=False,
            smoker=False,
        ),
        Medicines(drugs=(Drug(name="acetaminophen"),)),
        Allergies(allergies=()),
        Labs(platelets=Platelets(taken_on=DAY, value=250), haemoglobin=Haemoglobin(taken_on=DAY, value=14)),
    ]


def test_a_whole_and_quiet_chart_is_suitable_and_says_that_it_is_investigational() -> None:
    cards = _cards(*_suitable())
    assert [card.code for card in cards] == ["investigational_use"]
    assert verdict(cards) == "suitable"


def test_the_verdict_follows_the_worst_card() -> None:
    warned = _cards(*_suitable(), Medicines(drugs=(Drug(name="naproxen"),)))
    stopped = _cards(*_suitable(), History(fusions=(Fusion(level="L4-5"),)))
    assert verdict(warned) == "needs_review"
    assert verdict(stopped) == "not_suitable"


def test_critical_cards_read_the_same_a_month_later_so_that_an_override_keeps_covering_them() -> None:
    records = [*_suitable(), Medicines(drugs=(Drug(name="warfarin"),)), History(cancer="active")]
    records[1] = Plan(sites=(Site(target="DISC", level="L4-5", side="M"),), planned_on=DAY + timedelta(60))
    now, later = (_cards(*records, day=day) for day in (DAY, DAY + timedelta(30)))
    critical = {card.key: card.fingerprint for card in now if card.indicator == "critical"}
    assert critical
    assert critical == {card.key: card.fingerprint for card in later if card.indicator == "critical"}


def test_every_table_cites_known_sources_and_nobody_has_signed_it() -> None:
    for table in (TARGETS, LABS, GATES, CONTRAINDICATIONS, ALLERGIES):
        assert table.reviewed_by == ""
        for row in table.rows.values():
            assert set(row.sources) <= set(sources())
    for target in TARGETS.rows.values():
        assert set(target.evidence_sources) <= set(sources())
