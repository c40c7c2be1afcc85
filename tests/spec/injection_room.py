"""The clinical spec of the room: what the chart says beside the ticks, contrast, antibiotic, the way home."""

from datetime import timedelta
from typing import Any

from buffycoat.pathway.candidacy.laboratory import Labs, PregnancyTest
from buffycoat.pathway.candidacy.records import Allergies, Allergy, Drug, History, Medicines, Plan, Site
from buffycoat.pathway.injection.records import TimeOut
from tests.spec.case import DAY, Case
from tests.spec.consent import DISC, FACET, SIJ, consent, plan, withdrawal
from tests.spec.injection_given import TEN, VITALS, at, discharge, injection, time_out

EPIDURAL = Site(target="EPI_TF", level="L5-S1", side="L")
LIGAMENT = Site(target="LIG", level="L4-5", side="M")


def allergic(substance: str, severe: bool | None = False, reaction: str | None = None) -> Allergies:
    """One allergy."""
    return Allergies(allergies=(Allergy(substance=substance, severe=severe, reaction=reaction),))


def takes(name: str, **more: Any) -> Medicines:
    """One medicine, every day."""
    return Medicines(drugs=(Drug.model_validate({"name": name, "use": "taking", **more}),))


def vein(drug: str, before: float, **more: Any) -> TimeOut:
    """An antibiotic into a vein so many minutes before ten o’clock."""
    facts = {"antibiotic_drug": drug, "antibiotic_route": "vein"}
    return time_out(antibiotic_given=True, antibiotic_at=TEN - timedelta(minutes=before), **facts, **more)


def numbered(transitional: str) -> Plan:
    """A plan whose images were read for transitional anatomy."""
    return Plan.model_validate({"sites": (FACET,), "transitional": transitional})


IN_DISC = injection(at("DISC", "L4-5", "M", 1))
HELD = {"hold_agreed": True, "last_taken": "2026-11-01"}
NO_REACTION = {"contrast_reaction": None}
DRY = {"contrast_planned": "none", "contrast_reaction": "severe"}
NOT_HELD = "not held for this needle"

COUNTED = (
    Case("injection.transitional", "none seen, in the time-out", (plan(FACET), time_out()), ()),
    Case(
        "injection.transitional",
        "none on the images, by the plan",
        (numbered("none"), time_out(transitional_anatomy=None)),
        (),
    ),
    Case(
        "injection.transitional",
        "nobody says",
        (plan(FACET), time_out(transitional_anatomy=None)),
        (("critical", "Not stated: transitional anatomy"),),
    ),
    Case(
        "injection.transitional",
        "a sixth lumbar vertebra, and not how the levels were numbered",
        (numbered("L6"), time_out(transitional_anatomy=None)),
        (("critical", "not written down how the levels were numbered"),),
    ),
    Case("injection.guidance_ready", "a disc, fluoroscopy ready", (plan(DISC), time_out()), ()),
    Case(
        "injection.guidance_ready",
        "a facet by ultrasound",
        (plan(FACET), time_out(guidance="ultrasound")),
        (),
    ),
    Case(
        "injection.guidance_ready",
        "a disc, ultrasound ready",
        (plan(DISC), time_out(guidance="ultrasound")),
        (("critical", "A disc needs fluoroscopy or CT: Disc L4-5"),),
    ),
    Case(
        "injection.guidance_ready",
        "an epidural, not stated which",
        (plan(EPIDURAL), time_out(guidance=None)),
        (("critical", "An epidural needs fluoroscopy or CT"),),
    ),
    Case("injection.operator", "as named", (time_out(operator="dr one"), injection()), ()),
    Case("injection.operator", "nobody was named", (time_out(operator=None), injection()), ()),
    Case(
        "injection.operator",
        "another person",
        (time_out(operator="Dr Two"), injection()),
        (("warning", "The time-out named Dr Two; the injection is by Dr One"),),
    ),
)

