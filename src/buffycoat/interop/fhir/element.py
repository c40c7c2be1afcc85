"""FHIR elements read with care: whatever has the wrong shape is absent, and never an exception."""

import re
from functools import lru_cache
from typing import Any

Resource = dict[str, Any]
# A code means something only with its system: 2106-3 is a pregnancy test in LOINC, and a race elsewhere.
_SYSTEMS = {
    "LOINC": re.compile(r"https?://(www\.)?loinc\.org/?|urn:oid:2\.16\.840\.1\.113883\.6\.1"),
    "SNOMED CT": re.compile(r"http://snomed\.info/sct(/.*)?|urn:oid:2\.16\.840\.1\.113883\.6\.96"),
    "RxNorm": re.compile(
        r"http://www\.nlm\.nih\.gov/research/umls/rxnorm/?|urn:oid:2\.16\.840\.1\.113883\.6\.88"
    ),
    "identifier type": re.compile(r"http://(terminology\.hl7\.org/CodeSystem/|hl7\.org/fhir/)v2[-/]0203"),
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
LONGEST_NAME = 200  # characters of one name or text; FHIR sets no bound, a page does


def text(value: object, longest: int = LONGEST_NAME) -> str:
    """Printable text without line breaks and control characters, cut at `longest`; "" for anything else."""
    if not isinstance(value, str):
        return ""
    if len(value) <= longest and value.isprintable() and value.isascii() and "  " not in value:
        return value.strip()  # most are so: a prefetch of CDS Hooks has some six hundred
    plain = " ".join(_UNPRINTABLE.sub(" ", value).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def one(value: object, *names: str) -> Any:
    """The element at this path through objects; the first of a list on the way; None when there is none."""
    held = value
    for name in names:
        if isinstance(held, list):
            held = held[0] if held else None
        if not isinstance(held, dict):
            return None
        held = held.get(name)
    return held


def several(value: object, *names: str) -> tuple[Resource, ...]:
    """The objects at this path, one or many."""
    held = one(value, *names) if names else value
    if isinstance(held, list):
        return tuple([element for element in held if isinstance(element, dict)])
    return (held,) if isinstance(held, dict) else ()


def codes(concept: object, system: str) -> tuple[str, ...]:
    """The codes of a concept that belong to this system."""
    return tuple(
        [
            code
            for coding in several(concept, "coding")
            if _is_system(text(coding.get("system")), system) and (code := text(coding.get("code"), 40))
        ]
    )


@lru_cache(maxsize=1024)  # bounded: addresses come from outside, and nearly all are one of six
def _is_system(address: str, system: str) -> bool:
    return bool(_SYSTEMS[system].fullmatch(address))


def names(concept: object) -> tuple[str, ...]:
    """Every wording of a concept: its text first, then what each coding displays."""
    said = [
        text(one(concept, "text")),
        *(text(coding.get("display")) for coding in several(concept, "coding")),
    ]
    return tuple(dict.fromkeys(filter(None, said)))


def name(concept: object) -> str:
    """What a concept is called: its text, a display, or its bare code; "" when it says nothing."""
    if called := text(one(concept, "text")):
        return called
    coded = (text(coding.get("code"), 40) for coding in several(concept, "coding"))
    return next(iter((*names(concept), *filter(None, coded))), "")


def status(resource: Resource, field: str) -> str:
    """A status, written as a code or as a concept."""
    held = resource.get(field)
    if held is None:
        return ""
    return (text(held) or text(one(held, "coding", "code")) or text(one(held, "text"))).lower()


def is_a(resource: Resource, *types: str) -> bool:
    """Whether the resource is of one of these types."""
    return resource.get("resourceType") in types
