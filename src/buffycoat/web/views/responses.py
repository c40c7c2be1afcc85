"""The response board: whose answers are due, late or missing, and one press to ask again."""

from django.http import HttpRequest, HttpResponse

from buffycoat.pathway.outcomes.instruments import limit
from buffycoat.practice.responses import responses
from buffycoat.store import clock
from buffycoat.store import responses as held
from buffycoat.web.presenters import responses as words
from buffycoat.web.views.page import page, staff_page

MOST_LISTED = 40
LINK_HOURS = 168  # a link sent from here works for a week


@staff_page("see")
def board(request: HttpRequest) -> HttpResponse:
    """Completeness against its aim, the people to ask, and every share with what it is of."""
    today, zone = clock.today(), clock.zone()
    found = responses(held.followed(), today)
    listed = (*found.waiting[:MOST_LISTED], *found.missing[:MOST_LISTED])
    ids = {one.who.episode for one in listed}
    names, sent = held.people(ids), held.sent(ids)
    return page(
        request,
        "responses.html",
        here="responses",
        found=found,
        headline=words.headline(found),
        aim=f"{limit('completeness_aim'):g}",
        lines=words.lines(found),
        modes=words.modes(found),
        reasons=words.reasons(found),
        part=words.part,
        waiting=[words.person(one, names, sent, today, zone) for one in found.waiting[:MOST_LISTED]],
        missing=[words.person(one, names, sent, today, zone) for one in found.missing[:MOST_LISTED]],
        hours=LINK_HOURS,
    )
