"""What the literature calls a preparation: PAW, Mishra, Dohan Ehrenfest, PLRA, DEPA and MARSPILL.

Raw values are kept; codes are worked out anew from them by a rule with a version. Where a value is missing,
or the publication leaves a gap, a code cannot be given and the reason is. The code of the ISTH is not given
until its cut-offs have been read in the paper. Rule base, section 4.4.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.dose import SLACK
from buffycoat.pathway.units import number_text


class Bands(Fact):
    """Cut-offs that part one measure into classes; outside lowest and highest there is no class."""

    cuts: tuple[float, ...]
    codes: tuple[str, ...]
    unit: str
    on_the_cut: Literal["lower", "upper", "neither"]
    lowest: float | None = None
    highest: float | None = None

    def code(self, what: str, value: float) -> str:
        """The class of a value; Gap where the publication has none for it."""
        shown = f"{what} {number_text(round(value, 3))} {self.unit}"
        for bound, outside in ((self.lowest, -1), (self.highest, 1)):
            if bound is not None and outside * _side(value, bound) > 0:
                raise Gap(f"{shown}: the published classes run from {self.lowest:g} to {self.highest:g}")
        above = 0
        for cut in self.cuts:
            side = _side(value, cut)
            if side == 0 and self.on_the_cut == "neither":
                raise Gap(f"{shown}: the publication has a class above and one below {cut:g}, none on it")
            above += side > 0 or (side == 0 and self.on_the_cut == "upper")
        return self.codes[above]


TABLE = read_table(__file__, "classification.toml", Bands)


def _side(value: float, cut: float) -> int:
    """-1 below, 0 on, 1 above the cut; decimals added in binary do not push a value off it."""
    slack = SLACK * max(1.0, abs(cut))
    return 0 if abs(value - cut) <= slack else (1 if value > cut else -1)


class Gap(Exception):
    """Why a code cannot be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What is known of one product; None where nobody knows. Counts are the product’s unless blood_."""

    blood_platelets: float | None = None  # 10^9/L, the blood’s own
    blood_white_cells: float | None = None  # 10^9/L
    blood_neutrophils: float | None = None  # 10^9/L
    platelets: float | None = None  # 10^9/L
    white_cells: float | None = None  # 10^9/L
    neutrophils: float | None = None  # 10^9/L
    red_cells: float | None = None  # 10^12/L
    white_cells_percent: float | None = None  # %, as PLRA asks
    red_cells_percent: float | None = None  # %
    volume: float | None = None  # mL
    recovery: float | None = None  # %
    activated: bool | None = None  # from outside, before or at injection
    activator: str | None = None
    fibrin: Literal["low", "high"] | None = None  # a liquid product is low, a clot or membrane high
    method: Literal["hand", "machine"] | None = None
    spins: int | None = None
    image_guided: bool | None = None
    light_activated: bool | None = None
    red_cell_rich: bool | None = None  # as judged: no publication gives a figure


@dataclass(frozen=True, slots=True)
class Given:
    """A code, or why it cannot be given; `note` says which proposed cut it leans on."""

    code: str | None
    why_not: str = ""
    note: str = ""


def need(value: float | None, what: str) -> float:
    """The value, or the reason that it is missing."""
    if value is None:
        raise Gap(f"{what} not known")
    return value


def yes_no(value: bool | None, what: str) -> bool:
    """The answer, or the reason that it is missing."""
    if value is None:
        raise Gap(f"not known: {what}")
    return value


def _activated(made: Preparation) -> bool:
    return yes_no(made.activated, "whether it was activated from outside")


def _times_blood(made: Preparation) -> float:
    blood = need(made.blood_platelets, "the blood’s platelet count is")
    if blood <= 0:
        raise Gap("the blood’s platelet count is 0: nothing can be compared with it")
    return need(made.platelets, "the product’s platelet count is") / blood


def _above_blood(product: float | None, blood: float | None, what: str) -> bool:
    """Whether a kind of cell is above the patient’s own blood; a product without any is not."""
    if need(product, f"the product’s {what} count is") == 0:
        return False
    return _side(need(product, ""), need(blood, f"the blood’s {what} count is")) > 0


def _white_cell_rich(made: Preparation) -> bool:
    white = need(made.white_cells, "the product’s white cell count is")
    if white == 0:
        return False
    blood = need(made.blood_white_cells, "the blood’s white cell count is")
    if blood <= 0:
        raise Gap("the blood’s white cell count is 0: nothing can be compared with it")
    return TABLE["white_cells"].code("white cells", white / blood) == "rich"


def paw(made: Preparation) -> str:
    """PAW (DeLong 2012): platelets, exogenous activation, white cells and neutrophils: P3-x-Aα."""
    platelets = need(made.platelets, "the product’s platelet count is")
    blood = need(made.blood_platelets, "the blood’s platelet count is")
    grade = "P1" if _side(platelets, blood) <= 0 else TABLE["paw_platelets"].code("platelets", platelets)
    activation = "-x" if _activated(made) else ""
    white = "A" if _above_blood(made.white_cells, made.blood_white_cells, "white cell") else "B"
    neutrophils = "α" if _above_blood(made.neutrophils, made.blood_neutrophils, "neutrophil") else "β"
    return f"{grade}{activation}-{white}{neutrophils}"


def mishra(made: Preparation) -> str:
    """Mishra 2012: type 1 to 4 by white cells and activation, A from five times the blood’s platelets."""
    kind = 1 if _white_cell_rich(made) else 3
    return f"{kind + _activated(made)}{TABLE['mishra_fold'].code('platelets', _times_blood(made))}"


def dohan_ehrenfest(made: Preparation) -> str:
    """Dohan Ehrenfest 2009: leukocytes or not, and how dense the fibrin is: L-PRP."""
    if made.fibrin is None:
        raise Gap("not known: how dense the fibrin is (a liquid is low, a clot or membrane high)")
    return f"{'L' if _white_cell_rich(made) else 'P'}-{'PRP' if made.fibrin == 'low' else 'PRF'}"


def plra(made: Preparation) -> str:
    """PLRA (Mautner 2015): platelets/µL and volume, leukocytes and neutrophils, red cells, activation."""
    platelets = round(need(made.platelets, "the product’s platelet count is") * 1000)
    volume = need(made.volume, "the volume is")
    white = TABLE["plra_white_cells"].code(
        "white cells", need(made.white_cells_percent, "the share of white cells is")
    )
    neutrophils = f" ({number_text(round(_neutrophil_share(made), 1))} % neutrophils)" if white == "+" else ""
    red = TABLE["plra_red_cells"].code("red cells", need(made.red_cells_percent, "the share of red cells is"))
    activation = "+" if _activated(made) else "−"
    return f"P {platelets:,}/µL × {number_text(volume)} mL, L{white}{neutrophils}, R{red}, A{activation}"


def _neutrophil_share(made: Preparation) -> float:
    """Neutrophils in the product’s white cells, in %; the published table words L so."""
    white = need(made.white_cells, "the product’s white cell count is")
    if white <= 0:
        raise Gap("white cells are above 1 % and counted as none")
    return 100 * need(made.neutrophils, "the product’s neutrophil count is") / white


def depa(made: Preparation) -> str:
    """DEPA (Magalon 2016): dose in the product, efficiency, purity, activation: B-B-A + none."""
    platelets = need(made.platelets, "the product’s platelet count is")
    dose = platelets * need(made.volume, "the volume is") / 1000
    white = need(made.white_cells, "the product’s white cell count is")
    red = 1000 * need(made.red_cells, "the product’s red cell count is")
    if platelets <= 0:
        raise Gap("no platelet was counted in the product")
    grades = (
        TABLE["depa_dose"].code("dose", dose),
        TABLE["depa_recovery"].code("recovery", need(made.recovery, "the recovery is")),
        TABLE["depa_purity"].code("purity", 100 * platelets / (platelets + white + red)),
    )
    agent = (made.activator or "activated") if _activated(made) else "none"
    return f"{'-'.join(grades)} + {agent}"


def marspill(made: Preparation) -> str:
    """MARSPILL (Lana 2017): method, activation, red cells, spins, platelets, image, leukocytes, light."""
    if made.method is None:
        raise Gap("not known: made by hand or by machine")
    if made.spins not in (1, 2):
        raise Gap(
            "the number of spins is not known" if made.spins is None else "classes are for 1 or 2 spins"
        )
    if made.red_cell_rich is None:
        raise Gap("not known: rich or poor in red cells; no publication gives a figure, so it is stated")
    parts = (
        f"M:{'H' if made.method == 'hand' else 'M'}",
        f"A:{_sign(_activated(made))}",
        f"R:{'rich' if made.red_cell_rich else 'poor'}",
        f"S:{made.spins}",
        f"P:{TABLE['marspill_platelets'].code('platelets', _times_blood(made))}",
        f"I:{_sign(yes_no(made.image_guided, 'whether it was injected under imaging'))}",
        f"L:{'rich' if _white_cell_rich(made) else 'poor'}",
        f"L:{_sign(yes_no(made.light_activated, 'whether it was activated by light'))}",
    )
    return " ".join(parts)


def _sign(yes: bool) -> str:
    return "+" if yes else "−"


SYSTEMS: Mapping[str, Callable[[Preparation], str]] = MappingProxyType(
    {
        "paw": paw,
        "mishra": mishra,
        "dohan_ehrenfest": dohan_ehrenfest,
        "plra": plra,
        "depa": depa,
        "marspill": marspill,
    }
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "paw": "PAW",
        "mishra": "Mishra",
        "dohan_ehrenfest": "Dohan Ehrenfest",
        "plra": "PLRA",
        "depa": "DEPA",
        "marspill": "MARSPILL",
    }
)
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "mishra": "Rich in white cells means above the blood’s own count: proposed, none is published.",
        "dohan_ehrenfest": "With leukocytes means above the blood’s own count: proposed, as for Mishra.",
        "plra": "The published table words the share of white cells ambiguously; raw values are kept.",
        "depa": "The cuts for A are consistent with the paper; the others are known and not re-read.",
        "marspill": "Known, but the details are uncertain.",
    }
)


def classify(made: Preparation) -> dict[str, Given]:
    """Every system’s code for a product, or why it cannot be given."""
    return {name: _given(name, rule, made) for name, rule in SYSTEMS.items()}


def _given(name: str, rule: Callable[[Preparation], str], made: Preparation) -> Given:
    try:
        return Given(rule(made), note=NOTES.get(name, ""))
    except Gap as gap:
        why = str(gap)
        return Given(None, why[:1].upper() + why[1:])