CHART = (
    Case("injection.consent_before", "to this plan, before", (plan(FACET), consent(), time_out()), ()),
    Case(
        "injection.consent_before",
        "none, and ticked as seen",
        (plan(FACET), time_out()),
        (
            (
                "critical",
                "No consent is signed: no needle The time-out is a second look, not the consent itself.",
            ),
        ),
    ),
    Case(
        "injection.consent_before",
        "signed after the time-out",
        (plan(FACET), consent(signed_at=TEN), time_out()),
        (("critical", "dated after the time-out"),),
    ),
    Case(
        "injection.consent_before",
        "taken back before",
        (plan(FACET), consent(), withdrawal(), time_out()),
        (("critical", "has taken the consent back"),),
    ),
    Case(
        "injection.consent_before",
        "the treatment was not asked about",
        (plan(FACET), consent(scope_care=None), time_out()),
        (("critical", "does not say that the patient agrees to the treatment"),),
    ),
    Case(
        "injection.consent_before",
        "another place is planned",
        (plan(FACET, SIJ), consent(), time_out()),
        (("critical", "does not name Sacroiliac joint, left"),),
    ),
    Case("injection.holds", "nothing that thins", (plan(DISC), takes("lisinopril"), time_out()), ()),
    Case("injection.holds", "agreed and over", (plan(DISC), takes("apixaban", **HELD), time_out()), ()),
    Case(
        "injection.holds",
        "ticked as held, and no agreement in the chart",
        (plan(DISC), takes("apixaban", last_taken="2026-11-01"), time_out()),
        (("critical", f"{NOT_HELD}: no agreement"),),
    ),
    Case(
        "injection.holds",
        "agreed, the last dose yesterday",
        (plan(DISC), takes("apixaban", hold_agreed=True, last_taken="2026-11-18"), time_out()),
        (("critical", f"{NOT_HELD}: last dose 18 November 2026"),),
    ),
    Case(
        "injection.holds",
        "agreed, the last dose not known",
        (plan(DISC), takes("clopidogrel", hold_agreed=True), time_out()),
        (("critical", f"{NOT_HELD}: day of the last dose not known"),),
    ),
    Case(
        "injection.holds",
        "the prescriber said no, at intermediate class",
        (plan(DISC), takes("warfarin", hold_agreed=False), time_out()),
        (("critical", "did not agree"),),
    ),
    Case(
        "injection.holds",
        "the prescriber said no, at low class",
        (plan(SIJ), takes("warfarin", hold_agreed=False), time_out()),
        (),
    ),
    Case(
        "injection.holds",
        "nobody asked, at low class",
        (plan(SIJ), takes("warfarin"), time_out()),
        (("critical", "no agreement"),),
    ),
    Case(
        "injection.holds",
        "stopped, and the last dose lies too near",
        (plan(DISC), takes("apixaban", use="stopped", last_taken="2026-11-18"), time_out()),
        (("critical", NOT_HELD),),
    ),
    Case(
        "injection.holds",
        "aspirin for the heart",
        (plan(DISC), takes("aspirin 81 mg", for_heart=True), time_out()),
        (),
    ),
    Case(
        "injection.holds", "a drug that needs no hold here", (plan(DISC), takes("cilostazol"), time_out()), ()
    ),
    Case("injection.chart_says", "neither", (History(pregnant="no", infection_now=False), time_out()), ()),
    Case("injection.chart_says", "nothing known", (time_out(),), ()),
    Case(
        "injection.chart_says",
        "pregnant by the history, infected too",
        (History(pregnant="yes", infection_now=True), time_out()),
        (("critical", "the history says pregnant"), ("critical", "an infection now")),
    ),
    Case(
        "injection.chart_says",
        "possibly pregnant, no test",
        (History(pregnant="possible"), time_out()),
        (("critical", "no test is signed"),),
    ),
    Case(
        "injection.chart_says",
        "possibly pregnant, the test negative",
        (
            History(pregnant="possible"),
            Labs(pregnancy_test=PregnancyTest(positive=False, taken_on=DAY)),
            time_out(),
        ),
        (),
    ),
    Case(
        "injection.chart_says",
        "the test positive",
        (Labs(pregnancy_test=PregnancyTest(positive=True, taken_on=DAY)), time_out()),
        (("critical", "the pregnancy test is positive"),),
    ),
)

