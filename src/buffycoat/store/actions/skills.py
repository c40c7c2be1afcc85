"""Keeping who is signed off for what: with who saw it, and nobody signs themselves off."""

from django.db import transaction

from buffycoat.pathway.chart import Signer
from buffycoat.pathway.record import in_words
from buffycoat.practice.competencies import TABLE, SignOff, longest
from buffycoat.store import audit, clock
from buffycoat.store.actions.refusals import Refused, require
from buffycoat.store.models import Staff
from buffycoat.store.staff_skills import StaffSignOff


def keep_sign_off(by: Signer, staff: Staff, facts: SignOff) -> StaffSignOff:
    """Write down that somebody is signed off, or that it is taken back. Earlier rows stay to be read."""
    require(by, "staff", what="keep what staff are signed off for")
    if staff.username == by.id:
        raise Refused("Nobody signs themselves off: another of those who may does it.")
    if facts.on > clock.today():
        raise Refused("A sign-off is of today or earlier.")
    last = longest(facts.competency, facts.on)
    until = (facts.until or last) if facts.given == "signed off" else None
    if until and not facts.on <= until <= last:
        months = TABLE[facts.competency].months
        raise Refused(f"Until lies from the day itself to {in_words(last)}: {months} months at most.")
    if facts.given == "withdrawn" and not facts.note:
        raise Refused("To take a sign-off back, say why.")
    with transaction.atomic():
        row = StaffSignOff.objects.create(
            staff=staff,
            competency=facts.competency,
            given=facts.given,
            on=facts.on,
            until=until,
            observed_by=facts.observed_by or "",
            note=facts.note or "",
            kept_at=clock.now(),
            kept_by=by.name,
        )
        ends = f" until {until}" if until else ""
        audit.note(by, "staff", f"{staff.username}: {facts.competency} {facts.given} on {facts.on}{ends}")
    return row
