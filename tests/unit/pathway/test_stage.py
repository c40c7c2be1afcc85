"""Stages and rules: a rule's signature is its data, and what matters and is unknown is never silent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from buffycoat.pathway.candidacy.records import Allergies, History, Medicines, Plan
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.stage import Override, Stage, overridden, rule, unanswered

NURSE = Signer(id="n1", name="Nurse One", role="nurse")
AT = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
DAY = date(2026, 11, 19)


def say(summary: str) -> Card:
    return Card(
        indicator="critical", summary=summary, sources=("practice",), status="P", code="contradiction"
    )


@rule("candidacy.one")
def one(plan: Plan) -> Iterator[Card]:
    """Speaks of the plan."""
    yield say(f"plan {plan.goal}")


@rule("candidacy.maybe")
def maybe(day: date, plan: Plan | None) -> Iterator[Card]:
    """Speaks whether there is a plan."""
    yield say(f"{day} {plan is not None}")


@rule("candidacy.every")
def every(overrides: tuple[Override, ...], chart: Chart) -> Iterator[Card]:
    """Counts overrides."""
    yield say(f"{len(overrides)} of {len(chart.entries)}")


def test_a_rule_is_given_what_its_signature_names() -> None:
    chart = Chart("one")
    assert one.cards(chart, DAY) == ()
    assert [card.summary for card in maybe.cards(chart, DAY)] == ["2026-11-19 False"]
    assert [card.summary for card in every.cards(chart, DAY)] == ["0 of 0"]
    signed = chart.sign(Plan.model_validate({"goal": "walk"}), NURSE, AT)
    (card,) = one.cards(signed, DAY)
    assert (card.rule, card.stage, card.summary) == ("candidacy.one", "candidacy", "plan walk")


def test_not_asked_and_not_known_each_raise_a_card_that_names_the_item() -> None:
    not_asked = unanswered(Medicines, Medicines())
    unknown = unanswered(Medicines, Medicines.model_validate({"drugs": None}))
    assert [card.asks for card in (*not_asked, *unknown)] == [("candidacy.medicines.drugs",)] * 2
    assert "not asked" in not_asked[0].summary
    assert "not known" in unknown[0].summary
    assert unanswered(Medicines, Medicines(drugs=())) == ()


def test_a_record_that_was_never_signed_asks_for_all_that_matters_in_it() -> None:
    asks = {ask for card in unanswered(History, None) for ask in card.asks}
    assert asks == {f"candidacy.history.{name}" for name, item in History.items.items() if item.matters}


def test_an_override_covers_the_card_as_it_reads_and_no_other() -> None:
    (card,) = one.cards(Chart("one").sign(Plan.model_validate({"goal": "walk"}), NURSE, AT), DAY)
    reason = Override(
        card=card.key, fingerprint=card.fingerprint, summary=card.summary, reason="seen and agreed"
    )
    chart = Chart("one").sign(reason, NURSE, AT)
    assert overridden(card, chart) is chart.entries[0]
    assert overridden(card.model_copy(update={"summary": "plan run"}), chart) is None


def test_an_implausible_value_stays_in_sight_after_it_is_signed() -> None:
    stage = Stage("candidacy", "Candidacy", (Plan,))
    plan = Plan.model_validate({"blocks": [{"block": "MBB", "relief": 80}]})
    assert not [c for c in stage.cards(Chart("one").sign(plan, NURSE, AT), DAY) if c.code == "data_quality"]


def test_none_of_them_is_an_answer() -> None:
    assert unanswered(Allergies, Allergies(allergies=())) == ()
