"""What a patient is asked to agree to, and the patient’s own part: read, said back, chosen, signed."""

from typing import ClassVar, Literal

from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.record import Instant, Part, Record, item

WHAT, COST, WHO = "What is proposed", "Cost", "Who, and whose interest"
READ, BACK, CHOSEN, SIGNED = "What was read", "What was said back", "What is chosen", "Signature"


class Offer(Record):
    """The treatment as it is put to one patient before they read: place, price, people, interests."""

    stage: ClassVar[str] = "consent"
    title: ClassVar[str] = "What is proposed to the patient"

    sites: tuple[Site, ...] = item(
        "Targets, levels and sides proposed", required=True, group=WHAT, sources=("rule-9.3",)
    )
    diagnosis: str = item(
        "The diagnosis, in words the patient knows",
        help="The patient reads it as it stands: write it in the language that the patient reads.",
        required=True,
        group=WHAT,
        sources=("rule-9.3",),
    )
    blood_volume: float | None = item(
        "How much blood will be drawn?",
        unit="mL",
        low=1,
        high=500,
        plausible=(10, 180),
        matters="warning",
        group=WHAT,
    )
    sedation: bool | None = item("Is sedation planned?", matters="warning", group=WHAT)
    repeat: str | None = item(
        "May it be repeated, and when would that be decided?", matters="info", group=WHAT
    )
    price: str = item(
        "Price of this treatment",
        help="The practice’s own, with the currency, such as $1,200. The patient reads it as it stands.",
        required=True,
        group=COST,
        sources=("rule-9.3",),
    )
    price_covers: str | None = item("What the price covers", matters="warning", group=COST)
    refund: str = item("Refund policy", help="Write “none” if there is none.", required=True, group=COST)
    medicare: bool | None = item("Is the patient covered by Medicare?", matters="warning", group=COST)
    performer: str = item("Who will do it?", required=True, group=WHO, sources=("rule-9.3",))
    trainee: bool | None = item("Will somebody in training take part?", matters="warning", group=WHO)
    interests: str = item(
        "Conflicts of interest and ties to makers",
        help="Write “none” if there are none.",
        required=True,
        group=WHO,
        sources=("rule-9.3",),
    )


class Passage(Part):
    """One part of the consent text as the patient had it on the screen, and how long the page was open."""

    key: str = item("Part", required=True)
    title: str = item("Its heading", required=True)
    text: str = item("What it said", required=True, long=True)
    seconds: int | None = item("Seconds for which the page was open", low=0)


class SaidBack(Part):
    """One question about what was read, and how the patient came to the right answer."""

    key: str = item("Question", required=True)
    ask: str = item("As it was asked", required=True)
    tries: int = item("How often it was answered", required=True, low=1)
    wrong: tuple[str, ...] | None = item("Answers after which it was explained again")
    right: str | None = item("The right answer, given in the end")


class PatientPart(Record):
    """What the patient read, said back, chose and signed themselves. Nobody else can sign it."""

    stage: ClassVar[str] = "consent"
    title: ClassVar[str] = "Consent: the patient’s own part"

    text_version: str = item("Version of the consent text", required=True, group=READ)
    text_language: Literal["en", "es"] = item(
        "Language of the text", options={"en": "English", "es": "Spanish"}, required=True, group=READ
    )
    text_hash: str = item("Fingerprint of the text", required=True, group=READ)
    sites: tuple[Site, ...] = item("Targets, levels and sides", required=True, group=READ)
    price: str = item("Price as shown", required=True, group=READ)
    information_given_at: Instant = item("First opened", required=True, group=READ)
    passages: tuple[Passage, ...] = item("The text as it was read", required=True, group=READ)
    interpreter_needed: bool = item("Was an interpreter wanted?", required=True, group=READ)
    interpreter_name: str | None = item("Interpreter", group=READ)

    said_back: tuple[SaidBack, ...] = item("Questions about what was read", required=True, group=BACK)

    scope_care: bool = item("I want this treatment", required=True, group=CHOSEN)
    scope_registry: bool = item("My data may be used in the registry", required=True, group=CHOSEN)
    scope_photographs: bool = item("Photographs may be taken and kept", required=True, group=CHOSEN)
    scope_contact: bool = item("I may be contacted later for research", required=True, group=CHOSEN)

    signed_name: str = item("Name, typed as a signature", required=True, group=SIGNED)
    signed_at: Instant = item("Signed at", required=True, group=SIGNED)
