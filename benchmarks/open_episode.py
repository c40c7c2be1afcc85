"""Opening an episode takes as long in a practice of 20,000 episodes as in one of 200 (at most 1.5 times).

Both practices are copies of the demo's charts, each entry hashed again in its new chart. Two processes, one
to a practice, open the same charts in turn; the ratio is of the medians.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

SMALL, LARGE, PAIRS, MOST = 200, 20_000, 120, 1.5
BATCH = 2_000


def grow(count: int) -> list[str]:
    """Copy the charts that are there until the practice has `count` episodes; the ids of the copies."""
    from buffycoat.store.models import Episode, Patient

    originals = list(Episode.objects.select_related("patient").order_by("opened_at", "pk"))
    missing = count - len(originals)
    entries = _entries([one.pk for one in originals])
    made: list[str] = []
    for start in range(0, max(missing, 0), BATCH):
        patients, episodes, rows = [], [], []
        for one in islice(cycle(originals), start, min(start + BATCH, missing)):
            patient = _copy(Patient, one.patient, mrn="", source="")
            episode = _copy(Episode, one, patient_id=patient.pk, follows_id=None)
            rows += _signed_again(entries[one.pk], episode)
            patients.append(patient)
            episodes.append(episode)
        _keep(patients, episodes, rows)
        made += [one.pk for one in episodes]
    return made


def _entries(ids: list[str]) -> dict[str, list]:
    from buffycoat.store.charts import charts

    return {key: list(chart.entries) for key, chart in charts(ids).items()}


def _copy(model, one, **changed):
    from buffycoat.store.models import new_id

    held = {field.attname: getattr(one, field.attname) for field in model._meta.concrete_fields}
    return model(**(held | changed | {"id": new_id()}))


def _signed_again(entries, episode):
    """The same signed texts in a chart of their own: every hash is made anew, as verify would have it."""
    from buffycoat.pathway.chart import FIRST
    from buffycoat.store.models import EntryRow

    previous = FIRST
    for entry in entries:
        moved = entry.model_copy(update={"episode": episode.pk, "previous": previous})
        previous = moved.fingerprint()
        yield EntryRow.of(moved.model_copy(update={"hash": previous}))
    episode.head = previous


def _keep(patients, episodes, rows) -> None:
    from django.db import transaction

    from buffycoat.store.models import EntryRow, Episode, Patient

    with transaction.atomic():
        Patient.objects.bulk_create(patients, batch_size=500)
        Episode.objects.bulk_create(episodes, batch_size=500)
        EntryRow.objects.bulk_create(rows, batch_size=500)


def practice(count: int) -> None:
    """Fill this process's database, then open a page for each line read, and print the seconds it took."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from buffycoat.store import demo
    from buffycoat.store.models import Episode, Staff

    call_command("migrate", verbosity=0)
    demo.practice(lambda *_: None)
    grow(count)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(Staff.objects.get(username="nurse"))
    print(Episode.objects.count(), flush=True)
    copies = list(
        Episode.objects.filter(patient__mrn="")
        .order_by("opened_at", "title", "pk")
        .values_list("pk", flat=True)
    )
    for line in sys.stdin:
        began = perf_counter()
        answer = browser.get(f"/episodes/{copies[int(line) * len(copies) // 1000]}/")
        seconds = perf_counter() - began
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")
        print(seconds, flush=True)


def _started(count: int, home: Path) -> subprocess.Popen:
    """A process with a practice of its own."""
    home.mkdir()
    own = {
        "BUFFYCOAT_HOME": str(home), "BUFFYCOAT_DATABASE_URL": "", "BUFFYCOAT_DEMO": "1",
        "BUFFYCOAT_TODAY": "2026-11-19", "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, __file__, str(count)], env={**os.environ, **own}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _ask(process: subprocess.Popen, line: str = "") -> str:
    if line:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise SystemExit("a practice ended before it answered")
    return answer


def main() -> int:
    """Fill both practices, open charts in turn, print the ratio; 1 when it is too large."""
    with tempfile.TemporaryDirectory() as home:
        practices = [_started(count, Path(home) / str(count)) for count in (SMALL, LARGE)]
        try:
            began = perf_counter()
            counts = [int(_ask(one)) for one in practices]
            filled = perf_counter() - began
            print(f"{counts[0]:,} and {counts[1]:,} episodes, filled in {filled:.0f} s", flush=True)
            places = [str(place * 997 % 1000) for place in range(1, PAIRS + 1)]
            taken = [[float(_ask(one, place)) for one in practices] for place in places]
        finally:
            for one in practices:
                one.stdin.close()
                one.wait(30)
    small, large = (statistics.median(times) for times in zip(*taken[10:], strict=True))
    ratio = large / small
    print(f"opening one: {small * 1000:.1f} ms and {large * 1000:.1f} ms; ratio {ratio:.2f} (at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    raise SystemExit(practice(int(sys.argv[1])) if len(sys.argv) > 1 else main())
