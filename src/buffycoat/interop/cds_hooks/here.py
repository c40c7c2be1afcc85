"""What the practice itself knows of the patient: the plan, the injection, what was signed and gone past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo

from buffycoat.interop.fhir.patient import Who
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection


@dataclass(frozen=True)
class Here:
    """The charts of one patient (our id), the newest episode first; none for somebody not known here."""

    charts: tuple[Chart, ...] = ()
    patient: str = ""

    @property
    def open(self) -> Chart | None:
        """The newest episode in which nothing was injected yet."""
        return next((one for one in self.charts if not one.signed(Injection)), None)

    @property
    def plan(self) -> Plan | None:
        """Where PRP is planned, and when."""
        return self.open.newest(Plan) if self.open else None

    def given_on(self, zone: tzinfo) -> date | None:
        """The practice's own day of the newest injection."""
        given = (one for chart in self.charts for one in chart.every(Injection))
        return max((one.given_at.astimezone(zone).date() for one in given), default=None)


Find = Callable[[Who], Here]


def nobody(who: Who) -> Here:
    """For a service without a practice behind it."""
    return Here()
