"""What an open-tube protocol is expected to give: one or two spins in tubes that swing out, a told cut."""

import math
from dataclasses import dataclass

import numpy as np

from buffycoat.pathway.preparation.cells import CONSTANTS, constant
from buffycoat.pathway.preparation.column import Array, Column, Run
from buffycoat.pathway.preparation.harvest import Shares, harvest
from buffycoat.pathway.preparation.prediction import NORMAL, Blood, Prediction, Spread, predicted
from buffycoat.pathway.preparation.second_spin import kept
from buffycoat.pathway.preparation.settle import settle
from buffycoat.pathway.preparation.spin_table import spin_table

SOURCES = "prep-1.2", "prep-2"
FEW, FEWER = NORMAL[5::10], NORMAL[7::14]  # 10 and 7 equally likely values of a normal quantity


@dataclass(frozen=True, slots=True)
class SecondSpin:
    """The harvested plasma is spun again and only its lower part is kept, after resuspending."""

    run: Run
    keep: float  # share of the plasma that is kept
    bore_mm: float  # of the tube that the plasma is put into
    pooled: int = 1  # how many first tubes go into one of these

    def __post_init__(self) -> None:
        """What cannot be kept is refused here."""
        if not 0 < self.keep <= 1:
            raise ValueError("the kept part of the plasma is a share above 0, at most 1")
        if not (self.bore_mm > 0 and self.pooled >= 1):
            raise ValueError("the second tube needs a bore, and plasma of at least one tube")


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How tubes are filled, spun and harvested. The cut has no default: it decides more than the force."""

    way: str  # its key
    column: Column  # one tube as filled, anticoagulant included
    anticoagulant: float  # share of the filling, 0.1 for 1 mL in 10
    first: Run
    cut_mm: float  # above the interface of plasma and red cells; below it when negative (buffy coat taken)
    second: SecondSpin | None = None

    def __post_init__(self) -> None:
        """A cut that was not told, or a tube of anticoagulant, is refused here."""
        if not math.isfinite(self.cut_mm):
            raise ValueError("where the plasma is cut must be told, in mm from the red cells")
        if not 0 <= self.anticoagulant < 1:
            raise ValueError("the anticoagulant is a share of the tube from 0 to below 1")


def spun(column: Column, haematocrit: Array, gmin: Array, cut_mm: Array) -> Shares:
    """The harvest for each G, haematocrit and cut, shape (S, C, cuts): by table, or solved if it cones."""
    table = spin_table()
    every = np.broadcast_arrays(gmin[:, None, None], haematocrit[None, :, None], cut_mm[None, None])
    force, blood, cut = (one.astype(float) for one in every)
    if column.tip_mm == 0 and table.covers(column, blood, force, cut).all():
        return table.look_up(column, blood, force, cut)
    return harvest(settle(column, haematocrit, gmin), cut_mm)


def first_harvest(protocol: Protocol, haematocrit: float) -> Shares:
    """What the first spin gives as written, nothing being uncertain; arrays of shape (1, 1, 1).

    haematocrit is that of the patient's blood, as a share.
    """
    tube = np.array([haematocrit * (1 - protocol.anticoagulant)])
    return spun(protocol.column, tube, np.array([protocol.first.gmin]), np.array([protocol.cut_mm]))


def predict_protocol(blood: Blood, protocol: Protocol, blood_ml: float) -> Prediction:
    """Dose, volume and fold of a protocol for this patient, each with how far it may be off.

    The recovery's spread comes from the cut (cut_sd), the haematocrit, G (force_cv) and what the model missed
    in studies it had not seen (model_error); a second spin adds what handling loses, the count its own error.
    """
    if not (math.isfinite(blood_ml) and blood_ml > 0):
        raise ValueError(f"{blood_ml} mL is not a volume above zero")
    tubes = np.clip(haematocrits(blood.haematocrit), 0.05, 0.75) * (1 - protocol.anticoagulant)
    force = protocol.first.gmin * np.exp(np.sqrt(np.log1p(constant("force_cv") ** 2)) * FEWER)
    made = spun(protocol.column, tubes, force, protocol.cut_mm + constant("cut_sd") * FEW)
    shares, volume = _after_second(protocol, made)
    error = constant("model_error") * FEW
    recovery = Spread.of(np.clip(shares[..., None] * (1 + error / max(float(np.median(shares)), 0.5)), 0, 1))
    if protocol.second is not None:
        recovery = recovery.with_(_handling(), np.multiply)
    volume_ml = Spread.of(np.maximum(volume, 1e-3) * blood_ml / (1 - protocol.anticoagulant))
    fold = recovery.median * blood_ml / volume_ml.median
    notes = (*notes_of(protocol, blood, blood_ml), *_above_ceiling(protocol, blood, fold))
    return predicted(protocol.way, blood, blood_ml, recovery, volume_ml, "physics", notes, SOURCES)


def _above_ceiling(protocol: Protocol, blood: Blood, fold: float) -> tuple[str, ...]:
    """Says when the physics gives more than one spin of plasma alone should."""
    if protocol.second is not None or protocol.cut_mm < 0 or blood.haematocrit is None:
        return ()
    if fold <= ceiling(blood.haematocrit / 100 * (1 - protocol.anticoagulant)):
        return ()
    return (f"The physics gives {fold:.2f} times, which is more: count the product before relying on it.",)


def haematocrits(percent: float | None) -> Array:
    """Equally likely haematocrits of the patient's blood, as shares; wide when nobody counted."""
    if percent is None:
        row = CONSTANTS["haematocrit_unknown"]
        return row.value + (row.sd or 0.0) * FEWER
    return percent / 100 + constant("haematocrit_sd") * FEWER


