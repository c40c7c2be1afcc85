"""The day of the injection: draw, spins, product, time-out, injection, discharge. The volumes add up."""

from collections.abc import Iterator
from random import Random
from typing import Any

from buffycoat.pathway.aftercare.plan import plan_for
from buffycoat.pathway.aftercare.records import AftercarePlan
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.store.demo.before import places, warning_signs
from buffycoat.store.demo.equipment import ANALYSER, CENTRIFUGE, calibration_of
from buffycoat.store.demo.people import STAFF_NAMES
from buffycoat.store.demo.radiation import radiation
from buffycoat.store.demo.story import Scene, Step

# What goes in at each place, mL: as the trials gave it, or what the joint holds.
VOLUMES = {
    "DISC": 1.0,
    "FACET": 0.5,
    "SIJ": 2.5,
    "EPI_IL": 3.0,
    "EPI_TF": 3.0,
    "EPI_CAUD": 5.0,
    "LIG": 1.0,
    "MULT": 1.5,
}
GAUGES = {"DISC": 22, "FACET": 25, "SIJ": 22, "EPI_CAUD": 22}
SOFT = frozenset({"MULT", "LIG", "TLF"})
SAMPLE = 0.5  # mL, for counting
DILUTION = 10
LARGE, SMALL = (60.0, 8.0, 6.0), (30.0, 4.0, 3.0)  # blood, anticoagulant, product, mL


def preparation(scene: Scene, rng: Random) -> Iterator[Step]:
    """Warning signs asked once more, then blood to product."""
    platelets = round(scene.person.platelets * rng.uniform(0.95, 1.05))
    blood, anticoagulant, made = _size(scene)
    recovered = rng.uniform(0.58, 0.80)
    counted = round(platelets * blood * recovered / made / 10) * 10
    yield Step(scene.at(0, "08:40"), "nurse", "sign", warning_signs())
    yield Step(scene.at(0, "09:05"), "nurse", "sign", _draw(scene, rng, platelets, blood, anticoagulant))
    for number, (force, minutes) in enumerate(((250, 10), (1500, 10)), start=1):
        clock = f"09:{10 + 12 * (number - 1):02}"
        yield Step(
            scene.at(0, f"09:{20 + 12 * (number - 1):02}"),
            "nurse",
            "sign",
            _spin(scene, number, force, minutes, clock),
        )
    yield Step(scene.at(0, "09:40"), "nurse", "sign", _product(scene, made, counted))


def _size(scene: Scene) -> tuple[float, float, float]:
    return LARGE if injected_ml(scene) > SMALL[2] - SAMPLE else SMALL


def _made(scene: Scene) -> float:
    return _size(scene)[2]


def injected_ml(scene: Scene) -> float:
    """What all places together take."""
    return sum(VOLUMES[target] for target, _, _ in scene.story.places)


def lot(scene: Scene) -> str:
    """The lot of the kit: a new one each quarter."""
    day = scene.day(0)
    return f"K{day:%y}Q{(day.month + 2) // 3}-DEMO"


def _draw(scene: Scene, rng: Random, platelets: int, blood: float, anticoagulant: float) -> Draw:
    return Draw.model_validate(
        {
            "identifiers_checked": True,
            "checked_by": STAFF_NAMES["nurse"],
            "checked_second": STAFF_NAMES["nurse2"],
            "drawn_at": scene.at(0, "09:00"),
            "blood_volume": blood,
            "anticoagulant": "ACD-A",
            "anticoagulant_volume": anticoagulant,
            "anticoagulant_lot": f"A{scene.day(0):%y%m}",
            "baseline_platelets": platelets,
            "baseline_measured_in": "venous",
            "baseline_clumps": False,
            "baseline_analyser": ANALYSER,
            "baseline_haematocrit": round(scene.person.haemoglobin * 3, 1),
            "baseline_white_cells": (white := round(rng.uniform(4.5, 8.9), 1)),
            "baseline_neutrophils": round(0.6 * white, 1),
            "kit": f"Two-spin kit, {blood:g} mL",
            "kit_lot": lot(scene),
            "kit_expires_on": scene.day(300),
            "drawn_by": STAFF_NAMES["nurse"],
        }
    )


def _spin(scene: Scene, number: int, force: int, minutes: int, clock: str) -> Spin:
    calibrated_on, due_on = calibration_of(scene.day(0), scene.today)
    return Spin.model_validate(
        {
            "number": number,
            "centrifuge": CENTRIFUGE,
            "calibrated_on": calibrated_on,
            "calibration_due_on": due_on,
            "g_force": force,
            "minutes": minutes,
            "started_at": scene.at(0, clock),
        }
    )


def _product(scene: Scene, made: float, counted: int) -> Product:
    return Product.model_validate(
        {
            "volume": made,
            "platelets": counted,
            "clumps": False,
            "white_cells": 2.1,
            "neutrophils": 0.4,
            "haematocrit": 1.0,
            "red_cells": 0.1,
            "format": "liquid",
            "method": "hand",
            "analyser": ANALYSER,
            "analyser_dilution": DILUTION,
            "sample_volume": SAMPLE,
            "counted_at": scene.at(0, "09:38"),
            "activation": "none",
            "buffy_coat": False,
            "label_printed": True,
            "identifiers_checked": True,
            "checked_by": STAFF_NAMES["nurse"],
            "checked_second": STAFF_NAMES["nurse2"],
        }
    )


