"""The index of a chart: where it stands, what is wrong, what is due. Rebuilt at each signing."""

from dataclasses import asdict, dataclass
from datetime import date

from buffycoat import __version__
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import Due, injected_on, schedule
from buffycoat.pathway.walk import walk
from buffycoat.store.alarm import alarm
from buffycoat.store.models import Episode


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
    alert, alert_text = alarm(chart, day, seen)
    due = _next_due(chart, day)
    return Index(
        head=chart.head,
        entries=len(chart.entries),
        stage=seen.current.stage.name,
        state=seen.current.state,
        alert=alert,
        alert_text=alert_text,
        due_on=due.on if due else None,
        due_what=f"Answers at {due.visit.replace('_', ' ')}" if due else "",
    )


def write(episode: Episode, chart: Chart, day: date) -> None:
    """Bring an episode's derived columns to what its chart says on a day."""
    said = summarise(chart, day)
    Episode.objects.filter(pk=episode.pk).update(**asdict(said), indexed_on=day, indexed_by=__version__)


def kept(episode: Episode) -> Index:
    """The derived columns as the table has them."""
    return Index(**{name: getattr(episode, name) for name in Index.__dataclass_fields__})


def _next_due(chart: Chart, day: date) -> Due | None:
    """The first visit whose answers have not come and can still come; the last once all closed."""
    given = chart.newest(Injection)
    if given is None:
        return None
    came = {one.visit for one in chart.every(Outcome)}
    waiting = [due for due in schedule(injected_on(given)) if due.visit not in came]
    still_open = (due for due in waiting if due.closes >= day)
    return next(still_open, waiting[-1] if waiting else None)
