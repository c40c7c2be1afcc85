"""A secret in parts: any `enough` of them give it back, and fewer say nothing at all (Shamir 1979).

A site parts its own seed among the others, so that its answer can still be opened when it is lost after it
answered. More than two thirds are needed: then, while fewer than a third of the sites work together with
whoever collects, no two different lists of who is counted can both be confirmed (Bonawitz and others 2017).
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PRIME = 2**521 - 1
WIDTH = 66  # bytes of a part


def enough(sites: int) -> int:
    """How many of the sites are needed."""
    return 2 * sites // 3 + 1


def parted(secret: bytes, chance: bytes, names: Sequence[str]) -> dict[str, bytes]:
    """A part for each name. `chance`: 32 bytes that nobody can guess, used for nothing else."""
    drawn = hashlib.shake_256(chance).digest(2 * WIDTH * enough(len(names)))
    curve = [int.from_bytes(secret, "big")]
    for at in range(1, enough(len(names))):
        curve.append(int.from_bytes(drawn[2 * WIDTH * at :][: 2 * WIDTH], "big") % PRIME)
    found = {}
    for place, name in enumerate(sorted(names), start=1):
        value = 0
        for one in reversed(curve):
            value = (value * place + one) % PRIME
        found[name] = value.to_bytes(WIDTH, "big")
    return found


def joined(parts: Mapping[str, bytes], names: Sequence[str], size: int) -> bytes:
    """The secret of `size` bytes; ValueError when the parts are too few or do not fit together."""
    if len(parts) < enough(len(names)):
        raise ValueError(f"{len(parts)} parts came and {enough(len(names))} are needed")
    order = sorted(names)
    points = [(order.index(name) + 1, int.from_bytes(part, "big")) for name, part in sorted(parts.items())]
    points = points[: enough(len(names))]
    secret = 0
    for x, y in points:
        top = bottom = 1
        for other, _ in points:
            if other != x:
                top, bottom = top * -other % PRIME, bottom * (x - other) % PRIME
        secret = (secret + y * top * pow(bottom, -1, PRIME)) % PRIME
    if secret >= 256**size:
        raise ValueError("the parts do not fit together")
    return secret.to_bytes(size, "big")


def sealed(part: bytes, key: bytes, sender: str, reader: str) -> str:
    """A part that only the one other site can open. Each key seals one part each way."""
    said = f"{sender}\0{reader}".encode()
    return base64.b64encode(ChaCha20Poly1305(key).encrypt(_nonce(sender, reader), part, said)).decode()


def unsealed(text: str, key: bytes, sender: str, reader: str) -> bytes:
    """The part that another site sealed; ValueError when somebody changed it."""
    try:
        said = f"{sender}\0{reader}".encode()
        return ChaCha20Poly1305(key).decrypt(_nonce(sender, reader), base64.b64decode(text), said)
    except (InvalidTag, ValueError, TypeError) as error:
        raise ValueError(f"the part that {sender} sealed cannot be opened") from error


def _nonce(sender: str, reader: str) -> bytes:
    return bytes([sender < reader]) * 12
