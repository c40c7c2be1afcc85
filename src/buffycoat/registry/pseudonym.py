"""Pseudonyms: numbers that only the site's own key can make, and that say nothing of whom they stand for."""

import hashlib
import hmac

SHORTEST = 32  # bytes of a key


def pseudonym(key: bytes, kind: str, name: str) -> int:
    """The number of a person or an episode: 63 bits of HMAC-SHA256, the same for the same name and key."""
    if len(key) < SHORTEST:
        raise ValueError(f"the key has {len(key)} bytes; {SHORTEST} are needed")
    made = hmac.new(key, f"{kind}\0{name}".encode(), hashlib.sha256).digest()
    return int.from_bytes(made[:8], "big") >> 1
