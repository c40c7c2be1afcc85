"""The list of equipment in words: how a machine stands, what its rotor makes of turns a minute."""

from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.record import Record
from buffycoat.pathway.units import number_text
from buffycoat.practice.calibration import Standing, forces, standing
from buffycoat.practice.equipment import Analyser, Centrifuge, Kit
from buffycoat.store import equipment
from buffycoat.web.forms.moments import day_text

Offers = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Line:
    """One thing on the list: what is known of it, and how its calibration stands."""

    pk: int
    name: str
    about: str
    due: str
    standing: Standing


def due_words(due_on: date | None, day: date) -> str:
    """How a due day stands, in words."""
    stands = standing(due_on, day)
    if due_on is None:
        return "Not known when it is due"
    word = {"overdue": "Overdue since", "due soon": "Due", "in date": "Due"}[stands]
    days = (due_on - day).days
    soon = f", in {days} day{'' if days == 1 else 's'}" if stands == "due soon" and days else ""
    return f"{word} {day_text(due_on)}{', today' if days == 0 else soon}"


def centrifuge_words(one: Centrifuge) -> str:
    """Its rotor, as far as it is known."""
    parts = [
        f"serial {one.serial}" if one.serial else "",
        f"radius {number_text(one.radius_max)} mm to the bottom of the tube" if one.radius_max else "",
        f"{number_text(one.radius_min)} mm to the top of the blood" if one.radius_min else "",
        f"up to {number_text(one.rpm_max)} turns a minute" if one.rpm_max else "",
    ]
    return ", ".join(part for part in parts if part) or "Nothing else is known"


def analyser_words(one: Analyser) -> str:
    """Where it is straight, and how far it may be off."""
    straight = (
        f"platelets straight {number_text(one.linear_low or 0)} to {number_text(one.linear_high)} ×10⁹/L"
        if one.linear_high is not None
        else "range not known"
    )
    off = (
        f"CV {number_text(one.platelet_cv)} %" if one.platelet_cv is not None else "counting error not known"
    )
    return ", ".join(part for part in (f"serial {one.serial}" if one.serial else "", straight, off) if part)


def kit_words(one: Kit) -> str:
    """Its setting, the blood it takes, and the price with where that is from."""
    price = "price not known"
    if one.price is not None:
        price = f"{one.price:.2f} {one.currency or '(currency not known)'}"
        price += f" ({one.price_from})" if one.price_from else ""
    blood = f"{number_text(one.blood_volume)} mL blood" if one.blood_volume else ""
    product = f"{number_text(one.product_volume)} mL product" if one.product_volume else ""
    return ", ".join(part for part in (one.setting or "", blood, product, price) if part)


def offers(kind: type[Record]) -> Offers:
    """What a form offers for the names of machines and kits; anything else may be written too."""
    if kind is Spin:
        return {"centrifuge": _names(Centrifuge)}
    if kind is Product:
        return {"analyser": _names(Analyser)}
    if kind is Draw:
        return {"baseline_analyser": _names(Analyser), "kit": (*_names(Kit), "open tubes")}
    return {}


def _names(kind: type[Centrifuge | Analyser | Kit]) -> tuple[str, ...]:
    return tuple(one.name for one in equipment.every(kind))


def beside(kind: type[Record], record: Record | None, day: date) -> tuple[str, ...]:
    """What the list says of a spin that is being written: each centrifuge, and the force of its turns."""
    if kind is not Spin:
        return ()
    known = equipment.every(Centrifuge)
    said = [f"{one.name}: {centrifuge_words(one)}. {due_words(one.due_on, day)}." for one in known]
    worked_out = _force(record) if isinstance(record, Spin) else ""
    return (*([worked_out] if worked_out else []), *said)


def _force(spin: Spin) -> str:
    """Turns as force, saying at which radius."""
    machine = equipment.named(Centrifuge, spin.centrifuge)
    if machine is None or spin.rpm is None:
        return ""
    found, ends = forces(machine, spin.rpm), []
    if found.largest is not None:
        ends.append(f"{found.largest:.0f} g at the largest radius, {number_text(machine.radius_max or 0)} mm")
    if found.smallest is not None:
        ends.append(f"{found.smallest:.0f} g at the smallest, {number_text(machine.radius_min or 0)} mm")
    turns = f"{number_text(spin.rpm)} turns a minute on {machine.name}"
    if not ends:
        return f"{turns}: its rotor’s radius is not on the list, so the force is not known."
    too_fast = machine.rpm_max is not None and spin.rpm > machine.rpm_max
    more = f" That is more than its most, {number_text(machine.rpm_max or 0)}." if too_fast else ""
    return f"{turns}: {'; '.join(ends)}.{more}"
