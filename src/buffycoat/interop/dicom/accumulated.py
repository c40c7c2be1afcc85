"""The totals that a report states (TID 10002, 10004), a container a plane, brought to one figure each."""

from collections.abc import Mapping
from fractions import Fraction

from buffycoat.interop.dicom.concepts import Dictionary
from buffycoat.interop.dicom.dose_units import Quantity, shown
from buffycoat.interop.dicom.events import plane_of
from buffycoat.interop.dicom.figures import Figures
from buffycoat.interop.dicom.measured import Measured
from buffycoat.interop.dicom.tree import Item

Named = Mapping[str, Measured]  # by "dap.fluoroscopy" and the like
STATED: Mapping[str, Quantity] = {
    f"{quantity}.{part}": quantity
    for quantity in ("time", "dap", "kerma")
    for part in ("fluoroscopy", "acquisition", "total")
    if (quantity, part) != ("time", "total")  # the standard has no total of both times
}
_WORDS: Mapping[Quantity, str] = {"time": "time", "dap": "area product", "kerma": "reference air kerma"}


def stated(containers: list[Item], names: Dictionary, figures: Figures) -> dict[str, Measured]:
    """Each total as the report states it: one plane's, or the planes' together."""
    planes: dict[str, list[dict[str, Measured]]] = {}
    broken: set[str] = set()
    for number, container in enumerate(containers, start=1):
        where = "the totals" if len(containers) == 1 else f"the totals no. {number}"
        plane, held = _held(container, where, names, figures)
        planes.setdefault(plane, []).append(held)
    together = {plane: _merged(several, plane, figures, broken) for plane, several in planes.items()}
    if "all" in together:  # it says of itself that it is the sum; adding the others would count them twice
        return together["all"]
    return _summed(together, figures, broken)


def _held(
    container: Item, where: str, names: Dictionary, figures: Figures
) -> tuple[str, dict[str, Measured]]:
    inner = list(container.within(lambda one: names.of(one) not in ("event", "accumulated")))
    plane = next((one for one in inner if one.kind == "CODE" and names.of(one) == "plane"), None)
    read = {
        name: got
        for name, quantity in STATED.items()
        if (got := figures.one(inner, name, quantity, where)) is not None
    }
    return plane_of(plane, names), read


def _merged(
    several: list[dict[str, Measured]], plane: str, figures: Figures, broken: set[str]
) -> dict[str, Measured]:
    """Containers of one plane: what they agree on, or one alone says. A disagreement is not settled."""
    merged: dict[str, Measured] = {}
    for name in STATED:
        found = [held[name] for held in several if name in held]
        if len({one.value for one in found}) > 1:
            broken.add(name)
            both = " and ".join(shown(one.value, STATED[name]) for one in found)
            text = f"Several totals of one plane disagree on {_named(name)}: {both}."
            figures.say("warning", "contradiction", text)
        elif found:
            merged[name] = found[0]
    if len(several) > 1:
        text = f"The report holds {len(several)} sets of totals{f' for plane {plane}' if plane else ''}; "
        figures.say("info", "several_totals", text + "what they agree on is counted once.")
    return merged


def _summed(
    planes: dict[str, dict[str, Measured]], figures: Figures, broken: set[str]
) -> dict[str, Measured]:
    """Planes added up; a figure that one plane leaves out is not known for both."""
    if len(planes) > 1:
        figures.say("info", "planes", _planes_text(planes))
    found: dict[str, Measured] = {}
    for name in STATED:
        held = [values[name] for values in planes.values() if name in values]
        if held and len(held) < len(planes):
            text = f"Not every plane states {_named(name)}: what the others state is no total."
            figures.say("warning", "not_every_plane", text)
        elif held and name not in broken:
            total = sum((one.value for one in held), Fraction(0))
            found[name] = Measured(total, sum((one.step for one in held), Fraction(0)))
    return found


def _planes_text(planes: dict[str, dict[str, Measured]]) -> str:
    said = []
    for plane, held in planes.items():
        kerma = held.get("kerma.total")
        said.append(f"{plane or 'not named'}" + (f" {shown(kerma.value, 'kerma')}" if kerma else ""))
    return (
        f"Planes are added up ({', '.join(said)}). Their air kermas are of different fields: "
        "the sum is not the dose of one patch of skin."
    )


def _named(name: str) -> str:
    return f"the {name.partition('.')[2]} {_WORDS[STATED[name]]}"
