"""Whose page this is: two identifiers and the allergies, always in sight."""

from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.anatomy import sites_named
from buffycoat.pathway.candidacy.records import Allergies, Plan
from buffycoat.pathway.chart import Chart
from buffycoat.web.forms.moments import day_text


@dataclass(frozen=True)
class Who:
    """The bar above a patient's page. `allergies` is None where no chart is open."""

    name: str
    born: str
    age: int
    mrn: str
    link: str = ""
    allergies: str | None = None
    allergies_warn: bool = False
    about: str = ""


def age(born: date, today: date) -> int:
    """Full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def who(name: str, born: date, mrn: str, today: date, chart: Chart | None = None, link: str = "") -> Who:
    """The bar for a person, with what their chart says of allergies."""
    text, warn = allergies(chart) if chart else (None, False)
    return Who(name, day_text(born), age(born, today), mrn, link, text, warn, about(chart) if chart else "")


def allergies(chart: Chart) -> tuple[str, bool]:
    """Allergies in words, and whether they warn. Not asked and not known are said: neither is “none”."""
    held = chart.newest(Allergies)
    if held is None or held.state("allergies") == "not asked":
        return "Allergies not asked", True
    if held.allergies is None:
        return "Allergies not known", True
    if not held.allergies:
        return "No known allergies", False
    named = [one.substance + (f" ({one.reaction})" if one.reaction else "") for one in held.allergies]
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    return f"Allerg{'y' if len(named) == 1 else 'ies'}: {', '.join(named[:3])}{more}", True


def about(chart: Chart) -> str:
    """Where PRP is planned, when that is signed."""
    plan = chart.newest(Plan)
    if plan is None or not plan.sites:
        return ""
    return sites_named((site.target, site.level, site.side) for site in plan.sites[:4])
