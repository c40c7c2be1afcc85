"""Kinds of record whose sentence is more than a list of answers: what somebody scrolling by must see."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from buffycoat.pathway.candidacy.anatomy import site_name, sites_named
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.consent.patient_part import Offer, PatientPart
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.injection.images import SHOWS, Images
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.instruments import roland_morris_of
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.reading import VERDICTS, Reading
from buffycoat.pathway.triage.records import Referral, WarningSigns
from buffycoat.pathway.units import number_text
from buffycoat.web.forms.moments import day_text, moment_text
from buffycoat.web.forms.shape import shapes
from buffycoat.web.presenters import radiation

Sentence = Callable[[Any, tzinfo], str]


def _warning_signs(record: WarningSigns, zone: tzinfo) -> str:
    """The signs that are there, each by name; then how many are not, not known, not asked."""
    asked = [shape for shape in shapes(WarningSigns) if shape.kind == "yesno"]
    states = [(shape, record.state(shape.name), getattr(record, shape.name)) for shape in asked]
    yes = [shape.name.replace("_", " ") for shape, _, value in states if value is True]
    counts = {
        "no": sum(value is False for _, _, value in states),
        "not known": sum(state == "unknown" for _, state, _ in states),
        "not asked": sum(state == "not asked" for _, state, _ in states),
    }
    rest = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"Warning signs: {', '.join(yes) if yes else 'none present'}; {rest}."


def _outcome(record: Outcome, zone: tzinfo) -> str:
    said = [f"pain {record.nrs_average}"] if record.nrs_average is not None else ["pain not answered"]
    score = roland_morris_of(record)
    if score.status == "ok" and score.score is not None:
        said.append(f"Roland-Morris {score.score:g} of 24")
    if record.pgic is not None:
        said.append(words.CHANGE[str(record.pgic)][0].lower())
    if record.rescue:
        said.append("another injection or an operation since")
    return f"{words.VISITS[record.visit][0]}: {', '.join(said)}."


def _adverse_event(record: AdverseEvent, zone: tzinfo) -> str:
    grade = f", grade {record.grade}" if record.grade is not None else ""
    return f"Adverse event: {words.HARMS[record.what][0].lower()}{grade}, from {day_text(record.began_on)}."


def _plan(record: Plan, zone: tzinfo) -> str:
    sites = sites_named((site.target, site.level, site.side) for site in record.sites or ())
    when = f", for {day_text(record.planned_on)}" if record.planned_on else ""
    return f"Plan: {sites or 'no site yet'}{when}."


def _injection(record: Injection, zone: tzinfo) -> str:
    sites = [
        f"{site_name(site.target, site.level, site.side)} {number_text(site.volume)} mL"
        for site in record.sites
    ]
    return f"Injected: {'; '.join(sites)}. {record.guidance.capitalize()}, {record.operator}."


def _radiation(record: Radiation, zone: tzinfo) -> str:
    """The three figures that a colleague asks for; what is not known is said."""
    time, product, kerma = radiation.shown(record).rows
    said = f"fluoroscopy {time.fluoroscopy}, area product {product.total}, air kerma {kerma.total}"
    return f"Radiation: {said}."


def _images(record: Images, zone: tzinfo) -> str:
    """Each image with its place and what it shows."""
    listed = [f"{one.where}, {SHOWS[one.shows].lower()}" for one in record.images]
    return f"Images linked: {'; '.join(dict.fromkeys(listed))}."


def _draw(record: Draw, zone: tzinfo) -> str:
    count = record.baseline_platelets
    counted = f", platelets {number_text(count)} ×10⁹/L" if count is not None else ", platelets not counted"
    blood = f"{number_text(record.blood_volume)} mL at {moment_text(record.drawn_at, zone)}"
    return f"Blood drawn: {blood}{counted}."


def _product(record: Product, zone: tzinfo) -> str:
    count = record.platelets
    counted = f", platelets {number_text(count)} ×10⁹/L" if count is not None else ", not counted"
    return f"Product: {number_text(record.volume)} mL{counted}."


def _consent(record: Consent, zone: tzinfo) -> str:
    passed = {True: "said back correctly", False: "NOT said back correctly", None: "saying back not noted"}
    agreed = {True: "agreed to", False: "NOT agreed to", None: "agreement not noted"}[record.scope_care]
    back = passed[record.teach_back_passed]
    return f"Consent, text {record.text_version}: treatment {agreed}; {back}. Signed by {record.signed_name}."


def _offer(record: Offer, zone: tzinfo) -> str:
    sites = sites_named((site.target, site.level, site.side) for site in record.sites)
    return f"Proposed to the patient: {sites}, for {record.price}, by {record.performer}."


def _patient_part(record: PatientPart, zone: tzinfo) -> str:
    """What they agreed to, and what had to be explained again; the text itself is on its own page."""
    again = sum(one.tries > 1 for one in record.said_back)
    agreed = "agrees to the treatment" if record.scope_care else "does NOT agree to the treatment"
    explained = f"; {again} of {len(record.said_back)} questions explained again" if again else ""
    return f"Signed by the patient through a link, text {record.text_version}: {agreed}{explained}."


def _referral(record: Referral, zone: tzinfo) -> str:
    by = f" By {record.referred_by}." if record.referred_by else ""
    return f"Referral: {(record.reason or 'no reason given').rstrip('.')}.{by}"


def _reading(record: Reading, zone: tzinfo) -> str:
    """What was found; nothing found is no all-clear."""
    found = VERDICTS[record.verdict].lower()
    what = ", ".join(one.replace("_", " ") for one in record.families or ())
    missed = "" if record.understood else "; not understood"
    return f"Own words, read: {found}{f' ({what})' if what else ''}{missed}. Reader {record.reader}."


SENTENCES: dict[type[Record], Sentence] = {
    WarningSigns: _warning_signs,
    Outcome: _outcome,
    AdverseEvent: _adverse_event,
    Plan: _plan,
    Injection: _injection,
    Radiation: _radiation,
    Images: _images,
    Draw: _draw,
    Product: _product,
    Consent: _consent,
    Offer: _offer,
    PatientPart: _patient_part,
    Referral: _referral,
    Reading: _reading,
}
