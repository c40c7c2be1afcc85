"""Whose dose it is: the report's patient beside the patient of an episode."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """A patient as a report names them: number, name (Family^Given), birth date (YYYYMMDD), as written."""

    id: str
    name: str
    birth_date: str


class AnotherPatient(Exception):
    """The report is not this patient’s, or does not say enough to know; shown as it stands."""


def same_patient(person: Person, *, mrn: str, name: str, birth_date: date, thing: str = "report") -> str:
    """A remark, or "", when two identifiers agree and none speaks against it; AnotherPatient otherwise.

    A birth date that differs is always another patient. A number may be of another system, and a name may
    have changed: either is let pass, and said, when the two other identifiers agree. `thing` is what it is.
    """
    agrees = {
        "record number": _same(person.id, mrn, _number),
        "name": _same(person.name, name, _name),
        "birth date": _same(person.birth_date, birth_date.strftime("%Y%m%d"), _digits),
    }
    against = [what for what, so in agrees.items() if so is False]
    alike = [what for what, so in agrees.items() if so]
    if "birth date" in against or (against and len(alike) < 2):
        raise AnotherPatient(f"The {thing} is another patient’s: the {_listed(against)} differ{_s(against)}.")
    if len(alike) < 2:
        said = f"only the {alike[0]} agrees" if alike else "it names nobody that could be compared"
        why = f"The {thing} cannot be told to be this patient’s: {said}; two identifiers must."
        raise AnotherPatient(why)
    return f"The {against[0]} in the {thing} is another; {_listed(alike)} agree." if against else ""


def _same(stated: str, held: str, key: Callable[[str], Collection[str]]) -> bool | None:
    """Whether two agree; None where one of them is not known."""
    one, other = key(stated), key(held)
    return one == other if one and other else None


def _number(text: str) -> str:
    return re.sub(r"[\s-]", "", text).casefold()


def _digits(text: str) -> str:
    return text if re.fullmatch(r"\d{8}", text) else ""


def _name(text: str) -> frozenset[str]:
    """A name's words, in any order, without accents: “Ruiz^Ana María” is “Ana Maria Ruiz”."""
    first = text.split("=")[0] or text  # the other groups are the same name in another script
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", first.casefold()) if not unicodedata.combining(c)
    )
    return frozenset(re.findall(r"\w+", plain))


def _listed(things: list[str]) -> str:
    return " and ".join(things)


def _s(things: list[str]) -> str:
    return "s" if len(things) == 1 else ""
