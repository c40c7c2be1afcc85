"""`buffycoat sign` and `buffycoat scan`: another program signs a record, or reads a syringe label back.

Through the store's own action, so that every rule, role and stop holds here as on a page; what is implausible
is asked about first, and signed only when the line says that it is right.
"""

from collections.abc import Mapping
from typing import Any

from buffycoat.interop.lines import Engine, Unreadable
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.label_rules import WRONG
from buffycoat.pathway.record import RECORDS, Record, questions
from buffycoat.practice.lot_uses import named
from buffycoat.store import actions, lots
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode, Staff

ONLY_FETCHED = "Images are linked on their page, from what the archive holds: nobody tells their hash."


def engine_of(command: str, username: str) -> Engine:
    """The engine of one command, in the name of somebody who works here. LookupError for nobody."""
    by = Staff.objects.filter(username=username, is_active=True).first()
    if by is None:
        raise LookupError(f"nobody here signs in as {username}")
    return lambda case: {"sign": _sign, "scan": _scan}[command](by, case)


def _sign(by: Staff, case: Mapping[str, Any]) -> dict[str, Any]:
    """Sign one record: signed, refused with the reason, or questioned with what was probably meant."""
    episode, record = _episode(case), _record(case)
    if isinstance(record, Images):
        return {"status": "refused", "messages": [ONLY_FETCHED]}
    open_questions = [one for one in questions(record) if one.field not in (case.get("confirmed") or ())]
    if open_questions:
        asked = [{"field": one.field, "text": one.text, "meant": one.meant} for one in open_questions]
        return {"status": "questioned", "questions": asked}
    seen = case.get("seen", len(chart(episode).entries))
    try:
        entry = actions.sign(by.signer, episode, record, seen=seen, amends=case.get("amends"))
    except (actions.Refused, actions.Conflict, ValueError) as refusal:
        return {"status": "refused", "messages": [str(refusal)]}
    # A lot that nobody knows stops nothing, and whoever signs is told.
    told = [card.summary for card in lots.cards(chart(episode)) if named(record)]
    return {"status": "signed", "number": entry.number, "hash": entry.hash, "messages": told}


def _scan(by: Staff, case: Mapping[str, Any]) -> dict[str, Any]:
    """Read one label back: right, or why the syringe is not to be used."""
    episode, label = _episode(case), case.get("label")
    if not isinstance(label, str) or not label.strip():
        raise Unreadable("label", "the text of the label is needed")
    try:
        found = actions.scan(by.signer, episode, label)
    except actions.Refused as refusal:
        return {"status": "refused", "messages": [str(refusal)]}
    if not found.wrong:
        return {"status": "right", "wrong": None, "messages": []}
    return {"status": "wrong", "wrong": found.wrong, "messages": [". ".join(WRONG[found.wrong])]}


def _episode(case: Mapping[str, Any]) -> str:
    key = case.get("episode")
    if not isinstance(key, str) or not Episode.objects.filter(pk=key).exists():
        raise Unreadable("episode", f"there is no episode {key}")
    return key


def _record(case: Mapping[str, Any]) -> Record:
    kind, given = case.get("kind"), case.get("record")
    if not isinstance(kind, str) or kind not in RECORDS:
        raise Unreadable("kind", f"there is no record called {kind}")
    if not isinstance(given, dict):
        raise Unreadable("record", "the record is an object with its answers")
    return RECORDS[kind].model_validate(given)
