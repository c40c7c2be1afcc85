"""Recovery over the force of a first spin, with its interval: what the spin designer draws."""

from dataclasses import dataclass, replace

import numpy as np

from buffycoat.pathway.preparation.cells import constant
from buffycoat.pathway.preparation.column import Array
from buffycoat.pathway.preparation.prediction import NORMAL, Blood
from buffycoat.pathway.preparation.protocol import Protocol, haematocrits, spun

FEWEST = NORMAL[10::20]  # 5 equally likely values of a normal quantity: a slider waits for this


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Median and 80 % interval of recovery, a share, for each force; arrays of one shape."""

    force: Array
    low: Array
    middle: Array
    high: Array


def recovery_curve(blood: Blood, protocol: Protocol, force: Array) -> Curve:
    """The protocol at each of these forces at once; the spread is that of predict_protocol."""
    tubes = np.clip(haematocrits(blood.haematocrit)[1::2], 0.05, 0.75) * (1 - protocol.anticoagulant)
    runs = np.array([replace(protocol.first, force_g=float(one)).gmin for one in force])
    moved = np.exp(np.sqrt(np.log1p(constant("force_cv") ** 2)) * FEWEST)
    cuts = protocol.cut_mm + constant("cut_sd") * FEWEST
    made = spun(protocol.column, tubes, (runs[:, None] * moved).ravel(), cuts).platelets
    shares = made.reshape(len(force), -1)
    middle = np.median(shares, axis=1)
    errors = 1 + constant("model_error") * FEWEST / np.maximum(middle, 0.5)[:, None]
    every = np.clip(shares[:, :, None] * errors[:, None, :], 0, 1).reshape(len(force), -1)
    low, middle, high = np.quantile(every, (0.1, 0.5, 0.9), axis=1, method="hazen")
    return Curve(force, low, middle, high)
