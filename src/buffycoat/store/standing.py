"""Where a chart stands with what its records cannot say: lots stopped since, sign-offs that nobody keeps.

For pages only. Whether a record may be signed is asked of the chart itself, and of the lists, by the action
that signs: after an injection a recall must not keep anybody from writing down how the patient is. The index
of episodes is made without these cards too, because the lists change while no chart does.
"""

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.walk import Walk
from buffycoat.store import lots, skills


def with_lists(stands: Walk, chart: Chart) -> Walk:
    """The walk of a chart with the cards of the practice’s lists in it."""
    return stands.beside((*lots.cards(chart), *skills.cards(chart)))
