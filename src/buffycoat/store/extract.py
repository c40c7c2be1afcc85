"""The extract: every chart whose patient agrees to the registry, as three tables without a name in them.

What a chart gives is kept aside with the hash of its newest entry, so that the next extract reads only charts
that have grown. The tables are always written whole, from what is kept: an extract that read every chart
anew holds the same bytes.
"""

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Subquery

from buffycoat.pathway.chart import Signer
from buffycoat.registry import dictionary, files
from buffycoat.registry.columns import TABLES, VERSION
from buffycoat.registry.pseudonym import pseudonym
from buffycoat.store import clock, extract_readings
from buffycoat.store.actions.refusals import require
from buffycoat.store.actions.visits import note_export
from buffycoat.store.charts import charts
from buffycoat.store.extract_readings import Kept
from buffycoat.store.models import EntryRow, Episode

BATCH = 200  # charts that are read at a time


@dataclass(frozen=True)
class Extracted:
    """What was written, who was left out and why, and how many charts had to be read for it."""

    site: str
    rows: Mapping[str, int]
    people: int
    left_out: Mapping[str, int]
    read: int


@dataclass(frozen=True)
class Readings:
    """What the charts give; how many charts there are, were read for it, and still wait to be read."""

    held: Mapping[str, Kept]
    charts: int
    read: int
    waiting: int


def extract(by: Signer, folder: Path, *, site: str, key: bytes, kept_in: Path) -> Extracted:
    """Write one site's folder. `kept_in`: where readings are kept between extracts, beside the charts."""
    require(by, "export", what="take the registry's extract")
    known = readings(kept_in, key)
    made = put(folder, site, known, key)
    note_export(
        by, what=f"registry extract of {site}: {made.rows['episodes']} episodes, {made.people} people"
    )
    return made


def put(folder: Path, site: str, known: Readings, key: bytes) -> Extracted:
    """Write one site's folder from what its charts give, as of today."""
    day = clock.today()
    told, left_out = _sorted_out(known.held)
    tables = _tables(told, key, day)
    people = len({row["person"] for row in tables["episodes"]})
    rows = {name: len(held) for name, held in tables.items()}
    _write(folder, site, tables, _manifest(site, day, rows, people, left_out))
    return Extracted(site, rows, people, left_out, known.read)


def readings(kept_in: Path, key: bytes, most: int | None = None) -> Readings:
    """What every chart gives. Only those whose newest entry is another one are read, at `most` so many."""
    newest = EntryRow.objects.filter(episode_id=OuterRef("pk")).order_by("-number").values("hash")[:1]
    heads = dict(Episode.objects.annotate(newest=Subquery(newest)).order_by("pk").values_list("pk", "newest"))
    patients = dict(Episode.objects.values_list("pk", "patient_id"))
    before = extract_readings.load(kept_in, key)
    grown = [one for one, head in heads.items() if one not in before or before[one].head != head]
    now = {one: before[one] for one in heads if one in before}
    turn = grown[:most]
    for start in range(0, len(turn), BATCH):
        for one, chart in charts(turn[start : start + BATCH]).items():
            now[one] = extract_readings.of(chart, patients[one])
    extract_readings.save(kept_in, key, now)
    return Readings(now, len(heads), len(turn), len(grown) - len(turn))


def _sorted_out(held: Mapping[str, Kept]) -> tuple[list[tuple[str, Kept]], dict[str, int]]:
    """The charts that are told, and why others are not. A withdrawal counts in all charts of a person."""
    theirs: dict[str, list[Kept]] = {}
    for one in held.values():
        theirs.setdefault(one.patient, []).append(one)
    told, why = [], Counter[str]()
    for episode in sorted(held):
        reason = held[episode].why_not(theirs[held[episode].patient])
        if reason:
            why[reason] += 1
        else:
            told.append((episode, held[episode]))
    return told, dict(sorted(why.items()))


def _tables(told: Sequence[tuple[str, Kept]], key: bytes, day: date) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, in an order that only the key knows."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    names = {pseudonym(key, "episode", episode): held for episode, held in told}
    if len(names) != len(told):
        raise ValueError("two episodes have the same pseudonym; make the extract with another key")
    for name in sorted(names):
        reading = names[name].reading
        if reading is None:  # `why_not` has left these out
            continue
        person = pseudonym(key, "person", names[name].patient)
        one = {"episode": name, "person": person, "elapsed": reading.elapsed(day)}
        tables["episodes"].append(one | reading.episode)
        tables["answers"] += [{"episode": name} | row for row in reading.answers]
        tables["events"] += [{"episode": name} | row for row in reading.events]
    return tables


def _manifest(
    site: str, day: date, rows: Mapping[str, int], people: int, left_out: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "version": VERSION,
        "dictionary": dictionary.fingerprint(),
        "site": site,
        "month": f"{day:%Y-%m}",  # the day would bring the dates of treatments nearer
        "rows": dict(rows),
        "people": people,
        "left_out": dict(left_out),
    }


def _write(
    folder: Path, site: str, tables: Mapping[str, list[dict[str, Any]]], manifest: Mapping[str, Any]
) -> None:
    """Put the site's folder in place of the one before, whole: no reader meets half of an extract."""
    files.check_name(site)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made, there, gone = folder / f".{site}.part", folder / f"site={site}", folder / f".{site}.old"
    for left in (made, gone):
        shutil.rmtree(left, ignore_errors=True)
    made.mkdir(mode=0o700)
    for name, rows in tables.items():
        files.write(name, files.arrays(name, rows), made / f"{name}.parquet")
    (made / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    if there.exists():
        there.rename(gone)
    made.rename(there)
    shutil.rmtree(gone, ignore_errors=True)
