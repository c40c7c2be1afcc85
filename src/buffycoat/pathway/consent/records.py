"""What was explained, understood, priced and signed; and what a patient takes back."""

from typing import Any, ClassVar, Literal

from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.record import Instant, Record, item

AGREED, PERSON, EXPLAINED, COST, UNDERSTOOD, CHOICES, SIGNED = (
    "What is agreed",
    "The person",
    "What was explained",
    "Cost",
    "What was understood",
    "What the patient chooses",
    "Signatures",
)


def _explained(ask: str, matters: str, help: str = "") -> Any:
    return item(ask, help=help, matters=matters, group=EXPLAINED, sources=("rule-9.3",))


def _choice(ask: str, es: str, matters: str) -> Any:
    return item(ask, es=es, matters=matters, group=CHOICES, sources=("rule-9.3",))


class Consent(Record):
    """The talk before the treatment, point by point, and the patient’s own signature under it."""

    stage: ClassVar[str] = "consent"
    title: ClassVar[str] = "Consent"

    text_version: str = item("Version of the consent text", required=True, group=AGREED)
    text_language: Literal["en", "es"] | None = item(
        "Language of the text", options={"en": "English", "es": "Spanish"}, matters="warning", group=AGREED
    )
    sites: tuple[Site, ...] | None = item(
        "Targets, levels and sides agreed", matters="critical", group=AGREED, sources=("rule-9.3",)
    )

    capacity: bool | None = item(
        "Can the patient decide for themselves today?",
        matters="critical",
        group=PERSON,
        sources=("rule-9.3",),
    )
    interpreter_needed: bool | None = item(
        "Is an interpreter needed?", matters="critical", group=PERSON, sources=("rule-9.3",)
    )
    interpreter_name: str | None = item(
        "Interpreter", help="Name, or the service and its number.", group=PERSON
    )

    explained_diagnosis: bool | None = _explained("The diagnosis and where the needle goes", "critical")
    explained_product: bool | None = _explained(
        "What PRP is: their own blood, and how much is drawn", "warning"
    )
    explained_off_label: bool | None = _explained(
        "Not FDA-approved for the spine: off-label and investigational", "critical"
    )
    explained_device: bool | None = _explained(
        "The kit is cleared, but not evaluated for this use", "warning"
    )
    explained_benefit: bool | None = _explained(
        "The expected benefit in numbers, with the trials that found none, and how long it takes", "critical"
    )
    explained_alternatives: bool | None = _explained(
        "The alternatives, with doing nothing, and that guidelines disagree",
        "critical",
        "No treatment, exercise and physiotherapy, talking therapy, medicines, steroid injection, "
        "radiofrequency, surgery.",
    )
    explained_risks: bool | None = _explained(
        "Material risks",
        "critical",
        "Infection and discitis, with the slow kind; bleeding; nerve injury; dural puncture; "
        "paralysis (rare); allergy to contrast or antibiotic; flare; no effect; a worse disc; radiation.",
    )
    explained_target_risks: bool | None = _explained(
        "The risks of these targets, with their numbers", "critical"
    )
    explained_medicines: bool | None = _explained(
        "Which medicines to pause, as agreed with the prescriber", "critical"
    )
    explained_sedation: bool | None = _explained("Sedation, and who drives home", "warning")
    explained_data: bool | None = _explained(
        "Photographs, registry, future contact, and taking it back", "warning"
    )
    explained_interests: bool | None = _explained("Conflicts of interest and ties to makers", "warning")
    explained_aftercare: bool | None = _explained(
        "Aftercare, the warning-sign card and the 24-hour number", "critical"
    )
    explained_who: bool | None = _explained("Who performs it, and any trainee", "warning")
    explained_repeat: bool | None = _explained("Whether it may be repeated", "info")
    explained_waste: bool | None = _explained("How left-over blood is disposed of", "info")

    cost_shown: bool | None = item(
        "Were the cost, that it is not covered, and the refund policy shown in writing?",
        matters="warning",
        group=COST,
        sources=("rule-9.3",),
    )
    cost_amount: str | None = item("Cost as shown", help="With the currency, such as $1,200.", group=COST)

    information_given_at: Instant | None = item(
        "When was the written information given?", matters="warning", group=UNDERSTOOD, sources=("rule-9.3",)
    )
    teach_back_passed: bool | None = item(
        "Did the patient say it back in their own words, correctly?",
        matters="critical",
        group=UNDERSTOOD,
        sources=("rule-9.3",),
    )
    teach_back_notes: str | None = item("What had to be explained again?", long=True, group=UNDERSTOOD)

    scope_care: bool | None = _choice("I agree to the treatment", "Acepto el tratamiento", "critical")
    scope_registry: bool | None = _choice(
        "My data may be used in the registry", "Mis datos pueden usarse en el registro", "warning"
    )
    scope_photographs: bool | None = _choice(
        "Photographs may be taken and kept", "Se pueden tomar y guardar fotografías", "warning"
    )
    scope_contact: bool | None = _choice(
        "I may be contacted later for research",
        "Me pueden contactar más adelante para investigación",
        "warning",
    )

    text_hash: str | None = item(
        "Fingerprint of the text that the patient signed",
        help="Filled in from the patient’s own part; empty where they signed on paper.",
        group=SIGNED,
    )
    explained_by: str = item("Clinician who explained", required=True, group=SIGNED)
    signed_by: Literal["patient", "representative"] | None = item(
        "Who signed?",
        options={"patient": "The patient", "representative": "A legal representative"},
        matters="warning",
        group=SIGNED,
    )
    signed_name: str = item(
        "Name, typed as a signature", es="Nombre, escrito como firma", required=True, group=SIGNED
    )
    signed_at: Instant = item("Signed at", es="Fecha y hora de la firma", required=True, group=SIGNED)


class Withdrawal(Record):
    """A patient takes back some or all of a consent; at any time, without giving a reason."""

    stage: ClassVar[str] = "consent"
    title: ClassVar[str] = "Withdrawal of consent"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    withdrawn_at: Instant = item("When did the patient say so?", required=True)
    care: bool | None = item("Takes back: the treatment", es="Retira: el tratamiento", matters="critical")
    registry: bool | None = item(
        "Takes back: data in the registry", es="Retira: datos en el registro", matters="warning"
    )
    photographs: bool | None = item("Takes back: photographs", es="Retira: fotografías", matters="warning")
    contact: bool | None = item(
        "Takes back: later contact", es="Retira: contacto posterior", matters="warning"
    )
    after_injection: bool | None = item("Had the injection already been given?", matters="warning")
    words: str | None = item("In the patient’s words", es="En sus propias palabras", long=True)
    taken_by: str | None = item("Told to")
