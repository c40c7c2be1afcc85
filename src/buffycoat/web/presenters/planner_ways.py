"""The ways that a practice has: its own kits at its own prices and with its own counts, or all known kits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from buffycoat.pathway.preparation import kits
from buffycoat.pathway.preparation.own_counts import OwnCount
from buffycoat.pathway.preparation.planner import Way, kit_way
from buffycoat.pathway.preparation.protocol import predict_protocol
from buffycoat.practice.copied import same_name
from buffycoat.practice.equipment import Kit
from buffycoat.web.presenters.spin_ask import SpinQuestion


@dataclass(frozen=True)
class Ways:
    """What can be compared. `currencies`: of the prices; `left_out`: names of kits without volumes."""

    ways: tuple[Way, ...]
    left_out: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    practice: bool = False


@dataclass(frozen=True)
class Practice:
    """What a practice has and has counted."""

    kits: tuple[Kit, ...]
    counts: tuple[OwnCount, ...]

    def of(self, name: str) -> tuple[str, tuple[float, ...]]:
        """The published name of a kit as a record names it, and the practice’s own recoveries with it."""
        kit = next((one for one in self.kits if same_name(one.name, name)), None)
        published = published_name(kit) if kit else name
        return published, tuple(one.recovery for one in _of(self.counts, name, published))


def known_ways(own: Sequence[OwnCount] = ()) -> Ways:
    """Every kit of the published table whose blood and product are known."""
    found, left_out = [], []
    for name in kits.ways():
        way = _way(name, None, None, _of(own, name))
        found.append(way) if way else left_out.append(name)
    return Ways(tuple(found), tuple(left_out))


def practice_ways(listed: Iterable[Kit], own: Sequence[OwnCount] = ()) -> Ways:
    """The practice’s kits in use, by the names it gives them."""
    found, left_out, currencies = [], [], []
    for kit in listed:
        way = kit_of(kit, own)
        if way is None:
            left_out.append(kit.name)
            continue
        found.append(way)
        if kit.price is not None:
            currencies.append(kit.currency or "")
    return Ways(tuple(found), tuple(left_out), tuple(dict.fromkeys(currencies)), practice=True)


def tubes_way(spin: SpinQuestion) -> Way | None:
    """Open tubes as the spin designer was asked; None where that is not clear. One unit is all its tubes."""
    protocol = spin.protocol
    if protocol is None:
        return None
    run, tubes = protocol.first, f"{spin.tubes.number or 1:g} of {spin.filled.text} mL"
    spun = f"{run.force_g:g} g, {run.minutes:g} min, cut {protocol.cut_mm:g} mm"
    return Way(
        name=f"Open tubes, {tubes}: {spun}",
        predict=lambda blood: predict_protocol(blood, protocol, spin.blood_ml),
    )


def kit_of(kit: Kit, own: Sequence[OwnCount] = ()) -> Way | None:
    """One kit of the list; None where its volumes are known to nobody."""
    counted = _of(own, kit.name, published_name(kit))
    way = _way(published_name(kit), kit.blood_volume, kit.product_volume, counted, kit.price)
    return replace(way, name=kit.name) if way else None


def published_name(kit: Kit) -> str:
    """What the published table calls the kit at this setting, as far as somebody said so."""
    return kit.way or (f"{kit.name}, {kit.setting}" if kit.setting else kit.name)


def _of(own: Sequence[OwnCount], *names: str) -> tuple[OwnCount, ...]:
    return tuple(one for one in own if any(same_name(one.kit, name) for name in names))


def _way(
    name: str,
    blood_ml: float | None,
    product_ml: float | None,
    own: Sequence[OwnCount],
    price: float | None = None,
) -> Way | None:
    """A way with its volumes: as the practice works, else as the studies did."""
    studies = kits.ways().get(name, ())
    blood = blood_ml or next((row.blood_ml for row in studies if row.blood_ml), None)
    product = product_ml
    if product is None and own:
        product = median(one.product_ml for one in own)
    if product is None:
        product = next((row.product_ml for row in studies if row.product_ml), None)
    if not blood or not product or product > blood:
        return None
    return kit_way(name, blood, product, tuple(one.recovery for one in own), price)
