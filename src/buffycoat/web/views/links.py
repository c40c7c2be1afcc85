"""Making a patient's link: for one purpose, until a day."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from buffycoat.pathway.outcomes.words import VISITS
from buffycoat.store import actions, clock
from buffycoat.store.models import Link
from buffycoat.web.views.page import bar, episode_of, page, staff_page

PURPOSES = {
    "intake": "Questions before the visit",
    "consent": "Consent: read, say back, sign, or take it back",
    "check_in": "How it is going since the injection",
    "plan": "The plan after the injection, with “can I take this?”",
}
HOURS = {"24": "1 day", "72": "3 days", "168": "1 week", "720": "30 days", "8760": "1 year"}


@staff_page("link")
def link(request: HttpRequest, episode_id: str) -> HttpResponse:
    """Choose what for and for how long; then the address to send, shown this once."""
    episode, address = episode_of(episode_id), ""
    purpose, hours = request.POST.get("purpose", ""), request.POST.get("hours", "72")
    if purpose in PURPOSES and hours in HOURS:
        visit = request.POST.get("visit", "")
        token = actions.make_link(
            request.user.signer,
            episode,
            purpose,
            hours=int(hours),
            visit=visit if purpose == "check_in" and visit in VISITS else "",
        )
        address = request.build_absolute_uri(reverse(f"patient-{purpose.replace('_', '-')}", args=[token]))
    return page(
        request,
        "link.html",
        episode=episode,
        who=bar(episode.patient, None, reverse("episode", args=[episode_id])),
        purposes=PURPOSES,
        hours=HOURS,
        visits={key: pair[0] for key, pair in VISITS.items() if key != "baseline"},
        made=address,
        made_hours=HOURS.get(hours, ""),
        sent=list(Link.objects.filter(episode=episode).order_by("-made_at")[:10]),
        now=clock.now(),
    )
