"""The clinical spec of the injection."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from buffycoat.pathway.injection.images import Images, LinkedImage
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.preparation.label import labels
from tests.spec.case import DAY, Case
from tests.spec.consent import DISC, FACET, SIJ, consent, plan, withdrawal
from tests.spec.injection_given import (
    FACET_R,
    STOPS,
    TEN,
    VITALS,
    at,
    discharge,
    fused,
    injection,
    time_out,
)
from tests.spec.injection_room import ROOM
from tests.spec.preparation import NINE, draw, product

CEFAZOLIN = time_out(
    antibiotic_given=True,
    antibiotic_drug="cefazolin",
    antibiotic_route="disc",
    antibiotic_at=TEN - timedelta(minutes=20),
)
EPIDURAL = at("EPI_TF", "L5-S1", "L", 2)

FAINT = VITALS.model_copy(update={"systolic": 84.0, "pulse": 44.0})

LABELLED = Case("", "", (draw(),), ()).chart()
LABEL = labels(LABELLED, 2)[1]
OTHERS = replace(LABEL, episode="another")
OLD = replace(LABEL, hash=LABEL.hash[::-1])
INCIDENT = Incident(what="another patient", found_at=TEN, found_by="Nurse One", scanned=OTHERS.code)

ONE_DOSE = Radiation(given_on=DAY, fluoroscopy_time=31, dap_total=104, kerma_total=5.2, study_uid="1.2.3")
LATER = ONE_DOSE.model_copy(update={"dap_total": 122.0})


def linked(**changes: Any) -> Images:
    """One image of a needle in the right facet joint at L4-5."""
    one = {
        "target": "FACET",
        "level": "L4-5",
        "side": "R",
        "shows": "needle",
        "series_uid": "1.2.3.1",
        "instance_uid": "1.2.3.1.1",
        "class_uid": "1.2.840.10008.5.1.4.1.1.12.1",
        "sha256": "0" * 64,
    }
    return Images(images=(LinkedImage.model_validate(one | changes),), study_uid="1.2.3", fetched_at=TEN)


WHOLE = {"target": None, "level": None, "side": None}

CASES = (
    *ROOM,
    Case("injection.image_elsewhere", "of a place that was injected", (injection(), linked()), ()),
    Case("injection.image_elsewhere", "of the whole procedure", (injection(), linked(**WHOLE)), ()),
    Case(
        "injection.image_elsewhere",
        "of the other side",
        (injection(), linked(side="L")),
        (("warning", "Facet joint L4-5, left"),),
    ),
    Case(
        "injection.image_elsewhere",
        "no injection is signed",
        (linked(),),
        (("warning", "was not injected"),),
    ),
    Case("injection.image_twice", "two images", (linked(), linked(instance_uid="1.2.3.1.2")), ()),
    Case("injection.image_twice", "linked again in the same way", (linked(), linked()), ()),
    Case(
        "injection.image_twice",
        "linked to two places",
        (linked(), linked(side="L")),
        (("warning", "linked twice"),),
    ),
    Case(
        "injection.image_twice",
        "with another hash",
        (linked(), linked(sha256="1" * 64)),
        (("warning", "linked twice"),),
    ),
    Case("injection.radiation_twice", "one report", (ONE_DOSE,), ()),
    Case("injection.radiation_twice", "of two studies", (ONE_DOSE, Radiation(study_uid="1.2.4")), ()),
    Case("injection.radiation_twice", "studies not known", (Radiation(events=1), Radiation(events=2)), ()),
    Case(
        "injection.radiation_twice", "one study, read twice", (ONE_DOSE, LATER), (("warning", "2 radiation"),)
    ),
    Case("injection.radiation_day", "the same day", (injection(), ONE_DOSE), ()),
    Case("injection.radiation_day", "day not known", (injection(), Radiation(kerma_total=5)), ()),
    Case(
        "injection.radiation_day",
        "a year before",
        (injection(), Radiation(given_on=DAY.replace(year=2025), kerma_total=5)),
        (("warning", "19 November 2025"),),
    ),
    Case("injection.label_read_by_two", "two people", (time_out(),), ()),
    Case(
        "injection.label_read_by_two",
        "answered no: another card says so",
        (time_out(label_matches=False),),
        (),
    ),
    Case(
        "injection.label_read_by_two",
        "nobody is named",
        (time_out(label_read_by=None, label_read_second=None),),
        (("critical", "Not known which two people read the syringe label"),),
    ),
    Case(
        "injection.label_read_by_two",
        "the same person twice",
        (time_out(label_read_second="nurse one"),),
        (("critical", "The same person read the label twice"),),
    ),
    Case("injection.label", "the right label, scanned", (draw(), time_out(label_scanned=LABEL.code)), ()),
    Case(
        "injection.label", "the right code, typed", (draw(), time_out(label_scanned=LABEL.typed.lower())), ()
    ),
    Case("injection.label", "not scanned", (draw(), time_out()), (("warning", "was not scanned"),)),
    Case(
        "injection.label",
        "another patient’s",
        (draw(), time_out(label_scanned=OTHERS.code)),
        (("critical", "Another patient’s label: do not inject"),),
    ),
    Case(
        "injection.label",
        "of another draw of this patient",
        (draw(), time_out(label_scanned=OLD.code)),
        (("critical", "of another draw of this patient"),),
    ),
    Case(
        "injection.label",
        "a slip of the fingers",
        (draw(), time_out(label_scanned=LABEL.typed[:-1] + "Z")),
        (("critical", "cannot be read"),),
    ),
    Case(
        "injection.label",
        "four hours and a minute after the draw",
        (draw(), time_out(label_scanned=LABEL.code, taken_at=NINE + timedelta(hours=4, minutes=1))),
        (("critical", "past its use-by time"),),
    ),
    Case(
        "injection.label",
        "four hours after the draw",
        (draw(), time_out(label_scanned=LABEL.code, taken_at=NINE + timedelta(hours=4))),
        (),
    ),
    Case("injection.incident", "none", (time_out(),), ()),
    Case(
        "injection.incident",
        "another patient’s label",
        (INCIDENT,),
        (("critical", "Incident, 19 November 10:00: another patient’s label Found by Nurse One."),),
    ),
    Case(
        "injection.waste",
        "all of it is accounted for",
        (product(volume=2, sample_volume=0.5), injection(discarded_volume=1)),
        (),
    ),
    Case(
        "injection.waste",
        "one millilitre unaccounted for",
        (product(volume=2, sample_volume=0.5), injection(discarded_volume=0)),
        (("warning", "1 mL of the product is neither injected, sampled nor recorded as discarded"),),
    ),
    Case(
        "injection.waste",
        "what was discarded was not asked",
        (product(volume=2, sample_volume=0.5), injection()),
        (("info", "1 mL of the product"),),
    ),
    Case("injection.hard_stops", "all answered yes", (time_out(),), ()),
    *(
        Case(
            "injection.hard_stops",
            f"{name.replace('_', ' ')}: no",
            (time_out(**{name: False}),),
            (("critical", TimeOut.items[name].ask),),
        )
        for name in STOPS
    ),
    Case(
        "injection.hard_stops",
        "one not known, one not asked",
        (TimeOut.model_validate(time_out(mask_worn=None).model_dump(exclude={"side_confirmed"})),),
        (("critical", "2 of 22 hard stops have no answer"),),
    ),
    Case(
        "injection.hard_stops",
        "the level counted by one person only",
        (time_out(level_counted_second=None),),
        (("critical", "And, independently, by"),),
    ),
    Case("injection.counted_by_two", "two people", (time_out(),), ()),
    Case(
        "injection.counted_by_two",
        "the same name twice",
        (time_out(level_counted_second=" dr  one"),),
        (("critical", "same person"),),
    ),
    Case("injection.antibiotic", "a facet, none given, with the reason", (plan(FACET), time_out()), ()),
    Case(
        "injection.antibiotic", "a facet, nothing said", (plan(FACET), time_out(antibiotic_reason=None)), ()
    ),
    Case(
        "injection.antibiotic",
        "a disc, nothing said",
        (plan(DISC), time_out(antibiotic_reason=None)),
        (("critical", "neither an antibiotic nor the reason"),),
    ),
    Case(
        "injection.antibiotic",
        "a disc, not known whether one was given",
        (plan(DISC), time_out(antibiotic_given=None, antibiotic_reason=None)),
        (("critical", "neither"),),
    ),
    Case(
        "injection.antibiotic",
        "a disc, given, the drug not written",
        (plan(DISC), time_out(antibiotic_given=True)),
        (("critical", "the drug or the time"),),
    ),
    Case(
        "injection.antibiotic",
        "a facet, given, the drug not written",
        (plan(FACET), time_out(antibiotic_given=True)),
        (("warning", "the drug or the time"),),
    ),
    Case(
        "injection.antibiotic",
        "given after the first needle",
        (
            time_out(
                antibiotic_given=True, antibiotic_drug="clindamycin", antibiotic_at=TEN + timedelta(minutes=3)
            ),
            injection(at("DISC", "L4-5", "M", 1)),
        ),
        (("warning", "after the first needle"),),
    ),
    Case("injection.antibiotic_in_disc", "into the disc, no epidural", (plan(DISC), CEFAZOLIN), ()),
    Case(
        "injection.antibiotic_in_disc",
        "cefazolin with an epidural",
        (CEFAZOLIN, injection(at("DISC", "L4-5", "M", 1), EPIDURAL)),
        (("critical", "seizures"),),
    ),
    Case(
        "injection.antibiotic_in_disc",
        "a drug not named, with an epidural",
        (CEFAZOLIN.model_copy(update={"antibiotic_drug": None}), injection(EPIDURAL)),
        (("critical", "seizures"),),
    ),
    Case(
        "injection.antibiotic_in_disc",
        "another drug",
        (CEFAZOLIN.model_copy(update={"antibiotic_drug": "gentamicin"}), injection(EPIDURAL)),
        (),
    ),
    Case("injection.time_out_first", "before the needle", (time_out(), injection()), ()),
    Case("injection.time_out_first", "none signed", (injection(),), (("critical", "no time-out is signed"),)),
    Case(
        "injection.time_out_first",
        "after the needle",
        (time_out(taken_at=TEN + timedelta(minutes=1)), injection()),
        (("critical", "after the first needle"),),
    ),
    Case("injection.place", "as planned and agreed", (plan(FACET), consent(), injection()), ()),
    Case(
        "injection.place",
        "the other side",
        (plan(FACET), consent(), injection(at("FACET", "L4-5", "L"))),
        (("critical", "Wrong side: Facet joint L4-5, left"), ("critical", "Not agreed to")),
    ),
    Case(
        "injection.place",
        "the level below",
        (plan(FACET), consent(), injection(at("FACET", "L5-S1", "R"))),
        (("critical", "Wrong level: Facet joint L5-S1, right"), ("critical", "Not agreed to")),
    ),
    Case(
        "injection.place",
        "a joint that was agreed to but not planned",
        (plan(FACET), consent(sites=(FACET, SIJ)), injection(at("SIJ", "SI", "L", 2))),
        (("critical", "Not planned: Sacroiliac joint, left"),),
    ),
    Case(
        "injection.place",
        "what was agreed to is not known",
        (plan(FACET), consent(sites=None), injection()),
        (("critical", "Not agreed to"),),
    ),
    Case("injection.fused", "the level above the fusion", (fused("L5-S1"), plan(FACET), injection()), ()),
    Case(
        "injection.fused",
        "planned into the fusion",
        (fused("L4-5"), plan(FACET)),
        (("critical", "Fused level: Facet joint L4-5, right"),),
    ),
    Case(
        "injection.fused",
        "injected into the fusion, planned elsewhere",
        (fused("L3-4"), plan(FACET), injection(at("MULT", "L3-4", "R"))),
        (("critical", "Fused level: Multifidus L3-4, right"),),
    ),
    Case("injection.guidance", "a facet by fluoroscopy", (injection(),), ()),
    Case(
        "injection.guidance",
        "a disc by ultrasound",
        (injection(at("DISC", "L4-5", "M", 1), guidance="ultrasound"),),
        (("critical", "A disc needs fluoroscopy or CT"),),
    ),
    Case(
        "injection.guidance",
        "each epidural by ultrasound",
        (
            injection(
                at("EPI_CAUD", "S", "M", 10), EPIDURAL, at("EPI_IL", "L4-5", "M", 3), guidance="ultrasound"
            ),
        ),
        (("critical", "epidural"), ("critical", "inside a trial"), ("critical", "epidural")),
    ),
    Case(
        "injection.guidance",
        "a lumbar facet by ultrasound",
        (injection(guidance="ultrasound"),),
        (("info", "with experience"),),
    ),
    Case(
        "injection.guidance",
        "a cervical facet by ultrasound",
        (injection(at("FACET", "C5-6", "R"), guidance="ultrasound"),),
        (("warning", "lumbar spine only"),),
    ),
    Case("injection.consent", "in force", (consent(), injection()), ()),
    Case("injection.consent", "none", (injection(),), (("critical", "No consent is signed"),)),
    Case(
        "injection.consent",
        "signed after the needle",
        (consent(signed_at=TEN + timedelta(minutes=9)), injection()),
        (("critical", "after the first needle"),),
    ),
    Case(
        "injection.consent",
        "taken back before",
        (consent(), withdrawal(), injection()),
        (("critical", "had taken back"),),
    ),
    Case(
        "injection.consent",
        "taken back after",
        (consent(), injection(), withdrawal(withdrawn_at=TEN + timedelta(days=2))),
        (),
    ),
    Case("injection.blood_age", "one hour", (draw(), injection()), ()),
    Case("injection.blood_age", "four hours", (draw(), injection(given_at=NINE + timedelta(hours=4))), ()),
    Case(
        "injection.blood_age",
        "five hours",
        (draw(), injection(given_at=NINE + timedelta(hours=5))),
        (("critical", "5 h from draw to injection"),),
    ),
    Case(
        "injection.blood_age",
        "drawn after the needle",
        (draw(drawn_at=TEN + timedelta(minutes=1)), injection()),
        (("critical", "drawn after the first needle"),),
    ),
    Case("injection.volume", "half a millilitre of six", (draw(), product(), injection()), ()),
    Case(
        "injection.volume",
        "all of it, sample included",
        (draw(), product(volume=2, sample_volume=0.5), injection(at("FACET", "L4-5", "R", 1.5))),
        (),
    ),
    Case(
        "injection.volume",
        "more than was made",
        (draw(), product(volume=2, sample_volume=0.6), injection(at("FACET", "L4-5", "R", 1.5))),
        (("critical", "than was made"),),
    ),
    Case(
        "injection.volume",
        "two injections that are together more than was made",
        (
            product(volume=2, sample_volume=0.5),
            injection(at("FACET", "L4-5", "R", 1)),
            injection(at("FACET", "L4-5", "L", 1)),
        ),
        (("critical", "than was made"),),
    ),
    Case("injection.volume", "nothing was made", (injection(),), (("critical", "than was made"),)),
    Case(
        "injection.volume",
        "three millilitres into a disc",
        (draw(), product(), injection(at("DISC", "L4-5", "M", 3))),
        (("warning", "3 mL is more than usual"),),
    ),
    Case("injection.doubled", "two sides", (injection(FACET_R, at("FACET", "L4-5", "L")),), ()),
    Case(
        "injection.doubled",
        "one place twice",
        (injection(FACET_R, FACET_R),),
        (("warning", "Written 2 times"),),
    ),
    Case("injection.lot", "the same lot", (draw(), injection(kit_lot=" l77")), ()),
    Case("injection.lot", "not read at the needle", (draw(), injection(kit_lot=None)), ()),
    Case("injection.lot", "another lot", (draw(), injection(kit_lot="L78")), (("warning", "L78"),)),
    Case("injection.event", "none", (injection(),), ()),
    Case(
        "injection.event",
        "a faint, with its vital signs",
        (
            injection(
                immediate_event=True,
                immediate_event_text="Fainted, well after 5 minutes",
                event_vitals=(FAINT,),
            ),
        ),
        (("warning", "Fainted"),),
    ),
    Case(
        "injection.event",
        "not described, no vital signs",
        (injection(immediate_event=True),),
        (("warning", "not written"), ("warning", "no vital signs")),
    ),
    Case(
        "injection.event",
        "the oxygen was not taken",
        (
            injection(
                immediate_event=True,
                immediate_event_text="Hives",
                event_vitals=(FAINT.model_copy(update={"oxygen": None}),),
            ),
        ),
        (("warning", "Hives"), ("warning", "no vital signs")),
    ),
    Case("injection.discharge", "signed", (injection(), discharge()), ()),
    Case("injection.discharge", "not signed", (injection(),), (("warning", "how the patient left"),)),
    Case("injection.neuro_check", "as before", (discharge(),), ()),
    Case("injection.neuro_check", "weak", (discharge(neuro_normal=False),), (("critical", "not as before"),)),
    Case(
        "injection.neuro_check",
        "judged as before, and the two checks say otherwise",
        (time_out(), discharge(strength_now=False)),
        (("critical", "strength"),),
    ),
    Case(
        "injection.neuro_check",
        "weak before and after",
        (time_out(strength_before=False), discharge(strength_now=False)),
        (),
    ),
    Case(
        "injection.neuro_check",
        "unsteady now, and nobody looked before",
        (time_out(gait_before=None), discharge(gait_now=False)),
        (("critical", "gait"),),
    ),
    Case("injection.leaving", "after 35 minutes, not alone", (discharge(),), ()),
    Case(
        "injection.leaving",
        "not known",
        (discharge(observed_minutes=None, escort=None, sheet_given=None),),
        (),
    ),
    Case(
        "injection.leaving",
        "early, alone, without the sheet",
        (discharge(observed_minutes=29, escort=False, sheet_given=False),),
        (("warning", "less than 30"), ("warning", "without an escort"), ("warning", "without the aftercare")),
    ),
)
