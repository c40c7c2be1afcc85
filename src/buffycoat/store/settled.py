"""What whoever may not open charts reads: the extract as it was when enough people's rows had changed.

Figures before and after one signature differ by that one answer. So for them the figures stand still until
the rows of at least `LEAST` people are others, and then move on together. Somebody who takes consent back
is out at once all the same.
"""

import json
import shutil
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from buffycoat.registry import files, frame
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.federated.ledger import Rows, rows_of
from buffycoat.store.kept_keys import kept_key
from buffycoat.store.own_extract import Place, UpToDate, keep


def settled(place: Place, now: UpToDate) -> tuple[Path, UpToDate]:
    """The folder that they read, and the extract that it was copied from; call it `alone`."""
    folder, note = place.home / "settled", place.home / "settled.json"
    before, compared = _noted(note)
    if before is None or not folder.is_dir():
        return folder, _move(place, folder, note, now)
    if now.token not in (before.token, compared):
        key = kept_key(place.home / "pseudonym.key")
        if _moves_on(_rows(folder, key), _rows(place.folder, key)):
            return folder, _move(place, folder, note, now)
        _note(note, before, now.token)
    return folder, before


def _rows(folder: Path, key: bytes) -> Rows:
    held = frame.read(folder)
    people = [
        files.columns_of(one.file("episodes"), ["person"])["person"].to_numpy() for one in files.sites(folder)
    ]
    # Places in lists of sites and kits, which move when another one comes, tell nothing of a person.
    none = np.zeros(len(held), np.int16)
    plain = replace(held, columns={**held.columns, "site": none, "kit": none})
    return rows_of(plain, np.concatenate([np.zeros(0, np.int64), *people]), key)


def _moves_on(before: Rows, now: Rows) -> bool:
    """Whether enough people have a row that is new, other or gone, or anybody is in no row any more."""
    gone = before.people[~np.isin(before.rows, now.rows)]
    changed = np.union1d(gone, now.people[~np.isin(now.rows, before.rows)])
    return len(changed) >= LEAST or not np.isin(gone, now.people).all()


def _move(place: Place, folder: Path, note: Path, now: UpToDate) -> UpToDate:
    part = place.home / "settled.part"
    for gone in (part, folder):
        shutil.rmtree(gone, ignore_errors=True)
    note.unlink(missing_ok=True)
    shutil.copytree(place.folder, part)  # other sites too: what is linked there may change as well
    part.rename(folder)
    _note(note, now, now.token)
    return now


def _noted(note: Path) -> tuple[UpToDate | None, str]:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        compared = told.pop("compared")
        return UpToDate(**{**told, "at": datetime.fromisoformat(told["at"])}), compared
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None, ""  # nothing is lost: it is copied again


def _note(note: Path, held: UpToDate, compared: str) -> None:
    keep(note, {**asdict(held), "at": held.at.isoformat(), "compared": compared})
