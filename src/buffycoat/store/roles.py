"""Who may do what, and why. The only place that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from buffycoat.pathway.stage import Override

Action = Literal[
    "see",  # open a patient's chart
    "register",  # enter a patient, open an episode
    "sign",  # sign a record of one of the role's kinds, amend one, retract one
    "override",  # go past a critical card that names the role
    "book",  # appointments and arrivals
    "link",  # send a patient a link
    "import",
    "export",
    "audit",  # read who viewed, signed, exported
    "equip",  # keep the lists of equipment (centrifuges, analysers, kits, prices) and of lots
    "quarantine",  # take a lot off the shelf for now: whoever sees the notice first does it
    "staff",  # keep who is signed off for what
    "report",  # figures over many charts, no patient in them
]
EVERYTHING = ("triage", "candidacy", "consent", "preparation", "injection", "aftercare", "outcomes")
DAILY: tuple[Action, ...] = ("see", "register", "sign", "override", "book", "link", "import")
HEARD = (  # what a patient says, whoever listens
    "triage.warning_signs",
    "triage.pain",
    "aftercare.check_in",
    "outcomes.adverse_event",
)
OWN = ("consent.patient_part",)  # nobody signs it for them, whatever else they may sign


@dataclass(frozen=True)
class Role:
    """What one role may do, which kinds of record it signs (or a stage, for all of its kinds), and why."""

    name: str
    why: str
    actions: frozenset[Action]
    signs: frozenset[str]


def _role(name: str, why: str, actions: tuple[Action, ...], signs: tuple[str, ...] = ()) -> Role:
    return Role(name, why, frozenset(actions), frozenset(signs))


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "front_desk": _role(
            "Front desk",
            "Takes the calls and writes down what is heard; judges nothing clinical.",
            ("see", "register", "sign", "book", "link", "import"),
            ("triage.referral", "consent.withdrawal", "aftercare.reach", *HEARD),
        ),
        "nurse": _role(
            "Nurse",
            "Asks, measures, prepares, follows up; where a needle goes, and consent to it, are not theirs.",
            (*DAILY, "quarantine"),
            (
                "triage",
                "candidacy.history",
                "candidacy.medicines",
                "candidacy.allergies",
                "candidacy.labs",
                "consent.withdrawal",
                "preparation",
                "injection.time_out",
                "injection.discharge",
                "injection.radiation",
                "injection.incident",
                "aftercare",
                "outcomes",
            ),
        ),
        "proceduralist": _role(
            "Proceduralist",
            "Answers for the whole treatment, so may sign all of it and go past a card with a reason.",
            (*DAILY, "equip", "quarantine", "staff", "export", "audit", "report"),
            EVERYTHING,
        ),
        "manager": _role(
            "Practice manager",
            "Answers to payers and inspectors: sees, exports, audits; goes past the cards about reporting.",
            (*DAILY, "equip", "quarantine", "staff", "export", "audit", "report"),
            ("triage.referral", "consent.withdrawal", "outcomes.adverse_event"),
        ),
        "researcher": _role(
            "Researcher",
            "Asks many charts at once and needs to know nobody: figures only, no patient.",
            ("report",),
        ),
        "patient": _role(
            "Patient",
            "Answers for themselves through a link, agrees and takes it back; never sees another page.",
            ("sign",),
            (*HEARD, "outcomes.outcome", *OWN, "consent.withdrawal"),
        ),
    }
)


def may(role: str, action: str, kind: str = "") -> bool:
    """Whether a role may do this; for signing, whether it may sign this kind of record (any, if not said)."""
    held = ROLES.get(role)
    if held is None or action not in held.actions:
        return False
    if action != "sign" or not kind:
        return True
    if kind == Override.kind:
        return "override" in held.actions
    if kind in OWN:
        return role == "patient"
    return kind in held.signs or kind.split(".")[0] in held.signs
