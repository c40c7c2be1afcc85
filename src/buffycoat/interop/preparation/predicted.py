"""A dose that is expected, before the draw: of one kit or protocol, or of every way the practice has."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from buffycoat.interop.preparation.dose_case import DoseCase, WayPart
from buffycoat.interop.preparation.measured import BILLIONS, bench_of, counts_of, place_of
from buffycoat.interop.preparation.said import Message, info, quantity, refused, rounded, unknown, warned
from buffycoat.interop.preparation.spin_case import protocol_of, rotor_of
from buffycoat.pathway.preparation.baseline import blood_of
from buffycoat.pathway.preparation.kits import predict_kit, ways
from buffycoat.pathway.preparation.planner import Option, Way, plan
from buffycoat.pathway.preparation.prediction import POINTS, Blood, Prediction, Spread
from buffycoat.pathway.preparation.protocol import predict_protocol
from buffycoat.pathway.preparation.site_volume import VOLUMES

SHARE = 0.8
KIT_SOURCES = ("prep-3", "prep-3.1")


@dataclass(frozen=True, slots=True)
class Blooded:
    """The patient's blood; `counted` is False where a stand-in count lets the recovery be given alone."""

    blood: Blood
    counted: bool


def blooded(case: DoseCase) -> tuple[Blooded, list[Message]]:
    """The counts to expect in the draw: an earlier count, or one in a tube, is known less well."""
    count = counts_of(case)[0]
    if count is None or count <= 0:
        said = unknown(
            "baseline", "The blood has no usable count: no dose can be predicted, only the recovery."
        )
        return Blooded(Blood(platelets=Spread.exactly(1.0), haematocrit=case.haematocrit), False), [said]
    messages = []
    if case.baseline_days_old is None:
        text = "The day of the count is not told: it is taken as one of another day, which is wider."
        messages.append(unknown("baseline_days_old", text, "info"))
    blood = blood_of(count, case.baseline_days_old, case.haematocrit)
    platelets = blood.platelets
    if case.baseline_cv and case.baseline_days_old == 0:
        platelets = Spread.lognormal(count, case.baseline_cv / 100)
    corrections = bench_of(case).corrections() if case.blood_ml is not None else None
    if case.counted_in == "tube" and corrections is None:
        text = "The tube's count cannot be corrected for the anticoagulant: the dose is the low end."
        messages.append(unknown("anticoagulant_ml", text))
    elif corrections and corrections[1] > 1 and case.counted_in is not None:
        platelets = platelets.map(lambda values: values * corrections[1])
    elif corrections and corrections[1] > 1:
        between = Spread(np.linspace(*corrections, num=platelets.values.size))
        platelets = platelets.with_(between, np.multiply)
    if case.counted_in is None and corrections is None:
        messages.append(
            unknown("counted_in", "Where the blood was counted is not told: venous blood is assumed.", "info")
        )
    return Blooded(Blood(platelets=platelets, haematocrit=case.haematocrit), True), messages


def named(kit: str, setting: str | None) -> tuple[str, list[Message]]:
    """The key of a kit and its setting, however it is written; a kit that is not known is said to be so."""
    wanted = f"{kit}, {setting}" if setting else kit
    known = {way.casefold(): way for way in ways()}
    if wanted.casefold() in known:
        return known[wanted.casefold()], []
    alike = [way for way in ways() if way.casefold().startswith(f"{kit.casefold()},")]
    if alike:
        text = f"{kit} was measured as {'; '.join(alike)}; at no other setting is anything known of it"
    else:
        text = f"No kit is known here as “{wanted[:60]}”; known are {'; '.join(ways())}"
    field = "setting" if alike else "kit"
    return wanted, [
        warned("kit_unknown", field, text, "The interval is that of an unknown kit.", KIT_SOURCES, "K")
    ]


def expected(case: WayPart | DoseCase, blood: Blood) -> tuple[Prediction | None, list[Message]]:
    """What one kit or protocol is expected to give; None with the reason where it cannot be calculated."""
    if case.protocol is not None:
        return _of_protocol(case, blood)
    return _of_kit(case, blood)


