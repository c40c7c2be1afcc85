"""A syringe label read back: a wrong one is kept in the chart as an incident, whoever scanned it."""

from datetime import datetime

from buffycoat.pathway.chart import Chart, Entry, Signer
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.preparation.label import Scan, read_back
from buffycoat.store import audit
from buffycoat.store.models import Episode

# Nobody's hand: the check itself writes down what it found.
CHECK = Signer(id="label-check", name="Label check", role="reader")


def incident_of(chart: Chart, text: str, at: datetime, by: Signer) -> Incident | None:
    """What a scanned text is to be written down as; None for the right label, for none, and a second time."""
    found = read_back(chart, text, at)
    if found.wrong in ("", "unreadable"):
        return None
    known = any(one.scanned == text and one.found_at.date() == at.date() for one in chart.every(Incident))
    return None if known else Incident(what=found.wrong, found_at=at, found_by=by.name, scanned=text)


def note_scan(by: Signer, episode: Episode, found: Scan, entry: Entry | None) -> None:
    """Who scanned, and what it was; at the other patient too, when their label was in the wrong hands."""
    audit.note(by, "scan", found.wrong or "the right label", episode=episode, entry=entry)
    other = Episode.objects.filter(pk=found.episode).first() if found.wrong == "another patient" else None
    if other is not None:
        audit.note(by, "scan", "its label was scanned for another patient", episode=other)
