"""Where the image archive is, and as whom we ask it: what an installation’s environment may say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

LONGEST, SHORTEST = 120.0, 0.1  # seconds
USUAL = 10.0


@dataclass(frozen=True)
class Address:
    """The archive’s DICOMweb root, and a key to it that is never printed."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = USUAL
    certificates: str = ""  # a file of the authorities that it is trusted by; empty: the usual ones


def read_address(told: Mapping[str, str]) -> Address | None:
    """From url, user, password, timeout and ca as text; None without a url, ValueError where one is wrong."""
    url = told.get("url", "").strip().rstrip("/")
    if not url:
        return None
    _may_be_asked(url)
    user, password = told.get("user", ""), told.get("password", "")
    if bool(user) != bool(password):
        raise ValueError("a user name needs a password, and a password a user name")
    return Address(url, user, password, _seconds(told.get("timeout", "")), told.get("ca", ""))


def _may_be_asked(url: str) -> None:
    """An address with a name; in the clear only on this machine, for patients’ names pass there."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(f"not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise ValueError("an address is https://host/path, the archive’s DICOMweb root")
    if parts.username or parts.password:
        raise ValueError("a user name and a password have settings of their own, and no place in the address")
    if parts.query or parts.fragment:
        raise ValueError("an address ends with its path")
    if ":" in host:
        raise ValueError("give the archive a name: an IPv6 number is not understood")
    if parts.scheme == "http" and not _here(host):
        raise ValueError("https is needed, except for an archive on this machine")


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds(text: str) -> float:
    try:
        seconds = float(text) if text.strip() else USUAL
    except ValueError as error:
        raise ValueError(f"the timeout “{text}” is no number of seconds") from error
    if not SHORTEST <= seconds <= LONGEST:
        raise ValueError(f"the timeout is {SHORTEST:g} to {LONGEST:g} seconds")
    return seconds