def _of_protocol(case: WayPart | DoseCase, blood: Blood) -> tuple[Prediction | None, list[Message]]:
    assert case.protocol is not None  # noqa: S101  # the caller has looked
    protocol, messages = protocol_of(case.protocol, rotor_of(case.protocol))
    if protocol is None:
        return None, messages
    blood_ml = case.blood_ml
    if blood_ml is None:
        blood_ml = protocol.column.filled_ml * (1 - protocol.anticoagulant)
        messages.append(
            unknown("blood_ml", f"The blood is not told: one tube of {rounded(blood_ml):g} mL is assumed.")
        )
    return predict_protocol(blood, protocol, blood_ml), messages


def _of_kit(case: WayPart | DoseCase, blood: Blood) -> tuple[Prediction | None, list[Message]]:
    way, messages = named(case.kit or "", case.setting)
    own, wrong = own_shares(case)
    messages += wrong
    studies = ways().get(way, ())
    blood_ml = case.blood_ml or next((row.blood_ml for row in studies if row.blood_ml), None)
    product_ml = case.product_ml or next((row.product_ml for row in studies if row.product_ml), None)
    if case.blood_ml is None and blood_ml is not None:
        messages.append(unknown("blood_ml", f"The blood is not told: the kit's {blood_ml:g} mL is assumed."))
    if blood_ml is None or product_ml is None:
        field, what = (
            ("blood_ml", "blood it takes") if blood_ml is None else ("product_ml", "volume it gives")
        )
        messages.append(
            unknown(field, f"The {what} is known neither here nor in print: no dose can be predicted.")
        )
        return None, messages
    try:
        return predict_kit(way, blood, blood_ml, product_ml, own), messages
    except ValueError as error:
        messages.append(refused("impossible", "product_ml", str(error), "A volume is wrong.", KIT_SOURCES))
        return None, messages


def own_shares(case: WayPart | DoseCase) -> tuple[tuple[float, ...], list[Message]]:
    """This clinic's own recoveries as shares; one that cannot be is refused."""
    told = case.own_recoveries or ()
    if all(math.isfinite(one) and 0 < one < 100 for one in told):
        return tuple(one / 100 for one in told), []
    text = "own_recoveries: a recovery lies between 0 and 100 %, in percent"
    return (), [
        Message(level="critical", code="out_of_bounds", field="own_recoveries", text=text, refuses=True)
    ]


def spread(one: Spread, unit: str, times: float = 1) -> dict[str, Any]:
    """A predicted figure: its middle, and the interval that holds 80 %."""
    low, high = one.interval(SHARE)
    return quantity(times * one.median, unit, (times * low, times * high))


def too_much(case: DoseCase, found: Prediction) -> Iterator[Message]:
    """Says when more is to be injected than one preparation gives."""
    planned = sum(one.ml or 0 for one in case.sites or ()) + (case.sample_ml or 0)
    if planned > found.volume_ml.median * (1 + 1e-9):
        text = f"{planned:g} mL are planned of a product of about {rounded(found.volume_ml.median):g} mL"
        yield warned("injected", "sites", text, source=("rule-4.1",))


def likely(chance: float) -> float:
    """A chance as far as the spread can tell it: of 101 values none or all is not never or always."""
    least = 0.5 / POINTS
    return rounded(min(max(chance, least), 1 - least))


def answer(case: DoseCase, found: Prediction, counted: bool) -> dict[str, Any]:
    """What is expected, with the chance to reach the dose that is wanted."""
    said = outlook(found, counted)
    if not counted:
        return said
    chance = None if case.wanted is None else found.dose.chance_at_least(case.wanted)
    return said | {
        "dose_of": "product",
        "chance": None if chance is None else likely(chance),
        "per_site": [
            place_of(one)
            | {"dose": quantity(None, BILLIONS) if one.ml is None else _in_volume(found, one.ml)}
            for one in case.sites or ()
        ],
    }


def outlook(found: Prediction, counted: bool) -> dict[str, Any]:
    """The figures of a prediction; without a count those that do not need one."""
    said = {
        "way": found.way,
        "rests_on": found.rests_on,
        "blood": quantity(found.blood_ml, "mL"),
        "volume": spread(found.volume_ml, "mL"),
        "recovery": spread(found.recovery, "%", 100),
        "fold": spread(found.fold, "1"),
    }
    if counted:
        said |= {
            "dose": spread(found.dose, BILLIONS),
            "concentration": spread(found.concentration, "10^9/L"),
        }
    return said


