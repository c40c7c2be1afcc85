"""What became of cards: taken up or set aside, and why. Kept without a word about the patient."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from buffycoat.interop.cds_hooks.cards import REASONS, REASONS_SYSTEM, rule_of
from buffycoat.interop.cds_hooks.refusal import Refusal

MOST = 100  # outcomes of one call
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


@dataclass(frozen=True)
class Outcome:
    """What became of one card. A comment may name the patient: only that there was one is kept."""

    card: UUID
    outcome: str
    at: datetime
    accepted: tuple[str, ...] = ()
    reason: str = ""
    comment: bool = False

    def line(self, service: str) -> str:
        """One line for the audit trail."""
        said = [
            f"{self.outcome} {service} card={self.card}",
            f"rule={rule_of(self.card) or 'unknown'}",
            f"reason={self.reason}" if self.reason else "",
            f"suggestions={','.join(self.accepted)}" if self.accepted else "",
            "with a comment" if self.comment else "",
            f"at={self.at.isoformat()}",
        ]
        return " ".join(filter(None, said))


def read_feedback(held: dict[str, Any]) -> tuple[Outcome, ...]:
    """The outcomes in the body; refused as a whole when one of them is not as the specification has it."""
    given = held.get("feedback")
    if not isinstance(given, list) or not given:
        raise Refusal(400, "A list is needed.", "feedback")
    if len(given) > MOST:
        raise Refusal(400, f"At most {MOST} at a time.", "feedback")
    return tuple(_outcome(one, f"feedback[{place}]") for place, one in enumerate(given))


def _outcome(held: object, field: str) -> Outcome:
    if not isinstance(held, dict):
        raise Refusal(400, "An object is needed.", field)
    outcome = held.get("outcome")
    if outcome not in ("accepted", "overridden"):
        raise Refusal(400, "“accepted” or “overridden” is needed.", f"{field}.outcome")
    accepted = _accepted(held.get("acceptedSuggestions"), f"{field}.acceptedSuggestions")
    if outcome == "accepted" and not accepted:
        raise Refusal(400, "At least one is needed.", f"{field}.acceptedSuggestions")
    reason, comment = _reason(held.get("overrideReason"), f"{field}.overrideReason")
    return Outcome(
        card=_uuid(held.get("card"), f"{field}.card"),
        outcome=str(outcome),
        at=_at(held.get("outcomeTimestamp"), f"{field}.outcomeTimestamp"),
        accepted=accepted,
        reason=reason,
        comment=comment,
    )


def _uuid(value: object, field: str) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise Refusal(400, "The UUID that came with it is needed.", field) from error


def _accepted(held: object, field: str) -> tuple[str, ...]:
    if held is None:
        return ()
    if not isinstance(held, list) or len(held) > MOST:
        raise Refusal(400, "A list is needed.", field)
    return tuple(
        str(_uuid(one.get("id") if isinstance(one, dict) else None, f"{field}[{place}].id"))
        for place, one in enumerate(held)
    )


def _reason(held: object, field: str) -> tuple[str, bool]:
    """The code of the reason, and whether a comment was made. A code of the EHR's own is marked as such."""
    if held is None:
        return "", False
    if not isinstance(held, dict):
        raise Refusal(400, "An object is needed.", field)
    comment, coding = held.get("userComment"), held.get("reason")
    if comment is not None and not isinstance(comment, str):
        raise Refusal(400, "Text is needed.", f"{field}.userComment")
    if coding is None:
        return "", bool(comment)
    code = coding.get("code") if isinstance(coding, dict) else None
    if not isinstance(coding, dict) or not isinstance(code, str) or not isinstance(coding.get("system"), str):
        raise Refusal(400, "A Coding with code and system is needed.", f"{field}.reason")
    if coding["system"] == REASONS_SYSTEM and code in REASONS:
        return code, bool(comment)
    return f"other:{code}" if _CODE.fullmatch(code) else "other", bool(comment)


def _at(value: object, field: str) -> datetime:
    try:
        if isinstance(value, str) and _INSTANT.fullmatch(value):
            return datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise Refusal(400, "An instant with its offset is needed.", field) from error
    raise Refusal(400, "An instant with its offset is needed.", field)
