"""`buffycoat recall LOT`: everybody whom a lot has reached, as the page's file has it."""

import sys

from buffycoat.store import actions, recall
from buffycoat.store.models import Staff

SOMEBODY, NOBODY = 0, 1


def run(lot: str, username: str) -> int:
    """Print the table. Exit status 0 when somebody was reached, 1 when no chart names the lot."""
    by = Staff.objects.filter(username=username, is_active=True).first()
    if by is None:
        raise LookupError(f"nobody here signs in as {username}")
    found = recall.of_lot(lot)
    try:
        actions.note_recall(by.signer, lot, found, export=True)
    except actions.Refused as refusal:
        raise LookupError(refusal.reason) from refusal
    print(recall.as_csv(found), end="")
    stands = [f"{row.name}: {row.standing}" for row in recall.listed(lot)] or ["not on the list of lots"]
    print(f"Lot {lot}: {recall.patients(found)} patients. {'; '.join(stands)}.", file=sys.stderr)
    return SOMEBODY if found else NOBODY
