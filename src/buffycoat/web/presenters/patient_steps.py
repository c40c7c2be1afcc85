"""The steps of the patient's two sets of questions: which questions stand on which page."""

from collections.abc import Mapping
from dataclasses import dataclass

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.flags import SIGNS
from buffycoat.pathway.triage.records import Pain, WarningSigns

# Where the answers of a record are kept in a link's draft.
RECORDS: Mapping[str, type[Record]] = {
    "signs": WarningSigns,
    "pain": Pain,
    "check_in": CheckIn,
    "outcome": Outcome,
    "harm": AdverseEvent,
}
ANY_HARM = "any"  # “has anything like that happened?”: asked on the page, kept in no record


@dataclass(frozen=True)
class Step:
    """One page: its questions, in one record. Where one sign stands alone its question is the heading."""

    part: str
    names: tuple[str, ...]
    title: str = ""

    @property
    def signs(self) -> tuple[str, ...]:
        """Questions with the four answers of a warning sign."""
        return tuple(name for name in self.names if self.part == "signs" and name in SIGNS.rows)

    @property
    def fields(self) -> tuple[str, ...]:
        """Questions drawn as the record declares them."""
        return tuple(name for name in self.names if name not in self.signs)

    def holds(self, key: str) -> bool:
        """Whether a typed text, such as `onset:month` or `roland_morris.s01`, belongs to this page."""
        named = (*self.names, ANY_HARM) if self.part == "harm" else self.names
        return any(key == name or key.startswith((f"{name}:", f"{name}=", f"{name}.")) for name in named)


def _group(*titles: str) -> tuple[str, ...]:
    return tuple(name for name, sign in SIGNS.rows.items() if sign.group in titles)


# One page each: these are the signs of nerves pressed in the low back, where every hour counts.
CAUDA_EQUINA = (
    "saddle_numbness", "urinary_retention", "urinary_incontinence", "bowel_incontinence",
    "sexual_dysfunction_new", "bilateral_leg_symptoms", "both_legs_weak",
)  # fmt: skip
OTHER_EMERGENCY = tuple(name for name in _group("Emergency") if name not in CAUDA_EQUINA)
PAIN_HOW = (
    "leg_worse_than_back", "onset", "sudden", "trend", "now", "average", "worst", "worse_with", "better_with",
)  # fmt: skip
INTAKE: tuple[Step, ...] = (
    *(Step("signs", (name,)) for name in CAUDA_EQUINA),
    Step("signs", OTHER_EMERGENCY, "other_emergency"),
    Step("signs", _group("Nerves"), "nerves"),
    Step("signs", _group("Infection"), "infection"),
    Step("signs", (*_group("General health", "Other causes"), "stiffness"), "health"),
    Step("signs", _group("Bones and injuries"), "bones"),
    Step("pain", ("regions",), "where"),
    Step("pain", PAIN_HOW, "how"),
    Step("signs", ("narrative",), "story"),
)


def asked_step(flags: tuple[str, ...]) -> Step:
    """The page of what is asked directly because of own words: in no fixed place, and of no fixed length."""
    return Step("signs", flags, "asked")


# The short screen: first what cannot wait, then what should be seen the same day.
TODAY = (
    "saddle_numbness", "bladder_or_bowel", "new_weakness", "severe_new_pain", "fever", "breathless_or_hives",
    "stiff_neck", "severe_headache",
)  # fmt: skip
TODAY_MORE = (
    "headache_upright", "wound", "pain_rising", "worse_after_good_spell", "night_pain", "new_leg_pain",
)  # fmt: skip
SCORES = ("nrs_average", "nrs_worst", "three_pain", "three_liked", "three_everyday", "work")
SINCE = (
    "pgic", "satisfaction", "rescue_injection", "rescue_surgery", "rescue_on", "rescue_drugs",
    "rescue_drugs_named",
)  # fmt: skip
HARM = ("what", "description", "began_on", "grade", "outcome")
_SCREEN = (Step("check_in", TODAY, "today"), Step("check_in", TODAY_MORE, "today_more"))
_HARM = Step("harm", HARM, "harm")
_SCORES = (Step("outcome", SCORES, "pain_scores"), Step("outcome", ("roland_morris",), "statements"))
# What a patient is not asked about their own trouble: whether they died of it.
NOT_OFFERED: Mapping[str, frozenset[str]] = {"grade": frozenset({"5"}), "outcome": frozenset({"death"})}


def check_in_steps(visit: str) -> tuple[Step, ...]:
    """The pages of a check-in: before the injection the scores, at a visit all, on other days how it is."""
    if visit == "baseline":
        return _SCORES
    if visit in VISITS:
        last = Step("check_in", ("narrative",), "story")
        return (*_SCREEN, *_SCORES, Step("outcome", SINCE, "change"), _HARM, last)
    how = Step("check_in", ("pain_now", "temperature", "anti_inflammatory", "narrative"), "today_how")
    return (*_SCREEN, how, _HARM)
