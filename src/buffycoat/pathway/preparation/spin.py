"""Relative centrifugal force from turns and radius, and back."""

import math

from buffycoat.pathway.preparation.records import Spin

PER_CM = 1.118e-5  # RCF = 1.118e-5 × radius (cm) × rpm²; preparation note 1.2


def rcf(rpm: float, radius_mm: float) -> float:
    """The force in g at this radius: 1500 rpm at 160 mm is 402 g."""
    return PER_CM * (radius_mm / 10) * rpm**2


def rpm_for(force_g: float, radius_mm: float) -> float:
    """The turns a minute that give this force at this radius."""
    return math.sqrt(force_g / (PER_CM * radius_mm / 10))


def force_written(spin: Spin) -> float | None:
    """The force as written, or worked out from turns and radius; None when neither is there."""
    if spin.g_force is not None:
        return spin.g_force
    return None if spin.rpm is None or spin.radius is None else rcf(spin.rpm, spin.radius)


def forces_differ(spin: Spin) -> float:
    """By how many percent the written force and the one worked out differ; 0 when only one is there."""
    if spin.g_force is None or spin.rpm is None or spin.radius is None:
        return 0
    return 100 * abs(spin.g_force - rcf(spin.rpm, spin.radius)) / spin.g_force
