"""Scores from other forms beside what was answered: by visit, with the change and whether it is important."""

from collections.abc import Mapping
from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes.change import Held, important
from buffycoat.pathway.outcomes.definitions import INSTRUMENTS
from buffycoat.pathway.outcomes.entered import EnteredScores
from buffycoat.pathway.outcomes.instruments import Verdict, limit, responder
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.scoring import Score
from buffycoat.pathway.outcomes.visits import latest_follow_up, newest
from buffycoat.pathway.outcomes.words import VISITS

SHORT = {"baseline": "Before"} | {key: pair[0] for key, pair in VISITS.items() if key != "baseline"}


@dataclass(frozen=True)
class ScoreLine:
    """One figure of one form over the visits. `change`: of the newest against the baseline."""

    name: str
    scale: str
    values: tuple[str, ...]
    change: str
    licence: str


@dataclass(frozen=True)
class Entered:
    """All figures of other forms, and the responder definitions at the newest visit."""

    visits: tuple[str, ...]
    lines: tuple[ScoreLine, ...]
    judged_at: str
    verdicts: tuple[tuple[str, str, str], ...]


def entered_scores(chart: Chart) -> Entered | None:
    """What there is; None without a score and without anything to judge."""
    by_visit: dict[str, dict[str, Score]] = {visit: {} for visit in VISITS}
    for one in chart.every(EnteredScores):
        by_visit[one.visit].update(one.scores)
    visits = tuple(key for key in VISITS if by_visit[key])
    forms = [form for form in INSTRUMENTS if any(form in by_visit[visit] for visit in visits)]
    lines = tuple(line for form in forms for line in _lines(form, visits, by_visit))
    judged_at, verdicts = _verdicts(chart, by_visit)
    if not lines and not verdicts:
        return None
    return Entered(tuple(SHORT[visit] for visit in visits), lines, judged_at, verdicts)


def _lines(
    form: str, visits: tuple[str, ...], by_visit: Mapping[str, Mapping[str, Score]]
) -> tuple[ScoreLine, ...]:
    row, held = INSTRUMENTS[form], [by_visit[visit].get(form) for visit in visits]
    several = row.way in ("domains", "eq5d")
    parts = [""]
    if several:
        parts = list(dict.fromkeys(part for one in held if one for part in one.parts))
    scale = f"{row.low:g} to {row.high:g}, {row.better} is better"
    return tuple(
        ScoreLine(
            name=f"{form}: {part.replace('_', ' ')}" if part else form,
            scale="" if several else ", ".join(row.grades) if row.grades else scale,
            values=tuple(_value(row.grades, one, part) for one in held),
            change=_change(form, part, by_visit),
            licence=row.licence,
        )
        for part in parts
    )


def _value(grades: tuple[str, ...], one: Score | None, part: str) -> str:
    value = None if one is None else one.parts.get(part) if part else one.score
    if value is None:
        return "–" if one is None or one.status == "ok" else "no score"
    return grades[int(value) - 1] if grades else f"{value:.4g}"


def _change(form: str, part: str, by_visit: Mapping[str, Mapping[str, Score]]) -> str:
    """Whether the newest differs from the baseline by a published important difference."""
    before = by_visit["baseline"].get(form)
    after = [held[form] for visit, held in by_visit.items() if visit != "baseline" and form in held]
    after = [one for one in after if one.parts.get(part) is not None] if part else after
    if before is None or not after:
        return ""
    held = [one for one in important(form, before, after[-1]) if one.part == part]
    if not held or all(one.improved is None for one in held):
        return "cannot be compared" if held else ""
    better, worse = (sum(1 for one in held if said(one)) for said in (_improved, _worsened))
    if not better and not worse:
        return "no important change"
    word = "better" if better else "worse"
    return f"{word}, by {better or worse} of {len(held)} thresholds" if len(held) > 1 else word


def _improved(one: Held) -> bool | None:
    return one.improved


def _worsened(one: Held) -> bool | None:
    return one.worsened


def _verdicts(
    chart: Chart, by_visit: Mapping[str, Mapping[str, Score]]
) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The five definitions at the newest visit that was answered."""
    outcomes = chart.every(Outcome)
    before, now = newest(outcomes, "baseline"), latest_follow_up(outcomes)
    if now is None:
        return "", ()
    odi = [by_visit[visit].get("ODI") for visit in ("baseline", now.visit)]
    pair = (odi[0], odi[1]) if odi[0] and odi[1] else None
    means = {
        "a": f"Pain down by {limit('nrs_half'):g} % or more",
        "b": f"Pain down by {limit('nrs_points'):g} points and {limit('nrs_share'):g} % or more",
        "c": f"(a), and Oswestry down by {limit('odi_share'):g} % or more",
        "d": "Rates the change as much or very much better",
        "e": "No other injection and no operation since",
    }
    said = responder(before, now, pair)
    return SHORT[now.visit], tuple((f"({key}) {means[key]}", *_said(one)) for key, one in said.items())


def _said(one: Verdict) -> tuple[str, str]:
    if one.responder is None:
        return "not known", one.why
    return ("yes" if one.responder else "no"), ""
