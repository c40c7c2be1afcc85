"""One call answered: what the EHR sent, what the practice knows, and a day in; cards out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from buffycoat.interop import fhir
from buffycoat.interop.cds_hooks import orders, prp
from buffycoat.interop.cds_hooks.cards import card_of
from buffycoat.interop.cds_hooks.drafts import Draft, drafts
from buffycoat.interop.cds_hooks.findings import Sent, few, findings, incomplete
from buffycoat.interop.cds_hooks.here import Find, Here
from buffycoat.interop.cds_hooks.prefetch import gathered
from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.request import Request, resources
from buffycoat.interop.cds_hooks.together import chart_of
from buffycoat.interop.fhir.element import Resource
from buffycoat.pathway.candidacy.records import Plan


@dataclass(frozen=True)
class Answer:
    """The body of the answer, and the episode whose chart was read for it, if any, with its patient."""

    body: dict[str, Any]
    episode: str = ""
    patient: str = ""


@dataclass(frozen=True)
class _Reason:
    """Why the record is read: it was opened, PRP is booked or ordered (on a day), medicines are ordered."""

    prp: bool = False
    on: date | None = None
    ordered: tuple[Draft, ...] = ()

    @property
    def asks_now(self) -> bool:
        """Whether the whole record matters, and not only what was ordered."""
        return self.prp or not self.ordered


def answer(request: Request, day: date, zone: tzinfo, find: Find, link: str = "") -> Answer:
    """The answer to one call. `link`: the address of an episode's page, with {} where its id goes."""
    sent, parts = gathered(request)
    try:
        reason = _reason(request, sent["entry"][0]["resource"], day, zone)
        if reason is None:
            return Answer({"cards": []})
        bundle = fhir.read_bundle(sent, "prefetch")
    except fhir.UnreadableFile as error:
        raise Refusal(400, f"This cannot be read: {error.why}.", "prefetch") from error
    patient = fhir.who(bundle, day)
    here = find(patient)
    given = _given_on(sent, here, day, zone) if reason.ordered else None
    told: tuple[Sent, ...] = ()
    # Where PRP is neither planned nor was given, no order of a medicine can matter, whatever the record says.
    if reason.asks_now or here.plan is not None or given:
        told = few(_cards(reason, fhir.read_record(bundle, patient, on=day), here, parts, given))
    episode = next((chart.episode for chart in (here.open, *here.charts) if chart), "")
    page = link.format(episode) if link and episode else ""
    said = [card_of(one, request.instance, request.patient_id, page) for one in told]
    return Answer({"cards": said}, episode, here.patient)


def _given_on(bundle: dict[str, Any], here: Here, day: date, zone: tzinfo) -> date | None:
    """The newest day on which PRP was given, as the practice or the EHR has it."""
    held = (entry.get("resource") for entry in bundle["entry"])
    procedures = tuple(
        one for one in held if isinstance(one, dict) and one.get("resourceType") == "Procedure"
    )
    return max(filter(None, (here.given_on(zone), prp.given_on(procedures, day))), default=None)


def _reason(request: Request, patient: Resource, day: date, zone: tzinfo) -> _Reason | None:
    """None when nothing in the call has to do with PRP: then nothing of the record is read."""
    if request.hook == "patient-view":
        return _Reason()
    if request.hook == "appointment-book":
        held = tuple(one for one in resources(request.context, "appointments") if prp.is_prp(one))
        return _Reason(True, _first_day(held, zone)) if held else None
    ordered = drafts(request, patient, day)
    held = tuple(one.resource for one in ordered if prp.is_prp(one.resource))
    medicines = tuple(one for one in ordered if one.matters)
    return _Reason(bool(held), _first_day(held, zone), medicines) if held or medicines else None


def _first_day(held: tuple[Resource, ...], zone: tzinfo) -> date | None:
    return min(filter(None, (prp.starts_on(one, zone) for one in held)), default=None)


def _cards(
    reason: _Reason, imported: fhir.Imported, here: Here, parts: tuple[str, ...], given: date | None
) -> Iterator[Sent]:
    """Everything that is said, in no order yet."""
    day, plan = imported.as_of, here.plan
    if reason.on:
        plan = (plan or Plan()).model_copy(update={"planned_on": reason.on})
    chart = chart_of(imported, here.open, plan)
    planned = here.plan is not None or reason.prp
    if reason.asks_now:
        yield from map(Sent, incomplete(parts))
        yield from map(Sent, findings(chart, day, here.open, asked=planned))
    if reason.ordered and planned:
        yield from (Sent(card, draft=order) for card, order in orders.before(chart, reason.ordered, day))
    if reason.ordered and given:
        yield from (
            Sent(card, draft=order) for card, order in orders.after(chart, reason.ordered, given, day)
        )
