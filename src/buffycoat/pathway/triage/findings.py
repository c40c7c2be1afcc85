"""Answers and examination as findings: there, not there, or not known."""

from collections.abc import Iterable

from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.pain_tables import FEATURES, PAIN_LIMITS, finding_of
from buffycoat.pathway.triage.records import Pain

Findings = dict[str, bool | None]
_LEG = ("thigh", "knee", "calf", "foot")
_BELOW_KNEE = ("calf", "foot")
_SIX = 6  # the provocation tests that the published cluster is made of


def findings(pain: Pain | None, examination: Examination | None, age: int | None) -> Findings:
    """Every finding that a pain source can rest on; None where nobody answered, or nobody knows.

    Left out altogether is what says nothing about pain in these places: the leg raise for an aching arm.
    """
    told, seen = pain or Pain(), examination or Examination()
    found: Findings = {
        name: value
        for name, field in Examination.model_fields.items()
        if field.annotation == bool | None
        for value in (getattr(seen, name),)
    }
    found |= _places(told, seen)
    found |= _movements(told, seen)
    found |= _ages(age)
    found |= _clusters(told, seen, age)
    return {key: value for key, value in found.items() if value or key not in _elsewhere(told)}


def _elsewhere(told: Pain) -> set[str]:
    """Findings that are looked for in other places than those that hurt."""
    if not told.regions:
        return set()
    marked = told.regions
    return {
        finding_of(key)
        for key, row in FEATURES.rows.items()
        if row.regions and not any(one.startswith(row.regions) for one in marked)
    }


def _places(told: Pain, seen: Examination) -> Findings:
    """What the places that hurt say."""
    if told.regions is None:
        return dict.fromkeys(("pain_both_sides", "no_midline_pain", "pain_side_of_hip"))
    marked: set[str] = set(told.regions)
    low_back = any(one.startswith(("low_back", "buttock")) for one in marked)
    return {
        "pain_both_sides": bool(
            _on(marked, "right", ("buttock", *_LEG)) and _on(marked, "left", ("buttock", *_LEG))
        ),
        "no_midline_pain": "low_back_middle" not in marked if low_back else None,
        "pain_side_of_hip": any(one.startswith("hip_side") for one in marked),
        "groin_pain": _either(seen.groin_pain, any(one.startswith("groin") for one in marked)),
        "sciatica": _either(seen.sciatica, _sciatica(told)),
    }


def _on(marked: set[str], side: str, places: tuple[str, ...]) -> set[str]:
    return marked & {f"{place}_{side}" for place in places}


def _sciatica(told: Pain) -> bool | None:
    """Leg worse than back and pain below the knee; no leg pain at all rules it out, part of it does neither.

    Pain below the knee alone says nothing: hip, sacroiliac joint and facet can reach there as well. A root of
    the neck has no sciatica, so pain in neck or arm leaves it open.
    """
    places = {one.rsplit("_", 1)[0] for one in told.regions or ()}
    if places.intersection(("neck", "arm")):
        return None
    if told.leg_worse_than_back and places.intersection(_BELOW_KNEE):
        return True
    return False if told.leg_worse_than_back is False and not places.intersection(_LEG) else None


def _movements(told: Pain, seen: Examination) -> Findings:
    """What makes it worse and what eases it. A movement left unmarked in an answered list is a “no”."""
    worse, better = told.worse_with, told.better_with
    return {
        "worse_rising": None if worse is None else "rising" in worse,
        "no_pain_rising": None if worse is None else "rising" not in worse,
        "worse_sitting_or_bending": None
        if worse is None
        else bool({"sitting", "bending_forward"} & {*worse}),
        "worse_coughing": None if worse is None else "coughing" in worse,
        "eases_bending_forward": None if better is None else "bending_forward" in better,
        "leg_worse_than_back": told.leg_worse_than_back,
        "neurogenic_claudication": _either(seen.neurogenic_claudication, _claudication(told)),
    }


