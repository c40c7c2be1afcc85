"""Where something we say comes from."""

from django.http import Http404, HttpRequest, HttpResponse

from buffycoat.pathway.knowledge import sources
from buffycoat.web.views.page import page, staff_page


@staff_page("see")
def source(request: HttpRequest, key: str) -> HttpResponse:
    """One entry of the bibliography."""
    found = sources().get(key)
    if found is None:
        raise Http404(f"The bibliography has no {key}.")
    return page(request, "source.html", key=key, source=found)
