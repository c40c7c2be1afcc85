"""Signed messages: Ed25519 over one way of writing JSON, so that nobody can change or invent one.

Keys are 32 bytes, given by whoever calls; chance is not made here. A key is shown as hexadecimal.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Said = dict[str, Any]
Message = Mapping[str, Any]


class Refused(ValueError):
    """A message is not answered; says why. What goes back to the sender says less than what is logged."""


def canonical(said: Mapping[str, Any]) -> bytes:
    """The bytes that are signed and hashed: the same for the same content, wherever it was written."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.encode()


def digest(said: Mapping[str, Any]) -> str:
    """SHA-256 of what was said."""
    return hashlib.sha256(canonical(said)).hexdigest()


def public_of(key: bytes) -> str:
    """The public half of a signing key."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw().hex()


def signed(said: Said, key: bytes) -> Said:
    """A message with its signature."""
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(canonical(said))
    return {"said": said, "signature": signature.hex()}


def opened(message: Message, public: str, kind: str) -> Said:
    """What a message of this kind says, once its signature holds for this key; else Refused."""
    try:
        said = dict(message["said"])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(message["signature"]), canonical(said))
    except (InvalidSignature, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"the signature of a message ({kind}) does not hold") from error
    if said.get("message") != kind:
        raise Refused(f"this is no message of the kind “{kind}”")
    return said
