"""The procedure note as a document: its words in the places of note.typ."""

from datetime import UTC, datetime

from buffycoat.web.documents.pdf import Document
from buffycoat.web.presenters import note_words as words
from buffycoat.web.presenters.note import Item, Note

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a file from a chart in which nothing is signed


def note_document(held: Note, about: tuple[str, ...], lead: str, source: tuple[str, ...]) -> Document:
    """The same content as the page and the text, for `pdf.render`."""
    return Document(
        template="note",
        title=words.TITLE,
        as_of=held.as_of or NEVER,
        about=about,
        source=source,
        body={
            "lead": lead,
            "notices": [] if held.given else [words.DRAFT],
            "sections": [
                {"title": title, "items": [_item(one) for one in items]} for title, items in held.sections()
            ],
            "overrides": [
                {
                    "summary": one.summary,
                    "reason": one.reason,
                    "signed": f"{one.signer}, {one.at}, entry {one.entry}",
                }
                for one in held.overrides
            ],
            "gaps_say": words.GAPS if held.missing() else words.COMPLETE,
            "gaps": [{"name": one.name, "lines": words.missing(one.gaps)} for one in held.missing()],
            "entries": [
                {
                    "number": str(one.number),
                    "title": one.title,
                    "signer": one.signer,
                    "at": one.at,
                    "note": one.note,
                }
                for one in held.entries
            ],
        },
    )


def _item(item: Item) -> dict[str, object]:
    return {
        "name": item.name,
        "entries": words.said_by(item).removeprefix("entry ").removeprefix("entries "),
        "lines": [{"about": one.about, "answers": list(one.answers)} for one in words.lines(item)],
    }
