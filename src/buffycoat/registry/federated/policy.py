"""What a site answers: to whom, which kinds, of how many people, among how many sites, how often."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.federated.log import Line
from buffycoat.registry.federated.question import Question, verified
from buffycoat.registry.federated.signatures import Message, Refused
from buffycoat.registry.federated.statistic import KINDS

# Proposed (P); a site may set each of them stricter. With two sites each would know the other's numbers.
SITES = 3
A_DAY = 50  # answers to one asker
STEPS = 20  # of one logistic regression


@dataclass(frozen=True)
class Asker:
    """Somebody who may ask: their public key, and the kinds of statistic that they may have."""

    key: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """One site's rules. `peers`: the other sites' own keys, which whoever asks has no say in."""

    site: str
    askers: Mapping[str, Asker]
    peers: Mapping[str, str]
    least: int = LEAST
    sites: int = SITES
    a_day: int = A_DAY

    @classmethod
    def read(cls, text: str) -> "Policy":
        """The policy in a TOML text; ValueError names what is wrong with it."""
        try:
            given = tomllib.loads(text)
            askers = {
                name: Asker(_key(one["key"], name), tuple(one["kinds"]))
                for name, one in given.get("askers", {}).items()
            }
            peers = {name: _key(one, name) for name, one in given.get("peers", {}).items()}
            bounds = {name: given[name] for name in ("least", "sites", "a_day") if name in given}
            found = cls(given["site"], askers, peers, **bounds)
        except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the policy cannot be read: {error!r}") from error
        for name, bound, lowest in (("least", found.least, LEAST), ("sites", found.sites, SITES)):
            if type(bound) is not int or bound < lowest:
                raise ValueError(f"{name} is a whole number, {lowest} or more; not {bound!r}")
        wrong = sorted({kind for one in askers.values() for kind in one.kinds} - set(KINDS))
        if wrong or type(found.a_day) is not int:
            raise ValueError(f"kinds are {', '.join(KINDS)}, not {wrong}; a_day is a whole number")
        return found

    def read_question(self, message: Message, day: date) -> Question:
        """The question in a message, once it is its asker's and may be put to this site; else Refused."""
        said = message.get("said")
        asker = self.askers.get(str(said.get("asker")) if isinstance(said, dict) else "")
        if asker is None:
            raise Refused("nobody of that name may ask here")
        question = verified(message, asker.key)
        if question.kind not in asker.kinds:
            raise Refused(f"{question.asker} may not ask for {question.kind}")
        if day > question.until:
            raise Refused(f"the question was open until {question.until}")
        if self.site not in question.sites or len(question.sites) < self.sites:
            raise Refused(f"a question goes to {self.sites} sites or more, and to this one")
        strangers = [one for one in question.sites if one != self.site and one not in self.peers]
        if strangers:
            raise Refused(f"the keys of these sites are not known here: {', '.join(strangers)}")
        return question

    def too_often(self, question: Question, log: Sequence[Line], now: datetime) -> str:
        """Why this would be one answer too many; "" when it is not."""
        theirs = [one for one in log if one.get("asker") == question.asker and one.get("did") == "masked"]
        today = sum(str(one["at"])[:10] == now.isoformat()[:10] for one in theirs)
        if today >= self.a_day:
            return f"{self.a_day} answers a day are given to one asker"
        model = model_of(question.said)
        if question.kind == "logistic" and sum(one.get("model") == model for one in theirs) >= STEPS:
            return f"{STEPS} steps of one regression have been answered"
        return ""


def _key(text: Any, whose: str) -> str:
    if not isinstance(text, str) or len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise ValueError(f"the key of {whose} is 64 hexadecimal digits")
    return text


def model_of(said: Mapping[str, Any]) -> list[Any]:
    """What makes two questions steps of one regression: everything but the coefficients."""
    return [said["cohort"], {name: one for name, one in said["statistic"].items() if name != "at"}]
