"""What weighs beside the warning signs: the examination, and where and since when it hurts."""

from datetime import date, timedelta

from buffycoat.pathway.record import latest
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.findings import at_least, cord_signs
from buffycoat.pathway.triage.records import Pain
from buffycoat.pathway.triage.red_flags import LIMITS

CORD_SIGNS = 3  # of five, as published


def beside(pain: Pain | None, seen: Examination | None, day: date, age: int | None = None) -> frozenset[str]:
    """Names of the table of warning signs that pain and examination put beside the answers."""
    return frozenset({*_told(pain, day), *_measured(seen, age)})


def _told(pain: Pain | None, day: date) -> set[str]:
    found = set()
    if pain and "mid_back" in (pain.regions or ()):
        found.add("thoracic_pain")
    if pain and pain.onset and pain.trend in ("same", "worse"):
        since = latest(pain.onset)
        if since <= day - timedelta(days=LIMITS["no_better_days"].value):
            found.add("no_better")
    return found


def _measured(seen: Examination | None, age: int | None) -> set[str]:
    """Values at or beyond their limit. None of them rules anything out when it is not."""
    if seen is None:
        return set()
    found = set()
    if seen.temperature is not None and seen.temperature >= LIMITS["fever"].value:
        found.add("hot")
    if seen.crp is not None and seen.crp > LIMITS["raised_crp"].value:
        found.add("raised_crp")
    if seen.residual_urine is not None and seen.residual_urine >= LIMITS["residual_urine"].value:
        found.add("residual_urine")
    if seen.foot_lift is not None and seen.foot_lift <= LIMITS["foot_power"].value:
        found.add("foot_weak")
    if at_least(CORD_SIGNS, cord_signs(seen, age)):
        found.add("cord_signs")
    return found