def _in_volume(found: Prediction, volume_ml: float) -> dict[str, Any]:
    return spread(found.concentration, BILLIONS, volume_ml / 1000)


def ranked(case: DoseCase, known: Blooded) -> tuple[list[dict[str, Any]], Prediction | None, list[Message]]:
    """Every way with the fewest units that reach the dose, likeliest first; the best one's prediction."""
    messages: list[Message] = []
    usable = list(_usable(case, known.blood, messages))
    if case.wanted is None:
        messages.append(unknown("wanted", "The dose that is wanted is not told: no way can be ranked."))
    if case.most_blood_ml is None:
        messages.append(unknown("most_blood_ml", "No limit of blood is told: none is kept.", "info"))
    if case.wanted is None or not known.counted or any(one.refuses for one in messages):
        return [], None, messages
    most = case.most_blood_ml or max((way.most * one.blood_ml for way, one in usable), default=1.0)
    sure = 0.8 if case.sure is None else case.sure
    least, said = least_of(case, case.wanted)
    messages += said
    options = plan(
        known.blood,
        case.wanted,
        [way for way, _ in usable],
        most_blood_ml=most,
        sure=sure,
        least_count=least,
    )
    left_out = {way.name for way, _ in usable} - {option.way.name for option in options}
    messages += [info("too_much_blood", f"{name} needs more blood than may be drawn.", KIT_SOURCES)
                 for name in sorted(left_out)]  # fmt: skip
    return [_option(one) for one in options], options[0].one if options else None, messages


def least_of(case: DoseCase, wanted: float) -> tuple[float, list[Message]]:
    """The count at which the dose fits the sites: their volumes as told, else the largest usual ones."""
    places = case.sites or ()
    told = [one.ml for one in places]
    usual = [VOLUMES.rows[one.target].most for one in places if one.target in VOLUMES.rows]
    if told and all(told):
        volume = sum(one or 0 for one in told)
    elif places and len(usual) == len(places):
        volume = sum(usual)
    elif case.target in VOLUMES.rows and not places:
        volume = VOLUMES.rows[case.target].most
    else:
        text = "The volume of the sites is not told: the dose is that of the whole product."
        return 0.0, [unknown("sites", text, "info")]
    least = 1000 * wanted / volume
    text = f"{rounded(wanted):g} billion in {rounded(volume):g} mL need {rounded(least):g} ×10⁹/L or more."
    return least, [info("concentration", text, ("rule-4.3",))]


def _usable(case: DoseCase, blood: Blood, messages: list[Message]) -> Iterator[tuple[Way, Prediction]]:
    """The ways that can be predicted; what is wrong with the others is said with their place in the list."""
    for place, one in enumerate(case.ways or ()):
        if one.kit is None and one.protocol is None:
            messages.append(unknown(f"ways.{place}.kit", "Neither a kit nor a protocol is named."))
            continue
        found, said = expected(one, blood)
        for message in said:
            messages.append(
                Message(**{**_fields(message), "field": f"ways.{place}.{message.field}".rstrip(".")})
            )
        if found is not None:
            yield _way(one, found), found


def _fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in message.__slots__}


def _way(told: WayPart, found: Prediction) -> Way:
    """The way as the planner ranks it; it is predicted once, because the blood is the same for every unit."""
    return Way(name=found.way, predict=lambda _: found, price=told.price, most=told.most or 4)


def _option(one: Option) -> dict[str, Any]:
    return {
        "way": one.way.name,
        "units": one.units,
        "blood": quantity(one.blood_ml, "mL"),
        "dose": spread(one.dose, BILLIONS),
        "chance": likely(one.chance),
        "reaches": one.reaches,
        "too_thin": one.too_thin,
        "cost": None if one.cost is None else rounded(one.cost),
        "cost_per_billion": None if one.cost_per_billion is None else rounded(one.cost_per_billion),
        "recovery": spread(one.one.recovery, "%", 100),
        "concentration": spread(one.one.concentration, "10^9/L"),
        "rests_on": one.one.rests_on,
        "notes": list(one.notes),
        "source": list(one.one.sources),
    }
