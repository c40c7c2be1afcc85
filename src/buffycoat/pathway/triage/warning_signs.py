"""The questions that come before all others: is there something that cannot wait?"""

from typing import ClassVar, Literal

from buffycoat.pathway.record import Record, item
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAG_NAMES_ES, FlagName, sign

Stiffness = Literal[
    "before_45", "over_3_months", "morning_30_min", "exercise_helps", "second_half_of_night",
    "skin_eye_bowel", "anti_inflammatories_help",
]  # fmt: skip
STIFFNESS = {
    "before_45": "It began before I was 45",
    "over_3_months": "It has lasted more than 3 months",
    "morning_30_min": "I am stiff in the morning for more than 30 minutes",
    "exercise_helps": "Moving helps, resting does not",
    "second_half_of_night": "It wakes me in the second half of the night",
    "skin_eye_bowel": "I have psoriasis, an inflamed eye (uveitis) or an inflamed bowel",
    "anti_inflammatories_help": "Anti-inflammatory pills help a lot",
}
STIFFNESS_ES = {
    "before_45": "Empezó antes de mis 45 años",
    "over_3_months": "Dura más de 3 meses",
    "morning_30_min": "Amanezco rígido o rígida más de 30 minutos",
    "exercise_helps": "Me alivia moverme, no descansar",
    "second_half_of_night": "Me despierta en la segunda mitad de la noche",
    "skin_eye_bowel": "Tengo psoriasis, un ojo inflamado (uveítis) o el intestino inflamado",
    "anti_inflammatories_help": "Las pastillas antiinflamatorias me ayudan mucho",
}


class WarningSigns(Record):
    """Warning signs as the patient answers them: yes, no, or not sure (None). Not asked is never “no”.

    `newly` tells new or worsening signs from old ones, because the first outrank the second.
    """

    stage: ClassVar[str] = "triage"
    title: ClassVar[str] = "Warning signs"
    anytime: ClassVar[bool] = True

    # Emergency
    saddle_numbness: bool | None = sign("saddle_numbness")
    urinary_retention: bool | None = sign("urinary_retention")
    urinary_incontinence: bool | None = sign("urinary_incontinence")
    bowel_incontinence: bool | None = sign("bowel_incontinence")
    sexual_dysfunction_new: bool | None = sign("sexual_dysfunction_new")
    bilateral_leg_symptoms: bool | None = sign("bilateral_leg_symptoms")
    both_legs_weak: bool | None = sign("both_legs_weak")
    stroke_symptoms: bool | None = sign("stroke_symptoms")
    chest_pain: bool | None = sign("chest_pain")
    tearing_pain: bool | None = sign("tearing_pain")
    very_unwell: bool | None = sign("very_unwell")
    suicidal_thoughts: bool | None = sign("suicidal_thoughts")
    possible_ectopic: bool | None = sign("possible_ectopic")
    black_stool: bool | None = sign("black_stool")

    # Nerves
    progressive_weakness: bool | None = sign("progressive_weakness")
    foot_drop: bool | None = sign("foot_drop")
    gait_disturbance: bool | None = sign("gait_disturbance")
    hand_clumsiness: bool | None = sign("hand_clumsiness")
    shock_on_neck_bend: bool | None = sign("shock_on_neck_bend")

    # Infection
    fever: bool | None = sign("fever")
    night_sweats_chills: bool | None = sign("night_sweats_chills")
    recent_spinal_procedure: bool | None = sign("recent_spinal_procedure")
    immunosuppressed: bool | None = sign("immunosuppressed")
    iv_drug_use: bool | None = sign("iv_drug_use")
    recent_infection: bool | None = sign("recent_infection")
    dialysis: bool | None = sign("dialysis")
    burning_urine: bool | None = sign("burning_urine")
    shingles_rash: bool | None = sign("shingles_rash")

    # General health
    cancer_history: bool | None = sign("cancer_history")
    weight_loss_unexplained: bool | None = sign("weight_loss_unexplained")
    severe_or_band_pain: bool | None = sign("severe_or_band_pain")
    pain_many_places: bool | None = sign("pain_many_places")
    no_position_helps: bool | None = sign("no_position_helps")
    night_or_rest_pain: bool | None = sign("night_or_rest_pain")

    # Bones and injuries
    major_trauma: bool | None = sign("major_trauma")
    neck_injury: bool | None = sign("neck_injury")
    cannot_bear_weight: bool | None = sign("cannot_bear_weight")
    hot_hip: bool | None = sign("hot_hip")
    bruise_over_spine: bool | None = sign("bruise_over_spine")
    osteoporosis_or_long_term_steroid: bool | None = sign("osteoporosis_or_long_term_steroid")
    minor_injury: bool | None = sign("minor_injury")
    sudden_central_pain: bool | None = sign("sudden_central_pain")
    height_loss: bool | None = sign("height_loss")

    # Other causes
    belly_pain_through: bool | None = sign("belly_pain_through")
    calf_pain_walking: bool | None = sign("calf_pain_walking")
    constipation: bool | None = sign("constipation")

    newly: tuple[FlagName, ...] | None = item(
        "Which of these began or got worse in the last 14 days?",
        es="¿Cuáles de estos empezaron o empeoraron en los últimos 14 días?",
        help="New and worsening signs matter most.",
        help_es="Lo nuevo y lo que empeora importa más.",
        options=FLAG_NAMES,
        options_es=FLAG_NAMES_ES,
        sources=("BMJBP-CES",),
        status="V",
    )
    stiffness: tuple[Stiffness, ...] | None = item(
        "Which of these fit your pain?",
        es="¿Cuáles de estas cosas van con su dolor?",
        help="Several together can mean an inflamed spine, which has its own treatment.",
        help_es="Varias juntas pueden indicar una columna inflamada, que tiene su propio tratamiento.",
        options=STIFFNESS,
        options_es=STIFFNESS_ES,
        sources=("NG65",),
        status="K",
        group="Other causes",
    )
    narrative: str | None = item(
        "Is there anything else you want us to know, in your own words?",
        es="¿Hay algo más que quiera contarnos, con sus palabras?",
        help="A person reads this. If it cannot wait, call.",
        help_es="Una persona lo lee. Si no puede esperar, llame.",
        long=True,
    )
