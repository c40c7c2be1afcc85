"""The practice's own extract for its registry pages: in its home, brought up to date when somebody looks.

Entries are only ever added, so their number and the newest of them tell whether anything was signed since;
then the charts that have grown are read again and the tables written anew. Of many charts, as at the first
look, so many are read a time that nobody waits long, and the page says how far it is.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Max

from buffycoat.registry import files
from buffycoat.registry.columns import TABLES
from buffycoat.store import clock, extract, extract_readings
from buffycoat.store.kept_keys import kept_key
from buffycoat.store.models import EntryRow, Episode

STEP = 150  # charts read at one look: a second or two


@dataclass(frozen=True)
class Place:
    """Where the pages' data lie. `others`: a folder of other sites' extracts, shown beside our own."""

    home: Path
    site: str
    others: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of all sites that the pages read."""
        return self.home / "pages"


@dataclass(frozen=True)
class UpToDate:
    """The extract stands. `token` changes with anything in it; `episodes` of so many `charts` are told."""

    token: str
    at: datetime
    charts: int
    episodes: int
    people: int
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Underway:
    """So many of the charts are read."""

    done: int
    of: int


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Nobody else writes the extract while it is read or written; another one waits."""
    place.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place.home / "pages.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(
            handle, fcntl.LOCK_EX
        )  # the operating system's: it ends with its process, however that ends
        yield
    finally:
        os.close(handle)


def bring_up_to_date(place: Place, most: int = STEP) -> UpToDate | Underway:
    """One look. NotAnExtract where another site's folder is not as it should be; call it `alone`."""
    key = kept_key(place.home / "pseudonym.key")
    stamp, kept = _stamp(place.site, key), place.home / "pages.json"
    held, own = _kept(kept), place.folder / f"site={place.site}"
    if own.is_symlink():  # another site's, from when this one had another name
        own.unlink()
    if held.get("stamp") != stamp or not own.is_dir():
        known = extract.readings(place.home / "readings.jsonl", key, most)
        if known.waiting:
            return Underway(known.charts - known.waiting, known.charts)
        made = extract.put(place.folder, place.site, known, key)
        held = {"stamp": stamp, "at": clock.now().isoformat(), "charts": known.charts, **asdict(made)}
        keep(kept, held)
    beside = _lay_beside(place)
    token = hashlib.sha256(f"{stamp}{beside}".encode()).hexdigest()[:16]
    at = datetime.fromisoformat(held["at"])
    return UpToDate(token, at, held["charts"], held["rows"]["episodes"], held["people"], held["left_out"])


def _stamp(site: str, key: bytes) -> str:
    """What the extract hangs on: every entry there is, the day, the site's name and the program."""
    entries = EntryRow.objects.aggregate(many=Count("pk"), newest=Max("pk"))
    head = EntryRow.objects.filter(pk=entries["newest"]).values_list("hash", flat=True).first()
    told = [Episode.objects.count(), *entries.values(), head, str(clock.today()), site]
    return hashlib.sha256(json.dumps([*told, extract_readings.made_by(key)]).encode()).hexdigest()


def _kept(path: Path) -> dict[str, Any]:
    """What is known of the extract that lies there; nothing where that cannot be read."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (FileNotFoundError, ValueError):
        return {}  # nothing is lost: the extract is written again


def keep(path: Path, held: Mapping[str, Any]) -> None:
    """Write a note of ours whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(held), encoding="utf-8")
    part.chmod(0o600)
    part.replace(path)


def _lay_beside(place: Place) -> list[str]:
    """Link the other sites' folders beside our own, so that one reading finds them all; what each is like.

    Linked and not copied: they are read as they are, and nothing of ours is written where others look.
    """
    found = files.sites(place.others) if place.others else ()
    wanted = {f"site={one.name}": one for one in found if one.name != place.site}
    for path in place.folder.glob("site=*"):
        if path.is_symlink():
            path.unlink()
        elif path.name != f"site={place.site}":
            shutil.rmtree(path)  # ours, under the name that this site had before
    for name, one in wanted.items():
        (place.folder / name).symlink_to(one.folder.resolve(), target_is_directory=True)
    marks = ((name, one.file(table).stat()) for name, one in sorted(wanted.items()) for table in TABLES)
    return [f"{name} {mark.st_mtime_ns} {mark.st_size}" for name, mark in marks]
