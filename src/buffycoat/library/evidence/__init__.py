"""What the studies of PRP in the spine found: one table, from which pages, consent and claims take figures.

`evidence()` is the table.
`.rows[key]`           a study
`.headline(target)`    what may be said of a target of the candidacy table: `.headline("EPI_TF").says.en`
`.headlines[key]`      the same by its own key: DISC, EPI, FACET, SIJ, SOFT, SEVERAL, RFA, CONTEXT, MB, NECK
`.of(key)`             the studies under a headline, in the order in which they are shown
`.rates(key)`          every share of people that may be quoted, each with its study; without a key, all
`ratio(point)`         the ratio with its interval; None where the source gives no counts
"""

from buffycoat.library.evidence.headline import Headline
from buffycoat.library.evidence.ratio import METHOD, Ratio, ratio
from buffycoat.library.evidence.row import Both, Harm, Point, Row
from buffycoat.library.evidence.table import Evidence, Rate, evidence

__all__ = [
    "METHOD",
    "Both",
    "Evidence",
    "Harm",
    "Headline",
    "Point",
    "Rate",
    "Ratio",
    "Row",
    "evidence",
    "ratio",
]
