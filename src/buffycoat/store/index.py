"""The index of a chart: where it stands, what is wrong, what is due. Rebuilt at each signing."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from buffycoat import __version__
from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import injected_on, schedule
from buffycoat.pathway.walk import walk
from buffycoat.store import lot_index
from buffycoat.store.alarm import alarm
from buffycoat.store.models import Episode

CALL = "safety_call"


@dataclass(frozen=True)
class Index:
    """The derived columns of an episode."""

    head: str
    entries: int
    stage: str
    state: str
    alert: str
    alert_text: str
    due_on: date | None
    due_what: str


def summarise(chart: Chart, day: date) -> Index:
    """What the rules say about a chart on a day, as far as *Today* needs it."""
    seen = walk(chart, day)
    alert, alert_text = alarm(seen)
    due_on, due_what = _next_due(chart, day)
    return Index(
        head=chart.head,
        entries=len(chart.entries),
        stage=seen.current.stage.name,
        state=seen.current.state,
        alert=alert,
        alert_text=alert_text,
        due_on=due_on,
        due_what=due_what,
    )


def write(episode: Episode, chart: Chart, day: date) -> None:
    """Bring an episode's derived columns, and the lots it names, to what its chart says on a day."""
    said = summarise(chart, day)
    Episode.objects.filter(pk=episode.pk).update(**asdict(said), indexed_on=day, indexed_by=__version__)
    lot_index.write(episode.pk, chart)


def kept(episode: Episode) -> Index:
    """The derived columns as the table has them."""
    return Index(**{name: getattr(episode, name) for name in Index.__dataclass_fields__})


def _next_due(chart: Chart, day: date) -> tuple[date | None, str]:
    """The first contact that has not been and still can be; the last that was missed, once all closed."""
    given = chart.newest(Injection)
    if given is None:
        return None, ""
    waiting = [one for one in _contacts(given) if not one.came(chart)]
    still_open = (one for one in waiting if one.closes >= day)
    first = next(still_open, waiting[-1] if waiting else None)
    return (first.on, first.what) if first else (None, "")


@dataclass(frozen=True)
class _Contact:
    visit: str
    on: date
    opens: date
    closes: date

    @property
    def what(self) -> str:
        name = VISITS[self.visit].name
        return name if self.visit == CALL else f"Answers at {name}"

    def came(self, chart: Chart) -> bool:
        """Whether it has been: a check-in from the day it opens is the call; a visit has its own answers."""
        if self.visit == CALL:
            return any(check.on >= self.opens for check in chart.every(CheckIn))
        return any(answers.visit == self.visit for answers in chart.every(Outcome))


def _contacts(given: Injection) -> list[_Contact]:
    """The safety call and the visits, first to last."""
    day, call = injected_on(given), VISITS[CALL]
    on, opens, closes = (day + timedelta(days=count) for count in (call.due, call.earliest, call.latest))
    visits = [_Contact(due.visit, due.on, due.opens, due.closes) for due in schedule(day)]
    return [_Contact(CALL, on, opens, closes), *visits]
