"""What a clinician finds on examining the back, hip and knee, and what the images show."""

from typing import Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.record import Record, item


def _sign(ask: str, group: str, help: str = "") -> Any:
    """Declare a finding that is there, is not there, or is not known; none of them has to be looked for."""
    return item(ask, group=group, help=help)


def _count(ask: str, group: str, low: float, high: float, help: str = "") -> Any:
    return item(ask, group=group, low=low, high=high, help=help)


_STORY, _SI, _ROOT, _CANAL = "Story and movement", "Sacroiliac joint", "Nerve root", "Spinal canal"
_CORD, _HIP, _KNEE, _IMAGE, _OTHER = "Cord", "Hip", "Knee", "Images", "Other"
_DANGER = "Danger"


class Examination(Record):
    """Findings for the ranking of pain sources. A test that was not done stays open; it is never “no”."""

    stage: ClassVar[str] = "triage"
    title: ClassVar[str] = "Examination"

    centralises: bool | None = _sign(
        "Does the pain centralise on repeated movement?", _STORY, "Look for this before the sacroiliac tests."
    )
    facet_loading: bool | None = _sign("Is extension with rotation painful (facet loading)?", _STORY)
    sciatica: bool | None = _sign("Pain shooting down the leg below the knee (sciatica)?", _STORY)

    sij_tests_done: int | None = _count(
        "How many of the six sacroiliac provocation tests were done?",
        _SI,
        0,
        6,
        "Distraction, compression, thigh thrust, Gaenslen right, Gaenslen left, sacral thrust.",
    )
    sij_tests_positive: int | None = _count("How many of them were positive?", _SI, 0, 6)
    sij_with_faber: bool | None = _sign("Three or more of the five tests with FABER positive?", _SI)
    fortin_finger: bool | None = _sign("Points twice to just below and inside the PSIS (Fortin)?", _SI)

    slr: bool | None = _sign("Straight-leg raise positive?", _ROOT)
    crossed_slr: bool | None = _sign("Crossed straight-leg raise positive?", _ROOT)
    dermatomal: bool | None = _sign("Does the pain follow one dermatome?", _ROOT)
    upper_limb_tension: bool | None = _sign("Upper limb tension test A positive?", _ROOT)
    neck_rotation_below_60: bool | None = _sign("Neck rotation to that side below 60 degrees?", _ROOT)
    neck_distraction_eases: bool | None = _sign("Does neck distraction ease it?", _ROOT)
    spurling: bool | None = _sign("Spurling test positive?", _ROOT)

    neurogenic_claudication: bool | None = _sign(
        "Leg pain on walking or standing that eases on sitting or bending (neurogenic claudication)?", _CANAL
    )
    no_pain_seated: bool | None = _sign("No pain at all when seated?", _CANAL)
    wide_based_gait: bool | None = _sign("Wide-based gait?", _CANAL)
    romberg_abnormal: bool | None = _sign("Romberg test abnormal?", _CANAL)
    konno_score: int | None = _count("Stenosis support tool of Konno: score", _CANAL, -2, 16)

    temperature: float | None = item(
        "Temperature", unit="°C", low=25, high=45, plausible=(34, 42), group=_DANGER
    )
    residual_urine: float | None = item(
        "Urine left in the bladder after passing it",
        unit="mL",
        low=0,
        high=3000,
        plausible=(0, 1500),
        group=_DANGER,
        help="Less than 200 mL does not rule out cauda equina syndrome.",
    )
    crp: float | None = item("CRP", unit="mg/L", low=0, high=1000, plausible=(0, 400), group=_DANGER)
    foot_lift: int | None = _count("Power of lifting the foot, 0 to 5 (the weaker side)", _DANGER, 0, 5)

    gait_deviation: bool | None = _sign("Gait deviation?", _CORD)
    hoffmann: bool | None = _sign("Hoffmann sign positive?", _CORD)
    inverted_supinator: bool | None = _sign("Inverted supinator sign?", _CORD)
    babinski: bool | None = _sign("Babinski sign positive?", _CORD)

    groin_pain: bool | None = _sign("Groin pain?", _HIP)
    limp: bool | None = _sign("Limp?", _HIP)
    hip_internal_rotation: int | None = _count("Internal rotation of the hip, in degrees", _HIP, 0, 90)
    squat_pain: bool | None = _sign("Pain on squatting?", _HIP)
    squat_pain_behind: bool | None = _sign("Pain at the back of the hip on squatting?", _HIP)
    hip_flexion_pain: bool | None = _sign("Lateral pain on active hip flexion?", _HIP)
    hip_scour_pain: bool | None = _sign("Pain on the scour test with adduction?", _HIP)
    hip_extension_pain: bool | None = _sign("Pain on active hip extension?", _HIP)
    abduction_groin_pain: bool | None = _sign("Groin pain on hip abduction or adduction?", _HIP)
    abductors_weak: bool | None = _sign("Hip abductors weak?", _HIP)
    hip_adduction_normal: bool | None = _sign("Hip adduction normal?", _HIP)
    single_leg_stance_pain: bool | None = _sign("Lateral hip pain on standing on one leg for 30 s?", _HIP)
    trochanter_tender: bool | None = _sign("Trochanter tender?", _HIP)

    knee_stiff_under_30: bool | None = _sign("Knee stiff for less than 30 minutes in the morning?", _KNEE)
    knee_crepitus: bool | None = _sign("Knee crepitus?", _KNEE)
    knee_bony_tenderness: bool | None = _sign("Bony tenderness of the knee?", _KNEE)
    knee_bony_enlargement: bool | None = _sign("Bony enlargement of the knee?", _KNEE)
    knee_not_warm: bool | None = _sign("Knee without warmth?", _KNEE)
    knee_effusion_or_locking: bool | None = _sign("Knee effusion or locking?", _KNEE)

    mri_degeneration: bool | None = _sign("MRI: disc degeneration?", _IMAGE)
    mri_annular_fissure: bool | None = _sign("MRI: annular fissure?", _IMAGE)
    mri_high_intensity_zone: bool | None = _sign("MRI: high-intensity zone?", _IMAGE)
    mri_modic_1: bool | None = _sign(
        "MRI: Modic 1 change?", _IMAGE, "After a procedure, think of infection too."
    )
    mri_modic_2: bool | None = _sign("MRI: Modic 2 change?", _IMAGE)
    spect_uptake: bool | None = _sign("SPECT: uptake in a facet joint?", _IMAGE)

    spine_fused: bool | None = _sign("Has any level of the spine been fused?", _OTHER)
    trigger_point: bool | None = _sign("Does a tender band of muscle reproduce the pain?", _OTHER)
    one_nerve: bool | None = _sign("Loss or tingling in the territory of one peripheral nerve?", _OTHER)
    pulses_weak: bool | None = _sign("Foot pulses weak or absent?", _OTHER)

    @model_validator(mode="after")
    def _counts_agree(self) -> "Examination":
        done, positive = self.sij_tests_done, self.sij_tests_positive
        if done is not None and positive is not None and positive > done:
            raise PydanticCustomError(
                "counts", "sij_tests_positive: more tests positive than done ({done})", {"done": done}
            )
        return self
