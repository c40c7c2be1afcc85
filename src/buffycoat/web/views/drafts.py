"""What a form is filled in with before anybody types: an earlier entry, an import, or nothing."""

from dataclasses import dataclass

from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.record import Record
from buffycoat.store import clock
from buffycoat.store.models import Episode
from buffycoat.web.forms import Typed, typed_from
from buffycoat.web.forms.moments import day_text, moment_text
from buffycoat.web.views.prefills import Waiting, unsigned, waiting_files


@dataclass(frozen=True)
class Draft:
    """Typed text with where it is from. `other` offers the second place it could be filled in from."""

    typed: Typed
    source: str = ""
    other: str = ""
    other_text: str = ""


def draft(episode: Episode, chart: Chart, kind: type[Record], amends: Entry | None, wanted: str) -> Draft:
    """The entry that is amended, else the newest in force, else (or when it is asked for) the import."""
    zone = clock.zone()
    if amends:
        return Draft(
            typed_from(amends.record, zone), f"Filled in from entry {amends.number}, which it will replace."
        )
    signed = () if kind.many else chart.signed(kind)
    waiting = next(
        (one for one in unsigned(waiting_files(episode.patient), chart) if type(one.record) is kind), None
    )
    if waiting and (wanted == "import" or not signed):
        earlier = ("entry", f"Fill in from entry {signed[-1].number} instead") if signed else ("", "")
        return Draft(typed_from(waiting.record, zone), _imported(waiting), *earlier)
    if signed:
        later = ("import", f"Fill in from {waiting.prefill.file_name} instead") if waiting else ("", "")
        return Draft(typed_from(signed[-1].record, zone), _entered(signed[-1]), *later)
    return Draft({})


def _entered(entry: Entry) -> str:
    when = moment_text(entry.signed_at, clock.zone())
    who = entry.signer.name
    return f"Filled in from entry {entry.number}, signed by {who} on {when}. Change what has changed."


def _imported(waiting: Waiting) -> str:
    prefill = waiting.prefill
    when = moment_text(prefill.imported_at, clock.zone())
    return (
        f"Filled in from {prefill.file_name}, imported {when}, as of {day_text(prefill.as_of)}. "
        "Nobody has signed it: look every line over before you do."
    )
