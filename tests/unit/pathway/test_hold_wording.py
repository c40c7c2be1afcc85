"""A hold is said in one wording, right to the day: a dose on that day keeps it, a later one does not."""

import re
from datetime import date, datetime, timedelta

import pytest

from buffycoat.pathway.candidacy.records import Drug, Medicines, Plan, Site
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import in_words
from buffycoat.pathway.walk import RULES
from tests.spec.print_docs import all_cases

DAY, NEEDLE = date(2027, 2, 1), date(2027, 3, 20)  # a February without a leap day in between
NURSE = Signer(id="n", name="Nurse", role="nurse")
HELD = {
    "apixaban": "anticoagulant",
    "warfarin": "anticoagulant",
    "clopidogrel": "antiplatelet",
    "ibuprofen": "nsaid_not_stopped",
    "naproxen": "nsaid_not_stopped",
    "prednisone": "systemic_steroid",
    "fish oil": "supplement",
    "aspirin": "aspirin",
}


def _cards(name: str, last: date | None) -> tuple[Card, ...]:
    thinner = HELD[name] in ("anticoagulant", "antiplatelet")
    stopped = {"use": "stopped", "stopped_by": "prescriber"} if thinner else {"use": "taking"}
    drug = Drug.model_validate(
        {"name": name, **stopped, "for_heart": False, "last_taken": last and str(last)}
    )
    chart = Chart("one")
    for record in (
        Plan(planned_on=NEEDLE, sites=(Site(target="DISC", level="L4-5", side="M"),)),
        Medicines(drugs=(drug,)),
    ):
        chart = chart.sign(record, NURSE, datetime.fromisoformat("2027-02-01T09:00:00+00:00"))
    return RULES[f"candidacy.{HELD[name]}"].cards(chart, DAY)


def _said(cards: tuple[Card, ...]) -> str:
    text = " ".join(f"{card.detail} {card.clears_when}" for card in cards)
    found = set(re.findall(r"[Ll]ast dose by (\d+ \w+ \d{4})", text))
    assert len(found) == 1, text
    return found.pop()


@pytest.mark.parametrize("name", sorted(HELD))
def test_the_day_that_is_said_is_the_last_that_keeps_the_hold(name: str) -> None:
    said = _said(_cards(name, None))
    days = [NEEDLE - timedelta(days=before) for before in range(46)]
    kept = [day for day in days if not _cards(name, day)]
    assert kept, "far enough back it is out of the body"
    assert in_words(max(kept)) == said
    assert kept == [day for day in days if day <= max(kept)], "and so is every day before"


def test_no_card_says_it_in_another_wording() -> None:
    others = re.compile(r"first day without|last taken by|off it from", re.IGNORECASE)
    for one in all_cases():
        for card in RULES[one.rule].cards(one.chart(), one.day):
            assert not others.search(f"{card.summary} {card.detail} {card.clears_when}"), card


def test_no_card_prints_a_day_as_a_machine_writes_it() -> None:
    machine = re.compile(r"\b\d{4}-\d{2}\b")
    for one in all_cases():
        if one.rule == "candidacy.doubt":  # quotes what an export says
            continue
        for card in RULES[one.rule].cards(one.chart(), one.day):
            assert not machine.search(f"{card.summary} {card.detail} {card.clears_when}"), card


@pytest.mark.parametrize(
    ("written", "words"),
    [("2021", "2021"), ("2021-04", "April 2021"), ("2021-04-01", "1 April 2021"), (DAY, "1 February 2027")],
)
def test_a_day_is_no_more_certain_than_it_was_written(written: date | str, words: str) -> None:
    assert in_words(written) == words
