"""A site's side of one question, in four steps, each done once: key, masked answer, confirmation, opening.

1. question → the site's public key for this question, signed.
2. roster (everybody's signed keys) → the answer, masked.
3. present (whose answers came) → the site's signature under that list; it signs one list only.
4. confirmed (enough signatures under the same list) → its parts of the seeds of those on the list, and the
   seeds that it shared with those who are not on it. Never both of one site.

The clock and chance are given. What is kept between steps is for the site's own disk.
"""

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.federated import masks, statistic
from buffycoat.registry.federated.cohort import members
from buffycoat.registry.federated.ledger import Ledger, Rows
from buffycoat.registry.federated.log import Line
from buffycoat.registry.federated.policy import Policy, model_of
from buffycoat.registry.federated.question import Question, read
from buffycoat.registry.federated.shares import enough, parted, sealed, unsealed
from buffycoat.registry.federated.signatures import (
    Message,
    Refused,
    Said,
    canonical,
    digest,
    opened,
    public_of,
    signed,
)
from buffycoat.registry.frame import Frame

LARGEST = 100_000  # bytes of an answer as it is sent
REMEMBERED = timedelta(days=365)  # P: so long a total over other sites is held against an earlier one
Round = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Holding:
    """The rows that a site has now, hashed for its ledger."""

    frame: Frame
    rows: Rows


