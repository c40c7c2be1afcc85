"""What the demo's staff are signed off for, renewed without a gap; one has run out. All of it is invented."""

from datetime import date, timedelta

from buffycoat.practice.competencies import COMPETENCIES, TABLE, Competency, SignOff, longest
from buffycoat.store.actions import keep_sign_off
from buffycoat.store.demo.equipment import MANAGER
from buffycoat.store.models import Staff

PHYSICIANS: tuple[Competency, ...] = COMPETENCIES
NURSES: tuple[Competency, ...] = (
    "aseptic_preparation", "phlebotomy", "kit_use", "labelling", "centrifuge", "life_support",
    "emergency_drills", "triage_scripts", "adverse_events", "antithrombotics", "privacy",
)  # fmt: skip
HELD: dict[str, tuple[Competency, ...]] = {
    "doctor": PHYSICIANS,
    "doctor2": PHYSICIANS,
    "nurse": NURSES,
    "nurse2": NURSES,
    "frontdesk": ("triage_scripts", "privacy", "claims"),
}
FIRST = timedelta(days=560)  # before the demo's day: the oldest injection of the demo lies after it
RUN_OUT: tuple[str, Competency] = ("frontdesk", "claims")  # gates nothing, and shows how it looks


def sign_off(day: date) -> None:
    """Write every sign-off down, one after the other without a gap, up to the demo's day."""
    staff = {one.username: one for one in Staff.objects.filter(username__in=HELD)}
    for username, keys in HELD.items():
        for key in keys:
            _renewed(staff[username], key, day)


def _renewed(who: Staff, key: Competency, day: date) -> None:
    on = day - FIRST
    while on <= day:
        until = longest(key, on)
        if (who.username, key) == RUN_OUT and until >= day:
            return
        facts = SignOff(competency=key, given="signed off", on=on, observed_by="Invented for the demo")
        keep_sign_off(MANAGER, who, facts)
        on = until - timedelta(days=10 if TABLE[key].months > 6 else 5)  # renewed a little before it ends
