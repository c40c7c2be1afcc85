"""The registry's pages: a cohort, what each filter would leave of it, and the report's sections about it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.files import NotAnExtract
from buffycoat.store import actions
from buffycoat.store.own_extract import Place, Underway, UpToDate, alone, bring_up_to_date
from buffycoat.store.roles import may
from buffycoat.web.views.page import page, refused, staff_page
from buffycoat.web.views.registry_style import version

if TYPE_CHECKING:
    from buffycoat.web.presenters.registry import Shown

NO_LIBRARIES = "The registry needs its libraries: install buffycoat[registry]"


@require_safe
@staff_page("report")
def registry(request: HttpRequest) -> HttpResponse:
    """One cohort; the address says which. Until every chart is read: how far that is."""
    try:
        return _answer(request)
    except ImportError as error:
        return refused(request, f"{NO_LIBRARIES} ({error.name}).", status=503)
    except NotAnExtract as error:
        return refused(request, f"Another site’s extract cannot be read: {error}", status=503)


def _answer(request: HttpRequest) -> HttpResponse:
    # Loaded here: it takes a second and 100 MB, which a practice that never asks need not pay.
    from buffycoat.registry.cohort import NoSuchChoice
    from buffycoat.store.settled import settled
    from buffycoat.web.presenters import registry as words

    place, exact = Place(*settings.REGISTRY), may(request.user.role, "see")
    with alone(place):
        state = bring_up_to_date(place)
        if isinstance(state, Underway):
            if request.htmx.target == "found":  # a page that stands open has no place for this one
                return HttpResponseClientRefresh()
            return page(request, "registry_underway.html", here="registry", state=state, style=version())
        folder, state = (place.folder, state) if exact else settled(place, state)
        words.load(folder, state.token)
    if request.htmx and request.GET.get("seen") == state.token:
        return HttpResponse(status=204)  # nothing was signed since: the page stays as it is
    try:
        shown = words.shown(folder, state.token, words.asked(request.GET), exact)
    except NoSuchChoice as error:
        return refused(request, str(error), back="/registry/", status=422)
    return _page(request, state, shown, words.left_out(state, exact))


def _page(request: HttpRequest, state: UpToDate, shown: "Shown", counted: str) -> HttpResponse:
    actions.note_report(
        request.user.signer, f"registry: {shown.cohort or 'everybody'}; {shown.size} episodes"
    )
    return page(
        request,
        "registry.html",
        here="registry",
        state=state,
        shown=shown,
        weeks=WEEKS[1:],
        style=version(),
        counted=counted,
    )
