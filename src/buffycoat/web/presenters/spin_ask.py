"""What the spin designer is asked: a rotor, a tube, blood, a spin and a cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buffycoat.pathway.preparation.cells import CONSTANTS
from buffycoat.pathway.preparation.column import Column, Run
from buffycoat.pathway.preparation.designer import FORCES, MINUTES
from buffycoat.pathway.preparation.prediction import Blood, Spread
from buffycoat.pathway.preparation.protocol import Protocol
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.record import Item
from buffycoat.practice.equipment import Centrifuge
from buffycoat.web.presenters.boxes import Box, box

# The tube and spin of the largest study of one spin, in the rotor of the note: an example to begin with.
RADIUS, BORE, FILLED, CITRATE, FORCE, LONG, CUT = 160.0, 14.0, 9.0, 0.9, 160.0, 10.0, 1.0
TUBE = Item(ask="Inner width of the tube", unit="mm", low=3, high=120, plausible=(8, 40))
FULL = Item(ask="Filled with, all together", unit="mL", low=0.5, high=600, plausible=(2, 100))
MIXED = Item(ask="Of that, anticoagulant", unit="mL", low=0, high=100)
SPIN = Item(
    ask="Force at the bottom of the tube", unit="g-force", low=float(FORCES[0]), high=float(FORCES[-1])
)
TIME = Item(ask="Minutes", unit="min", low=float(MINUTES[0]), high=float(MINUTES[-1]))
LEVEL = Item(
    ask="Cut above the red cells",
    help="Below them when negative: with buffy coat.",
    unit="mm",
    low=-20,
    high=50,
)
TUBES = Item(ask="Tubes of this kind", low=1, high=24)
# What carries a protocol from one page to another.
CARRIED = ("radius", "bore", "filled", "anticoagulant", "force", "minutes", "cut", "tubes")
WHITE = (
    ("", "any"),
    ("0.02", "at most 2 % of the blood’s"),
    ("0.05", "at most 5 %"),
    ("0.1", "at most 10 %"),
)


@dataclass(frozen=True)
class SpinQuestion:
    """Everything that was asked; `fault` where the tube cannot be."""

    radius: Box
    bore: Box
    filled: Box
    anticoagulant: Box
    haematocrit: Box
    force: Box
    minutes: Box
    cut: Box
    platelets: Box
    tubes: Box
    white: str
    rotor: Centrifuge | None
    protocol: Protocol | None
    fault: str

    @property
    def blood(self) -> Blood:
        """The blood that is spun; without a platelet count only shares are told, no dose."""
        return Blood(
            platelets=Spread.exactly(self.platelets.number or 0), haematocrit=self.haematocrit.number
        )

    @property
    def blood_ml(self) -> float:
        """Blood in all tubes together, without the anticoagulant."""
        return ((self.filled.number or 0) - (self.anticoagulant.number or 0)) * (self.tubes.number or 1)

    @property
    def tube_haematocrit(self) -> float:
        """Share of red cells in the filled tube."""
        diluted = 1 - (self.protocol.anticoagulant if self.protocol else 0)
        return (self.haematocrit.number or 0) / 100 * diluted


def spin_question(typed: Mapping[str, str], rotors: Sequence[Centrifuge] = ()) -> SpinQuestion:
    """Read what was typed; a rotor of the practice gives its own radius."""
    rotor = next((one for one in rotors if one.name == typed.get("rotor") and one.radius_max), None)
    if rotor:
        typed = {**typed, "radius": f"{rotor.radius_max:g}"}
    held = {
        "radius": box(typed, "radius", Centrifuge.items["radius_max"], RADIUS),
        "bore": box(typed, "bore", TUBE, BORE),
        "filled": box(typed, "filled", FULL, FILLED),
        "anticoagulant": box(typed, "anticoagulant", MIXED, CITRATE),
        "haematocrit": box(
            typed, "haematocrit", Draw.items["baseline_haematocrit"], _usual(), "Haematocrit of the blood"
        ),
        "force": box(typed, "force", SPIN, FORCE),
        "minutes": box(typed, "minutes", TIME, LONG),
        "cut": box(typed, "cut", LEVEL, CUT),
        "platelets": box(
            typed, "platelets", Draw.items["baseline_platelets"], None, "Platelets of the blood"
        ),
        "tubes": box(typed, "tubes", TUBES, 1),
    }
    protocol, fault = _protocol(held)
    white = next((value for value, _ in WHITE if value == typed.get("white")), "")
    return SpinQuestion(**held, white=white, rotor=rotor, protocol=protocol, fault=fault)


def _usual() -> float:
    return round(100 * CONSTANTS["haematocrit_unknown"].value, 1)


def _protocol(held: Mapping[str, Box]) -> tuple[Protocol | None, str]:
    """The spin as it would be run, or what is in the way."""
    need = [one for name, one in held.items() if name != "platelets"]
    if any(one.error or one.doubt for one in held.values()) or any(one.number is None for one in need):
        return None, "Nothing is calculated until every number is clear."
    number = {name: one.number or 0.0 for name, one in held.items()}
    try:
        return (
            Protocol(
                way="open tubes",
                column=Column(bore_mm=number["bore"], filled_ml=number["filled"], radius_mm=number["radius"]),
                anticoagulant=number["anticoagulant"] / number["filled"],
                first=Run(force_g=number["force"], minutes=number["minutes"]),
                cut_mm=number["cut"],
            ),
            "",
        )
    except ValueError as impossible:
        said = str(impossible)
        return None, f"{said[:1].upper()}{said[1:]}."
