"""All sections in the order in which they are read."""

from collections.abc import Sequence

from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.models.proportion import Share
from buffycoat.registry.report import compared, lasting, outcome
from buffycoat.registry.report.section import Report
from buffycoat.registry.results import Results

ALWAYS = (
    "These figures describe who was treated and answered; they do not show that PRP caused a change.",
    "Every use of PRP in the spine is off-label.",
)


def compose(found: Results, about: Sequence[str] = (), least: int = LEAST) -> Report:
    """The report of some results. `about`: whose data, of when, and what was locked."""
    held = found.flow
    if not held.prp:
        return Report(
            "Nothing to report yet", (*about, "No episode in this extract was treated with PRP."), (), ()
        )
    serious = [one for (_, grade), one in found.harms.items() if grade == 3 and isinstance(one, Share)]
    worst = f"{sum(one.events for one in serious)} of {sum(one.people for one in serious)}"
    facts = (
        ("Treated with PRP", str(held.prp)),
        (f"Due at {found.week} weeks", str(held.due)),
        (f"Answered at {found.week} weeks", str(held.answered)),
        ("Rescue injection or surgery", str(held.rescued)),
        ("With an event of grade 3 or worse", worst),
    )
    sections = (
        outcome.flow(found),
        outcome.response(found),
        outcome.trajectories(found),
        *(compared.comparison(found, other) for other in found.versus),
        *(compared.dose(found, target) for target in found.targets),
        lasting.durability(found, least),
        compared.practices(found),
        lasting.safety(found),
        lasting.missing(found, least),
        lasting.beside(found),
    )
    limits = f"Groups of fewer than {least} people are not shown; harms are counted however rare."
    return Report("Did it work?", (*about, *ALWAYS, limits), facts, sections)
