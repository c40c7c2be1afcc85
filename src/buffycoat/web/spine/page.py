"""Where the drawing meets the pages: what a click changes, and what the chart says of each place."""

from collections.abc import Mapping
from dataclasses import replace

from buffycoat.pathway.candidacy.anatomy import LEVELS
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import Record
from buffycoat.store.charts import charts
from buffycoat.store.models import Episode
from buffycoat.web.forms.typed import Typed
from buffycoat.web.spine import rows
from buffycoat.web.spine.ink import Key
from buffycoat.web.spine.levels import zoom
from buffycoat.web.spine.picture import Picture, level_shown, picture
from buffycoat.web.spine.standing import given, standing

CLICK, SHOW, SHOWN = "site", "show", ":show"


def clicked(do: str) -> bool:
    """Whether this button is the drawing’s."""
    return do.partition(":")[0] in (CLICK, SHOW)


def change(chart: Chart, typed: Typed, do: str) -> Typed:
    """The typed text after a click: a place set or cleared, or another level shown. Never a fused level."""
    action, _, about = do.partition(":")
    if action == SHOW:
        wanted = about or typed.get(SHOWN, "")
        return {**typed, rows.LEVEL: wanted} if wanted in LEVELS else typed
    key = rows.place(about)
    if key is None or key[1] in fused(chart):
        return typed
    return {**rows.toggled(typed, key), rows.LEVEL: key[1]}


def arrived(chart: Chart, typed: Typed, kind: type[Record], sent: Mapping[str, str]) -> Typed:
    """What a form holds whose address carries rows: a click without JavaScript. Never a fused level."""
    if kind not in rows.DRAWN:
        return typed
    shown = {rows.LEVEL: sent["level"]} if sent.get("level") in LEVELS else {}
    before = rows.chosen(typed)
    after = rows.from_address(typed, sent)
    for key in rows.chosen(after):
        if key not in before and key[1] in fused(chart):
            after = rows.toggled(after, key)
    return {**after, **shown}


def fused(chart: Chart) -> set[str]:
    """The fused levels of this chart."""
    history = chart.newest(History)
    return {one.level for one in (history.fusions if history else None) or ()}


def on_form(episode: Episode, chart: Chart, kind: type[Record], typed: Typed) -> Picture | None:
    """The drawing of the rows on this form; None for a form that has none."""
    if kind not in rows.DRAWN:
        return None
    stands = standing(chart, rows.chosen(typed), earlier(episode), own=kind is not Injection)
    return picture(typed, stands, level_shown(typed))


def on_episode(episode: Episode, chart: Chart, level: str) -> Picture | None:
    """What was injected, or what is planned, to look at; None while there is neither."""
    injected, plan, before = given(chart), chart.newest(Plan), earlier(episode)
    planned: dict[Key, float | None] = {
        (one.target, one.level, one.side): None for one in (plan.sites if plan else None) or ()
    }
    stands = standing(chart, injected or planned, before, own=False)
    if not stands.chosen and not stands.past:
        return None
    first = next(iter((*stands.chosen, *stands.past)))[1]
    shown = level if level in LEVELS else first
    drawn = picture({}, stands, shown, zoom(shown), still=True)
    heading = (
        "Where it was injected"
        if injected
        else "Where it is planned"
        if planned
        else "Where it was injected before"
    )
    return replace(drawn, heading=heading, asked=level in LEVELS)


def earlier(episode: Episode) -> tuple[Chart, ...]:
    """The charts of this patient’s other episodes."""
    others = Episode.objects.filter(patient_id=episode.patient_id).exclude(pk=episode.pk)
    return tuple(charts(list(others.values_list("pk", flat=True))).values())
