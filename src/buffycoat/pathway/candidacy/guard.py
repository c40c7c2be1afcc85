"""The fusion guard: a plan that names a fused level as its target is not signed at all, by anybody."""

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import Record


def fused_target(chart: Chart, record: Record) -> str:
    """Why this plan cannot be signed; "" when the chart knows of no fusion at any of its levels.

    A fusion that is written down after the plan stops the path by its card; an injection that was given is
    written down as it was, wherever it went.
    """
    history = chart.newest(History)
    if not isinstance(record, Plan) or history is None:
        return ""
    fused = {fusion.level for fusion in history.fusions or ()}
    hit = [site for site in record.sites or () if site.level in fused]
    if not hit:
        return ""
    names = "; ".join(dict.fromkeys(site_name(site.target, site.level, site.side) for site in hit))
    return f"Never into a fused level: {names}. Plan another level, or put the fusion in the history right."
