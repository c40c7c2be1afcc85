"""Where the needle goes: as it went, and before that as it is planned."""

from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.injection.records import Injection


def planned(plan: Plan | None, injection: Injection | None) -> tuple[Site, ...]:
    """Where the needle went; before that, where it is planned to go."""
    return injection.sites if injection else (plan.sites if plan else None) or ()
