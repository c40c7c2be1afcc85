"""`buffycoat import FILE… [--json] [--on DATE] [--dry-run]`: files in, one answer a line out, in order."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from buffycoat.interop import fhir
from buffycoat.interop.fhir.parse import too_large

Keep = Callable[[fhir.Imported, str], str]  # keeps what a file says; in words, what became of it


class NotKept(Exception):
    """The store would not take what was read; the reason is shown as it stands."""


def run(
    files: Iterable[str],
    *,
    on: date | None = None,
    as_json: bool = False,
    dry_run: bool = False,
    keep: Keep | None = None,
    out: TextIO | None = None,
) -> int:
    """Read and keep each file. Exit status 0 when all were, 1 when some were not, 2 when none was."""
    stream = out or sys.stdout
    day = on or _today()
    kept_by = keep or _in_store
    bad = total = 0
    for file in files:
        answer, words = _one(file, day, None if dry_run else kept_by)
        total += 1
        bad += "error" in answer
        print(json.dumps(answer, ensure_ascii=False) if as_json else words, file=stream, flush=True)
    return 0 if not bad else 2 if bad == total else 1


def _one(file: str, day: date, keep: Keep | None) -> tuple[dict[str, Any], str]:
    """The answer for one file, as an object and as words. The others go on whatever becomes of it."""
    try:
        imported = fhir.read(_bytes(file), on=day, file_name=Path(file).name)
    except fhir.UnreadableFile as error:
        return fhir.error_line(error), f"{error.file}: cannot be read: {error.why}"
    answer, words = fhir.line(imported), fhir.human_line(imported)
    if "error" in answer:
        return answer, f"{words} Not kept: {answer['error']['message']}"
    if keep is None:
        return answer, f"{words} Nothing was kept (dry run)."
    try:
        became = keep(imported, Path(file).name)
    except NotKept as error:
        return answer | {"error": {"field": "patient", "message": str(error)}}, f"{words} Not kept: {error}"
    return answer | {"kept": became}, f"{words} {became}"


def _bytes(file: str) -> bytes:
    """The file's bytes, its size looked at first; UnreadableFile when there is none to read."""
    path = Path(file)
    try:
        if path.is_dir():
            raise fhir.UnreadableFile(path.name, "a folder: name the files in it")
        if path.stat().st_size > fhir.LIMIT:
            raise fhir.UnreadableFile(path.name, too_large(path.stat().st_size))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        raise fhir.UnreadableFile(path.name or file, f"cannot be opened: {why.lower()}") from error


def _today() -> date:
    from buffycoat.store import clock

    return clock.today()


def _in_store(imported: fhir.Imported, file_name: str) -> str:
    """Keep it in the practice's database, in the name of whoever runs the command. Django must be awake."""
    from getpass import getuser

    from buffycoat.pathway.chart import Signer
    from buffycoat.store.actions import keep_import
    from buffycoat.store.actions.refusals import Refused

    # At the command line nobody signs in; who may run it on the server answers for the practice.
    by = Signer(id="command-line", name=f"Command line ({getuser()})", role="manager")
    try:
        outcome = keep_import(by, imported, file_name=file_name)
    except Refused as error:
        raise NotKept(str(error)) from error
    if not outcome.new_file:
        return "Known already: nothing was added."
    return "New patient." if outcome.new_patient else "Added to a patient who is known."
