"""Cards as CDS Hooks has them: what is in them, what is never in them, and that they are few."""

from datetime import UTC, date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.interop.cds_hooks.answer import answer
from buffycoat.interop.cds_hooks.cards import REASONS, REASONS_SYSTEM, card_of, markdown, rule_of
from buffycoat.interop.cds_hooks.findings import MOST, Sent
from buffycoat.interop.cds_hooks.here import nobody
from buffycoat.pathway.card import WORST_FIRST, Card
from buffycoat.pathway.knowledge import sources
from tests.bundles import allergy, condition, lab, order, patient, platelets, procedure
from tests.cds import INSTANCE, asked, call

DAY = date(2021, 4, 1)
REQUIRED = {"summary", "indicator", "source"}
OPTIONAL = {"uuid", "detail", "suggestions", "selectionBehavior", "overrideReasons", "links"}
MANY = (
    order("Warfarin", "2021-03-01"),
    order("Naproxen", "2021-03-01"),
    order("Prednisone", "2021-03-01"),
    condition("Active tuberculosis infection", "2021-03-01"),
    condition("Malignant neoplasm of breast", "2021-01-01"),
    condition("Hemophilia A", "2000-01-01"),
    condition("Rheumatoid arthritis", "2010-01-01"),
    allergy("Latex"),
    allergy("Iodinated contrast"),
    allergy("Chlorhexidine"),
    platelets(90),
    lab("718-7", 8, "g/dL"),
    lab("1988-5", 80, "mg/L"),
    procedure("Lumbar fusion"),
    procedure("TLIF L4-L5"),
)
CARD = Card(
    rule="candidacy.platelets", stage="candidacy", indicator="warning", summary="A finding", detail="Why.",
    sources=("ASRA2018",), status="K", code="thrombocytopenia",
)  # fmt: skip


def cards(*resources, who=None, **more):
    held = call(*resources, **more)
    if who is not None:
        held["prefetch"]["patient"] = who
    return answer(asked(held), DAY, UTC, nobody).body["cards"]


def said(card, **more):
    return card_of(Sent(card.model_copy(update=more)), UUID(INSTANCE), "robin")


def empties(held, path="card"):
    """Everything in it that is null or empty."""
    if held in (None, "", [], {}):
        yield path
    if isinstance(held, dict):
        for name, value in held.items():
            yield from empties(value, f"{path}.{name}")
    if isinstance(held, list):
        for place, value in enumerate(held):
            yield from empties(value, f"{path}[{place}]")


def test_a_card_has_what_is_required_and_nothing_unknown():
    for card in cards(*MANY):
        assert set(card) >= REQUIRED
        assert set(card) <= REQUIRED | OPTIONAL


def test_nothing_in_a_card_is_null_or_empty():
    assert [path for card in cards(*MANY) for path in empties(card)] == []
    assert list(empties(said(CARD, detail="", clears_when=""))) == []


def test_a_summary_has_fewer_than_140_characters():
    assert len(said(CARD, summary="x" * 140)["summary"]) == 139
    assert said(CARD, summary="x" * 139)["summary"] == "x" * 139
    assert all(len(card["summary"]) < 140 for card in cards(*MANY))


def test_the_indicator_is_one_of_three_and_the_worst_come_first():
    shown = [WORST_FIRST.index(card["indicator"]) for card in cards(*MANY)]
    assert shown == sorted(shown)
    assert shown[0] == 0


def test_the_source_is_the_first_of_the_card_from_the_bibliography():
    held = said(CARD, sources=("FDA2014", "practice"))["source"]
    assert held["label"] == sources()["FDA2014"].title
    assert held.get("url", "") == sources()["FDA2014"].address
    assert held["topic"] == {"system": "urn:buffycoat:reason-codes", "code": "thrombocytopenia"}


@pytest.mark.parametrize("key", sources())
def test_an_address_of_a_source_is_absolute_or_left_out(key):
    held = said(CARD, sources=(key,))["source"]
    assert held["label"]
    assert held.get("url", "https://").startswith(("https://", "http://"))


def test_the_detail_says_why_what_clears_it_where_from_and_how_sure():
    held = said(CARD, clears_when="A fresh count is higher.")["detail"]
    assert held.startswith("Why.\n\n**What clears it:** A fresh count is higher.\n\n**Sources:** ")
    assert held.endswith("**How sure:** known, not re&#45;read") or held.endswith("known, not re-read")


