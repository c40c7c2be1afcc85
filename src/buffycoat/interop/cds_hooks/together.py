"""What the EHR says and what was signed here: a signed answer counts, a new finding is added to it."""

from datetime import UTC, date, datetime, time

from buffycoat.interop.fhir import Imported
from buffycoat.pathway.candidacy.drugs import recognise
from buffycoat.pathway.candidacy.records import Allergies, Drug, History, Labs, Medicines, Plan, Result
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral

_ASKED = Signer(id="cds-hooks", name="Asked by the EHR, not signed", role="import")


def chart_of(imported: Imported, signed: Chart | None, plan: Plan | None, day: date) -> Chart:
    """A chart that nobody signs and nothing keeps, for the rules to read once."""
    records: dict[type[Record], Record] = {type(one): one for one in imported.records}
    if signed is not None:
        for kind in (Referral, History, Medicines, Allergies, Labs):
            held = signed.newest(kind)
            if held is not None:
                records[kind] = _joined(held, records.get(kind))
    if plan is not None:
        records[Plan] = plan
    # Empty, they let the rules speak that need one to be there; “not asked” stays “not asked”.
    for kind in (History, Medicines, Labs):
        records.setdefault(kind, kind())
    chart, moment = Chart("cds-hooks"), datetime.combine(day, time(), UTC)
    for record in records.values():
        chart = chart.sign(record, _ASKED, moment)
    return chart


def with_record(chart: Chart, record: Record) -> Chart:
    """The same chart with one more record, newer than the others of its kind."""
    return chart.sign(record, _ASKED, chart.entries[-1].signed_at)


def _joined(signed: Record, sent: Record | None) -> Record:
    if isinstance(signed, History) and isinstance(sent, History):
        return _histories(signed, sent)
    if isinstance(signed, Medicines) and isinstance(sent, Medicines):
        return _with(signed, drugs=(*(signed.drugs or ()), *_new_drugs(signed, sent)))
    if isinstance(signed, Allergies) and isinstance(sent, Allergies):
        known = {one.substance.lower() for one in signed.allergies or ()}
        new = (one for one in sent.allergies or () if one.substance.lower() not in known)
        return _with(signed, allergies=(*(signed.allergies or ()), *new))
    if isinstance(signed, Labs) and isinstance(sent, Labs):
        return _labs(signed, sent)
    return signed


def _with(record: Record, **said: object) -> Record:
    """The record with these answers; an empty one changes nothing."""
    return record.model_copy(update={name: value for name, value in said.items() if value})


def _new_drugs(signed: Medicines, sent: Medicines) -> tuple[Drug, ...]:
    """Drugs that the EHR has and the signed list has not, by the table or else by name."""
    listed = {_drug(one) for one in signed.drugs or ()}
    return tuple(one for one in sent.drugs or () if _drug(one) not in listed)


def _drug(drug: Drug) -> tuple[str, ...]:
    return recognise(drug.name, drug.rxnorm) or (drug.name.lower(),)


def _histories(signed: History, sent: History) -> Record:
    known = {one.name.lower() for one in signed.conditions or ()}
    fused = {one.level for one in signed.fusions or ()}
    steroids = [one for one in (signed.steroid_injection_on, sent.steroid_injection_on) if one]
    return _with(
        signed,
        conditions=(
            *(signed.conditions or ()),
            *(one for one in sent.conditions or () if one.name.lower() not in known),
        ),
        fusions=(
            *(signed.fusions or ()),
            *(one for one in sent.fusions or () if one.level not in fused),
        ),
        doubts=(
            *(signed.doubts or ()),
            *(one for one in sent.doubts or () if (one.about, one.text) not in _settled(signed)),
        ),
        steroid_injection_on=max(steroids, default=None),
    )


def _settled(signed: History) -> set[tuple[str, str]]:
    return {(one.about, one.text) for one in signed.doubts or ()}


def _labs(signed: Labs, sent: Labs) -> Record:
    """Of each value the newer; on one day the signed one."""
    newer: dict[str, Result] = {}
    for name in Labs.items:
        mine, theirs = getattr(signed, name), getattr(sent, name)
        if theirs is not None and (mine is None or theirs.taken_on > mine.taken_on):
            newer[name] = theirs
    return signed.model_copy(update=newer)
