"""The person and not the target: laboratory values, medicines, hopes, each line with where it stands."""

from dataclasses import dataclass, replace
from datetime import date

from buffycoat.pathway.candidacy.clock import planned_day, window
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.labs import GATES, LABS, needs
from buffycoat.pathway.candidacy.records import Drug, History, Labs, Medicines, Plan, PregnancyTest, Result
from buffycoat.pathway.candidacy.target import BleedingClass, bleeding_class
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.units import number_text, shown
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.candidacy_points import (
    MET,
    NOTE,
    UNKNOWN,
    Cards,
    Point,
    Section,
    rule_name,
    titles,
)
from buffycoat.web.presenters.cards import short_mark
from buffycoat.web.presenters.drug_lines import agreement, dates, does, evidence

LAB_RULES = ("labs", "platelets", "haemoglobin", "inr", "crp", "hba1c")
DRUG_RULES = (
    "anticoagulant", "antiplatelet", "self_stopped", "aspirin", "combined_antithrombotics",
    "nsaid_not_stopped", "systemic_steroid", "stopped_when", "recent_local_steroid", "immunosuppressant",
    "supplement", "drug_identity", "not_in_table",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """The records of candidacy, and the days that they are read on."""

    plan: Plan | None
    history: History | None
    medicines: Medicines | None
    labs: Labs | None
    referral: Referral | None
    day: date

    @property
    def on(self) -> date:
        """The day of the needle, as far as it is known."""
        return planned_day(self.plan, self.day)

    @property
    def grade(self) -> BleedingClass:
        """The bleeding class of the plan."""
        return bleeding_class(self.day, self.plan, self.history, self.medicines, self.referral)


def laboratory(held: Held, cards: Cards, first: tuple[Point, ...]) -> Section:
    """Each value that is needed or known, with its age on the day of the needle and its gate."""
    wanted = {need.test: need.why for need in needs(held.day, held.plan, held.history, held.medicines)}
    known = [test for test in LABS.rows if held.labs and getattr(held.labs, test) is not None]
    points = [
        _lab(test, wanted.get(test, ""), held, cards) for test in LABS.rows if test in wanted or test in known
    ]
    rest = [cards.point(one, "Value") for one in cards.rest(tuple(f"candidacy.{rule}" for rule in LAB_RULES))]
    return Section("laboratory", "Laboratory", (*first, *points, *rest))


def _lab(test: str, why: str, held: Held, cards: Cards) -> Point:
    row, result = LABS[test], getattr(held.labs, test) if held.labs else None
    card = cards.worst(f"candidacy.{test}") or cards.take(f"candidacy.labs:{test}")
    found = f"{_value(result)}, {day_text(result.taken_on)}: {_age(result, held)}" if result else "Missing"
    asked = "; ".join(filter(None, [_gate(test, held.grade.grade), f"at most {row.max_age_days} days old"]))
    asked = f"{asked[:1].upper()}{asked[1:]}" + (f". Needed: {why}" if why else "")
    if card:
        made = cards.point(card, row.name, found, asked)
        return made if result else replace(made, clears="")  # what is asked says how it clears
    return Point(
        MET if result else UNKNOWN,
        row.name,
        found,
        asked,
        sources=titles(row.sources),
        mark=short_mark(row.status),
    )


def _value(result: Result) -> str:
    if isinstance(result, PregnancyTest):
        return "Positive" if result.positive else "Negative"
    value = float(result.value)  # every other result has one
    unit = shown(type(result).items["value"].unit)
    text = number_text(round(value, 1 if value >= 10 else 2))
    return text + (unit if unit == "%" else f" {unit}" if unit else "")


def _age(result: Result, held: Held) -> str:
    days = (held.on - result.taken_on).days
    when = "on the day" if held.on > held.day else "old"
    return f"{days} day{'' if days == 1 else 's'} {when}"


def _gate(test: str, grade: str) -> str:
    """The bounds that a value is held to, in words."""
    if test == "platelets":
        never, stop, few = (GATES[f"platelets_{name}"].below for name in ("never", "stop", "low_dose"))
        return f"{few:g} or more; below {stop:g} a physician decides, below {never:g} never"
    if test == "inr":
        return f"{GATES['inr_low_class' if grade == 'low' else 'inr'].above:g} or less at {grade} class"
    gate = GATES.rows.get(test)
    if gate is None:
        return ""
    return f"{gate.below:g} or more" if gate.below > 0 else f"{gate.above:g} or less"


def drugs(held: Held, cards: Cards, first: tuple[Point, ...]) -> Section:
    """Each medicine with its days and its prescriber's answer; the picture is the drug clock."""
    listed = (held.medicines.drugs if held.medicines else None) or ()
    points = [_drug(place, drug, held, cards) for place, drug in enumerate(listed)]
    if held.medicines and held.medicines.drugs == ():
        points.append(Point(MET, "Medicines", "None, as signed"))
    rules = tuple(f"candidacy.{rule}" for rule in DRUG_RULES)
    rest = [cards.point(one, rule_name(one)) for one in cards.rest(rules)]
    return Section("drugs", "Drugs", (*first, *points, *rest))


def _drug(place: int, drug: Drug, held: Held, cards: Cards) -> Point:
    """One medicine; of several cards the worst speaks here, the others have lines of their own."""
    planned = held.plan is not None and held.plan.planned_on is not None and held.plan.planned_on >= held.day
    key = next((key for key in cards.left if key.endswith(f":{drug.name}#{place}")), "")
    card = cards.take(key)
    days = window(drug.model_copy(update={"use": "taking"}), held.grade.grade, held.on)
    asked = ". ".join(filter(None, [dates(days, planned), agreement(drug, days)[0]]))
    found = does(drug, held.on if planned else None)
    if card:
        return cards.point(card, drug.name, found, asked)
    keys, mark = evidence(days)
    return Point(MET if days.rows else NOTE, drug.name, found, asked, sources=titles(keys), mark=mark)


def expectations(held: Held, cards: Cards) -> Section:
    """What the patient hopes for, and whether that can be."""
    plan, row = held.plan or Plan(), CONTRAINDICATIONS["expectation"]
    cure, load = cards.take("candidacy.expectation"), cards.take("candidacy.expectation:load")
    words = {True: "Yes", False: "No", None: "Not asked, or not known"}
    hopes = plan.expects_cure
    points = [Point(NOTE if plan.goal else UNKNOWN, "A good result", plan.goal or "Not asked")]
    made = Point(
        MET if hopes is not None else UNKNOWN,
        "Expects a cure",
        words[hopes],
        "No",
        sources=titles(row.sources),
        mark=short_mark(row.status),
    )
    points.append(cards.point(cure, "Expects a cure", "Yes", "No") if cure else made)
    if load:
        points.append(cards.point(load, "Psychosocial load", "High", "Not high"))
    return Section("expectations", "Expectations", tuple(points))
