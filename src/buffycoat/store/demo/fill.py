"""Fill an empty database with the demo practice: sixty charts, signed through the store's own actions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from uuid import UUID

from django.db import transaction

from buffycoat.pathway.chart import Chart, Entry, Signer
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.preparation.label import labels
from buffycoat.pathway.record import Record
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart
from buffycoat.store.demo.after import after, baseline
from buffycoat.store.demo.before import REFERRED, before, title_of, warning_signs
from buffycoat.store.demo.equipment import equip
from buffycoat.store.demo.harms import harms
from buffycoat.store.demo.lots import receive
from buffycoat.store.demo.odd import turned
from buffycoat.store.demo.people import MRN_PREFIX, STAFF, STAFF_NAMES, Person, people
from buffycoat.store.demo.procedure import injection, preparation
from buffycoat.store.demo.skills import sign_off
from buffycoat.store.demo.staff import Account, accounts, hire
from buffycoat.store.demo.stories import STORIES
from buffycoat.store.demo.story import Scene, Step
from buffycoat.store.models import EntryRow, Episode, Patient, Staff

Progress = Callable[[int, int, str], None]
SEED = 20261119
REFERRERS = (
    "Dr Hollis Brackenbury",
    "Dr Ottoline Firthwood",
    "Physiotherapist Basil Tarnmoor",
    "Self-referred",
)
# Who comes in today: the story's oddity, when, and for what.
APPOINTMENTS = (
    ("stale CRP", "08:30", "Before the injection"),
    ("teach-back", "09:15", "Consent talk, again"),
    ("today", "10:00", "Injection"),
    ("half asked", "10:45", "New patient"),
    ("review", "13:30", "12 weeks after"),
    ("apixaban", "14:15", "Before the injection"),
)


@dataclass(frozen=True)
class Summary:
    """What was made, and how to look at it."""

    day: date
    episodes: int
    entries: int
    accounts: tuple[Account, ...]


class NotEmpty(Exception):
    """Somebody's records are here already: invented ones are never put among them."""


def practice(progress: Progress) -> Summary:
    """The demo practice: filled in where nothing is, as it stands where it was filled in before."""
    if not (Staff.objects.exists() or Patient.objects.exists()):
        return fill(progress)
    invented = Patient.objects.filter(mrn__startswith=MRN_PREFIX).count()
    if invented < len(STORIES) or {one[0] for one in STAFF} - set(
        Staff.objects.values_list("username", flat=True)
    ):
        raise NotEmpty("This database holds another practice. The demo needs one of its own.")
    return Summary(clock.today(), Episode.objects.count(), EntryRow.objects.count(), accounts())


@transaction.atomic  # all or nothing; and one commit is what keeps it quick
def fill(progress: Progress, rng: Random | None = None) -> Summary:
    """Make the practice as of the clock's today. The same day and seed give the same charts, to the byte."""
    day, rng = clock.today(), rng or Random(SEED)  # noqa: S311  # a story, not a secret
    hired = hire()
    equip(day)
    sign_off(day)
    everybody = people(rng, day)
    entries = 0
    for number, (person, story) in enumerate(zip(everybody, STORIES, strict=True), start=1):
        scene = Scene(person, story, day, clock.zone())
        entries += _live(scene, Random(rng.getrandbits(64)))  # noqa: S311  # as above
        progress(number, len(STORIES), person.name)
    receive(day)
    actions.reindex(everything=True)
    return Summary(day, len(STORIES), entries, hired)


def _live(scene: Scene, rng: Random) -> int:
    """Register somebody, open their chart, sign everything that has happened; how many entries there are."""
    person, by = scene.person, signers(scene.person)
    patient = actions.register_patient(
        by["frontdesk"],
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        mrn=person.mrn,
        language=person.language,
        phone=person.phone,
    )
    episode = actions.open_episode(
        by["frontdesk"],
        patient,
        title=scene.story.title,
        at=scene.at(REFERRED, "09:00"),
        reason=scene.story.title,
        referred_by=rng.choice(REFERRERS),
        key=str(UUID(int=rng.getrandbits(128), version=4)),
    )
    held = chart(episode.pk).entries
    for step in steps(scene, rng):
        _do(step, episode.pk, held, by)
        held = chart(episode.pk).entries  # own words are followed by how they were read
    _book(scene, episode, by["frontdesk"])
    return len(held)


def steps(scene: Scene, rng: Random) -> Iterator[Step]:
    """Everything that has happened in a story, in order."""
    told = list(before(scene, rng))
    if scene.story.reached("consent"):
        told.append(baseline(scene, rng))
    if scene.story.has("today"):
        told.append(Step(scene.at(0, "08:40"), "nurse", "sign", warning_signs()))
    if scene.story.reached("product"):
        told += preparation(scene, rng)
    if scene.story.reached("injected"):
        told += [*injection(scene, rng), *after(scene, rng), *harms(scene)]
    yield from (step for step in turned(scene, rng, told) if step.at <= scene.now)


def signers(person: Person) -> Mapping[str, Signer]:
    """Everybody who signs in a person's chart: the staff, and the person by a link."""
    staff = {id: Signer(id=id, name=STAFF_NAMES[id], role=role) for id, _, _, role in STAFF}
    return staff | {"patient": Signer(id=f"link:{person.mrn}", name=person.name, role="patient")}


def _do(step: Step, episode: str, held: tuple[Entry, ...], by: Mapping[str, Signer]) -> Entry:
    """Do one step in a chart whose entries are `held`, as the page would."""
    who, seen = by[step.by], len(held)
    if step.does == "override":
        return actions.override(who, episode, step.on, step.reason, seen=seen, at=step.at)
    number = next((one.number for one in reversed(held) if one.kind == step.on), None)
    if step.record is None:
        return actions.retract(who, episode, number or 0, step.reason, seen=seen, at=step.at)
    record = _scanned(step.record, Chart(episode, held))
    return actions.sign(who, episode, record, seen=seen, amends=number, at=step.at)


def _scanned(record: Record, held: Chart) -> Record:
    """A time-out with the label as it was printed: its hash is known only once the draw is signed."""
    if not isinstance(record, TimeOut) or record.label_scanned or not (made := labels(held, 1)):
        return record
    return record.model_copy(update={"label_scanned": made[0].code})


def _book(scene: Scene, episode: Episode, by: Signer) -> None:
    for oddity, time, purpose in APPOINTMENTS:
        if scene.story.has(oddity):
            at = datetime.fromisoformat(f"{scene.today}T{time}:00").replace(tzinfo=scene.zone)
            actions.book(by, episode, at, f"{purpose}: {title_of(scene.story.places)}"[:100])
