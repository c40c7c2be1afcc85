"""Addresses: our pages, the accounts' under accounts/, and CDS Hooks for other systems."""

from django.urls import include, path
from django.views.generic import RedirectView

# Pages of allauth that a practice has no use for: nobody signs up here, and nothing sends e-mail.
CLOSED = ("signup/", "email/", "confirm-email/", "password/reset/", "password/set/")

handler404 = "buffycoat.web.views.failed.not_here"
handler500 = "buffycoat.web.views.failed.failed"

urlpatterns = [
    *(path(f"accounts/{page}", RedirectView.as_view(pattern_name="account_login")) for page in CLOSED),
    path("accounts/", include("allauth.urls")),
    path("", include("buffycoat.interop.cds_hooks.urls")),
    path("", include("buffycoat.web.urls")),
]
