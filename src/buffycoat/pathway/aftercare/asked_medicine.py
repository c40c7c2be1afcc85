"""Which medicines a question names: by ingredient or brand, in English or Spanish, misspelt or not."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from buffycoat.pathway.candidacy.drugs import DRUGS, FORMS, look
from buffycoat.pathway.candidacy.words import whole_words
from buffycoat.pathway.knowledge import Fact, read_table

LONGEST = 200  # characters: a name and a dose, not a letter
SHORTEST = 5  # letters that a misspelt word needs before it is near anything
NEAR = 0.8  # of difflib: one letter wrong in five
SLIP = 2  # letters more or fewer: “script” is no slip of Ascriptin


class Combined(Fact):
    """A product of several ingredients."""

    names: tuple[str, ...]
    ingredients: tuple[str, ...]


class AskedWords(Fact):
    """Words of a question that are no medicine."""

    words: tuple[str, ...]


COMBINED = read_table(__file__, "combined.toml", Combined)
ASKED_WORDS = read_table(__file__, "asked_words.toml", AskedWords)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question names. `rows`: of the drug table; `local`: only on the skin, in the eye, breathed in.

    `named`: their names as typed; `read_as`: names that misspelt words were taken for; `unread`: ingredients
    and words that nobody here knows.
    """

    rows: tuple[str, ...]
    local: bool
    named: tuple[str, ...]
    read_as: tuple[str, ...]
    unread: tuple[str, ...]


@lru_cache(maxsize=1024)  # bounded: questions come from outside, without end
def asked_medicine(text: str) -> Asked:
    """Everything that a question names; what it names and nobody knows stays in `unread`."""
    plain = _plain(text[:LONGEST])
    products = [row for key, row in COMBINED.rows.items() if _product(key).search(plain)]
    parts = [one for row in products for one in row.ingredients]
    left: list[str] = []
    read_as: list[str] = []
    for word in _words(plain):
        near = _near(word)
        (read_as if near else left).append(near or word)
    keys = {key for one in (plain, *parts, *read_as) for key in look(one).keys}
    reaching = {key for one in (plain, *parts, *read_as) for key in look(f"{one} {_form(plain)}").systemic}
    strangers = [one for one in parts if not look(one).keys]
    rows = tuple(key for key in DRUGS.rows if key in (reaching or keys))
    return Asked(
        rows=rows,
        local=bool(keys and not reaching),
        named=_named(plain),
        read_as=tuple(dict.fromkeys(read_as)),
        unread=tuple(dict.fromkeys((*strangers, *left))),
    )


def _named(plain: str) -> tuple[str, ...]:
    """The names as they were typed; of a product its own, and not the ingredient that is part of it."""
    found = [m.group() for pattern in (*_products(), _drugs()) for m in pattern.finditer(plain)]
    return tuple(one for one in dict.fromkeys(found) if not any(one != o and one in o for o in found))


def _form(plain: str) -> str:
    """The words that say by which way it goes in."""
    return " ".join(found.group() for found in _forms().finditer(plain))


def _plain(text: str) -> str:
    """Small letters without accents: “Apixabán” is apixaban."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())


def _words(plain: str) -> list[str]:
    """Words of a question that name nothing known."""
    for pattern in (*_products(), _drugs(), _forms()):
        plain = pattern.sub(" ", plain)
    return [word for word in words_of(plain) if word not in _fillers()]


def words_of(text: str) -> list[str]:
    """The words of a text by their plain letters, without the shortest."""
    return [word for word in re.findall(r"[^\W\d_]+", _plain(text)) if len(word) > 2]


def _near(word: str) -> str:
    """The one name that a misspelt word is a slip away from; "" when it is near none, or several drugs."""
    if len(word) < SHORTEST or word in _others():  # tramadol is no slip of Toradol
        return ""
    about = [one for one in _names() if abs(len(one) - len(word)) <= SLIP]
    close = difflib.get_close_matches(word, about, n=3, cutoff=NEAR)
    meant = {look(one).keys or (one,) for one in close}
    return close[0] if len(meant) == 1 else ""


@cache
def _names() -> tuple[str, ...]:
    """Every name of one word that a misspelt word may have been meant for."""
    drugs = [one for row in DRUGS.rows.values() for one in (*row.ingredients, *row.brands)]
    products = [one for row in COMBINED.rows.values() for one in row.names]
    return tuple(dict.fromkeys(one for one in map(_plain, (*drugs, *products)) if " " not in one))


@cache
def _others() -> frozenset[str]:
    """Ingredients of products that the drug table does not have: known by name, and judged by a person."""
    held = (_plain(one) for row in COMBINED.rows.values() for one in row.ingredients)
    return frozenset(word for one in held for word in one.split())


@cache
def _drugs() -> re.Pattern[str]:
    names = [one for row in DRUGS.rows.values() for one in (*row.ingredients, *row.brands)]
    return whole_words(dict.fromkeys(map(_plain, names)))


@cache
def _products() -> tuple[re.Pattern[str], ...]:
    return tuple(_product(key) for key in COMBINED.rows)


@cache
def _product(key: str) -> re.Pattern[str]:
    return whole_words(COMBINED[key].names)


@cache
def _forms() -> re.Pattern[str]:
    return whole_words([word for row in FORMS.rows.values() for word in row.words])


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_plain(word) for row in ASKED_WORDS.rows.values() for word in row.words)
