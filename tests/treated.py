"""Ann, injected on both sides of L4-5 on 19 November 2026 at ten: for tests of what comes after."""

from datetime import UTC, date, datetime
from typing import Any

from buffycoat.pathway.chart import Signer
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import Record
from buffycoat.store import index
from buffycoat.store.actions import open_episode, register_patient
from buffycoat.store.charts import chart
from buffycoat.store.models import EntryRow, Episode
from tests.people import DESK, DOCTOR

DAY = date(2026, 11, 19)
GIVEN_AT = datetime(2026, 11, 19, 15, tzinfo=UTC)  # ten in the morning in New York
SIDES = [
    {"target": "FACET", "level": "L4-5", "side": "R", "volume": 0.5},
    {"target": "FACET", "level": "L4-5", "side": "L", "volume": 0.5},
]


def injection(**other: Any) -> Injection:
    """Both facet joints at L4-5."""
    held = {"given_at": GIVEN_AT, "operator": "Dr One", "guidance": "fluoroscopy", "sites": SIDES}
    return Injection.model_validate(held | {"images_saved": True} | other)


def treated(name: str = "Ann Example", mrn: str = "A-1", **other: Any) -> Episode:
    """A patient with an injection in force, and nothing else that the stages before it would ask for."""
    born = date(1970, 5, 17)
    patient = register_patient(DESK, name=name, birth_date=born, sex="female", mrn=mrn)
    episode = open_episode(DESK, patient, title="Low-back pain, 9 months")
    written(episode, injection(**other))
    return episode


def written(
    episode: Episode, record: Record, by: Signer = DOCTOR, at: datetime = GIVEN_AT, amends: int | None = None
) -> int:
    """Put straight at the end of a chart, past the rules of what comes first; the number of the entry."""
    grown = chart(episode.pk).sign(record, by, at, amends)
    EntryRow.of(grown.entries[-1]).save(force_insert=True)
    index.write(episode, grown, DAY)
    return grown.entries[-1].number
