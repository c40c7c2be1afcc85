"""The columns of an extract: what leaves a chart for the registry, and from which declared item it is read.

Three tables, one Parquet file each in a folder of its site. No name, number, date, free text or place leaves:
days are counted from the injection, people and episodes have pseudonyms that only their own site can make.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.record import Item, Record
from buffycoat.pathway.triage.records import Referral

Kind = Literal["int8", "int16", "int32", "int64", "bool", "string"]
Read = tuple[type[Record], str]
VERSION = "1"


@dataclass(frozen=True)
class Column:
    """One column: its type, what it means, and the item of a record that it is read from, if it is one.

    An empty cell is “not known”: not asked, or asked and not known. It is never “no”.
    """

    name: str
    kind: Kind
    says: str
    of: Read | None = None
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    required: bool = False

    @property
    def item(self) -> Item | None:
        """The declaration of the item that it is read from."""
        return self.of[0].items[self.of[1]] if self.of else None


ARMS = {
    "prp": "Platelet-rich plasma",
    "steroid": "Steroid injection",
    "radiofrequency": "Radiofrequency ablation",
    "other": "Another treatment",
}
SEXES = {"female": "Female", "male": "Male", "other": "Other"}
LEUKOCYTES = {"poor": "No more white cells than in blood", "rich": "More white cells than in blood"}
WEEKS = (0, 2, 6, 12, 26, 52)
# Every instrument in whole steps, so that sums are exact.
INSTRUMENTS = {
    "nrs": "Average pain over 7 days, 0 to 10",
    "rmdq": "Roland-Morris, 0 to 24",
    "three": "Three questions, sum, 0 to 30",
    "pgic": "Change as the person rates it, 1 (very much better) to 7",
    "odi": "Oswestry, total in percent, entered from a licensed form, 0 to 100",
    "ndi": "Neck Disability Index, total in percent, entered from a licensed form, 0 to 100",
}

_EPISODE = (
    Column("site", "string", "The site; only its folder's name tells it", required=True),
    Column("episode", "int64", "Pseudonym of the episode, made with the site's own key", required=True),
)

EPISODES = (
    *_EPISODE,
    Column("person", "int64", "Pseudonym of the person, made with the site's own key", required=True),
    Column("arm", "string", "What was injected or done", options=ARMS, required=True),
    Column("year", "int16", "Calendar year of the treatment", (Injection, "given_at"), required=True),
    Column("age", "int8", "Age in whole years at the treatment; 90 stands for 90 and over",
           (Referral, "birth_date"), "year"),
    Column("sex", "string", "Sex", (Referral, "sex"), options=SEXES),
    Column("smoker", "bool", "Smokes", (History, "smoker")),
    Column("bmi", "int8", "Body mass index, rounded", (History, "body_mass_index"), "kg/m2"),
    Column("months_of_pain", "int16", "Months of pain before", (Plan, "months_of_pain"), "months"),
    Column("fused", "bool", "Any fused level", (History, "fusions")),
    Column("target", "string", "The target with the largest volume", (Injection, "sites"),
           options=TARGET_NAMES, required=True),
    Column("targets", "int8", "How many kinds of target", (Injection, "sites")),
    Column("places", "int8", "How many places were injected", (Injection, "sites")),
    Column("guidance", "string", "Image guidance", (Injection, "guidance")),
    Column("volume", "int16", "PRP injected in tenths of a mL", (Injection, "sites"), "0.1 mL"),
    Column("dose", "int16", "Platelets injected in tenths of a billion; empty when not counted",
           (Product, "platelets"), "0.1 billion"),
    Column("leukocytes", "string", "White cells of the product against the blood", (Product, "white_cells"),
           options=LEUKOCYTES),
    Column("kit", "string", "Kit and setting where known by name; “another” for the rest", (Draw, "kit")),
    Column("elapsed", "int16", "Days from the treatment to the extract, down to the last on which a visit "
           "closed: says what is due without giving the date away", None, "d", required=True),
    Column("followed", "int16", "Days followed for rescue: to it, or to the last answer that denied one",
           None, "d", required=True),
    Column("rescue", "int16", "Day of the first other injection or operation for it, else the day it was "
           "told of; empty: none known", (Outcome, "rescue_on"), "d"),
)  # fmt: skip

ANSWERS = (
    *_EPISODE,
    Column("week", "int8", "The visit: 0 is before the treatment", (Outcome, "visit"), required=True),
    Column("day", "int16", "Days after the treatment; negative before it", (Outcome, "answered_on"), "d"),
    Column("instrument", "string", "The instrument", options=INSTRUMENTS, required=True),
    Column("score", "int16", "Its score in whole steps; no row where it could not be scored", required=True),
)

EVENTS = (
    *_EPISODE,
    Column("day", "int16", "Days from the treatment to the first sign", (AdverseEvent, "began_on"), "d"),
    Column("what", "string", "What happened", (AdverseEvent, "what"), required=True),
    Column("grade", "int8", "Grade, 1 to 5", (AdverseEvent, "grade")),
    Column("serious", "bool", "Meets any criterion of a serious event", (AdverseEvent, "serious")),
    Column("related", "string", "Caused by the treatment?", (AdverseEvent, "related")),
    Column("infection", "string", "Infection", (AdverseEvent, "infection")),
    Column("target", "string", "At which target", (AdverseEvent, "target"), options=TARGET_NAMES),
    Column("told_by", "string", "How it was found", (AdverseEvent, "found_by")),
)

TABLES: Mapping[str, tuple[Column, ...]] = {"episodes": EPISODES, "answers": ANSWERS, "events": EVENTS}
