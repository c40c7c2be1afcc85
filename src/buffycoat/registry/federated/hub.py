"""Whoever asks: relays the keys, collects masked answers, and learns their sum and nothing of one site.

Each step takes the replies that came and makes the next message. A site that does not reply in time is lost.
Before its answer came it is not counted, and the others tell the seeds that they shared with it; after its
answer came it is counted, and the others' parts of its own seed open it. Where both happen in one round, and
a site that is counted does not open, the question is put again.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry.federated import masks, statistic
from buffycoat.registry.federated.question import Question
from buffycoat.registry.federated.shares import joined
from buffycoat.registry.federated.signatures import Message, Said, digest
from buffycoat.registry.statistics import Additive

STEPS = ("key", "masked", "confirm", "opening")
NEXT = {"key": "roster", "masked": "present", "confirm": "confirmed"}


def by_step(question: Question, replies: Iterable[Message]) -> dict[str, dict[str, Message]]:
    """The replies to this question by step and site; ValueError for one that belongs elsewhere."""
    found: dict[str, dict[str, Message]] = {step: {} for step in STEPS}
    for one in replies:
        said = one.get("said", {})
        step, site = said.get("message"), said.get("site")
        if said.get("question") != question.id or step not in STEPS or site not in question.sites:
            raise ValueError(f"a reply ({step}, from {site}) does not belong to this question")
        if site in found[step] and found[step][site] != one:
            raise ValueError(f"{site} replied twice at “{step}”")
        found[step][site] = one
    return found


def waiting(
    question: Question, held: Mapping[str, Mapping[str, Message]], without: Iterable[str]
) -> list[str]:
    """Whose reply at the present step has not come; `without`: sites that are waited for no longer."""
    step = present_step(held)
    expected = set(held[STEPS[STEPS.index(step) - 1]]) if step != "key" else set(question.sites)
    return sorted(expected - set(held[step]) - set(without))


def present_step(held: Mapping[str, Mapping[str, Message]]) -> str:
    """The last step at which somebody replied."""
    return next((step for step in reversed(STEPS) if held[step]), "key")


def next_said(question: Question, held: Mapping[str, Mapping[str, Message]]) -> Said:
    """What goes to every site next, to be signed by whoever asked."""
    step = present_step(held)
    head = {"message": NEXT[step], "question": question.id}
    if step == "key":
        return head | {"keys": [held["key"][site] for site in sorted(held["key"])]}
    if step == "masked":
        sent = {site: digest(one["said"]) for site, one in sorted(held["masked"].items())}
        rosters = {one["said"]["roster"] for one in held["masked"].values()}
        if len(rosters) > 1:
            raise ValueError("the sites answered to different rosters")
        parts = {
            to: {site: one["said"]["parts"][to] for site, one in held["masked"].items() if site != to}
            for to in sent
        }
        return head | {"present": sent, "roster": rosters.pop(), "parts": parts}
    return head | {"confirmations": [held["confirm"][site] for site in sorted(held["confirm"])]}


def total(question: Question, held: Mapping[str, Mapping[str, Message]]) -> Additive:
    """The statistic of all the rows of all sites counted; ValueError when it cannot be opened, and why."""
    roster, counted = sorted(held["key"]), sorted(held["masked"])
    openings = {site: one["said"] for site, one in held["opening"].items()}
    blank = statistic.blank(question.statistic)
    sent = {site: _ring(held["masked"][site]["said"], blank.cells.size) for site in counted}
    own = {site: _seed_of(site, openings, roster) for site in counted}
    lost = set(roster) - set(counted)
    if lost and set(openings) != set(counted):
        missing = ", ".join(sorted(set(counted) - set(openings)))
        raise ValueError(f"{missing}: what it shared with the lost is not known; put the question again")
    seeds = {
        site: {name: bytes.fromhex(said["lost"][name]) for name in lost} for site, said in openings.items()
    }
    cells = masks.unmasked(sent, own, seeds)
    return replace(blank, cells=cells.reshape(blank.cells.shape))


def _seed_of(site: str, openings: Mapping[str, Mapping[str, Any]], roster: list[str]) -> bytes:
    """A site's own seed, from the parts that the others hold of it."""
    parts = {by: bytes.fromhex(said["parts"][site]) for by, said in openings.items() if site in said["parts"]}
    try:
        return joined(parts, roster, masks.SEED)
    except ValueError as error:
        raise ValueError(f"the answer of {site} cannot be opened: {error}") from error


def _ring(said: Mapping[str, Any], size: int) -> NDArray[np.uint64]:
    try:
        ring = np.frombuffer(base64.b64decode(said["values"], validate=True), dtype="<u8")
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{said['site']}: the answer cannot be read") from error
    if len(ring) != size:
        raise ValueError(f"{said['site']}: {len(ring)} numbers where the question has {size}")
    return ring.astype(np.uint64)
