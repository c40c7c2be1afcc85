"""What every address of the service does: the EHR's token, browsers' origins, and errors in JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from buffycoat.interop.cds_hooks.body import LIMIT, too_large
from buffycoat.interop.cds_hooks.refusal import Refusal
from buffycoat.interop.cds_hooks.trust import Caller, Trust, Untrusted, verify
from buffycoat.store import clock
from buffycoat.store.actions import UsedAgain

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]
DEMO = Caller("demo", "Demo: any EHR", "", 0.0)
HERE = ("127.0.0.1", "::1", "")  # this machine: a proxy in front, or a test; "" is a Unix socket
PREFLIGHT_SECONDS = 600


def endpoint(method: str) -> Callable[[View[Given]], View[Given]]:
    """An address that answers one method; OPTIONS is a browser's question before it."""

    def guard(view: View[Given]) -> View[Given]:
        @csrf_exempt  # no cookie counts here: who calls is shown by a token in each call
        @wraps(view)
        def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
            try:
                answer = _answer(view, method, request, *args, **kwargs)
            except Refusal as refusal:
                answer = JsonResponse(refusal.said(), status=refusal.status)
                if refusal.status == 401:
                    answer["WWW-Authenticate"] = 'Bearer realm="cds-services"'
                if refusal.status == 405:
                    answer["Allow"] = f"{method}, OPTIONS"
            return _shared(request, answer, method)

        return guarded

    return guard


def _answer(
    view: View[Given], method: str, request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs
) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method != method and not (method == "GET" and request.method == "HEAD"):
        raise Refusal(405, f"{method} is needed.")
    if settings.SECURE and not request.is_secure() and request.META.get("REMOTE_ADDR") not in HERE:
        raise Refusal(403, "Only over https.")
    try:
        return view(request, *args, **kwargs)
    except UsedAgain as error:
        raise Refusal(401, "The token was used before (jti).", "Authorization") from error


def _shared(request: HttpRequest, answer: HttpResponse, method: str) -> HttpResponse:
    """Tell a browser that a configured page may read the answer; any other page is told nothing."""
    answer["Vary"] = "Origin"
    answer["Cache-Control"] = "no-store"
    origin = request.headers.get("Origin", "")
    if settings.CDS_TRUST and origin in settings.CDS_TRUST.origins:
        answer["Access-Control-Allow-Origin"] = origin
        if request.method == "OPTIONS":
            answer["Access-Control-Allow-Methods"] = f"{method}, OPTIONS"
            answer["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            answer["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return answer


def caller(request: HttpRequest, *, also: str = "") -> Caller:
    """Who calls, by the token of this call. `also`: another path that the token may be meant for."""
    trust: Trust | None = settings.CDS_TRUST
    if trust is None:
        if settings.DEMO:
            return DEMO
        raise Refusal(503, "Not configured: this practice has not named the EHRs that it trusts.")
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refusal(401, "A bearer token is needed.", "Authorization")
    audiences = tuple(f"{base_of(request)}{path}" for path in (request.path, also) if path)
    try:
        return verify(token.strip(), trust, audiences, clock.real_seconds())
    except Untrusted as error:
        raise Refusal(401, f"Not taken: {error}.", "Authorization") from error


def base_of(request: HttpRequest) -> str:
    """The address of this service, as it was configured or else as this call has it."""
    trust: Trust | None = settings.CDS_TRUST
    return (trust and trust.base_url.rstrip("/")) or f"{request.scheme}://{request.get_host()}"


def body(request: HttpRequest) -> bytes:
    """The body of a call, its length looked at before it is read."""
    if request.content_type not in ("", "application/json", "application/fhir+json"):
        raise Refusal(415, "Content-Type: application/json is needed.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Refusal(400, "The length of the body is no number.")
    if int(length[:12]) > LIMIT:
        raise too_large()
    return request.body
