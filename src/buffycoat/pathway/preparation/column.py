"""The blood in a tube that swings out: how high it stands, how it narrows, what force each level feels.

Lengths are mm, volumes mL, force g, and G = ∫ force dt in g·min (preparation note 1.2: time enters only so).
A tube is a cylinder on a cone that ends in a point. Fixed-angle rotors are another physics and are refused
by asking for the radius at the tube's bottom, which only a swung-out tube has on its axis.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the centrifuge. The timer counts the plateau alone; the ramps are told beside it."""

    force_g: float  # at the tube's bottom, r_max
    minutes: float
    accelerate_min: float = 0.0
    brake_min: float = 0.0

    def __post_init__(self) -> None:
        """A run that no centrifuge can make is refused here."""
        times = self.minutes, self.accelerate_min, self.brake_min
        if not (math.isfinite(self.force_g) and self.force_g > 0):
            raise ValueError(f"{self.force_g} g is not a force")
        if not all(math.isfinite(time) and time >= 0 for time in times) or self.minutes <= 0:
            raise ValueError("the minutes of a spin must be above zero, those of its ramps not below")

    @property
    def gmin(self) -> float:
        """G in g·min. Turns that rise evenly in time give a third of the plateau's force over the ramp."""
        return self.force_g * (self.minutes + self.accelerate_min / 3 + self.brake_min / 3)


@dataclass(frozen=True, slots=True)
class Column:
    """What fills one tube: blood with its anticoagulant. radius_mm is r_max, axis to the tube's bottom."""

    bore_mm: float
    filled_ml: float
    radius_mm: float
    tip_mm: float = 0.0  # height of the cone; 0 for a flat or round bottom

    def __post_init__(self) -> None:
        """A tube that cannot be is refused here, so that no formula meets it."""
        if not all(math.isfinite(one) and one > 0 for one in (self.bore_mm, self.filled_ml, self.radius_mm)):
            raise ValueError("bore, filling and radius of a tube must be above zero")
        if not (math.isfinite(self.tip_mm) and self.tip_mm >= 0):
            raise ValueError("the height of a tube's cone cannot be below zero")
        if self.height_mm >= self.radius_mm:
            raise ValueError("the blood would reach beyond the axis: radius or filling is wrong")

    @property
    def area_mm2(self) -> float:
        """Cross-section of the cylinder."""
        return math.pi * self.bore_mm**2 / 4

    @property
    def even_mm(self) -> float:
        """How high the filling would stand without the cone: volume over the cylinder's cross-section."""
        return 1000 * self.filled_ml / self.area_mm2

    @property
    def height_mm(self) -> float:
        """Height of the meniscus over the tube's bottom."""
        return float(self.height(np.array(self.even_mm)))

    def even(self, height: Array) -> Array:
        """Volume below a height, as mm of the cylinder; any shape."""
        if self.tip_mm == 0:
            return height
        cone = height**3 / (3 * self.tip_mm**2)
        return np.where(height < self.tip_mm, cone, height - 2 * self.tip_mm / 3)

    def height(self, even: Array) -> Array:
        """Height below which this volume (as mm of the cylinder) lies; the inverse of `even`."""
        if self.tip_mm == 0:
            return even
        cone = np.cbrt(3 * self.tip_mm**2 * even)
        return np.where(even < self.tip_mm / 3, cone, even + 2 * self.tip_mm / 3)

    def share_of_force(self, height: Array) -> Array:
        """Force at a height as a share of that at the bottom: it falls linearly towards the axis."""
        return 1 - height / self.radius_mm
