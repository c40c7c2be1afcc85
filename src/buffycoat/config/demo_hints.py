"""What the demo's sign-in pages tell: how to get in. Only `buffycoat demo` puts this into the settings."""

from typing import Any

from allauth.account.internal.stagekit import get_pending_stage
from django.http import HttpRequest

from buffycoat.store.demo.staff import PASSWORD, STAFF, code_of


def hints(request: HttpRequest) -> dict[str, Any]:
    """The people of the demo and their password; after the password, the code to type."""
    if not request.path.startswith("/accounts/"):
        return {}
    stage = get_pending_stage(request)
    people = [(username, role.replace("_", " ")) for username, _, _, role in STAFF]
    code = code_of(stage.login.user.username) if stage else ""
    return {"demo_people": people, "demo_password": PASSWORD, "demo_code": code}
