"""What a form is filled in with before anybody types: an earlier entry, an import, or nothing."""

from dataclasses import dataclass

from buffycoat.pathway.aftercare.plan import plan_for
from buffycoat.pathway.aftercare.records import AftercarePlan
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.record import Record
from buffycoat.store import clock
from buffycoat.store.models import Episode
from buffycoat.web.forms import Typed, typed_from
from buffycoat.web.forms.moments import day_text, moment_text
from buffycoat.web.presenters.countersign import countersigned
from buffycoat.web.views.prefills import Waiting, unsigned, waiting_files


@dataclass(frozen=True)
class Draft:
    """Typed text with where it is from. `other` offers the second place it could be filled in from."""

    typed: Typed
    source: str = ""
    other: str = ""
    other_text: str = ""


def draft(
    episode: Episode, chart: Chart, kind: type[Record], amends: Entry | None, wanted: str, kit: str = ""
) -> Draft:
    """The entry that is amended; else the newest in force, or the import; else what earlier records say."""
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
    if signed and not (kind is Consent and _signed_anew(chart)):
        later = ("import", f"Fill in from {waiting.prefill.file_name} instead") if waiting else ("", "")
        return Draft(typed_from(signed[-1].record, zone), _entered(signed[-1]), *later)
    if kind is Draw and kit:
        return Draft({"kit": kit}, "The kit is filled in from the planner.")
    return _from_earlier(chart, kind)


def _signed_anew(chart: Chart) -> bool:
    """Whether the patient signed a part of their own after the newest consent."""
    own, consent = chart.newest(PatientPart), chart.newest(Consent)
    return own is not None and consent is not None and own.signed_at > consent.signed_at


def _from_earlier(chart: Chart, kind: type[Record]) -> Draft:
    """What earlier records already say: aftercare by date, what a patient signed, the sites planned."""
    zone = clock.zone()
    given, planned = chart.signed(Injection), chart.signed(Plan)
    if kind is AftercarePlan and given and isinstance(given[-1].record, Injection):
        dated = plan_for(given[-1].record, zone=clock.zone())
        said = f"Dated from the injection, entry {given[-1].number}, by the practice’s table."
        # Advice without a last day holds from then on: left out, or the form would show the day as not known.
        told = AftercarePlan.model_validate(dated.model_dump(exclude_none=True))
        return Draft(typed_from(told, clock.zone()), said)
    if kind is Consent and (own := chart.signed(PatientPart)) and isinstance(own[-1].record, PatientPart):
        name, number = own[-1].signer.name, own[-1].number
        said = f"Filled in from what {name} read and signed through the link, entry {number}. "
        return Draft(
            typed_from(countersigned(own[-1].record), zone), said + "Say what you explained yourself."
        )
    if kind in (Consent, Offer, Injection) and planned:
        typed = typed_from(planned[-1].record, clock.zone())
        sites = {name: text for name, text in typed.items() if name.startswith("sites")}
        return Draft(sites, f"The sites are filled in from the plan, entry {planned[-1].number}.")
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
