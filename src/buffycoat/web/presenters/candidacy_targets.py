"""What each target asks before it is booked, what the plan says of it; fused levels and their neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.anatomy import LEVEL_NAMES, Level, site_name, sites_named
from buffycoat.pathway.candidacy.blocks import block_reading
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.records import Fusion, History, Plan, Site
from buffycoat.pathway.candidacy.target import TARGETS, BleedingClass, TargetRow, neighbours, site_class
from buffycoat.pathway.knowledge import Fact
from buffycoat.web.forms.moments import day_text, partial_text
from buffycoat.web.presenters.candidacy_points import (
    MET,
    NOTE,
    UNKNOWN,
    Cards,
    Point,
    Section,
    fact,
    titles,
)
from buffycoat.web.presenters.cards import short_mark

FUSION_RULES = {
    "candidacy.fusion_not_located": "Where it is fused",
    "candidacy.transitional_anatomy": "Counting the levels",
    "candidacy.fused_level_target": "Planned site",
    "candidacy.beside_fusion": "Planned site",
}
AT_THE_SITE = (
    ("candidacy.fused_level_target", "Fused level"),
    ("candidacy.beside_fusion", "Beside a fusion"),
)
TARGET_RULES = (
    "candidacy.confirmatory_block",
    "candidacy.before_booking",
    "candidacy.cervical_transforaminal",
    "candidacy.investigational_use",
)
YES_NO = {True: "Yes", False: "No", None: "Not asked, or not known"}


def indication(plan: Plan | None, cards: Cards) -> Section:
    """What every target asks: care tried first, a structure, and not too far gone."""
    row = CONTRAINDICATIONS["not_structural"]
    severe = CONTRAINDICATIONS["severe_change"]
    held = plan or Plan()
    points = [
        _answer(cards, "care", "Exercise first", held.exercise_tried, "6 weeks of exercise", row),
        _answer(cards, "structure", "A structure", held.structural, "Story, examination, images agree", row),
        _answer(cards, "change", "Severe change at the level", held.severe_change, "No", severe),
    ]
    rest = [cards.point(card, "Plan") for card in cards.rest(("candidacy.indication", "candidacy.no_target"))]
    return Section("indication", "Indication", tuple([*rest, *points]))


def _answer(cards: Cards, about: str, name: str, value: bool | None, asked: str, row: Fact) -> Point:
    card = cards.take(f"candidacy.indication:{about}")
    return fact(card, cards, name, YES_NO[value], asked, row.sources, row.status, known=value is not None)


def targets(
    plan: Plan | None, grade: BleedingClass, day: date, on: date, cards: Cards
) -> tuple[Section, ...]:
    """One section for each kind of target."""
    found = []
    list(cards.rest(("candidacy.block_reading",)))  # read out with their target, and on triage
    sites = (plan.sites if plan else None) or ()
    for target in dict.fromkeys(site.target for site in sites):
        mine, row = [site for site in sites if site.target == target], TARGETS[target]
        points = (
            *_fused_here(mine, cards),
            *_before(plan or Plan(), target, row, day, on, cards),
            _bleeding(mine, row, grade),
            *_evidence(target, row, cards),
        )
        named = sites_named((site.target, site.level, site.side) for site in mine)
        found.append(Section(f"target-{target.lower()}", named, points))
    rest = tuple(cards.point(card, "Target") for card in cards.rest(TARGET_RULES))
    return (*found, Section("targets", "Targets", rest)) if rest else tuple(found)


def _bleeding(mine: list[Site], row: TargetRow, grade: BleedingClass) -> Point:
    """The class of these sites, and the one that the whole plan is read at."""
    classes = ", ".join(dict.fromkeys(site_class(site) for site in mine))
    why = f" ({'; '.join(grade.why)})" if grade.why else ""
    said = f"{classes.capitalize()}; the plan is read at {grade.grade}{why}"
    keys, mark = titles(row.bleeding_sources), short_mark(row.bleeding_status)
    return Point(NOTE, "Bleeding class", said, sources=keys, mark=mark)


def _evidence(target: str, row: TargetRow, cards: Cards) -> Iterator[Point]:
    """What the trials say, as it is told to the patient."""
    card = cards.take(f"candidacy.investigational_use:{target}")
    if card:
        said = f"Certainty {row.certainty}. {row.evidence}"
        keys, mark = titles(card.sources), short_mark(card.status)
        yield Point(NOTE, "Evidence", said, sources=keys, mark=mark, key=card.key)


def _fused_here(mine: list[Site], cards: Cards) -> Iterator[Point]:
    """What a fusion says about the sites of this target."""
    for site in dict.fromkeys(mine):
        for rule, name in AT_THE_SITE:
            card = cards.take(f"{rule}:{site_name(site.target, site.level, site.side)}")
            if card:
                yield cards.point(card, name)


@dataclass(frozen=True)
class Need:
    """Something a target asks before it is booked. `about`: the card that speaks when it is not met."""

    about: str
    name: str
    found: str
    asked: str


def _before(plan: Plan, target: str, row: TargetRow, day: date, on: date, cards: Cards) -> tuple[Point, ...]:
    """What must come before booking, each with what is known of it."""
    return tuple(
        fact(
            cards.take(f"candidacy.{need.about}"),
            cards,
            need.name,
            need.found or "Not known, or none on record",
            need.asked,
            row.sources,
            row.status,
            known=bool(need.found),
        )
        for need in _needs(plan, target, row, day, on)
    )


def _needs(plan: Plan, target: str, row: TargetRow, day: date, on: date) -> Iterator[Need]:
    """Time, images, height, a block: what the table asks for this target."""
    lasted, left = plan.months_of_pain, plan.disc_height
    if row.months:
        found = f"{lasted:g} months" if lasted is not None else ""
        yield Need(f"before_booking:{target} months", "Pain for", found, f"{row.months:g} months or more")
    if row.mri or row.mri_months:
        asked = f"Not older than {row.mri_months} months" if row.mri_months else "On record"
        yield Need(f"before_booking:{target} MRI", "MRI", _mri(plan, on), asked)
    if row.disc_height:
        found = f"{left:g}%" if left is not None else ""
        yield Need(f"before_booking:{target} height", "Height left", found, f"{row.disc_height:g}% or more")
    if row.block:
        times = "" if row.block_count == 1 else f", {row.block_count} times"
        asked = f"{row.block_relief:g}% relief or more{times}"
        yield Need(f"confirmatory_block:{target}", "Block", _blocks(plan, row.block, day), asked)


def _mri(plan: Plan, on: date) -> str:
    if plan.mri_on is None:
        return ""
    said = f"{day_text(plan.mri_on)}, {(on - plan.mri_on).days} days before"
    return f"{said}. {plan.mri_finding}" if plan.mri_finding else said


def _blocks(plan: Plan, kind: str, day: date) -> str:
    done = [b for b in plan.blocks or () if b.block == kind and (b.done_on is None or b.done_on <= day)]
    reliefs = {
        one: ", ".join("not known" if r is None else f"{r:g}%" for r in one.reliefs)
        for one in block_reading(done)
    }
    return "; ".join(
        f"{one.level or 'level not known'}{f' {one.side}' if one.side else ''}: {text}, {one.verdict}"
        for one, text in reliefs.items()
    )


def fusions(history: History | None, cards: Cards) -> Section:
    """Fused levels, which are never a target, and the levels beside them, which have conditions."""
    held = history.fusions if history else None
    points = [cards.point(card, FUSION_RULES[card.rule]) for card in cards.rest(tuple(FUSION_RULES))]
    points += [_level(one, tuple(each.level for each in held or ())) for one in held or ()]
    if held is None:
        points.append(Point(UNKNOWN, "Fused levels", "Not asked, or not known", "Asked, and named"))
    elif not held:
        points.append(Point(MET, "Fused levels", "None, as signed"))
    return Section("fused", "Fused levels and their neighbours", tuple(points))


def _level(one: Fusion, fused: tuple[Level, ...]) -> Point:
    row = CONTRAINDICATIONS["beside_fusion"]
    beside = ", ".join(LEVEL_NAMES[level] for level in neighbours(one.level) if level not in fused)
    known = {
        "operated on": partial_text(one.operated_on) if one.operated_on else "not known",
        "solid": _yes(one.solid),
        "loose or infected": _yes(one.loose_or_infected),
        "surgeon informed": _yes(one.surgeon_informed),
    }
    said = "; ".join(f"{name}: {value}" for name, value in known.items())
    return Point(
        state=NOTE,
        name=f"{one.level}, fused",
        found=f"{said[0].upper()}{said[1:]}",
        asked=f"Never a target. Beside it, with conditions: {beside}",
        sources=titles(row.sources),
        mark=short_mark(row.status),
    )


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[value]
