"""The second spin: platelets of the harvested plasma are brought down and only the lower part is kept."""

import numpy as np

from buffycoat.pathway.preparation.cells import constant, speed_classes
from buffycoat.pathway.preparation.column import Array

CLASSES = 25


def kept(gmin: Array | float, plasma_mm: Array | float, keep: Array | float, radius_mm: float) -> Array:
    """The share of the plasma's platelets in its lowest part `keep`; arrays of one shape.

    Analytic: a platelet at r0 comes to r0 exp(s G / r_max), so those that started beyond
    r_keep exp(-s G / r_max) are kept; the mean over classes of speed (preparation note 1.2). Far from the
    axis this is min(1, keep + s G / height). What handling loses comes on top and is not physics.
    """
    gmin, plasma_mm, keep = (np.asarray(value, float)[..., None] for value in (gmin, plasma_mm, keep))
    speed = constant("platelet_speed") * speed_classes(CLASSES)
    meniscus = radius_mm - plasma_mm
    started = (radius_mm - keep * plasma_mm) * np.exp(-speed * gmin / radius_mm)
    return np.asarray(((radius_mm - np.maximum(started, meniscus)) / plasma_mm).mean(-1))
