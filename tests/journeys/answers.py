"""What is said and found on the path of one patient with disc pain. DAY_ZERO is the day of the injection."""

from datetime import date, datetime, timedelta
from typing import Any

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan
from buffycoat.pathway.consent.records import EXPLAINED, Consent
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.triage.records import FLAGS, Pain, WarningSigns
from buffycoat.store import clock

DAY_ZERO = date(2027, 3, 10)
SITE = {"target": "DISC", "level": "L4-5", "side": "M"}


def day(from_injection: int) -> date:
    """A day counted from the injection."""
    return DAY_ZERO + timedelta(days=from_injection)


def at(from_injection: int, time: str) -> datetime:
    """An instant on such a day, on the practice's clock."""
    return datetime.fromisoformat(f"{day(from_injection)}T{time}:00").replace(tzinfo=clock.zone())


def no_signs(**other: Any) -> WarningSigns:
    """Every warning sign asked about and denied, but for those given."""
    return WarningSigns.model_validate({**dict.fromkeys(FLAGS, False), "newly": (), "stiffness": (), **other})


def pain() -> Pain:
    """Pain in the middle of the low back, worse sitting."""
    return Pain(
        regions=("low_back_middle",),
        leg_worse_than_back=False,
        onset="2025-06",
        sudden=False,
        trend="same",
        now=6,
        average=7,
        worst=9,
        worse_with=("sitting", "bending_forward"),
        better_with=("lying",),
    )


def plan(**other: Any) -> Plan:
    """One disc, with what was tried and seen."""
    return Plan.model_validate(
        {
            "sites": (SITE,),
            "planned_on": day(0),
            "months_of_pain": 20,
            "exercise_tried": True,
            "medicines_tried": True,
            "blocks": (),
            "mri_on": day(-60),
            "mri_finding": "Annular fissure at L4-5, height kept, no extrusion.",
            "goal": "Sit through a film",
            "expects_cure": False,
            "structural": True,
            "severe_change": False,
            "disc_height": 75,
            "psychosocial_load": False,
            **other,
        }
    )


def history(**other: Any) -> History:
    """An ordinary history with one condition."""
    return History.model_validate(
        {
            "conditions": ({"name": "Hypertension", "since": "2019"},),
            "fusions": (),
            "infection_now": False,
            "bleeding_disorder": False,
            "cancer": "never",
            "pregnant": "no",
            "neurologic_risk": False,
            "capacity_doubt": False,
            "smoker": False,
            "doubts": (),
            **other,
        }
    )


def medicines(**other: Any) -> Medicines:
    """Two medicines that nothing has to be held for."""
    drugs = (
        {"name": "Lisinopril 10 mg", "use": "taking", "since": "2019"},
        {"name": "Acetaminophen 500 mg", "use": "as needed"},
    )
    return Medicines.model_validate({"drugs": drugs, **other})


def allergies() -> Allergies:
    """One, that touches nothing on the day."""
    return Allergies.model_validate({"allergies": ({"substance": "Kiwi", "severe": False},)})


def labs(**other: float) -> Labs:
    """Blood counts and CRP, a day before they are signed."""
    values = {
        "platelets": 236,
        "haemoglobin": 13.8,
        "haematocrit": 41.4,
        "white_cells": 6.2,
        "crp": 1.4,
    } | other
    return Labs.model_validate(
        {name: {"value": value, "taken_on": day(-13)} for name, value in values.items()}
    )


def consent() -> Consent:
    """Everything explained, understood and signed a week before."""
    explained = {name: True for name, one in Consent.items.items() if one.group == EXPLAINED}
    return Consent.model_validate(
        {
            **explained,
            "text_version": "1",
            "text_language": "en",
            "sites": (SITE,),
            "capacity": True,
            "interpreter_needed": False,
            "cost_shown": True,
            "cost_amount": "$1,200",
            "information_given_at": at(-11, "14:00"),
            "teach_back_passed": True,
            "scope_care": True,
            "scope_registry": True,
            "scope_photographs": False,
            "scope_contact": True,
            "explained_by": "Proceduralist",
            "signed_by": "patient",
            "signed_name": "June Alder",
            "signed_at": at(-7, "14:20"),
        }
    )


def draw(**other: Any) -> Draw:
    """Sixty millilitres, for a platelet count of 240."""
    return Draw.model_validate(
        {
            "identifiers_checked": True,
            "checked_by": "Nurse",
            "checked_second": "Second Nurse",
            "drawn_at": at(0, "09:00"),
            "blood_volume": 60,
            "anticoagulant": "ACD-A",
            "anticoagulant_volume": 8,
            "baseline_platelets": 240,
            "baseline_measured_in": "venous",
            "baseline_clumps": False,
            "baseline_haematocrit": 41,
            "kit": "Two-spin kit, 60 mL",
            "kit_lot": "K27Q1",
            "kit_expires_on": day(300),
            **other,
        }
    )


