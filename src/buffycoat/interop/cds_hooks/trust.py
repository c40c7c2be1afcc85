"""Which EHRs are trusted: their names and public keys from a file, and a token checked against them.

Nothing is fetched when a call comes in: keys are in the file, or in a file that it names. So a `jku` in a
token is only compared with the address that was agreed, and never opened.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jwt
from jwt.types import Options
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SKEW = 60  # seconds that an EHR's clock may be ahead
LONGEST_LIFE = 24 * 3600  # seconds from issue to end of a token: so long its number is remembered
LONGEST_TOKEN = 8192  # characters
LEAST_RSA_BITS = 2048
_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


class Untrusted(Exception):
    """A token that is not taken; why, in words that help whoever set the EHR up."""


@dataclass(frozen=True)
class Key:
    """A public key and the algorithms it may be used with: never none, never one with a shared secret."""

    public: Any
    algorithms: tuple[str, ...]


@dataclass(frozen=True)
class Caller:
    """Who calls, and the number of the token with its end, so that it is taken once."""

    issuer: str
    name: str
    token: str
    expires: float


class Issuer(BaseModel):
    """One EHR. `jwks`: its JWK Set, or the file with it. `origins`: pages that may call from a browser."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    issuer: str = Field(min_length=1, max_length=500)
    name: str = Field(default="", max_length=200)
    jwks: dict[str, Any]
    jku: str = ""
    origins: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> Mapping[str, Key]:
        """The keys by their `kid`."""
        held = self.jwks.get("keys")
        if not isinstance(held, list) or not held:
            raise ValueError(f"{self.issuer}: a JWK Set with its “keys” is needed")
        found = {str(jwk.get("kid") or ""): _key(jwk) for jwk in held if isinstance(jwk, dict)}
        if "" in found or len(found) != len(held):
            raise ValueError(f"{self.issuer}: every key needs a “kid” of its own")
        return found


