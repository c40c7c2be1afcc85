"""The spin designer: for a rotor and a tube, which force and time work, and what that hangs on."""

import re

from django.http import HttpRequest, HttpResponse

from buffycoat.practice.equipment import Centrifuge
from buffycoat.store.equipment import every
from buffycoat.web.presenters.spin_ask import WHITE, spin_question
from buffycoat.web.presenters.spin_picture import picture
from buffycoat.web.views.page import page, staff_page

ADDRESS = re.compile(r"[0-9a-f-]{36}")


@staff_page("see")
def designer(request: HttpRequest) -> HttpResponse:
    """The page; for a slider that moved, only the picture."""
    rotors = tuple(one for one in every(Centrifuge) if one.radius_max)
    asked = spin_question(request.GET.dict(), rotors)
    whole = not request.htmx
    return page(
        request,
        "designer.html" if whole else "designer_picture.html",
        here="designer",
        asked=asked,
        picture=picture(asked),
        rotors=rotors,
        episode=_episode(request),
        whites=WHITE,
    )


def _episode(request: HttpRequest) -> str:
    """The episode whose planner led here, so that the way back is known; nothing of it is read."""
    sent = request.GET.get("episode", "")
    return sent if ADDRESS.fullmatch(sent) else ""
