"""Diagnoses, age, capacity, pregnancy, hopes, doubts."""

from datetime import date

from buffycoat.pathway.candidacy.records import Condition, Doubt, History, Labs, Plan, PregnancyTest
from tests.spec.candidacy.given import SIJ, born, case, has, plan

CONDITIONS = (
    case(
        "active_infection", "Answered yes", History(infection_now=True), says=(("critical", "Infection now"),)
    ),
    case(
        "active_infection",
        "A suspected discitis on the list",
        has("Suspected discitis"),
        says=(("critical", "(suspected)"),),
    ),
    case(
        "active_infection",
        "A cold on the list, and no infection answered",
        has("Acute bronchitis", infection_now=False),
        says=(("warning", "close the diagnosis"),),
    ),
    case(
        "active_infection", "Chronic sinusitis", has("Chronic sinusitis"), says=(("warning", "quiet today"),)
    ),
    case("active_infection", "No evidence of infection", has("No evidence of infection")),
    case(
        "recent_illness",
        "Antibiotics until last week",
        History(antibiotics_ended_on=date(2026, 11, 12)),
        says=(("warning", "26 November 2026"),),
    ),
    case(
        "recent_illness",
        "Bronchitis until ten days ago",
        History(conditions=(Condition(name="Acute bronchitis", since="2026-11-01", until="2026-11-09"),)),
        says=(("warning", "Ill until 9 November 2026"),),
    ),
    case("recent_illness", "Antibiotics in September", History(antibiotics_ended_on=date(2026, 9, 12))),
    case(
        "bleeding_disorder",
        "Von Willebrand disease",
        has("von Willebrand disease"),
        says=(("critical", "haematologist"),),
    ),
    case("bleeding_disorder", "A family history only", has("Family history of haemophilia")),
    case("listed_blood", "Anaemia on the list", has("Anemia (disorder)"), says=(("warning", "Anemia"),)),
    case("listed_blood", "Nothing on the list", has()),
    case("cancer", "Active", History(cancer="active"), says=(("critical", "oncologist"),)),
    case(
        "cancer",
        "Myeloma, not known to be over: nobody may go past it",
        has("Multiple myeloma"),
        says=(("critical", "blood or in the spine"),),
    ),
    case(
        "cancer",
        "Bone metastases of a breast cancer",
        has("Metastasis to bone from breast cancer"),
        says=(("critical", "blood or in the spine"),),
    ),
    case(
        "cancer",
        "Colon cancer that ended",
        History(conditions=(Condition(name="Malignant neoplasm of colon", until="2018-06-27"),)),
        says=(("warning", "in the past"),),
    ),
    case("cancer", "Never", History(cancer="never", conditions=(Condition(name="Polyp of colon"),))),
    case(
        "high_neurologic_risk",
        "Paralysis from a cord lesion",
        has("Chronic paralysis due to lesion of spinal cord"),
        says=(("critical", "specialist"),),
    ),
    case("high_neurologic_risk", "Answered no", History(neurologic_risk=False)),
    case(
        "fragility_fracture",
        "A fracture from osteoporosis",
        has("Pathological fracture due to osteoporosis"),
        says=(("critical", "Image the spine"),),
    ),
    case("fragility_fracture", "Osteoporosis alone", has("Osteoporosis")),
    case(
        "inflammatory",
        "Rheumatoid arthritis",
        has("Rheumatoid arthritis"),
        says=(("info", "Ask rheumatology"),),
    ),
    case(
        "inflammatory",
        "Spondyloarthritis with an SI joint planned",
        plan(SIJ),
        has("Axial spondyloarthritis"),
        says=(("warning", "a flare rules the SI joint out"),),
    ),
    case("inflammatory", "Osteoarthritis", has("Osteoarthritis of knee")),
    case("infection_risk", "Dialysis", has("Dependence on dialysis"), says=(("warning", "Dialysis"),)),
    case("infection_risk", "No such thing", has("Hypertension")),
    case(
        "pregnancy_listed",
        "A pregnancy of 2019 without an end",
        History(conditions=(Condition(name="Normal pregnancy", since="2019-01-19"),)),
        says=(("warning", "never closed"),),
    ),
    case(
        "pregnancy_listed",
        "A pregnancy that ended",
        History(conditions=(Condition(name="Normal pregnancy", since="2019-01-19", until="2019-02-16"),)),
    ),
)

PERSON = (
    case("minor", "Sixteen", born(2010), says=(("critical", "Under 18"),)),
    case("minor", "No referral signed", says=(("warning", "Age is not known"),)),
    case("minor", "An adult", born(1980)),
    case("capacity", "Alzheimer’s disease", has("Alzheimer's disease"), says=(("critical", "who decides"),)),
    case(
        "capacity",
        "Dementia on the list, no doubt answered",
        has("Dementia", capacity_doubt=False),
        says=(("warning", "who assessed it"),),
    ),
    case("capacity", "No doubt", History(capacity_doubt=False)),
    case("pregnancy", "Answered yes", History(pregnant="yes"), says=(("critical", "Pregnant"),)),
    case("pregnancy", "Possible", History(pregnant="possible"), says=(("critical", "not excluded"),)),
    case("pregnancy", "A woman of 30, not asked", born(1996), History(), says=(("warning", "not asked"),)),
    case(
        "pregnancy",
        "Possible, and a test was negative yesterday",
        History(pregnant="possible"),
        Labs(pregnancy_test=PregnancyTest(taken_on=date(2026, 11, 18), positive=False)),
    ),
    case("pregnancy", "A man", born(1996, "male"), History()),
    case("smoking", "Smokes", History(smoker=True), says=(("warning", "Smokes"),)),
    case("smoking", "An ex-smoker", has("Ex-smoker")),
    case(
        "expectation",
        "Expects a cure",
        Plan(expects_cure=True, psychosocial_load=True),
        says=(("warning", "does not rebuild"), ("warning", "psychosocial")),
    ),
    case("expectation", "Hopes to walk the dog", Plan(expects_cure=False, goal="Walk the dog")),
    case(
        "doubt",
        "The record says that the patient has died",
        History.model_validate(
            {"doubts": [{"about": "Deceased", "text": "Recorded as deceased on 2026-01-02.", "stops": True}]}
        ),
        says=(("critical", "Recorded as deceased"),),
    ),
    case(
        "doubt",
        "Two values at one instant",
        History(doubts=(Doubt(about="Platelets", text="Two values at one instant: 150 and 250."),)),
        says=(("warning", "Two values"),),
    ),
    case(
        "doubt",
        "It was settled",
        History(doubts=(Doubt(about="Platelets", text="Two values.", settled="Laboratory asked: 250."),)),
    ),
    case(
        "contradiction",
        "Never cancer, and a lymphoma on the list",
        has("Lymphoma", cancer="never"),
        says=(("warning", "Lymphoma"),),
    ),
    case("contradiction", "They agree", has("Lymphoma", cancer="active")),
)
