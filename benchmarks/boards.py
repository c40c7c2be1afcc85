"""A look at the boards of harm, of responses and of radiation: the first one beside the next one.

Filled are charts of an injection, its dose, check-ins and answers, put straight into the table.
The first look reads every chart; a later one only those that have grown.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

CHARTS, LEAST = 1_000, 5.0  # charts filled; times as long that a first look takes at least
GIVEN = datetime(2026, 1, 5, 15, tzinfo=UTC)


def records() -> list[Any]:
    """What is signed in each chart."""
    from buffycoat.pathway.aftercare.records import CheckIn
    from buffycoat.pathway.injection.radiation import Radiation
    from buffycoat.pathway.injection.records import Injection
    from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
    from buffycoat.pathway.outcomes.visits import schedule

    day = GIVEN.date()
    site = {"target": "FACET", "level": "L4-5", "side": "R", "volume": 1.0}
    injection = {"given_at": GIVEN, "operator": "Dr One", "guidance": "fluoroscopy", "sites": [site]}
    dose = {"fluoroscopy_time": 40.0, "dap_total": 1.2, "kerma_total": 4.0}
    found = [
        Injection.model_validate(injection | {"kit_lot": "K-1"}),
        Radiation.model_validate({name: dose[name] for name in dose if name in Radiation.items}),
        CheckIn(on=day + timedelta(days=2), pain_now=5),
        AdverseEvent(what="soreness", began_on=day + timedelta(days=1), grade=1),
    ]
    for due in schedule(day):
        found.append(CheckIn(on=due.on, pain_now=3))
        found.append(Outcome(visit=due.visit, answered_on=due.on, mode="link", nrs_average=3))
    return found


def fill(wanted: list[Any]) -> None:
    """As many people, each with the same chart under their own name."""
    from buffycoat.pathway.chart import Chart, Signer
    from buffycoat.store.models import EntryRow, Episode, Patient

    by = Signer(id="nurse", name="Nurse", role="nurse")
    rows: list[EntryRow] = []
    for number in range(CHARTS):
        who = Patient(id=f"p{number}", name=f"Person {number}", birth_date=date(1970, 1, 1), sex="female")
        episode = Episode(id=f"e{number}", patient=who, title="Back", opened_at=GIVEN)
        who.save(force_insert=True)
        episode.save(force_insert=True)
        chart = Chart(episode.pk)
        for record in wanted:
            chart = chart.sign(record, by, GIVEN + timedelta(days=400))
        rows += [EntryRow.of(entry) for entry in chart.entries]
    EntryRow.objects.bulk_create(rows, batch_size=500)


def timed(look: Callable[[], Any]) -> float:
    """The seconds of one look."""
    began = perf_counter()
    look()
    return perf_counter() - began


def main() -> int:
    """Print each board's first and next look and their ratio; 1 when a next look gains too little."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES
    from buffycoat.practice.doses import by_target
    from buffycoat.practice.harms import harms
    from buffycoat.practice.responses import responses
    from buffycoat.store import doses
    from buffycoat.store import harms as watch
    from buffycoat.store import responses as held

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(records())
    day = GIVEN.date() + timedelta(days=420)
    boards: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "harm": (watch.procedures, lambda: harms(watch.procedures(), TARGET_NAMES, day)),
        "responses": (held.followed, lambda: responses(held.followed(), day)),
        "radiation": (doses.procedures, lambda: by_target(doses.procedures(), TARGET_NAMES)),
    }
    worst = float("inf")
    for name, (read, whole) in boards.items():
        first, again, figures = timed(read), min(timed(read) for _ in range(5)), timed(whole)
        worst = min(worst, first / again)
        print(
            f"{name}: {CHARTS:,} charts read in {first:.2f} s at the first look, {again * 1000:.0f} ms at "
            f"the next: {first / again:.0f} times as long; with all figures {figures * 1000:.0f} ms",
            flush=True,
        )
    return 0 if worst >= LEAST else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "BUFFYCOAT_HOME": home, "BUFFYCOAT_SECRET_KEY": "a benchmark's",
            "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings",
        }  # fmt: skip
        sys.exit(main())