CONTRAST = (
    Case("injection.contrast_reaction", "none before", (plan(FACET), time_out()), ()),
    Case("injection.contrast_reaction", "severe, and none planned", (plan(FACET), time_out(**DRY)), ()),
    Case(
        "injection.contrast_reaction",
        "severe, by the time-out",
        (plan(FACET), time_out(contrast_reaction="severe")),
        (("critical", "none is given"),),
    ),
    Case(
        "injection.contrast_reaction",
        "severe, by the chart, and the time-out says none",
        (plan(FACET), allergic("iohexol", severe=True), time_out()),
        (("critical", "The chart has a contrast allergy (iohexol)"), ("critical", "none is given")),
    ),
    Case(
        "injection.contrast_reaction",
        "by the chart, not known how severe",
        (plan(FACET), allergic("contrast dye", severe=None), time_out(**NO_REACTION)),
        (("critical", "not known how severe"),),
    ),
    Case(
        "injection.contrast_reaction",
        "the answer not written down",
        (plan(FACET), time_out(**NO_REACTION)),
        (("critical", "is not written down"),),
    ),
    Case(
        "injection.contrast_reaction",
        "nobody says whether contrast is planned, and a disc takes it",
        (plan(DISC), time_out(contrast_planned=None, **NO_REACTION)),
        (("critical", "is not written down"),),
    ),
    Case(
        "injection.contrast_reaction",
        "a ligament, which takes none",
        (plan(LIGAMENT), time_out(contrast_planned=None, **NO_REACTION)),
        (),
    ),
    Case("injection.contrast_reaction", "mild", (plan(FACET), time_out(contrast_reaction="mild")), ()),
    Case("injection.premedication", "no earlier reaction", (plan(FACET), time_out()), ()),
    Case(
        "injection.premedication",
        "mild, no steroid: both are raised",
        (plan(FACET), time_out(contrast_reaction="mild")),
        (
            ("warning", "no premedication is written down"),
            ("warning", "would be given within 2 weeks of PRP"),
        ),
    ),
    Case(
        "injection.premedication",
        "mild, steroid given",
        (plan(FACET), time_out(contrast_reaction="mild", premedicated=True)),
        (("warning", "Steroid was given within 2 weeks of PRP"),),
    ),
    Case(
        "injection.premedication",
        "mild by the chart",
        (plan(FACET), allergic("iohexol"), time_out(**NO_REACTION, premedicated=False)),
        (("warning", "no premedication"), ("warning", "washout")),
    ),
    Case("injection.gadolinium", "iodinated", (plan(EPIDURAL), time_out()), ()),
    Case(
        "injection.gadolinium",
        "into a sacroiliac joint",
        (plan(SIJ), time_out(contrast_planned="gadolinium")),
        (),
    ),
    Case(
        "injection.gadolinium",
        "beside the sac",
        (plan(EPIDURAL), time_out(contrast_planned="gadolinium")),
        (("critical", "Gadolinium where the needle may enter the dural sac: never"),),
    ),
    Case(
        "injection.gadolinium",
        "by its name, ticked as iodinated",
        (plan(DISC), time_out(contrast_agent="Gadobutrol 1 mmol/mL")),
        (("critical", "never"),),
    ),
    Case(
        "injection.gadolinium",
        "where the needle goes is not known",
        (time_out(contrast_planned="gadolinium"),),
        (("critical", "never"),),
    ),
    Case(
        "injection.gadolinium",
        "given so",
        (
            plan(FACET),
            time_out(),
            injection(at("EPI_TF", "L5-S1", "L").model_copy(update={"contrast": "gadavist 1 mL"})),
        ),
        (("critical", "never"),),
    ),
    Case("injection.contrast_lot", "agent and lot", (time_out(),), ()),
    Case(
        "injection.contrast_lot", "none planned", (time_out(contrast_planned="none", contrast_lot=None),), ()
    ),
    Case("injection.contrast_lot", "no lot", (time_out(contrast_lot=None),), (("warning", "agent or lot"),)),
    Case("injection.no_contrast_allergy", "kiwi", (allergic("Kiwi"), time_out()), ()),
    Case(
        "injection.no_contrast_allergy", "contrast itself", (allergic("iodinated contrast"), time_out()), ()
    ),
    Case(
        "injection.no_contrast_allergy",
        "shellfish",
        (allergic("Shellfish"), time_out()),
        (("info", "Shellfish: no allergy to contrast"),),
    ),
    Case(
        "injection.no_contrast_allergy",
        "iodine",
        (allergic("Iodine (Betadine)"), time_out()),
        (("info", "no allergy to contrast"),),
    ),
)

