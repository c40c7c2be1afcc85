"""Our cards as CDS Hooks has them: what the EHR shows, where it is from, and what may be answered to it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from buffycoat.interop.cds_hooks.findings import Sent
from buffycoat.interop.fhir.codes import MEANINGS
from buffycoat.pathway.candidacy.labs import LABS
from buffycoat.pathway.card import Card
from buffycoat.pathway.knowledge import MARKS, sources
from buffycoat.pathway.walk import RULES

LONGEST_SUMMARY = 139  # characters; the specification asks for fewer than 140
REASONS_SYSTEM = "urn:buffycoat:override-reasons"
TOPICS_SYSTEM = "urn:buffycoat:reason-codes"
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "settled-elsewhere": "Settled: it is documented elsewhere",
        "before-the-day": "It will be settled before the day of the injection",
        "record-wrong": "The record is wrong or out of date",
        "no-prp": "No PRP is planned for this patient",
        "risk-accepted": "Discussed with the patient; the benefit is judged greater",
    }
)
OUR_OWN = ("cds_hooks.after_prp", "cds_hooks.incomplete", "cds_hooks.more")  # said here and by no rule
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+!|~&]|(?<=\w)@|://|www\.)", re.IGNORECASE)


def card_of(sent: Sent, instance: UUID, patient: str, link: str = "") -> dict[str, Any]:
    """One card about a patient (the id in the EHR). Nothing in it is empty: what is not there is left out."""
    card = sent.card
    said: dict[str, Any] = {
        "uuid": str(card_uuid(card, instance)),
        "summary": _plain(card.summary),
        "detail": "\n\n".join(_detail(sent)),
        "indicator": card.indicator,
        "source": _source(card),
    }
    suggestions = [*_removal(sent, instance), *_tests(sent, instance, patient)]
    if suggestions:
        said |= {"suggestions": suggestions, "selectionBehavior": "any"}
    if card.indicator != "info":
        said["overrideReasons"] = _reasons(card)
    if link:
        said["links"] = [{"label": "Open the chart in Buffycoat", "url": link, "type": "absolute"}]
    return said


def _plain(text: str) -> str:
    """One line of fewer than 140 characters."""
    return text if len(text) <= LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 1]}…"


def markdown(text: str) -> str:
    """Text as Markdown that shows it as it stands: a drug's name must not become a link or a picture."""
    return _MARKDOWN.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), text)


def _detail(sent: Sent) -> Iterator[str]:
    """Why, what clears it, where it is from and how sure that is."""
    card = sent.card
    if len(sent.holds) > 1:
        yield "\n".join(
            f"- **{markdown(one.summary)}** {markdown(' '.join(one.detail.split()))}".rstrip()
            for one in sent.holds
        )
    elif card.detail:
        yield markdown(card.detail)
    if card.clears_when:
        yield f"**What clears it:** {markdown(card.clears_when)}"
    yield f"**Sources:** {'; '.join(_cited(key) for key in card.sources)}"
    yield f"**How sure:** {markdown(MARKS[card.status])}"


@cache
def _cited(key: str) -> str:
    held = sources().get(key)
    if held is None:
        return markdown(key)
    return f"[{markdown(held.title)}]({held.address})" if _absolute(held.address) else markdown(held.title)


def _absolute(address: str) -> bool:
    return address.startswith(("https://", "http://")) and not re.search(r"[\s()<>]", address)


def _source(card: Card) -> dict[str, Any]:
    """The first source is the primary one."""
    held = sources().get(card.sources[0])
    said: dict[str, Any] = {"label": held.title if held else card.sources[0]}
    if held and _absolute(held.address):
        said["url"] = held.address
    return said | {"topic": {"system": TOPICS_SYSTEM, "code": card.code}}


def _reasons(card: Card) -> list[dict[str, str]]:
    """Why somebody may set it aside. Nobody accepts the risk of what nobody may go past."""
    return [
        {"code": code, "system": REASONS_SYSTEM, "display": words}
        for code, words in REASONS.items()
        if code != "risk-accepted" or card.override_by
    ]


def _removal(sent: Sent, instance: UUID) -> Iterator[dict[str, Any]]:
    """An anti-inflammatory that is only being ordered can be taken out again; a blood thinner never is."""
    if sent.draft and sent.card.code == "nsaid_not_stopped":
        action = {"type": "delete", "description": f"Take out {sent.draft}", "resourceId": sent.draft}
        yield {
            "label": "Take this order out",
            "uuid": str(_uuid(instance, "remove", sent.draft)),
            "actions": [action],
        }


def _tests(sent: Sent, instance: UUID, patient: str) -> Iterator[dict[str, Any]]:
    """A laboratory value that is missing can be ordered."""
    for card in sent.holds or (sent.card,):
        if card.rule != "candidacy.labs":
            continue
        name, code = LABS[card.about].name, MEANINGS[card.about].loinc[0]
        concept = {"coding": [{"system": "http://loinc.org", "code": code}], "text": name}
        order = {
            "resourceType": "ServiceRequest",
            "status": "draft",
            "intent": "proposal",
            "code": concept,
            "subject": {"reference": f"Patient/{patient}"},
        }
        yield {
            "label": f"Order: {name}",
            "uuid": str(_uuid(instance, "order", card.about)),
            "actions": [{"type": "create", "description": f"Order the test: {name}", "resource": order}],
        }


def card_uuid(card: Card, instance: UUID) -> UUID:
    """The same card of the same call has the same name; its first eight digits name the rule."""
    made = _uuid(instance, card.key, card.fingerprint)
    return UUID(rule_digits(card.rule) + made.hex[8:])


def _uuid(instance: UUID, *said: str) -> UUID:
    digest = hashlib.sha256("\x1f".join((instance.hex, *said)).encode()).digest()[:16]
    return UUID(bytes=digest, version=4)  # a form that every EHR takes; its bits are a hash, not chance


@cache
def rule_digits(rule: str) -> str:
    """Eight hexadecimal digits that stand for a rule."""
    return hashlib.sha256(rule.encode()).hexdigest()[:8]


@cache
def _rules() -> Mapping[str, str]:
    return {rule_digits(rule): rule for rule in (*RULES, *OUR_OWN)}


def rule_of(card: UUID) -> str:
    """The rule whose card this was; "" for a card that is none of ours."""
    return _rules().get(card.hex[:8], "")