def injection(scene: Scene, rng: Random) -> Iterator[Step]:
    """Time-out, needles, and home."""
    yield Step(scene.at(0, "10:05"), "nurse2", "sign", time_out(scene))
    given = _injection(scene)
    yield Step(scene.at(0, "10:30"), scene.operator, "sign", given)
    if given.guidance == "fluoroscopy":
        # With dice of its own, so that nothing else in the story falls otherwise than it did.
        dose = radiation(scene, Random(f"{scene.person.name} {scene.story.title}"))  # noqa: S311  # no secret
        yield Step(scene.at(0, "10:40"), "nurse2", "sign", dose)
    yield Step(scene.at(0, "11:10"), "nurse2", "sign", _discharge(scene, rng))
    yield Step(scene.at(0, "11:15"), "nurse2", "sign", _aftercare(scene, given))


def time_out(scene: Scene, **other: Any) -> TimeOut:
    """Every stop passed; an antibiotic into a vein for a disc, and a reason where none is usual."""
    stops = {
        name: True
        for name, one in TimeOut.items.items()
        if one.matters == "critical" and "counted_" not in name
    }
    disc = "DISC" in scene.targets
    antibiotic = (
        {
            "antibiotic_given": True,
            "antibiotic_drug": "cefazolin",
            "antibiotic_dose": "2 g",
            "antibiotic_route": "vein",
            "antibiotic_lot": f"C{scene.day(0):%y%m}",
            "antibiotic_at": scene.at(0, "09:55"),
        }
        if disc
        else {"antibiotic_given": False, "antibiotic_reason": "Not usual at this target"}
    )
    return TimeOut.model_validate(
        {
            **stops,
            "taken_at": scene.at(0, "10:02"),
            "label_read_by": STAFF_NAMES["nurse2"],
            "label_read_second": STAFF_NAMES["doctor"],
            "operator": scene.operator_name,
            "transitional_anatomy": "None seen: five lumbar vertebrae",
            "strength_before": True,
            "feeling_before": True,
            "gait_before": True,
            "level_counted_by": STAFF_NAMES["doctor"],
            "level_counted_second": STAFF_NAMES["doctor2"],
            "skin_prep": "2 % chlorhexidine in alcohol, twice",
            **_guided(scene),
            **antibiotic,
            **other,
        }
    )


def _guided(scene: Scene) -> dict[str, Any]:
    """By ultrasound into muscle, ligament and fascia, and there without contrast."""
    if scene.targets <= SOFT:
        return {"guidance": "ultrasound", "contrast_reaction": "none", "contrast_planned": "none"}
    return {
        "guidance": "fluoroscopy",
        "contrast_reaction": "none",
        "contrast_planned": "iodinated",
        "contrast_agent": "iohexol 300",
        "contrast_lot": f"X{scene.day(0):%y%m}",
    }


def _injection(scene: Scene) -> Injection:
    return Injection.model_validate(
        {
            "given_at": scene.at(0, "10:15"),
            "operator": scene.operator_name,
            "assistant": STAFF_NAMES["nurse2"],
            "guidance": "ultrasound" if scene.targets <= SOFT else "fluoroscopy",
            "sites": tuple(
                {
                    **one,
                    "volume": VOLUMES[one["target"]],
                    "needle_gauge": GAUGES.get(one["target"], 22),
                    "contrast": "none" if one["target"] in SOFT else "iohexol 300, 0.5 mL",
                    "local_anaesthetic": "lidocaine 1 %, skin only",
                }
                for one in places(scene.story.places)
            ),
            "discarded_volume": round(_made(scene) - SAMPLE - injected_ml(scene), 2),
            "images_saved": True,
            "kit_lot": lot(scene),
            "immediate_event": False,
        }
    )


def _discharge(scene: Scene, rng: Random) -> Discharge:
    return Discharge.model_validate(
        {
            "observed_minutes": rng.choice((30, 35, 40, 45)),
            "vitals": (
                {"at": scene.at(0, "10:40"), "systolic": 128, "diastolic": 76, "pulse": 72, "oxygen": 98},
            ),
            "strength_now": True,
            "feeling_now": True,
            "gait_now": True,
            "motor_block": False,
            "neuro_normal": True,
            "alarms": (),
            "pain": rng.randint(2, 5),
            "escort": True,
            "sheet_given": True,
            "discharged_at": scene.at(0, "11:05"),
        }
    )


def _aftercare(scene: Scene, given: Injection) -> AftercarePlan:
    """The dated plan of this injection, handed over and understood."""
    dated = plan_for(given, zone=scene.zone).model_dump(exclude_unset=True)
    handed = {"warning_card_given": True, "understood": True, "escort": "Partner"}
    return AftercarePlan.model_validate(dated | handed)
