"""New orders of medicines, for somebody whose PRP is planned or was given."""

from collections.abc import Iterator
from datetime import date

from buffycoat.interop.cds_hooks.drafts import Draft
from buffycoat.interop.cds_hooks.together import Unsigned
from buffycoat.pathway.candidacy import rules_drugs, rules_thinners
from buffycoat.pathway.candidacy.drugs import Kind
from buffycoat.pathway.candidacy.listed import listed
from buffycoat.pathway.candidacy.records import History, Medicines, Plan
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.card import Card
from buffycoat.pathway.stage import rules_of
from buffycoat.pathway.triage.records import Referral

RULES = rules_of(rules_thinners, rules_drugs)
_KINDS: dict[Kind, tuple[str, str]] = {
    "anticoagulant": ("anticoagulant", "anticoagulant"),
    "antiplatelet": ("antiplatelet", "antiplatelet"),
    "nsaid": ("NSAID", "nsaid_not_stopped"),
    "steroid": ("steroid", "systemic_steroid"),
}
_THINNERS = ("anticoagulant", "antiplatelet")


def before(chart: Unsigned, ordered: tuple[Draft, ...], day: date) -> Iterator[tuple[Card, str]]:
    """What the drug rules say of new orders when PRP is planned, each with its order."""
    held = chart.newest(Medicines) or Medicines()
    listed_already = held.drugs or ()
    new = [(draft, draft.drug) for draft in ordered if draft.drug]
    drugs = (*listed_already, *(drug for _, drug in new))
    with_them = chart.having(held.model_copy(update={"drugs": drugs}))
    for card in (card for rule in RULES for card in rule.cards(with_them, day)):
        place = card.about.rpartition("#")[2]
        if place.isdigit() and int(place) >= len(listed_already):
            draft, drug = new[int(place) - len(listed_already)]
            yield _newly(card, drug.name, chart.newest(Plan)), draft.reference


def _newly(card: Card, name: str, plan: Plan | None) -> Card:
    """The rule's card, its summary said of an order instead of a list."""
    words = next((words for words, code in _KINDS.values() if code == card.code), "")
    if not words:
        return card
    short = name if len(name) <= 60 else f"{name[:57]}…"
    when = f"PRP is planned on {plan.planned_on}" if plan and plan.planned_on else "PRP is planned"
    return card.model_copy(update={"summary": f"{short}: {words} ordered; {when}"})


def after(chart: Unsigned, ordered: tuple[Draft, ...], given: date, day: date) -> Iterator[tuple[Card, str]]:
    """What the drug table says of new orders soon after PRP was given: not before which day."""
    grade = bleeding_class(
        given, chart.newest(Plan), chart.newest(History), chart.newest(Medicines), chart.newest(Referral)
    )
    for draft, drug in ((one, one.drug) for one in ordered if one.drug):
        for kind, (words, code) in _KINDS.items():
            for one in listed(Medicines(drugs=(drug,)), kind):
                again = one.window(grade, given).restart
                if again is not None and day < again:
                    said = f"{words} ordered after PRP on {given}; by the table from {again}"
                    detail = f"{one.table(grade)} {_ASK[kind in _THINNERS]}"
                    card = one.card("warning", code, said, detail=detail, platelets=kind not in _THINNERS)
                    yield card.model_copy(update={"rule": "cds_hooks.after_prp"}), draft.reference


_ASK = {
    True: "Its prescriber and whoever gave the PRP agree on the day; nobody here advises leaving it out.",
    False: "Ask whoever gave the PRP whether it can wait.",
}
