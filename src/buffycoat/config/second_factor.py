"""Staff set up a second factor before they see anything else."""

from collections.abc import Callable
from functools import cache

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Sends whoever is signed in without a second factor to set one up, from every page but those for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._lacks_one(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        if request.path.startswith(_always()):
            return False
        return request.user.is_authenticated and not is_mfa_enabled(request.user, types=SECOND_FACTORS)


@cache  # the addresses stand fast, and asking for them takes longer than all else here
def _always() -> tuple[str, ...]:
    return (reverse("mfa_index"), *map(reverse, _ALWAYS))


_ALWAYS = ("account_login", "account_logout", "account_reauthenticate", "account_change_password")