ANTIBIOTIC = (
    Case("injection.antibiotic_minutes", "none given", (plan(DISC), time_out()), ()),
    Case("injection.antibiotic_minutes", "a facet", (plan(FACET), vein("cefazolin", 20)), ()),
    Case(
        "injection.antibiotic_minutes",
        "20 minutes before the disc",
        (vein("cefazolin", 20), IN_DISC),
        (("info", "cefazolin: 20 minutes before the first needle Its window is 15 to 30 minutes"),),
    ),
    Case(
        "injection.antibiotic_minutes", "15 minutes", (vein("Ancef 2 g", 15), IN_DISC), (("info", "15 min"),)
    ),
    Case(
        "injection.antibiotic_minutes", "30 minutes", (vein("cefazolin", 30), IN_DISC), (("info", "30 min"),)
    ),
    Case(
        "injection.antibiotic_minutes",
        "10 minutes",
        (vein("cefazolin", 10), IN_DISC),
        (("warning", "10 min"),),
    ),
    Case(
        "injection.antibiotic_minutes",
        "31 minutes",
        (vein("cefazolin", 31), IN_DISC),
        (("warning", "31 min"),),
    ),
    Case(
        "injection.antibiotic_minutes",
        "at the time-out it is early, and waiting mends it",
        (plan(DISC), vein("cefazolin", 10)),
        (
            (
                "info",
                "Its window is 15 to 30 minutes before the puncture: 10:05 to 10:20",
            ),
        ),
    ),
    Case(
        "injection.antibiotic_minutes",
        "at the time-out it is too late already",
        (plan(DISC), vein("cefazolin", 40)),
        (("warning", "35 minutes before the time-out"),),
    ),
    Case(
        "injection.antibiotic_minutes",
        "vancomycin, an hour",
        (vein("vancomycin", 60), IN_DISC),
        (("info", "60 to 120"),),
    ),
    Case(
        "injection.antibiotic_minutes",
        "a drug that the table does not know",
        (vein("clindamycin", 40), IN_DISC),
        (("info", "shown and not judged"),),
    ),
    Case(
        "injection.antibiotic_minutes",
        "into the disc itself",
        (vein("cefazolin", 5).model_copy(update={"antibiotic_route": "disc"}), IN_DISC),
        (("info", "shown and not judged"),),
    ),
    Case("injection.antibiotic_allergy", "another allergy", (allergic("Kiwi"), vein("cefazolin", 20)), ()),
    Case("injection.antibiotic_allergy", "none given", (allergic("penicillin"), time_out()), ()),
    Case(
        "injection.antibiotic_allergy",
        "penicillin, and cefazolin is named",
        (allergic("Penicillin V", severe=True, reaction="anaphylaxis"), vein("cefazolin", 20)),
        (("critical", "Allergy to Penicillin V (anaphylaxis), and cefazolin is written down"),),
    ),
    Case(
        "injection.antibiotic_allergy",
        "penicillin, and clindamycin is named",
        (allergic("penicillin", severe=True), vein("clindamycin", 20)),
        (),
    ),
    Case(
        "injection.antibiotic_allergy",
        "the very drug, not known how severe",
        (allergic("Clindamycin", severe=None), vein("clindamycin 900 mg", 20)),
        (("critical", "How severe is not known"),),
    ),
    Case(
        "injection.antibiotic_allergy",
        "chlorhexidine on the skin",
        (allergic("chlorhexidine"), time_out()),
        (("critical", "chlorhexidine in alcohol"),),
    ),
)

HOME = (
    Case("injection.discharge_criteria", "well", (injection(), discharge()), ()),
    Case(
        "injection.discharge_criteria",
        "not known",
        (injection(), discharge(motor_block=None, alarms=None)),
        (),
    ),
    Case(
        "injection.discharge_criteria",
        "a heavy leg after 50 minutes",
        (injection(), discharge(motor_block=True)),
        (("critical", "heavy 50 minutes after the needle"),),
    ),
    Case(
        "injection.discharge_criteria",
        "a heavy leg after 121 minutes",
        (injection(), discharge(motor_block=True, discharged_at=TEN + timedelta(minutes=121))),
        (("critical", "Over 2 hours it is an emergency"),),
    ),
    Case(
        "injection.discharge_criteria",
        "a heavy leg, not known when they left",
        (injection(), discharge(motor_block=True, discharged_at=None)),
        (("critical", "not known for how long"),),
    ),
    Case(
        "injection.discharge_criteria",
        "hives and short of breath",
        (injection(), discharge(alarms=("breath", "hives"))),
        (("critical", "short of breath"), ("critical", "hives")),
    ),
    Case("injection.observation", "whole", (injection(), discharge()), ()),
    Case(
        "injection.observation",
        "no vital signs",
        (injection(), discharge(vitals=None)),
        (("warning", "Left without a whole set of vital signs"),),
    ),
    Case(
        "injection.observation",
        "the pulse was not taken",
        (injection(), discharge(vitals=(VITALS.model_copy(update={"pulse": None}),))),
        (("warning", "vital signs"),),
    ),
    Case(
        "injection.observation",
        "observed for longer than they were there",
        (injection(), discharge(observed_minutes=60)),
        (("warning", "Left 50 minutes after the first needle, observed for 60"),),
    ),
    Case(
        "injection.observation",
        "left before the needle",
        (injection(), discharge(discharged_at=TEN - timedelta(minutes=3))),
        (("warning", "one of the times is wrong"),),
    ),
)
ROOM = (*COUNTED, *CHART, *CONTRAST, *ANTIBIOTIC, *HOME)