@dataclass(frozen=True, eq=False)
class Site:
    """A site between two messages. `rounds` are its questions by id, each with the step it is at."""

    policy: Policy
    identity: bytes  # its own signing key, which the other sites know the public half of
    ledger: Ledger = field(default_factory=Ledger.empty)
    rounds: Mapping[str, Round] = field(default_factory=dict)

    def reply(
        self, message: Message, held: Holding, log: Sequence[Line], now: datetime, chance: bytes
    ) -> tuple[Said, "Site", Said]:
        """The reply to one message, the site after it, and what to log. Refused says why there is none.

        `chance`: 96 bytes that nobody can guess, of which none is used twice.
        """
        said = message.get("said")
        kind = said.get("message") if isinstance(said, dict) else None
        site = self._forgotten(now)
        if kind == "question":
            return site._key(self.policy.read_question(message, now.date()), held, log, now, chance)
        steps = {"roster": site._answer, "present": site._confirm, "confirmed": site._open}
        if kind not in steps or not isinstance(said, dict):
            raise Refused("this is no message that a site answers")
        at = site.rounds.get(str(said.get("question")))
        if at is None:
            raise Refused("this belongs to no question that was put to this site")
        question = read(at["said"])
        told = opened(message, self.policy.askers[question.asker].key, str(kind))
        return steps[str(kind)](question, at, told, held, log, now)

    def _forgotten(self, now: datetime) -> "Site":
        """Without the secrets of rounds whose day is over: nobody can ask for them any more."""
        return replace(
            self,
            rounds={
                one: {"step": "given up", "said": at["said"]}
                if at["step"] != "opening" and now.date() > read(at["said"]).until
                else at
                for one, at in self.rounds.items()
            },
        )

    def _key(
        self, question: Question, held: Holding, log: Sequence[Line], now: datetime, chance: bytes
    ) -> tuple[Said, "Site", Said]:
        if question.id in self.rounds:
            raise Refused("this question was put before")
        self._admitted(question, held, log, now)
        if len(chance) != 3 * masks.SEED:
            raise ValueError(f"{3 * masks.SEED} bytes of chance are needed")
        private, own, parts = (chance[at : at + masks.SEED] for at in range(0, len(chance), masks.SEED))
        at = {"step": "key", "said": question.said, "private": private.hex(), "own": own.hex(),
              "parts": parts.hex()}  # fmt: skip
        said = {"message": "key", "question": question.id, "site": self.policy.site,
                "public": masks.public_of(private)}  # fmt: skip
        return self._told(question, at, said)

    def _admitted(
        self, question: Question, held: Holding, log: Sequence[Line], now: datetime
    ) -> tuple[NDArray[np.int64], Ledger]:
        """The numbers of the answer and the ledger with it; Refused where it is one too many or too near."""
        if why := self.policy.too_often(question, log, now):
            raise Refused(why)
        inside = members(held.frame, question.cohort)
        inside[inside] = statistic.counted(question.statistic, held.frame.where(inside))
        ledger = self.ledger.admit(held.rows, inside, self.policy.least)
        if ledger is None:
            raise Refused("the answer would hold, or single out beside earlier ones, fewer people than told")
        try:
            found = statistic.statistic(question.statistic, held.frame.where(inside))
        except ValueError as error:
            raise Refused(str(error)) from error
        return found.cells.reshape(-1), ledger

    def _answer(
        self, question: Question, at: Round, told: Said, held: Holding, log: Sequence[Line], now: datetime
    ) -> tuple[Said, "Site", Said]:
        self._at(at, "key")
        publics = self._roster(question, at, told)
        values, ledger = self._admitted(question, held, log, now)
        me, own = self.policy.site, bytes.fromhex(at["own"])
        ring = masks.masked(values, me, own, _seeds(question.id, me, at["private"], publics, publics))
        parts = parted(own, bytes.fromhex(at["parts"]), list(publics))
        keys = _seeds(question.id, me, at["private"], publics, publics, "part")
        said = {"message": "masked", "question": question.id, "site": me, "roster": digest(told),
                "parts": {name: sealed(parts[name], key, me, name) for name, key in keys.items()},
                "values": base64.b64encode(ring.astype("<u8").tobytes()).decode()}  # fmt: skip
        if len(canonical(said)) + 1000 > LARGEST:
            raise Refused(f"the answer would be larger than {LARGEST} bytes")
        after = at | {"step": "masked", "publics": publics, "roster": digest(told), "sent": digest(said),
                      "parts": parts[me].hex()}  # fmt: skip
        reply, site, line = self._told(question, after, said)
        return reply, replace(site, ledger=ledger), line

    def _roster(self, question: Question, at: Round, told: Said) -> dict[str, str]:
        """The sites' keys for this question, each signed by the site's own key as this site knows it."""
        known = {**self.policy.peers, self.policy.site: public_of(self.identity)}
        found: dict[str, str] = {}
        for one in told.get("keys", []):
            name = str(one.get("said", {}).get("site")) if isinstance(one, dict) else ""
            if name not in question.sites or name not in known or name in found:
                raise Refused("the roster names a site that was not asked, or one twice")
            said = opened(one, known[name], "key")
            if said["question"] != question.id:
                raise Refused("the roster holds a key for another question")
            found[name] = said["public"]
        if len(found) < self.policy.sites or len(set(found.values())) < len(found):
            raise Refused(f"the roster names fewer than {self.policy.sites} sites")
        if found.get(self.policy.site) != masks.public_of(bytes.fromhex(at["private"])):
            raise Refused("the roster does not hold the key that this site sent")
        return found

    def _confirm(
        self, question: Question, at: Round, told: Said, held: Holding, log: Sequence[Line], now: datetime
    ) -> tuple[Said, "Site", Said]:
        self._at(at, "masked")
        present = told.get("present", {})
        if told.get("roster") != at["roster"] or not set(present) <= set(at["publics"]):
            raise Refused("the list of those present belongs to another roster")
        if present.get(self.policy.site) != at["sent"]:
            # Counted as lost: the others may tell what they share with us, so our seed must stay untold.
            raise Refused("this site is counted as lost, or with another answer than it sent")
        if len(present) < max(self.policy.sites, enough(len(at["publics"]))):
            raise Refused("too few sites are left for anybody to be hidden among")
        if self._told_apart(question, set(present), now):
            raise Refused("beside an earlier total, this one would tell a few sites apart from the others")
        said = {"message": "confirm", "question": question.id, "site": self.policy.site,
                "present": digest(told)}  # fmt: skip
        me = self.policy.site
        keys = _seeds(question.id, me, at["private"], at["publics"], set(present), "part")
        try:
            parts = {
                name: unsealed(told["parts"][me][name], key, name, me).hex() for name, key in keys.items()
            }
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(f"a part of a seed is missing or was changed: {error}") from error
        after = at | {"step": "confirm", "present": digest(told), "parts": {**parts, me: at["parts"]}}
        return self._told(question, after, said)

    def _open(
        self, question: Question, at: Round, told: Said, held: Holding, log: Sequence[Line], now: datetime
    ) -> tuple[Said, "Site", Said]:
        self._at(at, "confirm")
        me, known = self.policy.site, {**self.policy.peers, self.policy.site: public_of(self.identity)}
        agreed = set()
        for one in told.get("confirmations", []):
            name = str(one.get("said", {}).get("site")) if isinstance(one, dict) else ""
            said = opened(one, known.get(name, ""), "confirm")
            if said["question"] != question.id or said["present"] != at["present"]:
                raise Refused("a site confirmed another list: nobody is told anything")
            agreed.add(name)
        if len(agreed & set(at["parts"])) < enough(len(at["publics"])):
            raise Refused("too few of those who are counted have confirmed it")
        lost = set(at["publics"]) - set(at["parts"])
        seeds = _seeds(question.id, me, at["private"], at["publics"], lost)
        said = {"message": "opening", "question": question.id, "site": me, "parts": at["parts"],
                "lost": {name: seed.hex() for name, seed in seeds.items()}}  # fmt: skip
        after = {"step": "opening", "said": at["said"], "counted": sorted(at["parts"]), "at": now.isoformat()}
        return self._told(question, after, said)

    def _told_apart(self, question: Question, present: set[str], now: datetime) -> bool:
        """Whether totals over different sites would together give the numbers of a few of them.

        Two totals of one cohort, with and without one site, differ by that site's own numbers: the ledger's
        rule for people, held here for sites.
        """
        lists = [
            set(one["counted"])
            for one in self.rounds.values()
            if one["step"] == "opening"
            and one["said"]["cohort"] == question.cohort
            and now - datetime.fromisoformat(one["at"]) < REMEMBERED
        ]
        groups = Counter(
            tuple(site in one for one in (present, *lists)) for site in set.union(present, *lists)
        )
        return min(groups.values()) < self.policy.sites

    def _at(self, at: Round, step: str) -> None:
        if at["step"] != step:
            raise Refused(f"this step was done before, or is not due: the site is at “{at['step']}”")

    def _told(self, question: Question, at: Round, said: Said) -> tuple[Said, "Site", Said]:
        line = logged(question, str(said["message"])) | {"reply": digest(said)}
        after = replace(self, rounds={**self.rounds, question.id: at})
        return signed(said, self.identity), after, line


def logged(question: Question, did: str) -> Said:
    """What the log says of a question."""
    return {
        "question": question.id,
        "asker": question.asker,
        "did": did,
        "asked": question.in_words(),
        "model": model_of(question.said),
    }


def _seeds(
    question: str, me: str, private: str, publics: Mapping[str, str], of: Iterable[str], use: str = "mask"
) -> dict[str, bytes]:
    """The seeds that this site shares with others for one question."""
    own = bytes.fromhex(private)
    try:
        return {
            other: masks.agreed(own, publics[other], question, me, other, use)
            for other in sorted(of)
            if other != me
        }
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("the roster holds something that is no key") from error
