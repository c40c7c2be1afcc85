"""Calls of other systems go straight to their addresses, past everything that is there for people."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

PREFIX = "/cds-services"
_ADDRESSES = "buffycoat.interop.cds_hooks.urls"


class SystemsMiddleware:
    """Answers an EHR before sessions, cookies, forms and sign-in are thought of.

    Who calls is shown by a token in each call and by nothing else, so there is nothing in them for it, and
    they took a tenth of an answer. The headers that keep a browser safe are set outside of this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        try:
            match = resolve(request.path_info, _ADDRESSES)
        except Resolver404:
            return self.get_response(request)  # an address that only begins like ours
        request.get_host()  # refuses a host that is not named as one of ours, as it does for every page
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers["Content-Length"] = str(len(response.content))
        return response
