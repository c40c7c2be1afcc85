"""The engine behind `buffycoat classify`: the published class codes of a product, or why there is none."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Literal

from buffycoat.interop.preparation.reading import read, renamed, same
from buffycoat.interop.preparation.said import Message, quantity, refused, shown, status, warned
from buffycoat.pathway.preparation.classification import SYSTEMS, TABLE, Given, Preparation, classify
from buffycoat.pathway.preparation.dose import Bench, mass_balance
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.record import Declared, item

HIDDEN = "isth"
WHY_HIDDEN = "Its cut-offs have not been checked against the paper (Harrison 2018): no code is shown"
_WRONG = "A count or a volume is wrong."


class ClassCase(Declared):
    """What is known of one product. The blood's counts are its own, or a tube's with anticoagulant."""

    blood_platelets: float | None = same(Draw, "baseline_platelets")
    blood_white_cells: float | None = same(Draw, "baseline_white_cells")
    blood_neutrophils: float | None = same(Draw, "baseline_neutrophils")
    counted_in: Literal["venous", "tube"] | None = same(Draw, "baseline_measured_in")
    blood_unreliable: bool | None = same(Draw, "baseline_clumps")
    blood_ml: float | None = same(Draw, "blood_volume")
    anticoagulant_ml: float | None = same(Draw, "anticoagulant_volume")
    platelets: float | None = same(Product, "platelets")
    unreliable: bool | None = same(Product, "clumps")
    white_cells: float | None = same(Product, "white_cells")
    neutrophils: float | None = same(Product, "neutrophils")
    red_cells: float | None = same(Product, "red_cells")
    white_cells_percent: float | None = item("Share of white cells, as PLRA asks", unit="%", low=0, high=100)
    red_cells_percent: float | None = item("Share of red cells", unit="%", low=0, high=100)
    volume: float | None = same(Product, "volume")
    recovery: float | None = item("Part of the drawn platelets that is in it", unit="%", low=0, high=100)
    activated: bool | None = item("Activated from outside, before or at injection?")
    activator: str | None = item("With what?")
    fibrin: Literal["low", "high"] | None = item(
        "How dense is the fibrin? A liquid is low, a clot or membrane high",
        options={"low": "Low", "high": "High"},
    )
    method: Literal["hand", "machine"] | None = same(Product, "method")
    spins: int | None = item("How many spins?", low=1, high=10)
    image_guided: bool | None = item("Injected under imaging?")
    light_activated: bool | None = same(Product, "light_activated")
    red_cell_rich: bool | None = same(Product, "red_cell_rich")


ALIASES = {
    "blood_platelets": ("baseline", "baseline_count", "baseline_platelets", "blood_count"),
    "blood_white_cells": ("baseline_white_cells", "baseline_wbc", "blood_wbc"),
    "blood_neutrophils": ("baseline_neutrophils",),
    "counted_in": ("baseline_measured_in",),
    "blood_unreliable": ("baseline_unreliable", "baseline_clumps"),
    "platelets": ("product_count", "product_platelets", "prp_count", "prp_platelets"),
    "unreliable": ("product_unreliable", "clumps", "product_clumps"),
    "white_cells": ("wbc", "product_white_cells"),
    "neutrophils": ("product_neutrophils",),
    "red_cells": ("rbc", "product_red_cells"),
    "white_cells_percent": ("wbc_percent",),
    "red_cells_percent": ("rbc_percent", "product_haematocrit"),
    "volume": ("product_ml", "volume_ml", "product_volume"),
    "recovery": ("recovery_percent",),
    "activator": ("activation_agent",),
}


def classes(case: Mapping[str, Any]) -> dict[str, Any]:
    """Every system's code, or null with the reason; refused where a value cannot be."""
    told, messages = read(ClassCase, renamed(case, ALIASES))
    messages += _contradictions(told)
    if status(messages) == "refused":
        why = "A value is refused: see the messages"
        given = dict.fromkeys(SYSTEMS, Given(None, why))
        recovery = None
    else:
        ends = _readings(told)
        given = {name: _agreed(*(classify(one)[name] for one in ends)) for name in SYSTEMS}
        recovery = ends[0].recovery if ends[0].recovery == ends[-1].recovery else None
    messages += _missing(given)
    return {
        "status": status(messages),
        **{name: one.code for name, one in given.items()},
        HIDDEN: None,
        "why_not": {
            **{name: one.why_not for name, one in given.items() if one.code is None},
            HIDDEN: WHY_HIDDEN,
        },
        "notes": {name: one.note for name, one in given.items() if one.note and one.code is not None},
        "recovery": quantity(recovery, "%"),
        "rule_version": TABLE.version,
        "messages": shown(messages),
    }


