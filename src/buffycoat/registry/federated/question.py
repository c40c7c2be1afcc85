"""A question: about whom, which statistic, of which sites, until when; signed by whoever asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buffycoat.registry.federated import cohort, statistic
from buffycoat.registry.federated.signatures import Message, Refused, Said, digest, opened

VERSION = 1
FIELDS = {"message", "version", "asker", "nonce", "until", "sites", "cohort", "statistic"}
MOST_SITES = 500


@dataclass(frozen=True)
class Question:
    """What was asked. `id` is the hash of all of it: another nonce is another question."""

    id: str
    asker: str
    until: date
    sites: tuple[str, ...]
    cohort: Mapping[str, Any]
    statistic: Mapping[str, Any]
    said: Said

    @property
    def kind(self) -> str:
        """The kind of statistic."""
        return str(self.statistic["kind"])

    def in_words(self) -> str:
        """For the log."""
        who = ", ".join(f"{name} {list(wanted)}" for name, wanted in sorted(self.cohort.items()))
        return f"{self.kind}; {who or 'everybody'}"


def ask(
    *,
    asker: str,
    nonce: str,
    until: date,
    sites: tuple[str, ...],
    cohort: Mapping[str, Any],
    statistic: Mapping[str, Any],
) -> Said:
    """A question ready to be signed; ValueError names what is wrong. `nonce`: 32 hexadecimal digits."""
    said = {
        "message": "question",
        "version": VERSION,
        "asker": asker,
        "nonce": nonce,
        "until": until.isoformat(),
        "sites": sorted(sites),
        "cohort": {name: list(wanted) for name, wanted in cohort.items()},
        "statistic": dict(statistic),
    }
    read(said)
    return said


def read(said: Said) -> Question:
    """The question that was said; ValueError where it is none."""
    try:
        if set(said) != FIELDS or said["message"] != "question" or said["version"] != VERSION:
            raise ValueError(f"a question of version {VERSION} has {', '.join(sorted(FIELDS))}")
        if not re.fullmatch(r"[0-9a-f]{32}", said["nonce"]):
            raise ValueError("nonce: 32 hexadecimal digits")
        sites = tuple(said["sites"])
        if list(sites) != sorted(set(sites)) or not 0 < len(sites) <= MOST_SITES:
            raise ValueError(f"sites: 1 to {MOST_SITES} names in order, each once")
        cohort.check(said["cohort"])
        statistic.check(said["statistic"])
        until = date.fromisoformat(said["until"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no question: {error!r}") from error
    return Question(
        digest(said), str(said["asker"]), until, sites, said["cohort"], said["statistic"], dict(said)
    )


def verified(message: Message, public: str) -> Question:
    """The question in a message that this key signed; else Refused."""
    said = opened(message, public, "question")
    try:
        return read(said)
    except ValueError as error:
        raise Refused(str(error)) from error
