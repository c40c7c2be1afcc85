"""Linked images as a page shows them: place, what is to be seen, the signed hash, and how they stand now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.injection.images import SHOWS, Images
from buffycoat.pathway.injection.records import Injection
from buffycoat.store.imaging import Shot, State
from buffycoat.web.forms.moments import moment_text

WORDS = {
    "as signed": "As signed",
    "changed": "NOT as signed",
    "missing": "Not in the archive",
    "another patient’s": "NOT THIS PATIENT’S",
    "not checked": "Not checked",
}
WHOLE = "whole"


@dataclass(frozen=True)
class Line:
    """One linked image. `picture` is empty unless it was found to be as signed."""

    where: str
    shows: str
    modality: str
    hash: str
    word: str = ""
    why: str = ""
    wrong: bool = False
    picture: str = ""


@dataclass(frozen=True)
class Linked:
    """The images of one entry, and whether their note is in the archive: "yes", "no", or "" for not known."""

    number: int
    signed: str
    remarks: str
    lines: tuple[Line, ...]
    note: str = ""


def linked(chart: Chart, zone: tzinfo) -> tuple[Linked, ...]:
    """Every entry with images in force, as signed, the newest first."""
    return tuple(shown(entry, zone) for entry in reversed(chart.signed(Images)))


def shown(
    entry: Entry,
    zone: tzinfo,
    states: Sequence[State] = (),
    picture: Callable[[Shot], str] | None = None,
    note: str = "",
) -> Linked:
    """One entry, with how its images stand where that was looked at."""
    record = entry.record
    if not isinstance(record, Images):
        raise TypeError(f"entry {entry.number} holds no images")
    lines = []
    for place, one in enumerate(record.images):
        state = states[place] if states else None
        whole = state is not None and state.word == "as signed"
        shot = Shot(record.study_uid, one.series_uid, one.instance_uid, one.class_uid, one.modality or "")
        lines.append(
            Line(
                where=one.where,
                shows=SHOWS[one.shows],
                modality=one.modality or "",
                hash=one.sha256,
                word=WORDS[state.word] if state else "",
                why=state.why if state else "",
                wrong=state is not None and state.word in ("changed", "missing", "another patient’s"),
                picture=picture(shot) if picture and whole else "",
            )
        )
    signed = f"{entry.signer.name}, {moment_text(entry.signed_at, zone)}"
    return Linked(entry.number, signed, record.remarks or "", tuple(lines), note)


def places(injection: Injection) -> list[tuple[str, str]]:
    """What an image can be linked to: each place that was injected, once, or the whole procedure."""
    from buffycoat.pathway.candidacy.anatomy import site_name

    named = {
        f"{one.target} {one.level} {one.side}": site_name(one.target, one.level, one.side)
        for one in injection.sites
    }
    return [*named.items(), (WHOLE, "The whole procedure")]


def frames(shot: Shot) -> str:
    """How many pictures are in one image, where it is more than one."""
    return f"{shot.frames} frames, the first is shown" if shot.frames > 1 else ""