def _readings(told: ClassCase) -> list[Preparation]:
    """The product as it stands; twice, where it is not known in what the blood was counted."""
    known = {one.name: getattr(told, one.name) for one in fields(Preparation) if one.name in ClassCase.items}
    if told.unreliable:
        known["platelets"] = None
    if told.blood_unreliable:
        known["blood_platelets"] = None
    factors = _factors(told)
    return [Preparation(**(known | _corrected(told, known, factor))) for factor in dict.fromkeys(factors)]


def _factors(told: ClassCase) -> tuple[float, ...]:
    """What turns the counts into the blood's own; 1 unless the anticoagulant is told."""
    if told.blood_ml is None or told.anticoagulant_ml is None:
        return (1.0,)
    drawn = Bench(blood_ml=told.blood_ml, anticoagulant_ml=told.anticoagulant_ml, product_ml=1)
    return replace(drawn, counted_in=told.counted_in).corrections() or (1.0,)


def _corrected(told: ClassCase, known: Mapping[str, Any], factor: float) -> dict[str, Any]:
    names = ("blood_platelets", "blood_white_cells", "blood_neutrophils")
    blood = {name: known[name] * factor for name in names if known[name] is not None}
    if told.recovery is not None or not told.blood_ml or not told.volume or "blood_platelets" not in blood:
        return blood
    count = blood["blood_platelets"]
    drawn = Bench(blood_ml=told.blood_ml, blood_count=count, counted_in="venous", product_ml=told.volume)
    found = mass_balance(replace(drawn, product_count=known["platelets"])).recovery
    return blood if found is None else blood | {"recovery": 100 * found[0]}


def _agreed(*readings: Given) -> Given:
    """The code that every reading gives."""
    if len({one.code for one in readings}) == 1:
        return readings[0]
    either = " or ".join(dict.fromkeys(one.code or "none" for one in readings))
    return Given(None, f"{either}: where the blood was counted is not known", readings[0].note)


def _contradictions(told: ClassCase) -> list[Message]:
    """What cannot be true together, and what may not be compared."""
    found = []
    for part, whole in (("neutrophils", "white_cells"), ("blood_neutrophils", "blood_white_cells")):
        few, many = getattr(told, part), getattr(told, whole)
        if few is not None and many is not None and few > many:
            text = f"{part} {few:g} are more than {whole} {many:g}"
            found.append(refused("contradiction", part, text, _WRONG))
    for field, flag, whose in (
        ("platelets", told.unreliable, "product"),
        ("blood_platelets", told.blood_unreliable, "blood"),
    ):
        if flag:
            text = f"The {whose}’s platelet count is flagged as unreliable and is not used"
            found.append(
                warned("unreliable", field, text, "Count a fresh sample.", ("general-knowledge",), "K")
            )
    if told.counted_in == "tube" and (told.blood_ml is None or told.anticoagulant_ml is None):
        text = "The tube’s counts cannot be corrected: the blood’s and the anticoagulant’s volume are needed"
        found.append(refused("contradiction", "anticoagulant_ml", text, _WRONG))
    for one in _readings(told)[:1] if not found else []:
        if one.recovery is not None and one.recovery > 100 + 1e-6:
            text = f"Recovery of {one.recovery:.1f} % is impossible"
            found.append(refused("recovery_highest", "platelets", text, _WRONG))
    return found


def _missing(given: Mapping[str, Given]) -> list[Message]:
    """One line for the systems without a code; the reasons stand in why_not."""
    names = [name for name, one in given.items() if one.code is None]
    if not names:
        return []
    text = f"No code can be given for: {', '.join(names)}"
    return [warned("no_code", "", text, "See why_not.", ("rule-4.4",))]
