"""Secure sum: masks that cancel when everybody's numbers are added, modulo 2^64 (Bonawitz and others 2017).

Every two sites agree on a seed (X25519, then HKDF-SHA256); one adds a stream made from it, the other takes it
off. Each site adds a stream of its own as well, told only once all have confirmed who is counted: without
it, whoever collects could call a site lost, be told its seeds by the others, and read the answer it had sent.
All is exact: whole numbers, taken modulo 2^64.
"""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

Ring = NDArray[np.uint64]
SEED = 32  # bytes


def public_of(private: bytes) -> str:
    """The public half of a site's key for one question."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def agreed(private: bytes, public: str, question: str, one: str, other: str, use: str = "mask") -> bytes:
    """The seed of two sites for one question and use: both work out the same, and nobody else can."""
    key = X25519PrivateKey.from_private_bytes(private)
    secret = key.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    pair = "\0".join(["buffycoat secure sum", use, question, *sorted((one, other))])
    return HKDF(SHA256(), SEED, salt=None, info=pair.encode()).derive(secret)


def stream(seed: bytes, size: int) -> Ring:
    """Numbers that look like chance to whoever does not know the seed (SHAKE-256)."""
    return np.frombuffer(hashlib.shake_256(seed).digest(8 * size), dtype="<u8").astype(np.uint64)


def pairwise(me: str, seeds: Mapping[str, bytes], size: int) -> Ring:
    """The sum of one site's streams with these others: added where the other comes later by name."""
    total = np.zeros(size, np.uint64)
    for other, seed in seeds.items():
        drawn = stream(seed, size)
        total = total + drawn if me < other else total - drawn
    return total


def masked(values: NDArray[np.int64], me: str, own: bytes, seeds: Mapping[str, bytes]) -> Ring:
    """What a site sends: its numbers under its own stream and those that it shares."""
    return values.view(np.uint64) + stream(own, len(values)) + pairwise(me, seeds, len(values))


def unmasked(
    sent: Mapping[str, Ring], own: Mapping[str, bytes], lost: Mapping[str, Mapping[str, bytes]]
) -> NDArray[np.int64]:
    """The total of those who are counted. `lost`: by site counted, its seeds with the lost."""
    size = len(next(iter(sent.values())))
    total = added(sent.values(), size)
    for site in sent:
        total = total - stream(own[site], size) - pairwise(site, lost.get(site, {}), size)
    return total.view(np.int64)


def added(rings: Iterable[Ring], size: int) -> Ring:
    """Their sum modulo 2^64."""
    total = np.zeros(size, np.uint64)
    for one in rings:
        total = total + one
    return total
