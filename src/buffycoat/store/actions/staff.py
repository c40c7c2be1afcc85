"""Accounts of those who work here."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from buffycoat.pathway.chart import Signer
from buffycoat.store import audit
from buffycoat.store.models import Staff

OPERATOR = Signer(id="command line", name="command line", role="operator")  # whoever runs this machine


@transaction.atomic
def keep_staff(username: str, *, name: str, role: str, password: str) -> Staff:
    """Make an account, or change its name, role and password. ValidationError says what is wrong."""
    held = Staff.objects.filter(username=username).first() or Staff(username=username)
    first, _, last = name.strip().rpartition(" ")
    held.first_name, held.last_name, held.role = first, last, role
    validate_password(password, held)
    held.set_password(password)
    held.full_clean()
    held.save()
    audit.note(OPERATOR, "staff", f"{username}: {role}")
    return held
