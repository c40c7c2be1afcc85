"""What the environment says about this installation: where its files lie, its key, its database."""

import os
import secrets
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "::1")
TRUE = {"1", "true", "yes", "on"}
SQLITE = {
    # Writers queue at BEGIN. With Django's DEFERRED more than half of concurrent read-then-write transactions
    # fail at once with "database is locked", and the timeout does not help them.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # synchronous=FULL, not the faster NORMAL: in WAL mode NORMAL may lose the newest commits at a power cut,
    # and whoever signed was already told that the entry is kept.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=ON;"
    ),
}


def flag(name: str) -> bool:
    """Whether a variable is switched on; absent is off."""
    return os.environ.get(name, "").strip().lower() in TRUE


def home() -> Path:
    """Where this installation keeps its files."""
    return Path(os.environ.get("BUFFYCOAT_HOME") or ".").resolve()


def secret_key() -> str:
    """The key that signs sessions and links: given, or made once and kept in the home."""
    return os.environ.get("BUFFYCOAT_SECRET_KEY") or _kept_key(home() / "secret.key")


def _kept_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written aside and linked into place: of several processes that start together one wins, and none can
        # read half a key.
        handle, aside = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(aside, path)
        except FileExistsError:
            pass  # the other process's key is as good, and it is the one kept
        finally:
            os.unlink(aside)
    return path.read_text()


def database(address: str | None = None) -> dict[str, Any]:
    """Django's description of the database at an address: sqlite:////file, sqlite:// (memory) or postgresql://…"""
    address = (
        address or os.environ.get("BUFFYCOAT_DATABASE_URL") or f"sqlite:///{home() / 'buffycoat.sqlite3'}"
    )
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        name = unquote(parts.path)[1:] or ":memory:"
        if name != ":memory:":  # SQLite makes the file, but not the folder it lies in
            Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": dict(SQLITE),
            "CONN_MAX_AGE": None,  # opening the file and setting it up again costs more than a page's queries
        }
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            f"BUFFYCOAT_DATABASE_URL starts with “{parts.scheme}:”; use sqlite:////file or postgresql://host/name"
        )
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured("PostgreSQL needs its driver: pip install 'buffycoat[postgres]'")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def paper() -> str:
    """The paper that documents are set on."""
    named = os.environ.get("BUFFYCOAT_PAPER", "").strip().lower() or "letter"
    if named not in ("letter", "a4"):
        raise ImproperlyConfigured(f"BUFFYCOAT_PAPER is “{named}”; use letter or a4")
    return named


def mail() -> dict[str, Any]:
    """By which server mail is sent, and from whom. TLS is required, but for this machine itself."""
    host = os.environ.get("BUFFYCOAT_MAIL_HOST", "").strip()
    sender = os.environ.get("BUFFYCOAT_MAIL_FROM", "").strip()
    tls = os.environ.get("BUFFYCOAT_MAIL_TLS", "").strip().lower() or "starttls"
    if bool(host) != bool(sender):
        raise ImproperlyConfigured("BUFFYCOAT_MAIL_HOST and BUFFYCOAT_MAIL_FROM go together")
    if tls not in ("starttls", "tls", "none"):
        raise ImproperlyConfigured(f"BUFFYCOAT_MAIL_TLS is “{tls}”; use starttls, tls or none")
    if tls == "none" and host not in LOOPBACK and host:
        raise ImproperlyConfigured(
            f"BUFFYCOAT_MAIL_TLS is none, and {host} is another machine: what patients are sent would be open"
        )
    usual = {"starttls": "587", "tls": "465", "none": "25"}[tls]
    port = os.environ.get("BUFFYCOAT_MAIL_PORT", "").strip() or usual
    if not port.isdecimal():
        raise ImproperlyConfigured(f"BUFFYCOAT_MAIL_PORT is “{port}”; use a number")
    return {
        "host": host,
        "port": int(port),
        "user": os.environ.get("BUFFYCOAT_MAIL_USER", ""),
        "password": os.environ.get("BUFFYCOAT_MAIL_PASSWORD", ""),
        "starttls": tls == "starttls",
        "tls": tls == "tls",
        "sender": sender,
    }


def site() -> str:
    """The address that patients open, without a slash at its end; https, but for this machine itself."""
    told = os.environ.get("BUFFYCOAT_SITE", "").strip().rstrip("/")
    parts = urlsplit(told)
    if told and parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(f"BUFFYCOAT_SITE is “{told}”; it begins with https://")
    return told


def sms() -> str:
    """Where the plug for text messages is made: `module:function`; "" for none."""
    told = os.environ.get("BUFFYCOAT_SMS", "").strip()
    if told and not all(told.partition(":")):
        raise ImproperlyConfigured(f"BUFFYCOAT_SMS is “{told}”; it names module:function")
    return told


def cds_trust() -> Any:
    """Whom the CDS Hooks service trusts, from the file that is named; None when none is."""
    path = os.environ.get("BUFFYCOAT_CDS_ISSUERS", "").strip()
    if not path:
        return None
    from buffycoat.interop.cds_hooks.trust import read_trust  # cryptography is loaded only where it is used

    try:
        return read_trust(path)
    except ValueError as error:
        raise ImproperlyConfigured(f"BUFFYCOAT_CDS_ISSUERS: {error}") from error


def archive() -> Any:
    """Where the image archive is, and the key to it; None when none is named."""
    # Only strings are read here: the DICOM libraries are loaded when the archive is asked.
    from buffycoat.interop.dicom.address import read_address

    settings = {
        "url": "BUFFYCOAT_ARCHIVE_URL",
        "user": "BUFFYCOAT_ARCHIVE_USER",
        "password": "BUFFYCOAT_ARCHIVE_PASSWORD",
        "timeout": "BUFFYCOAT_ARCHIVE_TIMEOUT",
        "ca": "BUFFYCOAT_ARCHIVE_CA",
    }
    told = {name: os.environ.get(setting, "") for name, setting in settings.items()}
    try:
        return read_address(told)
    except ValueError as error:
        raise ImproperlyConfigured(f"BUFFYCOAT_ARCHIVE_URL and the settings beside it: {error}") from error


def registry() -> tuple[Path, str, Path | None]:
    """Where the registry's own files lie, this site's name among others, and the folder of the others."""
    site = os.environ.get("BUFFYCOAT_REGISTRY_SITE", "").strip()
    others = os.environ.get("BUFFYCOAT_REGISTRY", "").strip()
    if site:
        from buffycoat.registry.files import check_name  # loads every record: only where there is a name

        try:
            check_name(site)
        except ValueError as error:
            raise ImproperlyConfigured(f"BUFFYCOAT_REGISTRY_SITE: {error}") from error
    return home() / "registry", site or "this-practice", Path(others).resolve() if others else None
