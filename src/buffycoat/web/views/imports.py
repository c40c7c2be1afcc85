"""Dropping files on the practice: what was read, what it fills in, what is not known, what does not fit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from buffycoat.pathway.card import WORST_FIRST
from buffycoat.pathway.chart import Signer
from buffycoat.store import actions, clock
from buffycoat.web.forms.moments import iso_day
from buffycoat.web.presenters.answers import summary
from buffycoat.web.presenters.cards import CardLine, line
from buffycoat.web.views.page import page, staff_page

LARGEST = 64 * 1024 * 1024  # bytes; what the reader takes too
MOST_FILES = 20
# What nobody was asked yet is asked when it is signed; doubts have a list of their own.
ELSEWHERE = ("candidacy.unanswered", "candidacy.doubt")
NOBODY = "It names no patient with a whole birth date, so nobody can be found or entered."


class CannotRead(Exception):
    """A file that cannot be read; its text says why, as it stands on the page."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    name: str
    error: str = ""
    imported: Any = None
    kept: actions.ImportOutcome | None = None
    records: tuple[tuple[str, str], ...] = ()
    cards: tuple[tuple[str, int], ...] = ()
    found: tuple[CardLine, ...] = ()


@staff_page("import")
def import_file(request: HttpRequest) -> HttpResponse:
    """Read each file. A file that cannot be read leaves nothing behind, and the others are kept."""
    day = iso_day(request.POST.get("on", "")) or clock.today().isoformat()
    files = request.FILES.getlist("files")[:MOST_FILES]
    outcomes = [_one(request.user.signer, file, day) for file in files]
    missing = request.method == "POST" and not files
    failed = missing or (outcomes and all(one.error for one in outcomes))
    return page(
        request,
        "import.html",
        status=422 if failed else 200,
        here="import",
        outcomes=outcomes,
        missing=missing,
        day=day,
    )


def _one(by: Signer, file: UploadedFile, day: str) -> Outcome:
    name = file.name or "the file"
    if file.size and file.size > LARGEST:
        return Outcome(name, f"Too large: {file.size // 2**20} MB. One patient’s export has at most 64 MB.")
    try:
        imported = import_string(settings.IMPORT_READER)(file.read(), name, date.fromisoformat(day))
        if imported.person is None:
            return Outcome(name, NOBODY)
        kept = actions.keep_import(by, imported, file_name=name)
    except CannotRead as error:
        return Outcome(name, str(error))
    except actions.Refused as refusal:
        return Outcome(name, refusal.reason)
    cards = imported.cards()
    return Outcome(
        name,
        imported=imported,
        kept=kept,
        records=tuple((record.title, summary(record, clock.zone())) for record in imported.records),
        cards=tuple((level, sum(card.indicator == level for card in cards)) for level in WORST_FIRST),
        found=tuple(line(card, by.role) for card in cards if card.rule not in ELSEWHERE),
    )