def _claudication(told: Pain) -> bool | None:
    """Leg pain that walking or standing brings on and sitting or bending eases; None when half is open."""
    if told.worse_with is None:
        return None
    if not {"walking", "standing"} & {*told.worse_with}:
        return False
    legs = any(one.startswith(("buttock", *_LEG)) for one in told.regions or ())
    return True if legs and {"sitting", "bending_forward"} & {*(told.better_with or ())} else None


def _ages(age: int | None) -> Findings:
    old, young = PAIN_LIMITS["stenosis_older"].value, PAIN_LIMITS["stenosis_younger"].value
    return {
        "age_over_70": None if age is None else age > old,
        "age_under_60": None if age is None else age < young,
    }


def _clusters(told: Pain, seen: Examination, age: int | None) -> Findings:
    """Findings that only count together. A cluster is “no” once the tests that are left cannot fill it."""
    rotation = seen.hip_internal_rotation
    limited = None if rotation is None else rotation <= PAIN_LIMITS["hip_rotation"].value
    hip = (seen.squat_pain, seen.hip_flexion_pain, seen.hip_scour_pain, seen.hip_extension_pain, limited)
    neck = (
        seen.upper_limb_tension, seen.neck_rotation_below_60, seen.neck_distraction_eases, seen.spurling
    )  # fmt: skip
    cord = cord_signs(seen, age)
    sacroiliac = _sacroiliac(seen)
    return {
        "sij_3_of_6": sacroiliac,
        "sij_3_not_centralising": sacroiliac if seen.centralises is False else None,
        "hip_rotation_limited": limited,
        "hip_3_of_5": at_least(3, hip),
        "hip_4_of_5": at_least(4, hip),
        "neck_3_of_4": at_least(3, neck),
        "neck_4_of_4": at_least(4, neck),
        "cord_3_of_5": at_least(3, cord),
        "cord_1_or_none": _not(at_least(2, cord)),
        "konno_7": None if seen.konno_score is None else seen.konno_score >= PAIN_LIMITS["konno_score"].value,
        "knee_3_of_6": _knee(told, seen, age),
    }


def cord_signs(seen: Examination, age: int | None) -> tuple[bool | None, ...]:
    """The five items of the myelopathy cluster: four signs, and age."""
    older = None if age is None else age > PAIN_LIMITS["cord_older"].value
    return seen.gait_deviation, seen.hoffmann, seen.inverted_supinator, seen.babinski, older


def at_least(number: int, tests: Iterable[bool | None]) -> bool | None:
    """Whether so many are positive; None while the tests that are not known could still decide it."""
    results = tuple(tests)
    positive, open_ones = results.count(True), results.count(None)
    if positive >= number:
        return True
    return False if positive + open_ones < number else None


def _sacroiliac(seen: Examination) -> bool | None:
    if seen.sij_tests_positive is None:
        return None
    done = seen.sij_tests_done or seen.sij_tests_positive
    positive, open_ones = seen.sij_tests_positive, _SIX - done
    results = (True,) * positive + (False,) * (done - positive) + (None,) * open_ones
    return at_least(3, results)


def _knee(told: Pain, seen: Examination, age: int | None) -> bool | None:
    """The criteria are for a painful knee: without pain there they say nothing."""
    if not any(one.startswith("knee") for one in told.regions or ()):
        return None
    older = None if age is None else age > PAIN_LIMITS["knee_older"].value
    signs = (seen.knee_stiff_under_30, seen.knee_crepitus, seen.knee_bony_tenderness)
    return at_least(3, (older, *signs, seen.knee_bony_enlargement, seen.knee_not_warm))


def _either(one: bool | None, other: bool | None) -> bool | None:
    """There when either says so: the patient’s answer and the clinician’s are both heard."""
    if one or other:
        return True
    return None if one is None and other is None else False


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
