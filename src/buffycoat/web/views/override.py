"""Going past a critical card, with a reason that is signed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from buffycoat.pathway.card import Card
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import walk
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.store.roles import ROLES
from buffycoat.web.presenters import cards
from buffycoat.web.views.page import bar, episode_of, page, refused, seen, staff_page


@staff_page("see")
def override(request: HttpRequest, episode_id: str) -> HttpResponse:
    """The card in full, then the reason. A role that the card does not name is told which it names."""
    episode, chart = episode_of(episode_id), read_chart(episode_id)
    card = cards.find(walk(chart, clock.today()), request.GET.get("card", ""))
    home = reverse("episode", args=[episode_id])
    if card is None:
        raise Http404("This card does not stand any more.")
    who, role = bar(episode.patient, chart, home), request.user.role
    if card.indicator != "critical" or role not in card.override_by:
        return refused(request, _why_not(card), home, status=403, who=who, card=cards.line(card, role))
    reason, error, status = request.POST.get("reason", ""), "", 200
    if request.method == "POST":
        try:
            made = actions.override(request.user.signer, episode_id, card.key, reason, seen=seen(request))
        except actions.Conflict as conflict:
            error, status = f"{conflict}. Look at what changed, then sign again.", 409
        except (actions.Refused, ValueError) as refusal:
            error, status = str(refusal), 422
        else:
            messages.success(request, f"Signed: gone past this card, entry {made.number}.")
            return redirect("episode", episode_id)
    return page(
        request,
        "reason.html",
        status=status,
        episode=episode,
        who=who,
        heading="Go past this card",
        card=cards.line(card, role),
        ask=Override.items["reason"].ask,
        help="It covers the card as it reads now. If the card comes to say something else, it stands again.",
        button="Sign: go past it",
        reason=reason,
        error=error,
        seen=len(chart.entries),
    )


def _why_not(card: Card) -> str:
    """Who may, in words."""
    if card.indicator != "critical":
        return "This card stops nothing, so nobody needs to go past it."
    names = [ROLES[role].name.lower() for role in card.override_by if role in ROLES]
    if not names:
        return f"Nobody may go past this card. {card.clears_when}".strip()
    return f"{' or '.join(names).capitalize()} may go past this card."
