"""The clinical spec of consent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import EXPLAINED, Consent, Withdrawal
from buffycoat.pathway.triage.records import Referral
from tests.spec.case import DAY, Case

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
FACET = Site(target="FACET", level="L4-5", side="R")
DISC = Site(target="DISC", level="L4-5", side="M")
SIJ = Site(target="SIJ", level="SI", side="L")


def consent(**changes: Any) -> Consent:
    """A consent with nothing to say against it, and the changes."""
    whole = {name: True for name, declared in Consent.items.items() if declared.group == EXPLAINED}
    return Consent.model_validate(
        whole
        | {
            "text_version": "1",
            "text_language": "en",
            "sites": (FACET,),
            "capacity": True,
            "interpreter_needed": False,
            "cost_shown": True,
            "cost_amount": "$1,200",
            "information_given_at": NOON - timedelta(days=3),
            "teach_back_passed": True,
            "scope_care": True,
            "scope_registry": True,
            "scope_photographs": True,
            "scope_contact": True,
            "explained_by": "Dr One",
            "signed_by": "patient",
            "signed_name": "Ana Ruiz",
            "signed_at": NOON,
        }
        | changes
    )


def withdrawal(**said: Any) -> Withdrawal:
    """The patient takes the treatment back the day after signing, and nothing else."""
    only_care = {"care": True, "registry": False, "photographs": False, "contact": False}
    return Withdrawal.model_validate(
        {"withdrawn_at": NOON + timedelta(days=1), "after_injection": False} | only_care | said
    )


def plan(*sites: Site) -> Plan:
    """A plan with these places."""
    return Plan(sites=sites)


def referral(language: str) -> Referral:
    """A person who reads this language."""
    return Referral.model_validate({"name": "Ana Ruiz", "birth_date": "1970-02-03", "language": language})


def offer(*sites: Site, **changes: Any) -> Offer:
    """A treatment put to the patient."""
    return Offer.model_validate(
        {
            "sites": sites,
            "diagnosis": "Pain from a small joint of the spine",
            "price": "$1,200",
            "refund": "none",
            "performer": "Dr One",
            "interests": "none",
        }
        | changes
    )


def own_part(tries: int = 1, **changes: Any) -> PatientPart:
    """What a patient signed through a link: the facet joint, yes to everything."""
    wrong = ("Wait, because there is no fever",) * (tries - 1)
    asked = {"key": "infection", "ask": "Pain climbs, no fever. What do you do?", "tries": tries}
    return PatientPart.model_validate(
        {
            "text_version": "1",
            "text_language": "en",
            "text_hash": "0" * 64,
            "sites": (FACET,),
            "price": "$1,200",
            "information_given_at": NOON - timedelta(days=3),
            "passages": ({"key": "what", "title": "What it is", "text": "PRP.", "seconds": 120},),
            "interpreter_needed": False,
            "said_back": ({**asked, "wrong": wrong, "right": "Call the same day"},),
            "scope_care": True,
            "scope_registry": True,
            "scope_photographs": True,
            "scope_contact": True,
            "signed_name": "Ana Ruiz",
            "signed_at": NOON,
        }
        | changes
    )


BACK = "Consent was taken back on 11 November 2026"
CASES = (
    Case("consent.explained", "every point explained", (consent(),), ()),
    Case(
        "consent.explained",
        "off-label status not explained",
        (consent(explained_off_label=False),),
        (("critical", "not FDA-approved for the spine"),),
    ),
    Case(
        "consent.explained",
        "ties to makers not explained",
        (consent(explained_interests=False),),
        (("warning", "conflicts of interest"),),
    ),
    Case(
        "consent.explained",
        "disposal of blood not explained",
        (consent(explained_waste=False),),
        (("info", "left-over blood"),),
    ),
    Case("consent.risks", "a disc is planned, no talk yet", (plan(DISC),), (("info", "1 in 49"),)),
    Case(
        "consent.risks",
        "two targets, one without a figure",
        (plan(FACET, SIJ), consent(explained_target_risks=None)),
        (("info", "46 patients"), ("info", "No figure")),
    ),
    Case("consent.risks", "risks of the target explained", (plan(DISC), consent()), ()),
    Case("consent.risks", "no place planned yet", (Plan(sites=None),), ()),
    Case("consent.text", "the text in force", (consent(),), ()),
    Case(
        "consent.text",
        "a text that the practice does not hold",
        (consent(text_version="draft"),),
        (("warning", "not one of this practice’s"),),
    ),
    Case(
        "consent.text",
        "a text before its first day",
        (consent(),),
        (("warning", "outdated"),),
        day=date(2023, 5, 1),
    ),
    Case("consent.interpreter", "none needed", (consent(), referral("en")), ()),
    Case(
        "consent.interpreter",
        "needed and named",
        (consent(interpreter_needed=True, interpreter_name="Language line 4417"), referral("es")),
        (),
    ),
    Case(
        "consent.interpreter",
        "needed, and nobody named",
        (consent(interpreter_needed=True),),
        (("critical", "An interpreter was needed"),),
    ),
    Case(
        "consent.interpreter",
        "Spanish speaker, English text",
        (consent(), referral("es")),
        (("warning", "not in the patient’s language"),),
    ),
    Case("consent.teach_back", "passed", (consent(),), ()),
    Case(
        "consent.teach_back", "not passed", (consent(teach_back_passed=False),), (("critical", "say back"),)
    ),
    Case("consent.capacity", "decides", (consent(),), ()),
    Case("consent.capacity", "cannot decide", (consent(capacity=False),), (("critical", "cannot decide"),)),
    Case(
        "consent.capacity",
        "cannot decide, a representative signed",
        (consent(capacity=False, signed_by="representative"),),
        (("critical", "a representative signed"),),
    ),
    Case("consent.cost", "shown with the amount", (consent(),), ()),
    Case("consent.cost", "not shown", (consent(cost_shown=False),), (("warning", "not shown"),)),
    Case("consent.cost", "shown, no amount", (consent(cost_amount=None),), (("warning", "amount"),)),
    Case(
        "consent.time_to_think",
        "a disc, signed after three days",
        (consent(sites=(DISC,)), plan(DISC)),
        (),
    ),
    Case(
        "consent.time_to_think",
        "a disc, signed after two hours",
        (consent(sites=(DISC,), information_given_at=NOON - timedelta(hours=2)),),
        (("warning", "2 hours after"),),
    ),
    Case(
        "consent.time_to_think",
        "a disc, exactly 24 hours",
        (consent(sites=(DISC,), information_given_at=NOON - timedelta(hours=24)),),
        (),
    ),
    Case(
        "consent.time_to_think",
        "a disc, signed before the information",
        (consent(information_given_at=NOON + timedelta(hours=2)), plan(DISC)),
        (("warning", "before the information"),),
    ),
    Case(
        "consent.time_to_think",
        "a facet, signed after two hours",
        (consent(information_given_at=NOON - timedelta(hours=2)), plan(FACET)),
        (),
    ),
    Case("consent.sites", "agreed as planned", (plan(FACET), consent()), ()),
    Case(
        "consent.sites",
        "a joint planned and not agreed to",
        (plan(FACET, SIJ), consent()),
        (("critical", "Sacroiliac joint, left"),),
    ),
    Case(
        "consent.sites",
        "the other side agreed to",
        (plan(Site(target="FACET", level="L4-5", side="L")), consent()),
        (("critical", "Facet joint L4-5, left"),),
    ),
    Case("consent.choices", "yes to all", (consent(),), ()),
    Case(
        "consent.choices",
        "no to the treatment",
        (consent(scope_care=False),),
        (("critical", "does not agree"),),
    ),
    Case(
        "consent.choices",
        "no to registry and photographs",
        (consent(scope_registry=False, scope_photographs=False),),
        (("info", "data in the registry, photographs"),),
    ),
    Case("consent.withdrawn", "never taken back", (consent(),), ()),
    Case(
        "consent.withdrawn",
        "treatment taken back",
        (consent(), withdrawal()),
        (("critical", BACK), ("info", "the treatment")),
    ),
    Case(
        "consent.withdrawn",
        "taken back, without saying what",
        (consent(), withdrawal(care=None, registry=None, photographs=None, contact=None)),
        (("critical", BACK), ("info", "registry, photographs, later contact")),
    ),
    Case(
        "consent.withdrawn",
        "only the registry taken back",
        (consent(), withdrawal(care=False, registry=True)),
        (("info", "Taken back: data in the registry"),),
    ),
    Case(
        "consent.withdrawn",
        "taken back after the injection",
        (consent(), withdrawal(after_injection=True)),
        (("info", "the treatment"),),
    ),
    Case(
        "consent.withdrawn",
        "taken back, then signed again",
        (withdrawal(), consent(signed_at=NOON + timedelta(days=2))),
        (),
    ),
    Case(
        "consent.withdrawn",
        "read as of a day before it was taken back",
        (consent(), withdrawal(withdrawn_at=datetime(2026, 11, 20, 9, tzinfo=UTC))),
        (),
        day=DAY,
    ),
    Case("consent.offer_and_plan", "proposed as planned", (plan(FACET), offer(FACET, SIJ)), ()),
    Case(
        "consent.offer_and_plan",
        "another place planned",
        (plan(FACET, SIJ), offer(FACET)),
        (("warning", "was not proposed"),),
    ),
    Case("consent.countersign", "signed by both", (own_part(), consent()), ()),
    Case(
        "consent.countersign",
        "signed by the patient alone",
        (own_part(),),
        (("info", "Ana Ruiz has signed"),),
    ),
    Case(
        "consent.countersign",
        "signed anew by the patient",
        (consent(), own_part(signed_at=NOON + timedelta(days=2))),
        (("info", "has not yet"),),
    ),
    Case("consent.signed_name", "the patient", (own_part(), referral("es")), ()),
    Case(
        "consent.signed_name",
        "the patient, without accents and with a second surname",
        (own_part(signed_name="ANA RUÍZ DE LEÓN"), referral("es")),
        (),
    ),
    Case(
        "consent.signed_name",
        "somebody else with the patient’s link",
        (own_part(signed_name="Luis Ortega"), referral("es")),
        (("warning", "Signed as “Luis Ortega”; the patient is Ana Ruiz"),),
    ),
    Case("consent.said_back", "right at once", (own_part(),), ()),
    Case(
        "consent.said_back",
        "right the third time",
        (own_part(tries=3),),
        (("info", "answered 3 times"),),
    ),
    Case("consent.as_signed", "the same", (own_part(), consent()), ()),
    Case(
        "consent.as_signed",
        "yes to the registry, where the patient said no",
        (own_part(scope_registry=False), consent()),
        (("critical", "data in the registry"),),
    ),
    Case(
        "consent.as_signed",
        "another place, and another name",
        (own_part(), consent(sites=(SIJ,), signed_name="A. Ruiz")),
        (("critical", "the places, the name"),),
    ),
    Case(
        "consent.as_signed",
        "another consent, signed on paper since",
        (own_part(scope_registry=False), consent(signed_at=NOON + timedelta(days=2))),
        (),
    ),
    Case("consent.again", "nothing has changed", (offer(FACET), own_part()), ()),
    Case(
        "consent.again",
        "another joint proposed since",
        (own_part(), offer(FACET, SIJ)),
        (("warning", "other places are proposed"),),
    ),
    Case(
        "consent.again",
        "another price since",
        (own_part(), offer(FACET, price="$1,400")),
        (("warning", "proposed anew"),),
    ),
    Case(
        "consent.again",
        "a text that the practice does not hold",
        (offer(FACET), own_part(text_version="draft")),
        (("warning", "says something else"),),
    ),
)
