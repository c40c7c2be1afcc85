"""What an export's codes and words stand for: the reviewed table `codes.toml`."""

import re
from functools import cache, lru_cache

from buffycoat.interop.fhir.element import codes, names
from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.candidacy.words import whole_words
from buffycoat.pathway.knowledge import Fact, Table, read_table


class Meaning(Fact):
    """Codes, whole names and words for one thing; or a limit in days."""

    loinc: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    days: int | None = None


MEANINGS: Table[Meaning] = read_table(__file__, "codes.toml", Meaning)
ANALYTES = tuple(Labs.items)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return whole_words(MEANINGS[key].words)


@lru_cache(maxsize=20_000)  # bounded: texts come from outside, and the same few hundred names again and again
def says(key: str, text: str) -> bool:
    """Whether a text holds one of the words."""
    return bool(MEANINGS[key].words) and bool(_pattern(key).search(text))


def means(key: str, concept: object) -> bool:
    """Whether a concept has one of the SNOMED CT codes, or says one of the words."""
    row = MEANINGS[key]
    return bool(set(codes(concept, "SNOMED CT")) & set(row.snomed)) or any(
        says(key, said) for said in names(concept)
    )


def analyte(concept: object) -> str:
    """Which laboratory value it is: by LOINC code, or by its whole name when it carries none."""
    coded = codes(concept, "LOINC")
    if coded:
        return _analyte_coded(coded)
    said = {text.lower().strip(" :.") for text in names(concept)}
    return next((key for key in ANALYTES if said & set(MEANINGS[key].names)), "")


@lru_cache(maxsize=1024)
def _analyte_coded(coded: tuple[str, ...]) -> str:
    return next((key for key in ANALYTES if set(coded) & set(MEANINGS[key].loinc)), "")


def days(key: str) -> int:
    """A limit in days."""
    limit = MEANINGS[key].days
    if limit is None:
        raise ValueError(f"{key} has no limit in days")
    return limit