@pytest.mark.parametrize(
    "drug",
    [
        "[warfarin](javascript:alert(1))",
        "<img src=x>",
        "![x](https://evil.example/p.png)",
        "www.evil.example",
    ],
)
def test_a_drug_s_name_does_not_become_a_link_or_a_picture(drug):
    held = markdown(drug)
    assert not any(mark in held for mark in ("[", "]", "<", ">", "![", "://", "www."))


@given(st.text())
def test_markdown_shows_any_text_as_it_stands(text):
    from html import unescape

    held = markdown(text)
    assert not set("\\`*_[]<>") & set(held)
    if "\r" not in text and unescape(text) == text:
        assert unescape(held) == text


def test_the_same_call_names_its_cards_the_same_and_another_call_otherwise():
    first, again = cards(*MANY), cards(*MANY)
    assert [card["uuid"] for card in first] == [card["uuid"] for card in again]
    assert len({card["uuid"] for card in first}) == len(first)
    other = call(*MANY) | {"hookInstance": "00000000-0000-4000-8000-000000000000"}
    assert {card["uuid"] for card in first}.isdisjoint(
        card["uuid"] for card in answer(asked(other), DAY, UTC, nobody).body["cards"]
    )


def test_the_name_of_a_card_tells_its_rule():
    card = next(card for card in cards(*MANY) if card["summary"].startswith("Warfarin"))
    assert UUID(card["uuid"]).version == 4
    assert rule_of(UUID(card["uuid"])) == "candidacy.anticoagulant"
    assert rule_of(UUID(int=0)) == ""


def test_override_reasons_are_codings_with_words():
    for card in cards(*MANY):
        for reason in card.get("overrideReasons", ()):
            assert reason == {
                "code": reason["code"],
                "system": REASONS_SYSTEM,
                "display": REASONS[reason["code"]],
            }
    assert "overrideReasons" not in said(CARD, indicator="info")


def test_nobody_accepts_the_risk_of_what_nobody_may_go_past():
    assert "risk-accepted" in {one["code"] for one in said(CARD)["overrideReasons"]}
    barred = said(CARD, indicator="critical", override_by=())["overrideReasons"]
    assert "risk-accepted" not in {one["code"] for one in barred}


def test_a_suggestion_has_its_behaviour_its_name_and_whole_actions():
    ordered = {"resourceType": "ServiceRequest", "id": "1", "code": {"text": "PRP injection, lumbar"}}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": ordered}]}
    found = [card for card in cards(hook="order-sign", draftOrders=bundle) if "suggestions" in card]
    assert found
    for card in found:
        assert card["selectionBehavior"] == "any"
        for one in card["suggestions"]:
            assert one["label"]
            assert UUID(one["uuid"])
            (action,) = one["actions"]
            assert (action["type"], bool(action["description"])) == ("create", True)
            assert action["resource"]["resourceType"] == "ServiceRequest"
            assert action["resource"]["subject"] == {"reference": "Patient/robin"}


def test_without_suggestions_there_is_no_selection_behaviour():
    assert "selectionBehavior" not in said(CARD)


def test_never_a_system_action():
    assert set(answer(asked(call(*MANY)), DAY, UTC, nobody).body) == {"cards"}


def test_what_nobody_asked_is_no_card_in_a_record_without_prp():
    assert cards() == []
    assert cards(order("Lisinopril", "2021-03-01")) == []
    assert cards(who=patient(gender="unknown")) == []


def test_what_is_missing_matters_where_something_known_asks_for_it():
    summaries = [card["summary"] for card in cards(order("Warfarin", "2021-03-01"))]
    assert any(one.startswith("INR missing") for one in summaries)
    assert not any("Platelets" in one for one in summaries)


def test_a_fusion_without_its_level_is_always_said():
    found = cards(condition("History of lumbar fusion", "2015-01-01"))
    assert found[0]["indicator"] == "critical"


def test_never_a_flood_and_nothing_left_out():
    many = [condition(f"Malignant neoplasm number {n}", f"20{n:02}-01-01") for n in range(10, 20)]
    found = cards(*MANY, *many)
    assert len(found) <= MOST
    (last,) = [card for card in found if card["summary"].endswith("more findings")]
    assert last["detail"].count("\n- ") + 1 == int(last["summary"].split()[0])
