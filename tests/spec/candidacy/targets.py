"""Where the needle may go, and what comes before it."""

from datetime import date

from buffycoat.pathway.candidacy.records import Block, Fusion, History, Plan, Site
from tests.spec.candidacy.given import DISC, FACET, FUSED, SIJ, case, has, plan

TARGET = (
    case("no_target", "A plan signed without a site", Plan(sites=()), says=(("critical", "no target"),)),
    case("no_target", "A plan with a site", plan(DISC)),
    case(
        "fused_level_target",
        "The planned disc is fused",
        plan(DISC),
        History(fusions=(Fusion(level="L4-5"),)),
        says=(("critical", "this level is fused"),),
    ),
    case(
        "fused_level_target",
        "The planned level lies between two fused ones",
        plan(DISC),
        History(fusions=(Fusion(level="L3-4"), Fusion(level="L5-S1"))),
        says=(("critical", "between fused levels"),),
    ),
    case("fused_level_target", "Another level is fused", plan(DISC), History(fusions=(FUSED,))),
    case(
        "transitional_anatomy",
        "A lumbar level, and nobody has asked",
        plan(DISC),
        says=(("warning", "Transitional anatomy (L6, sacralised L5, T13): not known"),),
    ),
    case(
        "transitional_anatomy",
        "Six lumbar vertebrae",
        plan(DISC, transitional="L6"),
        says=(("warning", "Six lumbar vertebrae (L6)"),),
    ),
    case(
        "transitional_anatomy",
        "A thirteenth pair of ribs",
        plan(FACET, transitional="T13"),
        says=(("warning", "T13"),),
    ),
    case("transitional_anatomy", "The levels were counted: nothing unusual", plan(DISC, transitional="none")),
    case("transitional_anatomy", "The sacroiliac joint has one level only", plan(SIJ)),
    case(
        "fusion_not_located",
        "A fusion among the diagnoses, no levels written down",
        has("History of lumbar fusion", fusions=()),
        says=(("critical", "without its levels"),),
    ),
    case("fusion_not_located", "Its level is written down", has("Lumbar fusion", fusions=(FUSED,))),
    case(
        "beside_fusion",
        "Beside a solid fusion, all conditions met",
        plan(DISC),
        History(fusions=(FUSED,)),
        says=(("info", "No controlled evidence"),),
    ),
    case(
        "beside_fusion",
        "Beside a fusion of which nothing is known",
        plan(SIJ),
        History(fusions=(Fusion(level="L5-S1"),)),
        says=(("warning", "not known whether L5-S1 is solid"),),
    ),
    case(
        "beside_fusion",
        "Four months after the operation",
        plan(DISC),
        History(fusions=(FUSED.model_copy(update={"operated_on": "2026-07-10"}),)),
        says=(("critical", "less than 6 months"),),
    ),
    case(
        "beside_fusion",
        "Far from the fusion",
        plan(Site(target="DISC", level="L2-3", side="M")),
        History(fusions=(FUSED,)),
    ),
    case(
        "indication",
        "Exercise was not tried",
        plan(DISC, exercise_tried=False),
        says=(("warning", "Exercise not tried"),),
    ),
    case(
        "indication",
        "Nothing points to a structure",
        plan(DISC, structural=False),
        says=(("warning", "structure of the spine"),),
    ),
    case("indication", "Exercise was tried", plan(DISC, exercise_tried=True, structural=True)),
    case(
        "before_booking",
        "A disc after six weeks of pain, without an MRI",
        plan(DISC, months_of_pain=1.5),
        says=(("warning", "at least 3"), ("warning", "no MRI"), ("warning", "height is left is not known")),
    ),
    case(
        "before_booking",
        "A disc with 40% of its height and an MRI of last year",
        plan(DISC, months_of_pain=12, mri_on=date(2025, 10, 1), disc_height=40),
        says=(("warning", "older than 12 months"), ("warning", "40%")),
    ),
    case(
        "before_booking",
        "A disc with all that is needed",
        plan(DISC, months_of_pain=12, mri_on=date(2026, 9, 1), disc_height=70),
    ),
    case("confirmatory_block", "A facet without a block", plan(FACET), says=(("warning", "no block"),)),
    case(
        "confirmatory_block",
        "An SI joint whose block took away half the pain",
        plan(SIJ, blocks=(Block(block="SIJ", done_on=date(2026, 10, 1), relief=50),)),
        says=(("warning", "75% relief"),),
    ),
    case(
        "confirmatory_block",
        "A facet whose block took away 80%",
        plan(FACET, blocks=(Block(block="MBB", done_on=date(2026, 10, 1), relief=80),)),
    ),
    case(
        "confirmatory_block",
        "A facet whose two blocks at one place disagree",
        plan(FACET, blocks=tuple(Block(block="MBB", level="L4-5", side="R", relief=r) for r in (80, 10))),
        says=(("warning", "the blocks do not settle it"),),
    ),
    case(
        "cervical_transforaminal",
        "A transforaminal needle in the neck",
        plan(Site(target="EPI_TF", level="C5-6", side="L")),
        says=(("critical", "in the neck"),),
    ),
    case("cervical_transforaminal", "In the low back", plan(Site(target="EPI_TF", level="L4-5", side="L"))),
    case("investigational_use", "A disc", plan(DISC), says=(("info", "two that showed no benefit"),)),
    case("investigational_use", "No target yet", Plan(sites=())),
)
