"""The clinician’s consent as the patient’s own part fills it in: what they read, said back, chose, signed."""

from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent

# Which points of the talk each part of the text tells. What nobody can tell on a page stays to be answered.
TOLD = {
    "what": (
        "explained_diagnosis",
        "explained_product",
        "explained_off_label",
        "explained_device",
        "explained_who",
        "explained_interests",
    ),
    "benefit": ("explained_benefit", "explained_repeat"),
    "harm": ("explained_risks", "explained_target_risks"),
    "choices": ("explained_alternatives",),
    "day": ("explained_medicines", "explained_sedation", "explained_aftercare", "explained_waste"),
    "data": ("explained_data",),
}


def countersigned(own: PatientPart) -> Consent:
    """A draft for the clinician. Whether the patient can decide, and who explained, is left for them to say.

    Built without validation, because a draft may lack what a signed consent needs.
    """
    read = {passage.key for passage in own.passages}
    explained = {name: True for part, names in TOLD.items() if part in read for name in names}
    again = [f"{one.ask} Answered {one.tries} times." for one in own.said_back if one.tries > 1]
    filled = {
        "text_version": own.text_version,
        "text_language": own.text_language,
        "text_hash": own.text_hash,
        "sites": own.sites,
        "interpreter_needed": own.interpreter_needed,
        "cost_shown": "cost" in read,
        "cost_amount": own.price,
        "information_given_at": own.information_given_at,
        "teach_back_passed": all(one.right for one in own.said_back),
        "scope_care": own.scope_care,
        "scope_registry": own.scope_registry,
        "scope_photographs": own.scope_photographs,
        "scope_contact": own.scope_contact,
        "signed_by": "patient",
        "signed_name": own.signed_name,
        "signed_at": own.signed_at,
    }
    if own.interpreter_name:
        filled["interpreter_name"] = own.interpreter_name
    if again:
        filled["teach_back_notes"] = "\n".join(again)
    return Consent.model_construct(**explained, **filled)
