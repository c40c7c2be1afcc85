"""Patients and episodes."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from buffycoat.pathway.chart import Signer
from buffycoat.pathway.triage.records import Referral
from buffycoat.store import audit, clock
from buffycoat.store.actions.refusals import Refused, require
from buffycoat.store.actions.signing import sign
from buffycoat.store.models import Episode, Patient, new_id


@transaction.atomic
def register_patient(
    by: Signer,
    *,
    name: str,
    birth_date: date,
    sex: str,
    mrn: str = "",
    language: str = "en",
    phone: str = "",
    source: str = "",
) -> Patient:
    """Enter somebody. Refused when the record number or an import’s identifier is already somebody’s."""
    require(by, "register", what="enter a patient")
    for field, value in (("mrn", mrn), ("source", source)):
        held = Patient.objects.filter(**{field: value}).first() if value else None
        if held:
            raise Refused(f"{value} is already the number of {held.name}, born {held.birth_date}.")
    patient = Patient(
        name=name.strip(),
        birth_date=birth_date,
        sex=sex,
        mrn=mrn.strip(),
        language=language,
        phone=phone.strip(),
        source=source,
    )
    _check(patient)
    try:
        with transaction.atomic():
            patient.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("Somebody entered a patient with this number at the same moment.") from error
    audit.note(by, "register", patient=patient)
    return patient


def _check(patient: Patient) -> None:
    """Refuse what the signed referral would refuse: the identity has to be able to go into a chart."""
    _referral(patient)


def _referral(patient: Patient, reason: str = "", referred_by: str = "") -> Referral:
    """The identity as a record, with why they come. What is not known is left out: not asked."""
    said = {
        "name": patient.name,
        "birth_date": patient.birth_date,
        "sex": patient.sex,
        "mrn": patient.mrn,
        "language": patient.language,
        "phone": patient.phone,
        "reason": reason,
        "referred_by": referred_by,
    }
    return Referral.model_validate({field: value for field, value in said.items() if value})


@transaction.atomic
def open_episode(
    by: Signer,
    patient: Patient,
    *,
    title: str,
    follows: Episode | None = None,
    at: datetime | None = None,
    reason: str = "",
    referred_by: str = "",
    key: str = "",
) -> Episode:
    """Open a chart for one problem. Its first entry is the identity, so that the chain holds that too.

    key: the episode's name, where a demo or a test needs the same chain each time; else one is made.
    """
    require(by, "register", what="open an episode")
    if follows is not None and follows.patient_id != patient.pk:
        raise Refused("An episode can only follow another of the same patient.")
    at = at or clock.now()
    episode = Episode.objects.create(
        pk=key or new_id(), patient=patient, follows=follows, title=title.strip(), opened_at=at
    )
    audit.note(by, "open", title, episode=episode)
    sign(by, episode.pk, _referral(patient, reason, referred_by), seen=0, at=at)
    episode.refresh_from_db()
    return episode
