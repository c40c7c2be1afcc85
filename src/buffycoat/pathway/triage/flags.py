"""The warning signs: their names, and the words in which each is asked, from the table beside this file."""

from types import MappingProxyType
from typing import Any, Literal, get_args

from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.record import item

FlagName = Literal[
    "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
    "sexual_dysfunction_new", "bilateral_leg_symptoms", "both_legs_weak", "stroke_symptoms", "chest_pain",
    "tearing_pain", "very_unwell", "suicidal_thoughts", "possible_ectopic", "black_stool",
    "progressive_weakness", "foot_drop", "gait_disturbance", "hand_clumsiness", "shock_on_neck_bend",
    "fever", "night_sweats_chills", "recent_spinal_procedure", "immunosuppressed", "iv_drug_use",
    "recent_infection", "dialysis", "burning_urine", "shingles_rash", "cancer_history",
    "weight_loss_unexplained", "severe_or_band_pain", "pain_many_places", "no_position_helps",
    "night_or_rest_pain", "major_trauma", "neck_injury", "cannot_bear_weight", "hot_hip",
    "bruise_over_spine", "osteoporosis_or_long_term_steroid", "minor_injury", "sudden_central_pain",
    "height_loss", "belly_pain_through", "calf_pain_walking", "constipation",
]  # fmt: skip
FLAGS: tuple[FlagName, ...] = get_args(FlagName)


class Sign(Fact):
    """One warning sign: its short name, its question and the reason for asking, in English and Spanish."""

    name: str
    name_es: str
    ask: str
    es: str
    help: str
    help_es: str
    matters: Literal["", "info", "warning", "critical"]
    group: str


SIGNS = read_table(__file__, "warning_signs.toml", Sign)
FLAG_NAMES = MappingProxyType({key: sign.name for key, sign in SIGNS.rows.items()})
FLAG_NAMES_ES = MappingProxyType({key: sign.name_es for key, sign in SIGNS.rows.items()})


def sign(name: FlagName) -> Any:
    """Declare a warning sign of a record in the words of the table."""
    words = SIGNS[name]
    return item(
        words.ask,
        es=words.es,
        help=words.help,
        help_es=words.help_es,
        matters=words.matters,
        group=words.group,
        sources=words.sources,
        status=words.status,
    )