class Trust(BaseModel):
    """All that are trusted. `base_url`: this service as the EHRs call it, or else as each call has it."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    base_url: str = ""
    issuers: tuple[Issuer, ...] = Field(min_length=1)

    @cached_property
    def by_name(self) -> Mapping[str, Issuer]:
        """The issuers by what their tokens call them."""
        return {one.issuer: one for one in self.issuers}

    @cached_property
    def origins(self) -> frozenset[str]:
        """Every web origin that may call."""
        return frozenset(origin.rstrip("/") for one in self.issuers for origin in one.origins)


def read_trust(path: str) -> Trust:
    """The file of issuers: an object with `issuers`, or their list alone. ValueError when it is not one."""
    try:
        held = _json(Path(path))
        said = {"issuers": held} if isinstance(held, list) else held
        for issuer in said["issuers"]:
            if isinstance(issuer["jwks"], str):  # a file beside this one
                issuer["jwks"] = _json(Path(path).parent / issuer["jwks"])
        trust = Trust.model_validate(said)
    except (OSError, ValidationError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: {error}") from error
    if len(trust.by_name) != len(trust.issuers):
        raise ValueError(f"{path}: one issuer stands twice")
    for one in trust.issuers:
        _ = one.keys  # a bad key is told at the start, and not at the first call
    return trust


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path}: not JSON: {error}") from error


def _key(jwk: dict[str, Any]) -> Key:
    """A public key for signatures. ValueError for a private, shared or weak one."""
    kind, named = jwk.get("kty"), jwk.get("alg")
    if "d" in jwk or kind == "oct":
        raise ValueError("a private or shared key; only the EHR's public keys belong here")
    if jwk.get("use", "sig") != "sig":
        raise ValueError("a key that is not for signatures")
    usable = _RSA if kind == "RSA" else (_CURVES.get(str(jwk.get("crv")), "EdDSA"),)
    if named is not None and named not in usable:
        raise ValueError(f"a {kind} key cannot sign with {named}")
    try:
        public = jwt.PyJWK.from_dict(jwk, algorithm=named or usable[0]).key
    except jwt.PyJWTError as error:
        raise ValueError(f"a key that cannot be read: {error}") from error
    if kind == "RSA" and public.key_size < LEAST_RSA_BITS:
        raise ValueError(f"an RSA key of {public.key_size} bits; at least {LEAST_RSA_BITS} are needed")
    return Key(public, (named,) if named else usable)


def verify(token: str, trust: Trust, audiences: tuple[str, ...], now: float) -> Caller:
    """Who signed the token, when it is meant for one of these addresses and now. Untrusted otherwise."""
    if len(token) > LONGEST_TOKEN:
        raise Untrusted("the token is too long")
    header, named = _says(token)
    issuer = trust.by_name.get(named) if isinstance(named, str) else None
    if issuer is None:
        raise Untrusted("the issuer (iss) is not one that is trusted here")
    if issuer.jku and header.get("jku", issuer.jku) != issuer.jku:
        raise Untrusted("the address of the keys (jku) is not the one agreed")
    key = issuer.keys.get(header["kid"])
    if key is None:
        raise Untrusted("the key (kid) is not one that is known of this issuer")
    claims = _signed(token, key)
    _meant_for(claims.get("aud"), audiences)
    expires = _in_time(claims, now)
    number = claims.get("jti")
    if not isinstance(number, str) or not number:
        raise Untrusted("the token has no number (jti)")
    return Caller(issuer.issuer, issuer.name or issuer.issuer, number, expires)


_BY_US: Options = {  # what the library would check by its own clock and words is checked below
    "verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False,
    "verify_iss": False, "verify_sub": False, "verify_jti": False,
}  # fmt: skip


def _says(token: str) -> tuple[dict[str, Any], object]:
    """The header, and the issuer that the token claims: only to find the key, and believed of nobody.

    Looked into and not checked: the library checks every character, and does it once, in `_signed`.
    """
    try:
        header, payload = (json.loads(urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    except (ValueError, RecursionError) as error:
        raise Untrusted("not a JSON web token, or not a whole one") from error
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise Untrusted("not a JSON web token, or not a whole one")
    if "crit" in header:
        raise Untrusted("the token needs an extension (crit), and none is known here")
    if header.get("typ") != "JWT":
        raise Untrusted("the token's type (typ) is not JWT")
    if not isinstance(header.get("kid"), str):
        raise Untrusted("the token does not name its key (kid)")
    return header, payload.get("iss")


def _signed(token: str, key: Key) -> dict[str, Any]:
    """What the token says, only when this key signed it, by an algorithm of its own."""
    try:
        return dict(jwt.decode(token, key.public, algorithms=list(key.algorithms), options=_BY_US))
    except jwt.InvalidAlgorithmError as error:
        raise Untrusted("the algorithm (alg) is not one of this key") from error
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise Untrusted("the signature does not hold, or the token is not whole") from error


def _meant_for(audience: object, ours: tuple[str, ...]) -> None:
    said = audience if isinstance(audience, list) else [audience]
    if not any(isinstance(one, str) and one.rstrip("/") in ours for one in said):
        raise Untrusted(f"the token is meant for another address (aud); this one is {ours[0]}")


def _in_time(claims: Mapping[str, Any], now: float) -> float:
    """The end of a token that is good now."""
    expires, issued = (_instant(claims.get(name), name) for name in ("exp", "iat"))
    if expires <= now:
        raise Untrusted("the token has expired (exp)")
    if issued > now + SKEW:
        raise Untrusted("the token is from the future (iat)")
    if "nbf" in claims and _instant(claims["nbf"], "nbf") > now + SKEW:
        raise Untrusted("the token is not good yet (nbf)")
    if not 0 < expires - issued <= LONGEST_LIFE:
        raise Untrusted(f"the token lives longer than {LONGEST_LIFE // 3600} hours, or less than no time")
    return expires


def _instant(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e11:
        raise Untrusted(f"the token does not say when ({name})")
    return float(value)
