"""Whether what a patient signed still is what is proposed: text, places, price, people."""

from datetime import date

from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Withdrawal
from buffycoat.pathway.consent.texts import says_something_else

Places = frozenset[tuple[str, str, str]]


def places(sites: tuple[Site, ...] | None) -> Places:
    """Targets, levels and sides, whatever their order."""
    return frozenset((site.target, site.level, site.side) for site in sites or ())


def asked_again(chart: Chart, day: date) -> tuple[str, ...]:
    """Why the patient’s own part does not stand: “nothing”, “withdrawn”, “text”, “places”, “offer”."""
    own, offer = chart.signed(PatientPart), chart.signed(Offer)
    if not own or not isinstance(own[-1].record, PatientPart):
        return ("nothing",)
    held = own[-1].record
    why = []
    if any(one.withdrawn_at >= held.signed_at and one.care is not False for one in chart.every(Withdrawal)):
        why.append("withdrawn")
    if says_something_else(held.text_version, day):
        why.append("text")
    if offer and not places(chart.every(Offer)[-1].sites) <= places(held.sites):
        why.append("places")
    elif offer and offer[-1].number > own[-1].number:
        why.append("offer")
    return tuple(why)


def plan_differs(offer: Offer, plan: Plan | None) -> bool:
    """Whether a place is planned now that was not proposed."""
    return plan is not None and not places(plan.sites) <= places(offer.sites)
