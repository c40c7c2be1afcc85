"""The outcomes report as a document: the same sections as its page, in the places of report.typ."""

from datetime import UTC, datetime

from buffycoat import __version__
from buffycoat.registry.report.section import Picture, Report, Section
from buffycoat.web.documents.figure import WIDTH, fixed
from buffycoat.web.documents.pdf import Document

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a file whose extract does not say its month
HALF = WIDTH // 2 - 12
MOST_NARROW, MOST_WIDE = 11, 40  # characters of a column


def report_document(made: Report, month: str = "") -> Document:
    """The report for `pdf.render`; `month`: of its extract, YYYY-MM, whose first day dates the file."""
    of = f"an extract of {month}" if month else "an extract"
    return Document(
        template="report",
        title=made.title,
        as_of=datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC) if month else NEVER,
        about=tuple(one for one in (made.mark, "Outcomes report") if one),
        source=(f"Made by Buffycoat {__version__} from {of}.",),
        body={
            "mark": made.mark,
            "about": list(made.about),
            "facts": [{"name": name, "value": value} for name, value in made.facts],
            "sections": [_section(one) for one in made.sections],
        },
    )


def _section(one: Section) -> dict[str, object]:
    many = bool(one.pictures) and all(picture.title for picture in one.pictures)
    return {
        "title": one.title,
        "people": one.people,
        "method": one.method,
        "cannot": one.cannot,
        "notes": list(one.notes),
        "many": many,
        "pictures": [_picture(picture, HALF if many else WIDTH) for picture in one.pictures],
        "tables": [
            {
                "heads": list(table.heads),
                "rows": [list(row) for row in table.rows],
                "widths": _widths(table.heads, table.rows),
            }
            for table in one.tables
            if table.rows
        ],
    }


def _picture(one: Picture, across: int) -> dict[str, object]:
    return {"title": one.title, "said": one.said, "svg": fixed(one, across)}


def _widths(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[int]:
    """How much of the width each column takes, in parts: as long as its longest cell, within reason."""
    full = [row for row in rows if all(row)]  # in another row a reason takes the place of the numbers
    columns = zip(*(full or rows), strict=True)
    return [
        min(max(MOST_NARROW, len(max(head.split(), key=len)), *map(len, column)), MOST_WIDE)
        for head, column in zip(heads, columns, strict=True)
    ]
