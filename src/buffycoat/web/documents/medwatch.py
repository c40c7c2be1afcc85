"""The draft of a MedWatch report as a document: its fields in the places of medwatch.typ."""

from datetime import datetime

from buffycoat.web.documents.pdf import Document
from buffycoat.web.presenters import medwatch as words


def medwatch_document(held: words.Draft, code: str, as_of: datetime, source: tuple[str, ...]) -> Document:
    """The same fields as the page, for `pdf.render`. No patient is named on it."""
    return Document(
        template="medwatch",
        title=words.TITLE,
        as_of=as_of,
        about=(f"Case {code}", "DRAFT, not sent"),
        source=source,
        body={
            "draft": words.DRAFT,
            "sections": [
                {"title": title, "fields": [{"name": name, "lines": list(lines)} for name, lines in fields]}
                for title, fields in held.sections
            ],
            "missing": f"{held.missing} fields say “{words.NOT_RECORDED}”. They are not guessed.",
            "unknown": words.NOT_RECORDED,
            "maker": held.maker.splitlines(),
        },
    )
