"""All sections in the order in which they are read."""

from collections.abc import Mapping, Sequence

from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.report import compared, harm, lasting, outcome, practices, published
from buffycoat.registry.report.section import Report, people
from buffycoat.registry.results import Results, Untold

ALWAYS = (
    "These figures describe who was treated and answered; they do not show that PRP caused a change.",
    "Every use of PRP in the spine is off-label.",
)
INTERNAL = "Not for release: exact counts"


def compose(
    found: Results,
    about: Sequence[str] = (),
    least: int = LEAST,
    own: Mapping[str, published.Own] | None = None,
    mark: str = "",
) -> Report:
    """The report of some results. `about`: whose data, of when, and what was locked; `own`: `published.ours`.

    `found` as counted, or `release.released`; the report says which.
    """
    held, rule = found.flow, found.rule
    if not held.prp:
        return Report(
            "Nothing to report yet",
            (*about, "No episode in this extract was treated with PRP."),
            (),
            (),
            mark,
        )
    facts = (
        ("Treated with PRP", people(held.prp, rule)),
        (f"Due at {found.week} weeks", people(held.due, rule)),
        (f"Answered at {found.week} weeks", people(held.answered, rule)),
        ("Rescue injection or surgery", people(held.rescued, rule)),
        ("With an event of grade 3 or worse", people(held.serious, rule)),
    )
    undosed = [one for one in found.targets if isinstance(found.dose[one], Untold)]
    dosed = [one for one in found.targets if one not in undosed]
    sections = (
        outcome.flow(found),
        outcome.response(found),
        outcome.trajectories(found),
        *(compared.comparison(found, other) for other in found.versus),
        *(compared.dose(found, target) for target in dosed),
        *([compared.no_dose(found, undosed)] if undosed else []),
        lasting.durability(found, least),
        practices.practices(found),
        harm.safety(found),
        harm.missing(found, least),
        published.beside(found, own),
    )
    return Report("Did it work?", (*about, *ALWAYS, _limits(found, least)), facts, sections, mark)


def _limits(found: Results, least: int) -> str:
    """What was done so that nobody can be recognised, in words."""
    if found.rule is None:
        return f"Groups of fewer than {least} people are not shown; harms are counted however rare."
    few, base = f"1 to {found.rule.least - 1}", found.rule.base
    return (
        f"Made for release: numbers of {few} people are told as that and no more, numbers from which one of "
        f"those could be worked out are not told, and every other count is rounded to the nearest {base}. "
        f"Means are of {2 * found.rule.least} people or more. Shares are worked out from rounded counts, "
        "with intervals that hold the exact ones; curves over time and practices are drawn from rounded "
        "counts as they are. Two reports of nearly the same people can still be held against each other: "
        "release one, not both."
    )
