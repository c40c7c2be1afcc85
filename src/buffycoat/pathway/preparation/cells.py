"""What settles in the tube, how fast, how dense: red cells, platelets by speed, white cells of two kinds."""

from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.preparation.prediction import NORMAL

PLATELET_CLASSES = 9  # equally many platelets in each


class Constant(Fact):
    """A number of the physics: its value, how far it may be off, and where it is from."""

    value: float
    sd: float | None = None
    unit: str
    why: str


CONSTANTS = read_table(__file__, "spin_constants.toml", Constant)


def constant(key: str) -> float:
    """The value of one constant."""
    return CONSTANTS[key].value


def checksum() -> str:
    """What a table must carry to belong to these constants: a hash of every value that the solver reads."""
    text = f"{PLATELET_CLASSES};" + ";".join(f"{key}={constant(key)!r}" for key in sorted(SOLVED))
    return sha256(text.encode()).hexdigest()


SOLVED = (
    *("red_speed", "red_density", "plasma_density", "packed", "aggregation", "hindrance", "expulsion"),
    *("platelet_speed", "platelet_speed_cv", "platelet_density"),
    *("mononuclear_speed", "mononuclear_density", "granulocyte_speed", "granulocyte_density"),
)


def speed_classes(count: int = PLATELET_CLASSES) -> NDArray[np.float64]:
    """Speeds of `count` equally large classes of platelets over their mean; lognormal, mean exactly 1."""
    levels = (np.arange(count) + 0.5) / count
    normal = np.interp(levels, (np.arange(NORMAL.size) + 0.5) / NORMAL.size, NORMAL)
    speeds = np.exp(np.sqrt(np.log1p(constant("platelet_speed_cv") ** 2)) * normal)
    return np.asarray(speeds / speeds.mean())


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of one calculation. The three fitted numbers are one value, or one for each case, shape (C,).

    speeds, shape (K,): mm per g·min in plasma alone; platelet classes first, then mononuclear, granulocytes.
    neutral, shape (K,): 1 over the share of red cells at which the suspension is as dense as the cell.
    expelled, shape (K,): whether the cell rides the plasma's upward stream (platelets).
    """

    red_speed: float
    packed: float
    aggregation: float | NDArray[np.float64]
    hindrance: float | NDArray[np.float64]
    expulsion: float | NDArray[np.float64]
    speeds: NDArray[np.float64]
    neutral: NDArray[np.float64]
    expelled: NDArray[np.float64]

    def fitted(
        self,
        aggregation: float | NDArray[np.float64],
        hindrance: float | NDArray[np.float64],
        expulsion: float | NDArray[np.float64],
    ) -> "Cells":
        """The same cells with other values of what was fitted."""
        return replace(self, aggregation=aggregation, hindrance=hindrance, expulsion=expulsion)


def _cells() -> Cells:
    """The cells as the table of constants has them."""
    names = ("platelet",) * PLATELET_CLASSES + ("mononuclear", "granulocyte")
    excess = np.array([constant(f"{name}_density") - constant("plasma_density") for name in names])
    speeds = np.array([constant(f"{name}_speed") for name in names])
    speeds[:PLATELET_CLASSES] *= speed_classes()
    return Cells(
        red_speed=constant("red_speed"),
        packed=constant("packed"),
        aggregation=constant("aggregation"),
        hindrance=constant("hindrance"),
        expulsion=constant("expulsion"),
        speeds=speeds,
        neutral=(constant("red_density") - constant("plasma_density")) / excess,
        expelled=np.array([float(name == "platelet") for name in names]),
    )


CELLS = _cells()
