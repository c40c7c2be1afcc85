"""The demo's staff: invented people, one password that is no secret, and second factors anybody may read.

Everything here is printed when the demo starts. It guards nothing, because the demo holds nobody's data.
"""

import base64
import hashlib
import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password

from buffycoat.store.demo.people import STAFF
from buffycoat.store.models import Staff

PASSWORD = "pretend patients only"  # noqa: S105  # printed at every start; see above
CODE_SECONDS = 30
CODES_SHOWN = 3


@dataclass(frozen=True)
class Account:
    """How somebody signs in to the demo: the password, then a code from the secret or a recovery code."""

    username: str
    name: str
    role: str
    password: str
    secret: str
    recovery_codes: tuple[str, ...]

    def code(self, at: float | None = None) -> str:
        """The six digits that the secret gives at an instant (now): good for half a minute, and for once."""
        return _digits(self.secret, time.time() if at is None else at)


def code_of(username: str) -> str:
    """The code that somebody of the demo types now."""
    return _digits(_secret(username), time.time())


def _digits(secret: str, at: float) -> str:
    return format_hotp_value(hotp_value(secret, int(at) // CODE_SECONDS))


def hire() -> tuple[Account, ...]:
    """Make the accounts, each with its second factor already set up."""
    hashed = make_password(PASSWORD)  # once: hashing is slow on purpose
    for one in STAFF:
        _hire(*one, hashed)
    return accounts()


def accounts() -> tuple[Account, ...]:
    """The accounts as they are, with the recovery codes that nobody has used yet."""
    return tuple(_account(*one) for one in STAFF)


def _seed(username: str) -> bytes:
    return hashlib.sha1(f"demo {username}".encode(), usedforsecurity=False).digest()


def _secret(username: str) -> str:
    return base64.b32encode(_seed(username)).decode()


def _account(username: str, first: str, last: str, role: str) -> Account:
    kept = Authenticator.objects.get(user__username=username, type=Authenticator.Type.RECOVERY_CODES)
    codes = tuple(RecoveryCodes(kept).get_unused_codes()[:CODES_SHOWN])
    return Account(username, f"{first} {last}", role, PASSWORD, _secret(username), codes)


def _hire(username: str, first: str, last: str, role: str, hashed: str) -> None:
    user = Staff.objects.create(
        username=username, first_name=first, last_name=last, role=role, password=hashed
    )
    TOTP.activate(user, _secret(username))
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": _seed(username).hex(), "used_mask": 0},
    )
