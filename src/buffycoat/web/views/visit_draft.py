"""What a form about a visit is filled in with when the address says which visit, and how it was answered."""

from django.http import QueryDict

from buffycoat.pathway.outcomes.entered import MODES, VISITS, EnteredScores, NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.record import Record
from buffycoat.store import clock
from buffycoat.web.forms import Typed
from buffycoat.web.views.drafts import Draft

DAY = {Outcome: "answered_on", EnteredScores: "filled_in_on", NoAnswers: "on"}


def of_visit(kind: type[Record], sent: QueryDict) -> Draft | None:
    """The visit and today’s date, for the forms that are about a visit; None for any other form."""
    visit, mode = sent.get("visit", ""), sent.get("mode", "")
    if kind not in DAY or visit not in VISITS:
        return None
    typed: Typed = {"visit": visit, DAY[kind]: clock.today().isoformat()}
    if mode in MODES and "mode" in kind.items:
        typed["mode"] = mode
    return Draft(typed, "The visit and today’s date are filled in. Answers of another day keep that day.")
