"""An injection that must not happen is not signed as if it were one like others: first it is an incident.

What has happened must stay writable, wherever the needle went, or the recall of a lot would forget
somebody. So the door is not shut for good: an incident of that day is signed first, which rings on *Today*;
then the injection is taken as it was given, and the cards about it stand.
"""

from collections.abc import Iterator

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.injection.limits import GUIDANCE
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import Record


def why_not(chart: Chart, record: Record, amends: int | None = None) -> str:
    """Why this injection cannot be signed; "" for any other record, and once the incident is signed."""
    if not isinstance(record, Injection):
        return ""
    amended = next((entry.record for entry in chart.entries if entry.number == amends), None)
    known = set(_wrong(chart, amended)) if isinstance(amended, Injection) else set()
    found = [one for one in _wrong(chart, record) if one not in known]
    day = record.given_at.date()
    if not found or any(one.found_at.date() >= day for one in chart.every(Incident)):
        return ""
    return f"{found[0]}. If it was given so, sign an incident first; then it is written down as it was."


def _wrong(chart: Chart, injection: Injection) -> Iterator[str]:
    history, plan = chart.newest(History), chart.newest(Plan)
    fused = {fusion.level for fusion in (history.fusions if history else None) or ()}
    planned = {(one.target, one.level, one.side) for one in (plan.sites if plan else None) or ()}
    for site in injection.sites:
        name, row = site_name(site.target, site.level, site.side), GUIDANCE[site.target]
        if site.level in fused:
            yield f"Never into a fused level: {name}"
        if row.else_indicator == "critical" and injection.guidance not in row.takes:
            yield f"{row.else_says}: {name}"
        if (site.target, site.level, site.side) not in planned:
            yield f"Not planned: {name}"
