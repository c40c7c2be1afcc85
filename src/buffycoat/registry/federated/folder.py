"""Where a site keeps its side: policy.toml, its key, the ledger, the rounds that are open, and the log.

The log is written before a reply is given out, and the ledger before the log: what was sent is always known.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from buffycoat.registry import files, frame
from buffycoat.registry.federated import log
from buffycoat.registry.federated.ledger import Ledger, rows_of
from buffycoat.registry.federated.policy import Policy
from buffycoat.registry.federated.signatures import Said
from buffycoat.registry.federated.site import Holding, Site


class Damaged(ValueError):
    """The folder is not as this site left it; nothing is answered until somebody has looked."""


@dataclass(frozen=True)
class SiteFolder:
    """One site's own folder, on its own disk."""

    path: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else answers at the same time: two that looked at one ledger could each be one too many."""
        lock = self.path / "answering"
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as error:
            raise Damaged(f"another answer is being made; if none is, delete {lock}") from error
        except FileNotFoundError as error:
            raise Damaged(f"{self.path} is not there: see docs/safety/federation.md") from error
        try:
            yield
        finally:
            lock.unlink()

    def lines(self) -> list[log.Line]:
        """The log, whole; Damaged where it is not."""
        path = self.path / "log.jsonl"
        try:
            lines = log.read(path.read_text().splitlines()) if path.exists() else []
        except ValueError as error:
            raise Damaged(str(error)) from error
        if why := log.broken(lines, self._state()["head"]):
            raise Damaged(f"{path}: {why}")
        return lines

    def _state(self) -> dict[str, Any]:
        path = self.path / "rounds.json"
        found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {"head": "", "rounds": {}}
        return found

    def policy(self) -> Policy:
        """What this site answers."""
        path = self.path / "policy.toml"
        if not path.exists():
            raise Damaged(f"{path} is not there: without it nothing is answered")
        return Policy.read(path.read_text())

    def site(self, identity: bytes) -> Site:
        """The site as it was after the last message."""
        path = self.path / "ledger.npz"
        ledger = Ledger.empty()
        if path.exists():
            with np.load(path, allow_pickle=False) as held:
                ledger = Ledger(held["rows"], held["people"], held["groups"])
        return Site(self.policy(), identity, ledger, self._state()["rounds"])

    def keep(self, site: Site | None, before: Sequence[log.Line], said: Said) -> None:
        """Write one line, and the site as it is now; None: it is as it was (a refusal)."""
        if site is not None:
            part = self.path / "ledger.part.npz"
            np.savez(part, rows=site.ledger.rows, people=site.ledger.people, groups=site.ledger.groups)
            part.chmod(0o600)
            part.replace(self.path / "ledger.npz")
        line = log.line(before, said)
        with open(self._private("log.jsonl", os.O_APPEND), "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        rounds = self._state()["rounds"] if site is None else dict(site.rounds)
        with open(self._private("rounds.part", os.O_TRUNC), "w", encoding="utf-8") as file:
            json.dump({"head": line["hash"], "rounds": rounds}, file)
        (self.path / "rounds.part").replace(self.path / "rounds.json")

    def _private(self, name: str, how: int) -> int:
        return os.open(self.path / name, os.O_WRONLY | os.O_CREAT | how, 0o600)


def holding(data: Path, site: str, key: bytes) -> Holding:
    """A site's rows as its newest extract in this folder has them; `key` is that of its pseudonyms."""
    found = {one.name: one for one in files.sites(data)}
    if site not in found:
        raise files.NotAnExtract(f"{data} holds no extract of {site}")
    whole = frame.read(data)
    own = whole.where(whole.columns["site"] == whole.sites.index(site))
    people = files.columns_of(found[site].file("episodes"), ["person"])["person"].to_numpy()
    return Holding(own, rows_of(own, people, key))
