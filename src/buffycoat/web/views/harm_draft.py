"""What a clinician’s form is filled in with when it answers a patient’s report: never the patient’s words."""

from django.http import QueryDict

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.reports import reports
from buffycoat.pathway.outcomes.settled import Settled
from buffycoat.pathway.record import Record
from buffycoat.web.forms import Typed
from buffycoat.web.views.drafts import Draft


def of_report(chart: Chart, kind: type[Record], sent: QueryDict) -> Draft | None:
    """The form for answering the report that the address names; None for any other form."""
    number, what = sent.get("report", ""), sent.get("what", "")
    found = (one for one in reports(chart) if str(one.entry) == number and one.what == what)
    report = next(found, None)
    if report is None or kind not in (AdverseEvent, Settled):
        return None
    typed: Typed = {"report": number, "what": report.what}
    if kind is AdverseEvent:
        typed |= {"began_on": report.on.isoformat(), "found_by": "check_in", **_place(chart)}
    said = f"Answers what the patient told in entry {number}. Grade, cause and words are yours; theirs stay."
    return Draft(typed, said)


def _place(chart: Chart) -> Typed:
    """The place, where only one was injected."""
    given = chart.newest(Injection)
    places = {(site.target, site.level) for site in given.sites} if given else set()
    if len(places) != 1:
        return {}
    target, level = next(iter(places))
    return {"target": target, "level": level}
