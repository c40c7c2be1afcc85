"""What triage says of where the pain may come from: a ranking to choose the next test, never a diagnosis."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.card import Card, Tier
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.pain_source import USUAL, Line, Ranking, ranked
from buffycoat.pathway.triage.pain_tables import FEATURES, PAIN_LIMITS, SOURCES
from buffycoat.pathway.triage.reading import Reading, told_in
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.told import tier_told
from buffycoat.pathway.triage.urgency import age_on, steady

_HOW_SOON: dict[Tier, str] = {row.name: row.title.lower() for row in TIERS.rows.values()}
_SHOWN = 3  # sources that one card names; the page shows all of them


@rule("triage.pain_source")
def pain_source(
    day: date,
    pain: Pain | None,
    examination: Examination | None,
    referral: Referral | None,
    signs: WarningSigns | None,
    readings: tuple[Reading, ...],
) -> Iterator[Card]:
    """Where the pain may come from, each source with its chance and interval; never a diagnosis."""
    if not (pain or examination):
        return
    found = _ranking(day, pain, examination, referral, signs, readings)
    keys = [key for one in (*found.first, *found.also) for key in one.sources]
    keys += [key for line in found.lines[:_SHOWN] for key in line.sources]
    keys += found.next.sources if found.next else ()
    yield Card(
        indicator="info",
        summary=_summary(found),
        detail=_detail(found),
        sources=tuple(dict.fromkeys(keys)) or PAIN_LIMITS["answers"].sources,
        status=found.status,
        code="pain_source" if found.enough else "missing_data",
        clears_when="" if found.enough else "The pain and the examination are signed with what is missing.",
    )


def _ranking(
    day: date,
    pain: Pain | None,
    examination: Examination | None,
    referral: Referral | None,
    signs: WarningSigns | None,
    readings: tuple[Reading, ...] = (),
) -> Ranking:
    age = age_on(referral.birth_date, day) if referral else None
    told = told_in(signs.narrative if signs else None, readings)
    found = tier_told(
        signs, told, age, steady_pain=steady(pain, day), beside=beside(pain, examination, day, age)
    )
    return ranked(pain, examination, age, suspicions=found.suspicions)


def _summary(found: Ranking) -> str:
    """The sources in one line, as many as fit, what cannot wait before all."""
    urgent = [f"{one.name.lower()} ({_HOW_SOON.get(one.tier, '')})" for one in found.first]
    parts = [f"First: {', '.join(urgent)}"] if urgent else []
    if found.enough:
        parts += [_chance(line) for line in found.lines[:_SHOWN]]
    else:
        parts.append(f"{found.answers} of {found.needed} answers that count: not ranked")
    text = "Pain source, not a diagnosis: "
    while len(text + "; ".join(parts)) > 140 and len(parts) > 1:
        parts.pop()
    return (text + "; ".join(parts))[:140]


def _chance(line: Line) -> str:
    low, high = (round(100 * end) for end in line.interval)
    ends = f" ({low} to {high})" if low < high else ""
    return f"{line.name.lower()} {percent(line.probability)}{ends}"


def percent(chance: float) -> str:
    """A chance as it is shown: never less than the least nor more than the most that is ever claimed."""
    if round(100 * chance) <= USUAL.floor:
        return f"{USUAL.floor}% or less"
    return f"{USUAL.ceiling}% or more" if round(100 * chance) >= USUAL.ceiling else f"{100 * chance:.0f}%"


def _detail(found: Ranking) -> str:
    said = []
    if found.enough:
        said.append("Ranked to choose the next test. Several can be true, so the chances do not add to 100%.")
        if found.next:
            says = f" ({found.next.says})" if found.next.says else ""
            said.append(f"What would change our mind: {found.next.words}{says}.")
        said += [f"{line.name}: {line.note}" for line in found.lines[:_SHOWN] if line.note]
    elif found.missing:
        said.append("What would help most: " + "; ".join(one.words for one in found.missing) + ".")
    if any(FEATURES[one.feature].images for line in found.lines for one in line.moved if one.there):
        said.append("MRI findings are common without pain and never alone make a candidate.")
    said += [f"Also pointed to, without a chance: {one.name.lower()} ({one.why})." for one in found.also]
    said.append(f"Weakest mark of what was used: {found.status}, {MARKS[found.status]}.")
    return " ".join(said)


@rule("triage.hip_and_spine")
def hip_and_spine(
    day: date, chart: Chart, pain: Pain | None, examination: Examination | None, referral: Referral | None
) -> Iterator[Card]:
    """Hip and spine are both likely: the hip is looked at before a needle goes into the spine."""
    found = _ranking(day, pain, examination, referral, None)
    if not found.together or _hip_block_read(chart):
        return
    lines = {line.source: line for line in found.lines}
    both = ", ".join(f"{lines[key].name.lower()} {percent(lines[key].probability)}" for key in found.together)
    limit = PAIN_LIMITS["together"]
    yield Card(
        indicator="warning",
        summary=f"Hip and spine may both be the source: {both}"[:140],
        detail=f"Each is above {limit.value}%. Diagnostic hip injection first, or examine both: "
        f"{SOURCES['hip'].block_says} {SOURCES['hip'].note}",
        sources=tuple(
            dict.fromkeys((*limit.sources, *SOURCES["hip"].sources, *SOURCES["hip"].block_sources))
        ),
        status="P",
        code="hip_and_spine",
        clears_when="A hip joint block is signed with its relief, or one of the two is no longer likely.",
    )


def _hip_block_read(chart: Chart) -> bool:
    """Whether a hip block and its relief are on record.

    The plan belongs to a later stage, which triage may not import: it is found by its kind.
    """
    plans = [entry.record for entry in chart.in_force if entry.kind == "candidacy.plan"]
    blocks = getattr(plans[-1], "blocks", None) if plans else None
    return any(one.block == "HIP" and one.relief is not None for one in blocks or ())
