"""Laboratory values and allergies."""

from datetime import date

from buffycoat.pathway.candidacy.records import (
    Allergies,
    Allergy,
    Crp,
    Haemoglobin,
    Hba1c,
    Inr,
    Labs,
    Platelets,
)
from tests.spec.candidacy.given import DISC, FRESH, LIG, case, plan, takes

LABS = (
    case(
        "labs",
        "Nothing measured, warfarin taken",
        takes("warfarin"),
        says=(
            ("warning", "Platelets missing"),
            ("warning", "Haemoglobin missing"),
            ("warning", "INR missing"),
        ),
    ),
    case(
        "labs",
        "An old count, a fresh haemoglobin, a disc planned",
        plan(DISC),
        Labs(
            platelets=Platelets(taken_on=date(2026, 9, 1), value=250),
            haemoglobin=Haemoglobin(taken_on=FRESH, value=14),
        ),
        says=(("warning", "79 days old"), ("warning", "CRP missing")),
    ),
    case(
        "labs",
        "Fresh counts and nothing else needed",
        Labs(
            platelets=Platelets(taken_on=FRESH, value=250),
            haemoglobin=Haemoglobin(taken_on=FRESH, value=14),
        ),
    ),
    *(
        case(
            "platelets",
            f"{count:g} ×10⁹/L",
            Labs(platelets=Platelets(taken_on=FRESH, value=count)),
            says=says,
        )
        for count, says in (
            (49.0, (("critical", "absolute bar"),)),
            (50.0, (("critical", "a physician decides"),)),
            (100.0, (("info", "dose will be low"),)),
            (150.0, ()),
            (450.0, ()),
            (451.0, (("warning", "repeat it"),)),
        )
    ),
    case(
        "haemoglobin",
        "9.9 g/dL",
        Labs(haemoglobin=Haemoglobin(taken_on=FRESH, value=9.9)),
        says=(("warning", "9.9 g/dL"),),
    ),
    case("haemoglobin", "10 g/dL", Labs(haemoglobin=Haemoglobin(taken_on=FRESH, value=10))),
    case(
        "inr",
        "1.3 with a disc planned",
        plan(DISC),
        Labs(inr=Inr(taken_on=FRESH, value=1.3)),
        says=(("critical", "above 1.2"),),
    ),
    case("inr", "2.5 with a ligament planned", plan(LIG), Labs(inr=Inr(taken_on=FRESH, value=2.5))),
    case("crp", "11 mg/L", Labs(crp=Crp(taken_on=FRESH, value=11)), says=(("warning", "defer"),)),
    case("crp", "10 mg/L", Labs(crp=Crp(taken_on=FRESH, value=10))),
    case("hba1c", "8.6%", Labs(hba1c=Hba1c(taken_on=FRESH, value=8.6)), says=(("warning", "8.6%"),)),
    case("hba1c", "8.5%", Labs(hba1c=Hba1c(taken_on=FRESH, value=8.5))),
)

ALLERGIES = (
    case(
        "allergy",
        "Latex",
        Allergies(allergies=(Allergy(substance="Latex", severe=False),)),
        says=(("warning", "latex-free"),),
    ),
    case(
        "allergy",
        "Contrast, severe, with a disc planned",
        plan(DISC),
        Allergies(allergies=(Allergy(substance="Iodinated contrast", severe=True),)),
        says=(("critical", "no contrast"), ("warning", "breaks the washout")),
    ),
    case(
        "allergy",
        "Penicillin, how severe is not known",
        Allergies(allergies=(Allergy(substance="Penicillin V"),)),
        says=(("warning", "not known: ask"),),
    ),
    case("allergy", "Shellfish is not contrast", Allergies(allergies=(Allergy(substance="Shellfish"),))),
)
