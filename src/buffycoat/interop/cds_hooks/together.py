"""What the EHR says and what was signed here: a signed answer counts, a new finding is added to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from buffycoat.interop.fhir import Imported
from buffycoat.pathway.candidacy.drugs import recognise
from buffycoat.pathway.candidacy.records import Allergies, Drug, History, Labs, Medicines, Plan, Result
from buffycoat.pathway.chart import Chart, Entry, RecordT
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Referral


@dataclass(frozen=True)
class Unsigned(Chart):
    """One record of each kind for the rules to read once, in the place of a chart.

    Nobody signs them and nothing keeps them, so they are not written out, sealed and read back: that would
    cost as much as the rules themselves.
    """

    records: Mapping[str, Record] = field(default_factory=dict)

    def signed(self, record: type[RecordT]) -> tuple[Entry, ...]:
        """Nothing here has an entry, and a rule that asks for one must not take that for “never signed”."""
        raise LookupError(f"{record.kind} was sent by an EHR and not signed: there is no entry of it")

    def every(self, record: type[RecordT]) -> tuple[RecordT, ...]:
        """The record of this kind, if there is one."""
        held = self.newest(record)
        return () if held is None else (held,)

    def newest(self, record: type[RecordT]) -> RecordT | None:
        """The record of this kind, if there is one."""
        return cast("RecordT | None", self.records.get(record.kind))

    def having(self, record: Record) -> "Unsigned":
        """The same with this record in the place of the one of its kind."""
        return Unsigned(self.episode, records={**self.records, record.kind: record})


def chart_of(imported: Imported, signed: Chart | None, plan: Plan | None) -> Unsigned:
    """What is known of the patient here and there, for the rules to read."""
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
    return Unsigned("cds-hooks", records={kind.kind: record for kind, record in records.items()})


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
