"""What triage says of the source of pain: what is ranked, what is named first, and what is not enough."""

from datetime import date

from buffycoat.pathway.candidacy.records import Block, Plan
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from tests.spec.case import DAY, Case


def _aged(years: int) -> Referral:
    return Referral(name="Invented Person", birth_date=date(DAY.year - years, 1, 15))


def _ranks(title: str, says: str, *given: Record) -> Case:
    return Case("triage.pain_source", title, given, (("info", says),) if says else ())


LOW_BACK = Pain(regions=("low_back_middle",), worse_with=("sitting", "rising"))
DISC_LIKE = Examination(
    centralises=True,
    mri_high_intensity_zone=True,
    sij_tests_done=6,
    sij_tests_positive=1,
    neurogenic_claudication=False,
)
IMAGES = Examination(mri_high_intensity_zone=True, mri_modic_1=True, mri_degeneration=True)
WALKER = Pain(
    regions=("buttock_right", "buttock_left", "calf_right", "calf_left"),
    worse_with=("walking", "standing"),
    better_with=("sitting", "bending_forward"),
)
GROIN = Pain(regions=("groin_right", "buttock_right"), leg_worse_than_back=False, worse_with=("walking",))
HIP = Examination(limp=True, hip_internal_rotation=10)
CORD = {"gait_deviation": True, "hoffmann": True}

SOURCES = (
    _ranks("neither pain nor examination signed", "", _aged(47)),
    _ranks(
        "one place and nothing else", "of 3 answers that count: not ranked", Pain(regions=("knee_right",))
    ),
    _ranks("what is missing is named", "Repeated movements", _aged(65), Pain(regions=("low_back_middle",))),
    _ranks("centralises, high-intensity zone", "disc 82% (66 to 90)", _aged(47), LOW_BACK, DISC_LIKE),
    _ranks(
        "fewer than 3 of 6 sacroiliac tests", "sacroiliac joint 5% or less", _aged(47), LOW_BACK, DISC_LIKE
    ),
    _ranks("facet: only a block moves it", "never diagnosed from story", _aged(47), LOW_BACK, DISC_LIKE),
    _ranks(
        "MRI findings and no story that fits: the disc stays where it was",
        "disc 34% (26 to 42)",
        _aged(47),
        Pain(regions=("low_back_middle",), worse_with=()),
        IMAGES,
    ),
    _ranks("old, both legs, eased by bending", "spinal stenosis 90% or more", _aged(74), WALKER),
    _ranks("groin, limp, stiff hip", "hip joint 79% (21 to 90)", _aged(64), GROIN, HIP),
    _ranks(
        "numb between the legs: named before all ranking",
        "First: cauda equina (emergency)",
        _aged(47),
        LOW_BACK,
        DISC_LIKE,
        WarningSigns(saddle_numbness=True),
    ),
    _ranks(
        "an inflamed spine is named first, though routine",
        "First: inflamed spine (routine)",
        LOW_BACK,
        WarningSigns(stiffness=("before_45", "over_3_months", "morning_30_min", "exercise_helps")),
    ),
    _ranks(
        "a fused level: hardware and its neighbour are named, without a chance",
        "level beside a fusion",
        _aged(47),
        LOW_BACK,
        Examination(spine_fused=True, centralises=False, neurogenic_claudication=False),
    ),
    Case(
        "triage.hip_and_spine",
        "hip and disc both likely",
        (_aged(64), GROIN, HIP),
        (("warning", "Diagnostic hip injection first"),),
    ),
    Case("triage.hip_and_spine", "a hip without findings", (_aged(64), LOW_BACK, DISC_LIKE), ()),
    Case(
        "triage.hip_and_spine",
        "both likely, and the hip block is read",
        (_aged(64), GROIN, HIP, Plan(blocks=(Block(block="HIP", relief=80),))),
        (),
    ),
    Case(
        "triage.hip_and_spine",
        "both likely, and the relief after the hip block is not known",
        (_aged(64), GROIN, HIP, Plan(blocks=(Block(block="HIP"),))),
        (("warning", "Hip and spine may both"),),
    ),
)
