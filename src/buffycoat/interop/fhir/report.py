"""What an import says of a file: one JSON object, or one line for a person."""

from collections.abc import Mapping
from typing import Any

from buffycoat.interop.fhir.reading import Imported
from buffycoat.interop.fhir.unreadable import UnreadableFile
from buffycoat.pathway.card import WORST_FIRST, Card


def line(imported: Imported) -> dict[str, Any]:
    """The answer for one file, as the command-line contract names its parts."""
    said = {
        "file": imported.file,
        "as_of": imported.as_of.isoformat(),
        "patient": imported.who.said(),
        **imported.summary,
        "prefilled": [{"what": p.what, "from": p.resource, "dated": p.dated} for p in imported.prefilled],
        "cards": [_card(card) for card in imported.cards()],
        "digest": imported.digest,
    }
    if imported.person is None:
        said["error"] = {
            "field": "patient",
            "message": "A patient needs a name and a whole birth date to be found or registered.",
        }
    return said


def _card(card: Card) -> dict[str, str]:
    return {
        "rule": card.rule,
        "indicator": card.indicator,
        "summary": card.summary,
        "source": "; ".join(card.sources),
        "code": card.code,
        "detail": card.detail,
    }


def error_line(error: UnreadableFile) -> dict[str, Any]:
    """The answer for a file that cannot be read."""
    return {"file": error.file, "error": {"field": error.field, "message": error.why}}


def human_line(imported: Imported) -> str:
    """Who, what was read and not read, and how many cards of each level."""
    held, cards = imported.who, imported.cards()
    born = f", born {held.born.day}" if held.born else ""
    levels = ", ".join(f"{sum(card.indicator == level for card in cards)} {level}" for level in WORST_FIRST)
    said = [
        f"{imported.file}: {held.name or 'no name'}{born}.",
        f"Read {_counts(imported.read) or 'nothing'}.",
        f"Not read: {_counts(imported.unknown)}." if imported.unknown else "",
        f"Cards on {imported.as_of}: {levels}.",
        f"Does not fit: {len(imported.doubts)}." if imported.doubts else "",
    ]
    return " ".join(filter(None, said))


def _counts(held: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(held.items()) if kind != "Patient")
