"""Who acts in tests: one signer for each role, and a way to sign somebody in with a second factor."""

from typing import Any

from allauth.mfa.models import Authenticator

from buffycoat.pathway.chart import Signer
from buffycoat.store.models import Staff


def signer(role: str) -> Signer:
    """Somebody of a role."""
    return Signer(id=role, name=role.replace("_", " ").title(), role=role)


DESK = signer("front_desk")
NURSE = signer("nurse")
DOCTOR = signer("proceduralist")
MANAGER = signer("manager")
RESEARCHER = signer("researcher")


def sign_in(client: Any, role: str = "nurse", *, second_factor: bool = True) -> Staff:
    """Sign a member of staff in on a test client, as after the code was typed."""
    staff, new = Staff.objects.get_or_create(
        username=role, defaults={"first_name": role.replace("_", " ").title(), "role": role}
    )
    if second_factor and new:
        Authenticator.objects.create(
            user=staff, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
        )
    client.force_login(staff)
    return staff
