"""Several sites around one table, for tests: policies, keys, rows, and a round as it is meant to go."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from buffycoat.registry.federated import hub, log
from buffycoat.registry.federated.ledger import rows_of
from buffycoat.registry.federated.policy import Asker, Policy
from buffycoat.registry.federated.question import Question, ask, read
from buffycoat.registry.federated.signatures import Refused, public_of, signed
from buffycoat.registry.federated.site import Holding, Site
from buffycoat.registry.federated.statistic import KINDS
from buffycoat.registry.frame import Frame
from buffycoat.registry.statistics import Additive

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
UNTIL = date(2026, 12, 22)
ASKER = b"a" * 32


def identity(name: str) -> bytes:
    """A site's own signing key."""
    return name.encode().ljust(32, b"\0")


def holding(frame: Frame, name: str, people: Any = None) -> Holding:
    """A site's rows; each is another person's where nothing else is said."""
    who = np.arange(len(frame), dtype=np.int64) if people is None else people
    return Holding(frame, rows_of(frame, who, identity(name)))


@dataclass
class Federation:
    """Sites by name with what they hold; `wire` is everything that was ever sent."""

    held: dict[str, Holding]
    least: int = 5
    sites: dict[str, Site] = field(default_factory=dict)
    logs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    wire: list[dict[str, Any]] = field(default_factory=list)
    drawn: int = 0

    def __post_init__(self) -> None:
        keys = {name: public_of(identity(name)) for name in self.held}
        askers = {"group": Asker(public_of(ASKER), tuple(KINDS))}
        for name in self.held:
            peers = {other: key for other, key in keys.items() if other != name}
            policy = Policy(name, askers, peers, least=self.least, a_day=100_000)
            self.sites[name] = Site(policy, identity(name))
            self.logs[name] = []

    def chance(self) -> bytes:
        """Never the same twice."""
        self.drawn += 1
        return np.random.default_rng(self.drawn).bytes(96)

    def question(self, statistic: Mapping[str, Any], cohort: Mapping[str, Any] | None = None) -> Question:
        self.drawn += 1
        return read(
            ask(asker="group", nonce=f"{self.drawn:032x}", until=UNTIL, sites=tuple(sorted(self.held)),
                cohort=cohort or {}, statistic=statistic)
        )  # fmt: skip

    def tell(self, name: str, message: Mapping[str, Any], now: datetime = NOW) -> dict[str, Any]:
        """One site's reply, as it goes over the wire; Refused as the site refuses."""
        given = json.loads(json.dumps(message))
        reply, site, line = self.sites[name].reply(
            given, self.held[name], self.logs[name], now, self.chance()
        )
        self.sites[name] = site
        self.logs[name].append(log.line(self.logs[name], line | {"at": now.isoformat()}))
        self.wire += [given, reply]
        return json.loads(json.dumps(reply))  # type: ignore[no-any-return]  # JSON is what travels

    def round(
        self, question: Question, lost: Mapping[str, Collection[str]] | None = None, now: datetime = NOW
    ) -> Additive:
        """The whole round; `lost`: who falls silent from which step on."""
        gone: set[str] = set()
        replies: list[dict[str, Any]] = []
        message = signed(question.said, ASKER)
        for step in hub.STEPS:
            gone |= set((lost or {}).get(step, ()))
            for name in sorted(set(self.held) - gone):
                replies.append(self.tell(name, message, now))
            held = hub.by_step(question, replies)
            if step != "opening":
                message = signed(hub.next_said(question, held), ASKER)
        return hub.total(question, held)


__all__ = ["ASKER", "NOW", "UNTIL", "Federation", "Refused", "holding", "identity"]
