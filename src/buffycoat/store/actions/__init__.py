"""The only writes. Each is atomic, checks the role, and leaves an audit event in the same transaction."""

from buffycoat.store.actions.equipment import keep_equipment
from buffycoat.store.actions.imports import ImportOutcome, keep_import
from buffycoat.store.actions.links import finish_link, keep_answers, make_link, open_link
from buffycoat.store.actions.lots import keep_lot, note_recall, stop_lot
from buffycoat.store.actions.messages import (
    Ready,
    claim,
    fill_outbox,
    hand_over,
    note_not_sent,
    note_sent,
    settle_interrupted,
    to_call,
    waiting_messages,
)
from buffycoat.store.actions.outside import UsedAgain, note_outside
from buffycoat.store.actions.patient_link import (
    answer,
    is_locked,
    note_read,
    prove_birth_date,
    send,
    signer_of,
    tell_now,
)
from buffycoat.store.actions.patients import open_episode, register_patient
from buffycoat.store.actions.refusals import BadLink, Conflict, Refused
from buffycoat.store.actions.reindex import reindex
from buffycoat.store.actions.signing import override, retract, scan, sign
from buffycoat.store.actions.skills import keep_sign_off
from buffycoat.store.actions.staff import keep_staff
from buffycoat.store.actions.visits import arrive, book, note_export, note_report, note_view

__all__ = [
    "BadLink",
    "Conflict",
    "ImportOutcome",
    "Ready",
    "Refused",
    "UsedAgain",
    "answer",
    "arrive",
    "book",
    "claim",
    "fill_outbox",
    "finish_link",
    "hand_over",
    "is_locked",
    "keep_answers",
    "keep_equipment",
    "keep_import",
    "keep_lot",
    "keep_sign_off",
    "keep_staff",
    "make_link",
    "note_export",
    "note_not_sent",
    "note_outside",
    "note_read",
    "note_recall",
    "note_report",
    "note_sent",
    "note_view",
    "open_episode",
    "open_link",
    "override",
    "prove_birth_date",
    "register_patient",
    "reindex",
    "retract",
    "scan",
    "send",
    "settle_interrupted",
    "sign",
    "signer_of",
    "stop_lot",
    "tell_now",
    "to_call",
    "waiting_messages",
]
