"""Where the drug clock cannot be kept: a dose inside its hold, or a steroid that does not fit the washout."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from buffycoat.pathway.candidacy.clock import DrugWindow, planned_day, window
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.drugs import DRUGS, hours
from buffycoat.pathway.candidacy.records import Allergies, Drug, History, Medicines, Plan
from buffycoat.pathway.candidacy.rules_allergies import substances
from buffycoat.pathway.candidacy.target import TARGETS, bleeding_class, sites
from buffycoat.pathway.knowledge import Mark
from buffycoat.pathway.record import latest
from buffycoat.pathway.triage.records import Referral

MARKS: tuple[Mark, ...] = ("V", "K", "K~", "P")  # the surest first


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two things that cannot both be kept. `earliest`: the first day of the needle on which they agree.

    `drug` is empty where no drug of the list is meant. None as `earliest`: no other day would settle it.
    """

    drug: str
    text: str
    why: str
    earliest: date | None
    sources: tuple[str, ...]
    status: Mark


def conflicts(
    day: date,
    plan: Plan | None,
    history: History | None,
    medicines: Medicines | None,
    allergies: Allergies | None,
    referral: Referral | None = None,
) -> tuple[Conflict, ...]:
    """Everything on the drug clock that does not fit the planned day, as known on `day`.

    Without a day that is planned, today or later, only what holds on any day.
    """
    found = list(_premedication(plan, allergies))
    if plan is None or plan.planned_on is None or plan.planned_on < day:
        return tuple(found)
    on = planned_day(plan, day)
    grade = bleeding_class(day, plan, history, medicines, referral).grade
    for drug in (medicines.drugs if medicines else None) or ():
        # As if it were taken: one that was stopped too late is in the body all the same.
        asked = window(drug.model_copy(update={"use": "taking"}), grade, on)
        found += _too_late(drug, asked, day, on)
    return (*found, *_local_steroid(history, day, on))


def _premedication(plan: Plan | None, allergies: Allergies | None) -> Iterator[Conflict]:
    """Premedication for contrast is a systemic steroid, hours before a needle that asks for none in weeks."""
    planned = sites(plan)
    contrast = not planned or any(TARGETS[site.target].contrast for site in planned)
    allergic = any(
        "contrast" in substances(one.substance, one.snomed) and not one.severe
        for one in (allergies.allergies if allergies else None) or ()
    )
    if contrast and allergic:
        row = DRUGS["systemic_steroid"]
        before, after = ((hours(time) or 0) // 24 for time in (row.hold_prp.before, row.hold_prp.after))  # type: ignore[union-attr]  # the row has both
        yield Conflict(
            drug="",
            text="Premedication for contrast would put a steroid into the washout",
            why=f"The washout asks for no systemic steroid from {before} days before to {after} days after; "
            "premedication gives one shortly before. Not both: another agent, or a way without contrast.",
            earliest=None,
            sources=("ACR-contrast", *row.sources),
            status="K",
        )


def _too_late(drug: Drug, asked: DrugWindow, day: date, on: date) -> Iterator[Conflict]:
    """A last dose after the day that the rule asks for, or that day gone by with nothing known of it."""
    if asked.hold_from is None:
        return
    span = on - asked.hold_from
    days = f"{span.days} day{'' if span.days == 1 else 's'}"
    last = latest(drug.last_taken) if drug.last_taken else None
    if last and last > asked.hold_from:
        short = max((on - last).days, 0)
        text = (
            f"{drug.name}: last dose {short} day{'' if short == 1 else 's'} before the needle; {days} asked"
        )
        yield _about(drug, asked, text, last + span)
    elif last is None and drug.use != "stopped" and day > asked.hold_from:
        text = f"{drug.name}: the day of the last dose has passed, and nothing says that it was kept"
        yield _about(drug, asked, text, day + span)


def _about(drug: Drug, asked: DrugWindow, text: str, earliest: date) -> Conflict:
    rows = [DRUGS[key] for key in asked.rows]
    platelets = asked.longer == "platelet function"
    keys = [key for row in rows for key in (row.prp_sources if platelets else ()) or row.sources]
    marks = [row.prp_status if platelets and row.prp_status else row.status for row in rows]
    return Conflict(
        drug=drug.name,
        text=text,
        why=f"The longer hold is for {asked.longer}. Move the day, or agree with the prescriber and go ahead "
        "with a signed reason.",
        earliest=earliest,
        sources=tuple(dict.fromkeys(keys)),
        status=max(marks, key=MARKS.index),
    )


def _local_steroid(history: History | None, day: date, on: date) -> Iterator[Conflict]:
    """A steroid injected near the site whose washout ends after the planned day."""
    row, given = CONTRAINDICATIONS["local_steroid"], history.steroid_injection_on if history else None
    if given is None or given > day:
        return
    clear = given + timedelta(days=row.days)
    if clear > on:
        yield Conflict(
            drug="",
            text=f"A steroid was injected near the site {(on - given).days} days before the needle",
            why=f"{row.days} days are asked; many sites wait longer.",
            earliest=clear,
            sources=row.sources,
            status=row.status,
        )