def spin(number: int) -> Spin:
    """One of two runs."""
    force, started = {1: (250, "09:10"), 2: (1500, "09:22")}[number]
    return Spin.model_validate(
        {
            "number": number,
            "centrifuge": "Centrifuge 1",
            "calibrated_on": day(-90),
            "g_force": force,
            "minutes": 10,
            "started_at": at(0, started),
        }
    )


def product() -> Product:
    """Six millilitres that hold seven tenths of the platelets drawn."""
    return Product.model_validate(
        {
            "volume": 6,
            "platelets": 1680,
            "clumps": False,
            "white_cells": 2.1,
            "haematocrit": 1,
            "analyser": "Analyser 1",
            "analyser_dilution": 10,
            "sample_volume": 0.5,
            "counted_at": at(0, "09:38"),
            "activation": "none",
            "buffy_coat": False,
            "label_printed": True,
            "identifiers_checked": True,
            "checked_by": "Nurse",
            "checked_second": "Second Nurse",
        }
    )


def time_out(**other: Any) -> TimeOut:
    """Every stop passed, an antibiotic given for the disc."""
    stops = {n: True for n, i in TimeOut.items.items() if i.matters == "critical" and "counted_" not in n}
    return TimeOut.model_validate(
        {
            **stops,
            "taken_at": at(0, "10:02"),
            "label_read_by": "Nurse",
            "label_read_second": "Proceduralist",
            "operator": "Proceduralist",
            "guidance": "fluoroscopy",
            "transitional_anatomy": "None seen: five lumbar vertebrae",
            "contrast_reaction": "none",
            "contrast_planned": "iodinated",
            "contrast_agent": "iohexol 300",
            "contrast_lot": "X27A",
            "strength_before": True,
            "feeling_before": True,
            "gait_before": True,
            "level_counted_by": "Proceduralist",
            "level_counted_second": "Second Proceduralist",
            "antibiotic_given": True,
            "antibiotic_drug": "cefazolin",
            "antibiotic_dose": "2 g",
            "antibiotic_route": "vein",
            "antibiotic_at": at(0, "09:55"),
            "skin_prep": "2 % chlorhexidine in alcohol, twice",
            **other,
        }
    )


def injection(**other: Any) -> Injection:
    """One millilitre into the disc."""
    return Injection.model_validate(
        {
            "given_at": at(0, "10:15"),
            "operator": "Proceduralist",
            "guidance": "fluoroscopy",
            "sites": ({**SITE, "volume": 1, "needle_gauge": 22, "contrast": "iohexol 300, 0.2 mL"},),
            "images_saved": True,
            "kit_lot": "K27Q1",
            "immediate_event": False,
            **other,
        }
    )


def discharge(**other: Any) -> Discharge:
    """Home with an escort after forty minutes."""
    return Discharge.model_validate(
        {
            "observed_minutes": 40,
            "vitals": ({"at": at(0, "10:40"), "systolic": 128, "diastolic": 76, "pulse": 72, "oxygen": 98},),
            "strength_now": True,
            "feeling_now": True,
            "gait_now": True,
            "motor_block": False,
            "neuro_normal": True,
            "alarms": (),
            "pain": 4,
            "escort": True,
            "sheet_given": True,
            "discharged_at": at(0, "11:05"),
            **other,
        }
    )


def handed_over() -> dict[str, str]:
    """What the nurse adds to the aftercare plan, whose days are worked out already."""
    return {"warning_card_given": "yes", "understood": "yes", "escort": "Her sister"}


def check_in(on: date) -> CheckIn:
    """Nothing alarming, and a temperature that says so."""
    quiet = {name: False for name, one in CheckIn.items.items() if one.matters in ("critical", "warning")}
    return CheckIn.model_validate(
        {**quiet, "on": on, "temperature": 36.7, "pain_now": 5, "anti_inflammatory": False}
    )


def outcome(visit: str, on: date, now: int) -> Outcome:
    """The answers at a visit; those after the injection compare with before."""
    given: dict[str, Any] = {
        "visit": visit,
        "answered_on": on,
        "nrs_average": now,
        "nrs_worst": min(10, now + 2),
        "three_pain": now,
        "three_liked": now,
        "three_everyday": now,
        "roland_morris": {f"s{number:02}": number <= 2 * now for number in range(1, 25)},
        "work": "as_usual",
    }
    if visit != "baseline":
        given |= {"pgic": 2, "rescue_injection": False, "rescue_surgery": False, "rescue_drugs": False}
    return Outcome.model_validate(given)
