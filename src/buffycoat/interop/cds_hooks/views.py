"""The three addresses of CDS Hooks: discovery, a service, its feedback."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from buffycoat.interop.cds_hooks.answer import answer
from buffycoat.interop.cds_hooks.body import load
from buffycoat.interop.cds_hooks.endpoint import base_of, body, caller, endpoint
from buffycoat.interop.cds_hooks.feedback import read_feedback
from buffycoat.interop.cds_hooks.practice import find
from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.request import read_request
from buffycoat.interop.cds_hooks.services import SERVICES, Service, discovery
from buffycoat.interop.cds_hooks.trust import Caller
from buffycoat.pathway.chart import Signer
from buffycoat.store import clock
from buffycoat.store.actions import note_outside

_EPISODE = "/episodes/{}/"  # as in web/urls.py, which this package may not import


@endpoint("GET")
def services(request: HttpRequest) -> HttpResponse:
    """Which services there are. Open, as nothing in it is about anybody; a token that comes is checked."""
    if settings.CDS_TRUST is None and not settings.DEMO:
        return JsonResponse({"services": []})
    if "Authorization" in request.headers:
        caller(request)
    return JsonResponse(discovery())


@endpoint("POST")
def service(request: HttpRequest, name: str) -> HttpResponse:
    """One call of a service: cards, or why there are none."""
    offered, who = _offered(name), caller(request)
    asked = read_request(load(body(request)), offered)
    answered = answer(asked, clock.today(), clock.zone(), find, f"{base_of(request)}{_EPISODE}")
    _note(who, seen=answered.episode, patient=answered.patient, hook=asked.hook)
    return JsonResponse(answered.body)


@endpoint("POST")
def feedback(request: HttpRequest, name: str) -> HttpResponse:
    """What became of cards of this service: one line each in the audit trail."""
    offered, who = _offered(name), caller(request, also=f"/cds-services/{name}")
    outcomes = read_feedback(load(body(request)))
    _note(who, feedback=tuple(one.line(offered.id) for one in outcomes))
    return JsonResponse({"stored": len(outcomes)})


def _offered(name: str) -> Service:
    found = SERVICES.get(name)
    if found is None:
        raise Refusal(404, "No such service.")
    return found


def _note(who: Caller, *, seen: str = "", feedback: tuple[str, ...] = (), **more: str) -> None:
    """Take the token, now that the call is good, and note what was read or told."""
    if not (who.token or seen or feedback):
        return
    by = Signer(id=who.issuer[:150], name=who.name[:300], role="system")
    token = f"{who.issuer}\x1f{who.token}" if who.token else ""
    note_outside(
        by,
        token=token,
        expires=who.expires,
        now=clock.real_seconds(),
        seen=seen,
        feedback=feedback,
        **more,
    )
