"""Which warning signs must be answered: those that stop the path until asked, and those that are shown."""

from buffycoat.pathway.stage import unanswered
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.records import WarningSigns

# Cauda equina, stroke, heart, self-harm, loss of power, cord, infection: no needle before these were asked.
STOPS = {
    "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
    "sexual_dysfunction_new", "bilateral_leg_symptoms", "stroke_symptoms", "chest_pain", "suicidal_thoughts",
    "progressive_weakness", "gait_disturbance", "hand_clumsiness", "fever", "recent_spinal_procedure",
}  # fmt: skip
# Cancer, fracture, risk of infection, and what the questions above already touch on: shown until asked.
SHOWN = {
    "both_legs_weak", "tearing_pain", "very_unwell", "foot_drop", "night_sweats_chills", "immunosuppressed",
    "iv_drug_use", "cancer_history", "weight_loss_unexplained", "night_or_rest_pain", "major_trauma",
    "osteoporosis_or_long_term_steroid",
}  # fmt: skip


def _asked_for(signs: WarningSigns | None) -> dict[str, set[str]]:
    cards = unanswered(WarningSigns, signs)
    return {card.indicator: {one.rsplit(".", 1)[-1] for one in card.asks} & set(FLAGS) for card in cards}


def test_what_stops_and_what_is_shown_while_nobody_asked() -> None:
    for signs in (None, WarningSigns()):
        found = _asked_for(signs)
        assert (found["critical"], found["warning"]) == (STOPS, SHOWN)


def test_asked_and_not_known_is_still_open_and_a_no_is_not() -> None:
    unknown = WarningSigns.model_validate(dict.fromkeys(FLAGS))
    assert _asked_for(unknown)["critical"] == STOPS
    assert not any(_asked_for(WarningSigns.model_validate(dict.fromkeys(FLAGS, False))).values())