def _handling() -> Spread:
    """What is left after resuspending the platelets of a second spin; never more than all."""
    row = CONSTANTS["handling"]
    return Spread.normal(row.value, row.sd or 0.0).map(lambda share: np.clip(share, 0, 1))


def _after_second(protocol: Protocol, made: Shares) -> tuple[Array, Array]:
    """Recovery and volume as shares of the tube's content after both spins; without handling loss."""
    second = protocol.second
    if second is None:
        return made.platelets, made.volume
    plasma_mm = made.volume * protocol.column.filled_ml * second.pooled * 4000 / (math.pi * second.bore_mm**2)
    plasma_mm = np.clip(plasma_mm, 0.1, 0.95 * protocol.column.radius_mm)
    share = kept(second.run.gmin, plasma_mm, second.keep, protocol.column.radius_mm)
    return made.platelets * share, made.volume * second.keep


def notes_of(protocol: Protocol, blood: Blood, blood_ml: float) -> tuple[str, ...]:
    """What is assumed, and where this protocol leaves what the physics was compared with."""
    height, force = protocol.column.height_mm, protocol.first.force_g
    tubes = blood_ml / (protocol.column.filled_ml * (1 - protocol.anticoagulant))
    found = ["Tubes that swing out, braked softly: a fixed angle or a hard brake is not modelled."]
    if blood.haematocrit is None:
        found.append(f"No haematocrit was given: {100 * constant('haematocrit_unknown'):g} % is assumed.")
    if not constant("calibrated_height_least") <= height <= constant("calibrated_height_most"):
        found.append(
            f"A column of {height:.0f} mm is outside the studies that the physics was compared with."
        )
    if not constant("calibrated_force_least") <= force <= constant("calibrated_force_most"):
        found.append(
            f"A first spin of {force:g} g is outside the studies that the physics was compared with."
        )
    if not -1 <= protocol.cut_mm <= 2:
        found.append(
            f"A cut {protocol.cut_mm:g} mm from the red cells is outside the compared studies (-1 to 2)."
        )
    if abs(tubes - round(tubes)) > 0.05 or tubes < 0.5:
        found.append(f"{blood_ml:g} mL fill {tubes:.1f} such tubes: one is filled less than written here.")
    if protocol.second is None and blood.haematocrit is not None and protocol.cut_mm >= 0:
        most = ceiling(blood.haematocrit / 100 * (1 - protocol.anticoagulant))
        found.append(f"One spin of plasma alone concentrates at most about {most:.1f} times.")
    return tuple(found)


def ceiling(tube_haematocrit: float) -> float:
    """The most that one spin of plasma alone concentrates, 1/(1 - haematocrit of the tube); note 1.2."""
    return 1 / (1 - tube_haematocrit)
