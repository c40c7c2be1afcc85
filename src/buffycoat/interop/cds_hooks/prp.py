"""Whether an order, an appointment or a procedure is one of platelet-rich plasma: the table `prp.toml`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from functools import lru_cache

from buffycoat.interop.fhir.element import Resource, names, several, text
from buffycoat.interop.fhir.procedures import performed
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.candidacy.words import context, whole_words
from buffycoat.pathway.knowledge import Fact, read_table

_CONCEPTS = (
    "code",
    "serviceType",
    "serviceCategory",
    "appointmentType",
    "reasonCode",
    "medicationCodeableConcept",
    "codeCodeableConcept",
)
_TEXTS = ("description", "comment", "patientInstruction")
_NOT_DONE = ("not-done", "entered-in-error", "preparation", "stopped", "cancelled", "revoked")


class Words(Fact):
    """The codes and words of one thing, and the words that make it another."""

    codes: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]


PRP = read_table(__file__, "prp.toml", Words)["prp"]
_NAMED, _UNLESS = whole_words(PRP.words), whole_words(PRP.unless)
_BEFORE, _BEHIND = whole_words(PRP.before), whole_words(PRP.behind)
_CLAUSE = re.compile(r"[,;.:]")


def is_prp(resource: Resource) -> bool:
    """Whether its codes or words name platelet-rich plasma; “no PRP” and “after PRP” do not."""
    concepts = [concept for name in _CONCEPTS if name in resource for concept in several(resource, name)]
    coded = (text(coding.get("code")) for concept in concepts for coding in several(concept, "coding"))
    return any(code in PRP.codes for code in coded) or any(map(_names_it, _said(resource, concepts)))


@lru_cache(maxsize=4096)  # bounded: texts come from outside, and the same procedures again and again
def _names_it(said: str) -> bool:
    """Whether one text means the injection itself."""
    if _UNLESS.search(said) or context(said, _NAMED) != "present":
        return False
    return any(
        not _BEFORE.search(_CLAUSE.split(said[: match.start()])[-1])
        and not _BEHIND.search(_CLAUSE.split(said[match.end() :])[0])
        for match in _NAMED.finditer(said)
    )


def _said(resource: Resource, concepts: Iterable[Resource]) -> Iterator[str]:
    for concept in concepts:
        yield from names(concept)
    for name in _TEXTS:
        yield text(resource.get(name))


def given_on(procedures: tuple[Resource, ...], day: date) -> date | None:
    """The newest day up to today on which a procedure of PRP was done, as the EHR has it."""
    done = (performed(one) for one in procedures if one.get("status") not in _NOT_DONE and is_prp(one))
    days = [when.latest for when in done if when and len(when.day) == 10 and when.latest <= day]
    return max(days, default=None)


def starts_on(resource: Resource, zone: tzinfo) -> date | None:
    """The practice's own day on which an appointment or order is to take place."""
    when = first(resource, "start", "occurrenceDateTime", "occurrencePeriod.start", "requestedPeriod.start")
    return _local(when, zone) if when and len(when.day) == 10 else None


def _local(when: When, zone: tzinfo) -> date:
    return when.instant.astimezone(zone).date() if when.instant else when.earliest
