"""Lots in words: how one stands, how many are left, and one line for each place of a patient."""

from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.units import number_text
from buffycoat.practice.lots import SUPPLY_WORDS, expired, expires_soon
from buffycoat.store.recall import Reached
from buffycoat.store.stock import Lot
from buffycoat.web.forms.moments import day_text

SUPPLY: dict[str, str] = dict(SUPPLY_WORDS)


@dataclass(frozen=True)
class Stock:
    """One lot on the list. `trouble`: it cannot be used. `count`: received, used by signed charts, left."""

    pk: int
    lot: str
    what: str
    until: str
    count: str
    stands: str
    trouble: bool


def stock(row: Lot, used: int, day: date) -> Stock:
    """How a lot stands on a day."""
    over = expired(row.expires_on, day)
    stands = "Expired" if over and row.standing == "in use" else row.standing.capitalize()
    if row.standing != "in use" and row.since:
        stands += f" since {day_text(row.since)}"
    if row.closed_on:
        stands += f"; everybody told by {day_text(row.closed_on)}"
    what = f"{SUPPLY[row.supply]}: {row.name}"
    trouble = over or row.standing != "in use"
    return Stock(row.pk, row.lot, what, until(row, day), count(row.received, used), stands, trouble)


def until(row: Lot, day: date) -> str:
    """Its last day, and how near that is."""
    if row.expires_on is None:
        return "Not known"
    days = (row.expires_on - day).days
    near = "today" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"
    return day_text(row.expires_on) + (f", {near}" if expires_soon(row.expires_on, day) else "")


def count(received: int | None, used: int) -> str:
    """What is left, with what it rests on; more used than came is said as it is."""
    if received is None:
        return f"{used} used; not known how many came"
    if used > received:
        return f"{used} used, but only {received} came"
    return f"{received - used} left of {received}, {used} used"


@dataclass(frozen=True)
class Place:
    """One lot at one place of a patient."""

    day: str
    what: str
    where: str
    volume: str
    dose: str
    episode: str
    entry: int


@dataclass(frozen=True)
class Person:
    """Somebody whom a lot reached, with what is needed to tell them."""

    id: str
    name: str
    born: str
    mrn: str
    phone: str
    places: tuple[Place, ...]


def people(found: tuple[Reached, ...]) -> tuple[Person, ...]:
    """One line for each patient, and in it one for each place."""
    grouped: dict[str, list[Reached]] = {}
    for one in found:
        grouped.setdefault(one.patient.pk, []).append(one)
    return tuple(_person(group) for group in grouped.values())


def _person(group: list[Reached]) -> Person:
    who = group[0].patient
    return Person(
        who.pk, who.name, day_text(who.birth_date), who.mrn, who.phone, tuple(_place(one) for one in group)
    )


def _place(one: Reached) -> Place:
    use = one.use
    return Place(
        day=day_text(use.given_on or use.used_on),
        what=f"{SUPPLY[use.supply]} lot {use.lot}" + (f" ({use.product})" if use.product else ""),
        where=one.where or "Nothing injected by what is signed",
        volume="" if use.volume is None else f"{number_text(use.volume)} mL",
        dose=_dose(use.dose, bool(use.target)),
        episode=use.episode_id,
        entry=use.entry,
    )


def _dose(dose: float | None, injected: bool) -> str:
    if not injected:
        return ""
    return "dose not known" if dose is None else f"{dose:.2g} billion platelets"
