"""The target: fused levels and their neighbours, what comes before booking, how good the evidence is."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.anatomy import LEVELS, TARGET_NAMES, Level, region, site_name
from buffycoat.pathway.candidacy.blocks import block_reading
from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.conditions import known, named
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.records import Fusion, History, Plan, Site
from buffycoat.pathway.candidacy.target import TARGETS, TargetRow, neighbours, sites
from buffycoat.pathway.card import Card
from buffycoat.pathway.record import in_words, latest
from buffycoat.pathway.stage import rule


def _name(site: Site) -> str:
    return site_name(site.target, site.level, site.side)


def _card(row: TargetRow, code: str, summary: str, detail: str, clears: str, about: str) -> Card:
    return Card(
        indicator="warning",
        summary=summary[:140],
        detail=detail,
        clears_when=clears,
        sources=row.sources,
        status=row.status,
        code=code,
        about=about,
    )


@rule("candidacy.no_target")
def no_target(plan: Plan) -> Iterator[Card]:
    """A signed plan that names no site has nothing to prepare for."""
    if not plan.sites:
        row = CONTRAINDICATIONS["not_structural"]
        detail = "Without a target there is no bleeding class, no dose and nothing to consent to."
        clears = "The plan is signed with at least one site."
        summary = "The plan names no target"
        yield row.card("no_target", summary, detail=detail, clears=clears, indicator="critical")


@rule("candidacy.fused_level_target")
def fused_level_target(plan: Plan, history: History) -> Iterator[Card]:
    """Never into a fused level; and never between two of them until the construct is known not to span it."""
    row = CONTRAINDICATIONS["fused_level"]
    fused = {fusion.level for fusion in history.fusions or ()}
    for site in dict.fromkeys(sites(plan)):
        if site.level in fused:
            detail = (
                "PRP is never injected into a fused level. The levels beside it have their own conditions."
            )
            clears = "Another level is planned, or the fusion was entered in error."
            summary = f"{_name(site)}: this level is fused"
            yield row.card("fused_level_target", summary, detail=detail, clears=clears, about=_name(site))
        elif _between(site.level, fused):
            yield CONTRAINDICATIONS["beside_fusion"].card(
                "fused_level_target",
                f"{_name(site)}: lies between fused levels",
                detail="A rod that passes the level makes it part of the construct, and never a target.",
                clears="Imaging shows that the construct does not span it, and the override says so.",
                about=_name(site),
                indicator="critical",
            )


def _between(level: Level, fused: set[Level]) -> bool:
    places = [LEVELS.index(one) for one in fused]
    return bool(places) and min(places) < LEVELS.index(level) < max(places)


@rule("candidacy.transitional_anatomy")
def transitional_anatomy(plan: Plan) -> Iterator[Card]:
    """An extra or missing vertebra changes what a level is called: asked for wherever a level is named."""
    row = CONTRAINDICATIONS["transitional"]
    counted = [site for site in sites(plan) if region(site.level) in ("thoracic", "lumbar")]
    if not counted or plan.transitional == "none":
        return
    clears = "How the levels were counted is signed, and both who count in the room know it."
    if plan.transitional is None:
        detail = "L6, a sacralised L5 or a T13 put the needle one level off. Asked again at the time-out."
        asks = ("candidacy.plan.transitional",)
        summary = "Transitional anatomy (L6, sacralised L5, T13): not known"
        yield row.card("missing_data", summary, detail=detail, clears=clears, asks=asks)
    else:
        named = Plan.items["transitional"].options[plan.transitional]
        detail = (
            "Number the levels from a whole-spine image, write down how, and name fused levels the same way."
        )
        yield row.card("transitional_anatomy", f"Transitional anatomy: {named}", detail=detail, clears=clears)


@rule("candidacy.fusion_not_located")
def fusion_not_located(day: date, history: History) -> Iterator[Card]:
    """A fusion among the diagnoses whose levels nobody has written down could be the target itself."""
    found = known(history, "spinal_fusion", day)
    if found and not history.fusions:
        detail = "The list of fused levels is empty. Which levels they are decides where a needle may go."
        yield CONTRAINDICATIONS["beside_fusion"].card(
            "missing_data",
            f"Spinal fusion without its levels: {named(found)}",
            detail=detail,
            clears="The fused levels are signed.",
            indicator="critical",
            asks=("candidacy.history.fusions",),
        )


@rule("candidacy.beside_fusion")
def beside_fusion(day: date, plan: Plan, history: History) -> Iterator[Card]:
    """A level beside a fusion has conditions: six months, solid, nothing loose, surgeon told."""
    row = CONTRAINDICATIONS["beside_fusion"]
    fusions = history.fusions or ()
    fused = {fusion.level for fusion in fusions}
    for site in dict.fromkeys(sites(plan)):
        beside = [one for one in fusions if one.level in neighbours(site.level)]
        if site.level in fused or not beside:
            continue
        broken = [why for one in beside for why in _broken(one, planned_day(plan, day), row.months)]
        unknown = [why for one in beside for why in _unknown(one)]
        name, levels = _name(site), ", ".join(one.level for one in beside)
        detail = "No controlled evidence exists after fusion, and the consent says so. "
        if site.target == "SIJ":
            detail += "SI joint pain is common after lumbosacral fusion: provocation tests come first. "
        first = f"; {(broken or unknown)[0]}" if broken or unknown else ""
        if broken or unknown:
            detail += " ".join(f"{why}." for why in (*broken, *unknown))
        yield row.card(
            "adjacent_to_fusion",
            f"{name}: beside the fusion of {levels}{first}",
            detail=detail.strip(),
            clears="Every condition is met and signed." if broken or unknown else "",
            about=name,
            indicator="critical" if broken else "warning" if unknown else "info",
        )


def _broken(fusion: Fusion, on: date, months: int) -> Iterator[str]:
    """Conditions of the neighbour that are known not to be met."""
    if fusion.operated_on and _months_between(latest(fusion.operated_on), on) < months:
        yield f"operated on {in_words(fusion.operated_on)}, less than {months} months before"
    if fusion.solid is False:
        yield f"{fusion.level} is not solid"
    if fusion.loose_or_infected:
        yield f"hardware at {fusion.level} is loose or infected"


def _unknown(fusion: Fusion) -> Iterator[str]:
    """Conditions of the neighbour that nobody has answered, or that a letter can still meet."""
    if fusion.operated_on is None:
        yield f"day of the operation at {fusion.level} not known"
    if fusion.solid is None:
        yield f"not known whether {fusion.level} is solid"
    if fusion.loose_or_infected is None:
        yield f"not known whether hardware at {fusion.level} is loose or infected"
    if not fusion.surgeon_informed:
        yield "the surgeon is not known to be informed"


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


@rule("candidacy.indication")
def indication(plan: Plan) -> Iterator[Card]:
    """Conservative care comes first, a structure is the source, and it is not too far gone."""
    rule_31 = CONTRAINDICATIONS["not_structural"]
    if plan.exercise_tried is False:
        detail = "Exercise or physiotherapy for at least 6 weeks comes before a needle."
        clears = "It has been tried, and the plan is signed again."
        yield rule_31.card(
            "no_conservative_care", "Exercise not tried yet", detail=detail, clears=clears, about="care"
        )
    if plan.structural is False:
        detail = "PRP is aimed at a structure. Findings on an image alone never make somebody a candidate."
        summary = "Nothing points to a structure of the spine"
        yield rule_31.card("not_structural_indication", summary, detail=detail, about="structure")
    if plan.severe_change:
        row = CONTRAINDICATIONS["severe_change"]
        detail = (
            "Severe stenosis, a slip above grade I, or an extruded disc: hear a surgeon, and talk of hopes."
        )
        summary = "Severe structural change at the level"
        yield row.card("severe_structural_change", summary, detail=detail, about="change")


@rule("candidacy.before_booking")
def before_booking(day: date, plan: Plan) -> Iterator[Card]:
    """Each target has what must come before booking: time, images, height of the disc."""
    on = planned_day(plan, day)
    for target in dict.fromkeys(site.target for site in sites(plan)):
        row = TARGETS[target]
        if plan.months_of_pain is not None and plan.months_of_pain < row.months:
            lasted = f"pain for {plan.months_of_pain:g} months; at least {row.months:g} are asked"
            summary = f"{TARGET_NAMES[target]}: {lasted}"
            detail = "Most back pain of this age settles without a needle."
            yield _card(row, "too_early", summary, detail, "It has lasted longer.", f"{target} months")
        if (row.mri or row.mri_months) and plan.mri_on is None:
            summary = f"{TARGET_NAMES[target]}: no MRI on record"
            yield _card(
                row,
                "missing_data",
                summary,
                "It is needed before booking.",
                "Its day is signed.",
                f"{target} MRI",
            )
        elif row.mri_months and plan.mri_on and _months_between(plan.mri_on, on) >= row.mri_months:
            made = in_words(plan.mri_on)
            summary = f"{TARGET_NAMES[target]}: MRI of {made} is older than {row.mri_months} months"
            detail = "A disc changes; the image must show it as it is."
            yield _card(row, "missing_data", summary, detail, "A newer MRI is signed.", f"{target} MRI")
        if row.disc_height and plan.disc_height is None:
            summary = f"{TARGET_NAMES[target]}: how much of its height is left is not known"
            detail = f"Trials asked for {row.disc_height:g}% or more."
            yield _card(row, "missing_data", summary, detail, "The height is signed.", f"{target} height")
        elif row.disc_height and plan.disc_height is not None and plan.disc_height < row.disc_height:
            left = f"{plan.disc_height:g}% of its height left; trials asked for {row.disc_height:g}%"
            summary = f"{TARGET_NAMES[target]}: {left}"
            detail = "A collapsed disc was left out of the trials."
            yield _card(row, "severe_structural_change", summary, detail, "", f"{target} height")


# What the blocks of a target came to, short of a positive one; the nearest to it first.
_TRIED = {
    "one more": "one more positive block is asked for",
    "unclear": "the blocks do not settle it",
    "not known": "no block with enough relief",
    "negative": "no block with enough relief",
}


@rule("candidacy.confirmatory_block")
def confirmatory_block(day: date, plan: Plan) -> Iterator[Card]:
    """A facet or SI joint is a target only after a block showed that the pain comes from there."""
    for target in dict.fromkeys(site.target for site in sites(plan)):
        row = TARGETS[target]
        if row.block is None:
            continue
        done = (
            b for b in plan.blocks or () if b.block == row.block and (b.done_on is None or b.done_on <= day)
        )
        read = {one.verdict for one in block_reading(done)}
        if "positive" in read:
            continue
        tried = next((words for verdict, words in _TRIED.items() if verdict in read), "no block on record")
        yield _card(
            row,
            "pain_source_not_confirmed",
            f"{TARGET_NAMES[target]}: {tried}; at least {row.block_relief:g}% relief is asked",
            "Story and examination do not prove this source; a block can, and it is wrong in some too.",
            f"A block with at least {row.block_relief:g}% relief is signed.",
            target,
        )


@rule("candidacy.cervical_transforaminal")
def cervical_transforaminal(plan: Plan) -> Iterator[Card]:
    """A transforaminal needle in the neck is avoided."""
    for site in dict.fromkeys(sites(plan)):
        if site.target == "EPI_TF" and region(site.level) == "cervical":
            yield Card(
                indicator="critical",
                summary=f"{_name(site)}: transforaminal in the neck is avoided",
                detail="An artery to the cord or the brain lies in the way. Choose another approach.",
                sources=("rule-3.1", "FDA2014"),
                status="P",
                code="high_neurologic_risk",
                about=_name(site),
                clears_when="Another approach is planned.",
            )


@rule("candidacy.investigational_use")
def investigational_use(plan: Plan) -> Iterator[Card]:
    """Every target is investigational; what the trials say is told as it is."""
    for target in dict.fromkeys(site.target for site in sites(plan)):
        row = TARGETS[target]
        high = {region(site.level) for site in sites(plan) if site.target == target} & {
            "cervical",
            "thoracic",
        }
        detail = f"{row.evidence} Certainty: {row.certainty}. No regulator has approved PRP for this use."
        detail += f" No trial was found for the {' or '.join(sorted(high))} spine." if high else ""
        yield Card(
            indicator="info",
            summary=f"{TARGET_NAMES[target]}: investigational use; certainty of the evidence {row.certainty}",
            detail=detail,
            sources=row.evidence_sources,
            status="K~" if high else row.evidence_status,
            code="investigational_use",
            about=target,
        )
