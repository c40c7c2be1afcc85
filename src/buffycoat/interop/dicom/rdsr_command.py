"""`buffycoat rdsr FILE… [--episode ID --by USERNAME]`: dose reports in, one answer a line out, in order."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

from buffycoat.interop.dicom.answer import answer
from buffycoat.interop.dicom.opening import LIMIT, UnreadableReport
from buffycoat.interop.dicom.rdsr import DoseReport, read

Keep = Callable[[DoseReport], dict[str, Any]]  # signs a report into an episode; what is added to its line


class NotKept(Exception):
    """A report that was read and not signed; its text says why, as it stands."""


def run(files: Iterable[str], keep: Keep | None = None, out: TextIO | None = None) -> int:
    """Read each file. Exit status 0 when all were answered, 1 when some were not, 2 when none was."""
    stream = out or sys.stdout
    total = bad = 0
    for file in files:
        line = {"file": file, **_one(file, keep)}
        total, bad = total + 1, bad + ("error" in line)
        # A name may hold half a character; it is spelt out, so that no line is ever lost.
        text = (
            json.dumps(line, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace").decode()
        )
        print(text, file=stream, flush=True)
    return 0 if not bad else 2 if bad == total else 1


def _one(file: str, keep: Keep | None) -> dict[str, Any]:
    try:
        report = read(contents(file))
    except UnreadableReport as error:
        return {"error": {"field": "file", "message": str(error)}}
    said = answer(report)
    if keep is None:
        return said
    try:
        return said | keep(report)
    except NotKept as error:
        return said | {"error": {"field": "episode", "message": str(error)}}


def contents(file: str) -> bytes:
    """A file’s bytes, its size looked at first; UnreadableReport when there is none to read."""
    path = Path(file)
    try:
        if path.is_dir():
            raise UnreadableReport("a folder: name the files in it")
        if path.stat().st_size > LIMIT:
            raise UnreadableReport(f"too large: a dose report has at most {LIMIT} bytes")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        raise UnreadableReport(f"cannot be opened: {why.lower()}") from error


def into(episode_id: str, username: str) -> Keep:
    """Signs reports into one episode, in the name of somebody who works here. LookupError for neither."""
    from buffycoat.interop.dicom.signed import as_record, refuse_another
    from buffycoat.store import actions
    from buffycoat.store.charts import chart
    from buffycoat.store.models import Episode, Staff

    by = Staff.objects.filter(username=username, is_active=True).first()
    episode = Episode.objects.select_related("patient").filter(pk=episode_id).first()
    if by is None or episode is None:
        missing = f"nobody here signs in as {username}" if by is None else f"there is no episode {episode_id}"
        raise LookupError(missing)

    def keep(report: DoseReport) -> dict[str, Any]:
        held = chart(episode_id)
        try:
            remark = refuse_another(report, held, episode.patient)
            record = as_record(report, remark)
            entry = actions.sign(by.signer, episode_id, record, seen=len(held.entries))
        except (actions.Refused, actions.Conflict) as refusal:
            raise NotKept(str(refusal)) from refusal
        return {"signed": {"episode": episode_id, "number": entry.number, "hash": entry.hash}}

    return keep
