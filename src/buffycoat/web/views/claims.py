"""Where a clinic pastes its text and sees which words promise too much. Nothing is stored."""

from django.http import HttpRequest, HttpResponse

from buffycoat.library.claims.seen import words_of
from buffycoat.web.presenters.claims import checked
from buffycoat.web.views.page import page, staff_page

LONGEST = 50_000  # letters that are read on the page; a longer text goes to `buffycoat claims`


@staff_page("see")
def claims(request: HttpRequest) -> HttpResponse:
    """The empty box, or the text with its marks."""
    pasted = request.POST.get("text", "")
    fault = ""
    if request.method == "POST" and not pasted.strip():
        fault = "Paste a text first."
    elif len(pasted) > LONGEST:
        fault = f"This text has {len(pasted):,} letters; at most {LONGEST:,} are read here."
    read = checked(words_of(pasted.replace("\r\n", "\n"))) if pasted.strip() and not fault else None
    return page(
        request,
        "claims.html",
        status=422 if fault else 200,
        here="claims",
        text=pasted,
        fault=fault,
        read=read,
    )
