"""Scores from forms that the practice is licensed for, a clinician's grades, and why answers did not come.

Only totals stand here. The forms' own texts and look-up tables belong to others and are not in this software.
"""

from datetime import date
from typing import Any, ClassVar, Literal

from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.definitions import DOMAINS, INSTRUMENTS
from buffycoat.pathway.outcomes.many_scores import PROMIS, VAS_HIGHEST, eq5d, promis
from buffycoat.pathway.outcomes.records import Mode, Visit
from buffycoat.pathway.outcomes.scoring import Score, entered, of_sum, scored, together
from buffycoat.pathway.record import Record, item

Grade = Literal["excellent", "good", "fair", "poor"]
VISITS = {key: pair[0] for key, pair in words.VISITS.items()}
MODES = {key: pair[0] for key, pair in words.MODES.items()}
LITTLE = {"0": "Not at all", "1": "Several days", "2": "More than half the days", "3": "Nearly every day"}
FIELDS = {  # which fields of the record tell of which form
    "ODI": ("odi_percent", "odi_sum"),
    "NDI": ("ndi_percent", "ndi_sum"),
    PROMIS: (*DOMAINS, "pain_intensity"),
    "EQ-5D-5L": ("eq5d_index", "eq5d_vas"),
    "PCS": ("pcs_total",),
    "PHQ-2": ("phq2_first", "phq2_second"),
    "ODOM": ("odom",),
    "MACNAB": ("macnab",),
}


def _of(form: str, ask: str, low: float, high: float, help: str = "", **declared: Any) -> Any:
    """One figure of a form, in its group; the licence is said at the first."""
    row = INSTRUMENTS[form]
    return item(ask, group=row.title, help=help, low=low, high=high, sources=row.sources, **declared)


def _percent(form: str) -> Any:
    row = INSTRUMENTS[form]
    return _of(form, "Score in percent", row.low, row.high, row.licence)


def _sum(form: str) -> Any:
    row = INSTRUMENTS[form]
    return _of(form, "Or the sum of the sections", 0, row.items * row.item_high, row.missing)


def _answered(form: str) -> Any:
    return _of(form, "How many sections were answered, if not all", 0, INSTRUMENTS[form].items)


def _t(name: str, help: str = "") -> Any:
    row, plain = INSTRUMENTS[PROMIS], name.replace("_", " ")
    return _of(PROMIS, f"T score, {plain}", row.low, row.high, help)


def _grade(form: str) -> Any:
    row = INSTRUMENTS[form]
    ask, said = "Result, as the clinician grades it", words.RESULT_GRADES
    return item(ask, group=row.title, options=said, help=row.licence)


class EnteredScores(Record):
    """Totals of forms that somebody filled in elsewhere, such as a licensed one on paper."""

    stage: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "Scores from other forms"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    visit: Visit = item("Which visit?", options=VISITS, required=True)
    filled_in_on: date = item("Filled in on", required=True)
    mode: Mode | None = item("How?", options=MODES)
    odi_percent: float | None = _percent("ODI")
    odi_sum: int | None = _sum("ODI")
    odi_answered: int | None = _answered("ODI")
    ndi_percent: float | None = _percent("NDI")
    ndi_sum: int | None = _sum("NDI")
    ndi_answered: int | None = _answered("NDI")
    physical_function: float | None = _t("physical_function", INSTRUMENTS[PROMIS].licence)
    anxiety: float | None = _t("anxiety")
    depression: float | None = _t("depression")
    fatigue: float | None = _t("fatigue")
    sleep_disturbance: float | None = _t("sleep_disturbance")
    social_participation: float | None = _t("social_participation")
    pain_interference: float | None = _t("pain_interference")
    pain_intensity: int | None = _of(PROMIS, "Pain intensity", 0, 10)
    eq5d_index: float | None = _of(
        "EQ-5D-5L",
        "Index",
        INSTRUMENTS["EQ-5D-5L"].low,
        INSTRUMENTS["EQ-5D-5L"].high,
        INSTRUMENTS["EQ-5D-5L"].licence,
    )
    eq5d_value_set: str | None = item(
        "Which country’s value set gave the index?",
        group=INSTRUMENTS["EQ-5D-5L"].title,
        help=INSTRUMENTS["EQ-5D-5L"].missing,
    )
    eq5d_vas: int | None = _of("EQ-5D-5L", "Scale of today’s health", 0, VAS_HIGHEST)
    pcs_total: int | None = _of(
        "PCS", "Total", INSTRUMENTS["PCS"].low, INSTRUMENTS["PCS"].high, INSTRUMENTS["PCS"].licence
    )
    phq2_first: int | None = _of("PHQ-2", "Item 1", 0, 3, INSTRUMENTS["PHQ-2"].licence, options=LITTLE)
    phq2_second: int | None = _of("PHQ-2", "Item 2", 0, 3, options=LITTLE)
    odom: Grade | None = _grade("ODOM")
    macnab: Grade | None = _grade("MACNAB")

    @property
    def scores(self) -> dict[str, Score]:
        """Every form of which anything was entered, scored by its rule."""
        told = {form for form, names in FIELDS.items() if any(getattr(self, n) is not None for n in names)}
        found = {
            "ODI": self._index("ODI", self.odi_percent, self.odi_sum, self.odi_answered),
            "NDI": self._index("NDI", self.ndi_percent, self.ndi_sum, self.ndi_answered),
            PROMIS: promis({name: getattr(self, name) for name in DOMAINS}, self.pain_intensity, {}),
            "EQ-5D-5L": eq5d(self.eq5d_index, self.eq5d_value_set, self.eq5d_vas, None),
            "PCS": entered("PCS", self.pcs_total),
            "PHQ-2": scored("PHQ-2", (self.phq2_first, self.phq2_second)),
            "ODOM": entered("ODOM", self.odom),
            "MACNAB": entered("MACNAB", self.macnab),
        }
        return {form: one for form, one in found.items() if form in told}

    def _index(self, form: str, percent: float | None, total: int | None, answered: int | None) -> Score:
        told = [] if percent is None else [entered(form, percent)]
        return together(form, told if total is None else [*told, of_sum(form, total, answered)])


class NoAnswers(Record):
    """Why the answers of a visit did not come: said by somebody who tried, never guessed."""

    stage: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "Why answers did not come"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    visit: Visit = item("Which visit?", options=VISITS, required=True)
    on: date = item("Found out on", required=True)
    reason: Literal["not_reached", "unwilling", "too_ill", "treated_elsewhere", "moved", "died", "other"] = (
        item("Why?", options=words.NO_ANSWER, required=True)
    )
    for_good: bool | None = item("Does it hold for all later visits too?")
    note: str | None = item("In a few words", long=True)
