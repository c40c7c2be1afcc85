"""The emergency screen that anybody can use: which signs it shows, and how the ticks are read."""

from collections.abc import Mapping
from dataclasses import dataclass

from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAG_NAMES_ES, FLAGS, SIGNS, FlagName
from buffycoat.pathway.triage.records import WarningSigns

# The signs that alone can mean “now” or “today”, and those that make another one so.
SCREEN: Mapping[str, tuple[FlagName, ...]] = {
    "legs": (
        "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
        "sexual_dysfunction_new", "bilateral_leg_symptoms", "both_legs_weak", "progressive_weakness",
        "foot_drop", "gait_disturbance", "hand_clumsiness",
    ),
    "head": (
        "stroke_symptoms", "chest_pain", "tearing_pain", "black_stool", "belly_pain_through",
        "possible_ectopic",
    ),
    "fever": ("very_unwell", "fever", "hot_hip", "recent_spinal_procedure", "cancer_history"),
    "injury": ("major_trauma", "neck_injury", "cannot_bear_weight"),
    "thoughts": ("suicidal_thoughts",),
}  # fmt: skip
SHOWN: tuple[FlagName, ...] = tuple(flag for flags in SCREEN.values() for flag in flags)
# Whose short name does not say what to look for.
EXPLAINED: tuple[FlagName, ...] = ("stroke_symptoms", "fever", "very_unwell", "tearing_pain")
NOT_SHOWN: tuple[FlagName, ...] = tuple(flag for flag in FLAGS if flag not in SHOWN)


@dataclass(frozen=True)
class Ticks:
    """What was ticked. A sign left without a tick is not asked, unless “none of these” was ticked."""

    ticked: tuple[FlagName, ...]
    none: bool
    unsure: bool
    newly: str

    @property
    def empty(self) -> bool:
        """Whether nothing at all was ticked."""
        return not (self.ticked or self.none or self.unsure)

    @property
    def only_unsure(self) -> bool:
        """Whether “I am not sure” is the only answer; with “none of these” beside it, it still is one."""
        return self.unsure and not self.ticked

    def record(self) -> WarningSigns:
        """The signs as triage reads them."""
        given: dict[str, object] = {flag: True for flag in self.ticked}
        if self.none and not self.unsure and not self.ticked:
            given = {flag: False for flag in SHOWN}
        if self.newly == "yes":
            given["newly"] = list(self.ticked)
        elif self.newly == "no":
            given["newly"] = []
        return WarningSigns.model_validate(given)


def read(sent: Mapping[str, str]) -> Ticks:
    """The ticks of the screen as they were sent."""
    return Ticks(
        ticked=tuple(flag for flag in SHOWN if sent.get(flag)),
        none=bool(sent.get("none")),
        unsure=bool(sent.get("unsure")),
        newly=sent.get("newly", ""),
    )


def named(flag: str, lang: str) -> str:
    """A sign in words, as the beginning of a line."""
    text = (FLAG_NAMES_ES if lang == "es" else FLAG_NAMES)[flag]
    return text[:1].upper() + text[1:]


def explained(flag: FlagName, lang: str) -> str:
    """The full question, for a sign whose name alone is not plain; "" for the others."""
    if flag not in EXPLAINED:
        return ""
    return SIGNS[flag].es if lang == "es" else SIGNS[flag].ask
