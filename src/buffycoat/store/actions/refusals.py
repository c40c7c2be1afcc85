"""Why an action was not done. What was typed is still with whoever typed it; nothing was written."""

from typing import Literal

from buffycoat.pathway.chart import Entry, Signer
from buffycoat.store.roles import ROLES, may


class Refused(Exception):
    """A role or a stage forbids it; the reason is for the person who asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Exception):
    """The chart has grown since the signer looked; `since` is what they have not seen."""

    def __init__(self, since: tuple[Entry, ...]) -> None:
        who = ", ".join(sorted({entry.signer.name for entry in since})) or "somebody else"
        super().__init__(f"{who} signed in this chart since it was opened")
        self.since = since


class BadLink(Exception):
    """A link that does not open."""

    def __init__(self, why: Literal["forged", "other purpose", "expired", "used"]) -> None:
        super().__init__(f"this link cannot be opened: {why}")
        self.why = why


def require(by: Signer, action: str, kind: str = "", what: str = "") -> None:
    """Refuse what the role may not do, in words."""
    if not may(by.role, action, kind):
        name = ROLES[by.role].name if by.role in ROLES else f"“{by.role}”"
        raise Refused(f"{name} may not {what or action}.")
