"""What is taken, held, stopped and unrecognised."""

from datetime import date

from buffycoat.pathway.candidacy.records import Drug, History, Medicines
from tests.spec.candidacy.given import DISC, LIG, case, has, plan, takes

THINNERS = (
    case(
        "anticoagulant", "Warfarin, not agreed", takes("Warfarin 5 mg"), says=(("critical", "no agreement"),)
    ),
    case(
        "anticoagulant",
        "Apixaban, the prescriber agreed and the hold lies ahead",
        plan(DISC, planned_on=date(2026, 12, 10)),
        takes("Eliquis", hold_agreed=True, agreed_on=date(2026, 11, 12)),
        says=(("info", "Last dose by 7 December 2026"),),
    ),
    case(
        "anticoagulant",
        "Apixaban agreed, taken yesterday, planned today",
        plan(DISC),
        takes("apixaban", hold_agreed=True, last_taken="2026-11-18"),
        says=(("critical", "inside its agreed hold"),),
    ),
    case(
        "anticoagulant",
        "The prescriber wants warfarin to go on, and the target is of low class",
        plan(LIG),
        takes("warfarin", hold_agreed=False),
        says=(("warning", "does not want it held"),),
    ),
    case(
        "anticoagulant",
        "The prescriber wants warfarin to go on, and a disc is planned",
        plan(DISC),
        takes("warfarin", hold_agreed=False),
        says=(("critical", "does not want it held"),),
    ),
    case(
        "anticoagulant",
        "Warfarin that somebody stopped",
        takes("warfarin", use="stopped"),
        says=(("warning", "by whom is not known"),),
    ),
    case(
        "anticoagulant",
        "Warfarin stopped by its prescriber a month ago",
        takes("warfarin", use="stopped", stopped_by="prescriber", last_taken="2026-10-19"),
    ),
    case("anticoagulant", "No medicine", Medicines(drugs=())),
    case(
        "antiplatelet",
        "Clopidogrel with a disc planned",
        plan(DISC),
        takes("Plavix 75 mg"),
        says=(("critical", "7 days"),),
    ),
    case(
        "antiplatelet",
        "Clopidogrel with a ligament planned",
        plan(LIG),
        takes("clopidogrel"),
        says=(("warning", "decided with the prescriber"),),
    ),
    case("antiplatelet", "Aspirin has a rule of its own", takes("aspirin 81 mg")),
    case(
        "self_stopped",
        "Warfarin stopped by the patient alone",
        takes("warfarin", use="stopped", stopped_by="self"),
        says=(("critical", "call the prescriber today"),),
    ),
    case(
        "self_stopped",
        "Clopidogrel stopped by the patient alone",
        takes("clopidogrel", use="stopped", stopped_by="self"),
        says=(("critical", "call the prescriber today"),),
    ),
    case(
        "self_stopped",
        "Stopped by the prescriber",
        takes("warfarin", use="stopped", stopped_by="prescriber"),
    ),
    case(
        "aspirin",
        "For the heart, with a disc planned",
        plan(DISC),
        takes("aspirin 81 mg", for_heart=True),
        says=(("warning", "never stopped"),),
    ),
    case(
        "aspirin",
        "For the heart, with a ligament planned",
        plan(LIG),
        takes("aspirin", for_heart=True),
        says=(("info", "never stopped"),),
    ),
    case(
        "aspirin",
        "Nobody asked why, and a stent is on the list",
        has("Coronary stent"),
        takes("ASA"),
        says=(("warning", "Coronary stent"),),
    ),
    case(
        "aspirin",
        "As prevention only",
        plan(DISC),
        takes("aspirin", for_heart=False),
        says=(("warning", "9 November 2026"),),
    ),
    case(
        "aspirin",
        "As prevention only, last taken three weeks ago",
        takes("aspirin", for_heart=False, last_taken="2026-10-28"),
    ),
    case(
        "combined_antithrombotics",
        "Warfarin and clopidogrel",
        Medicines(drugs=(Drug(name="warfarin"), Drug(name="clopidogrel"))),
        says=(("warning", "raise the bleeding class"),),
    ),
    case("combined_antithrombotics", "Warfarin alone", takes("warfarin")),
)

DRUGS = (
    case(
        "nsaid_not_stopped",
        "Naproxen, day of the last dose not known",
        takes("Naproxen 500 mg"),
        says=(("warning", "not known"),),
    ),
    case(
        "nsaid_not_stopped",
        "Ibuprofen three days ago",
        takes("Advil", last_taken="2026-11-16"),
        says=(("warning", "12 November 2026"),),
    ),
    case(
        "nsaid_not_stopped",
        "Ibuprofen two weeks ago",
        takes("Advil", use="stopped", last_taken="2026-11-05"),
    ),
    case("nsaid_not_stopped", "Diclofenac gel stays on the skin", takes("Diclofenac 1% topical gel")),
    case("nsaid_not_stopped", "Celecoxib does not act on platelets", takes("celecoxib")),
    case(
        "systemic_steroid",
        "Prednisone every day",
        takes("predniSONE 5 MG Oral Tablet"),
        says=(("warning", "never stopped suddenly"),),
    ),
    case("systemic_steroid", "A steroid inhaler", takes("budesonide inhaler")),
    case(
        "stopped_when",
        "An export calls an old ibuprofen order stopped",
        takes("ibuprofen", use="stopped", source="MedicationRequest, 2013, stopped"),
        says=(("info", "ibuprofen"),),
    ),
    case("stopped_when", "A person says when", takes("ibuprofen", use="stopped", last_taken="2026-01")),
    case(
        "recent_local_steroid",
        "Two weeks ago",
        History(steroid_injection_on=date(2026, 11, 5)),
        says=(("warning", "3 December 2026"),),
    ),
    case("recent_local_steroid", "Three months ago", History(steroid_injection_on=date(2026, 8, 5))),
    case(
        "immunosuppressant",
        "Methotrexate",
        takes("Methotrexate 10 MG Oral Tablet"),
        says=(("warning", "not held automatically"),),
    ),
    case("immunosuppressant", "A statin", takes("simvastatin")),
    case("supplement", "Fish oil", takes("Fish oil 1000 mg"), says=(("info", "soft hold"),)),
    case("supplement", "Fish oil last month", takes("fish oil", last_taken="2026-10")),
    case(
        "drug_identity",
        "The code says warfarin, the text ibuprofen",
        takes("Ibuprofen 200 mg", rxnorm="11289"),
        says=(("warning", "means warfarin"),),
    ),
    case(
        "drug_identity", "A slip of the pen", takes("Warfrin 5 mg"), says=(("warning", "is this warfarin"),)
    ),
    case("drug_identity", "Code and text agree", takes("warfarin", rxnorm="11289")),
    case("not_in_table", "A medicine nobody listed", takes("Digoxin 0.125 MG"), says=(("info", "Digoxin"),)),
    case("not_in_table", "Acetaminophen is known, and allowed", takes("acetaminophen")),
)
