"""One patient's story: the people around them, each at a screen of their own, and the day it is."""

from dataclasses import dataclass, field
from datetime import datetime

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.record import Record
from buffycoat.store.charts import chart
from buffycoat.store.models import Episode
from tests.journeys.answers import at
from tests.journeys.visitor import Visitor
from tests.people import sign_in


@dataclass
class Story:
    """What a journey knows as it goes. `now` is what the practice's clock shows."""

    now: datetime = field(default_factory=lambda: at(-28, "09:00"))
    episode_id: str = ""
    link: str = ""
    patient: Visitor = field(default_factory=Visitor)
    staff: dict[str, Visitor] = field(default_factory=dict)

    def by(self, role: str) -> Visitor:
        """Somebody of a role at their screen, signed in."""
        if role not in self.staff:
            self.staff[role] = Visitor()
            sign_in(self.staff[role].client, role)
        return self.staff[role]

    def turn_to(self, from_injection: int, time: str) -> None:
        """Set the practice's clock."""
        self.now = at(from_injection, time)

    @property
    def episode(self) -> Episode:
        """The episode as the index has it."""
        return Episode.objects.select_related("patient").get(pk=self.episode_id)

    @property
    def chart(self) -> Chart:
        """Everything signed so far."""
        return chart(self.episode_id)

    def page(self, role: str = "nurse") -> Visitor:
        """The episode page, as somebody of a role sees it."""
        return self.by(role).open(f"/episodes/{self.episode_id}/")

    def form(self, role: str, kind: type[Record]) -> Visitor:
        """The form of a record, opened by its address."""
        return self.by(role).open(f"/episodes/{self.episode_id}/sign/{kind.kind}")

    def sign(self, role: str, record: Record) -> Visitor:
        """Open a form, fill it in and sign."""
        return self.form(role, type(record)).write(record).press("Sign as")
