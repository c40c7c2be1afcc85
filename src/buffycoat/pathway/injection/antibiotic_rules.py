"""What the rules say of the antibiotic: given or why not, when, and whether the patient may have it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from buffycoat.pathway.candidacy.records import Allergies, Allergy, Plan
from buffycoat.pathway.candidacy.rules_allergies import substances
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.injection.antibiotic import Window, minutes, window_of
from buffycoat.pathway.injection.places import planned
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.stage import rule

EPIDURAL = ("EPI_IL", "EPI_TF", "EPI_CAUD")


def _disc(plan: Plan | None, injection: Injection | None) -> bool:
    return any(site.target == "DISC" for site in planned(plan, injection))


@rule("injection.antibiotic")
def antibiotic(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Stops before a disc without an antibiotic or the reason for none; no drug is prescribed here."""
    disc = _disc(plan, injection)
    if time_out.antibiotic_given is not True and not time_out.antibiotic_reason and disc:
        yield Card(
            indicator="critical",
            summary="Disc: neither an antibiotic nor the reason for none is written down",
            detail="No trial settles whether it helps; the physician decides, and says why.",
            sources=("SIS-FactFinder", "Sharma2009"),
            status="V",
            code="antibiotic",
            about="missing",
            clears_when="The antibiotic with its time, or the reason for none, is signed.",
            override_by=(),
        )
    if time_out.antibiotic_given and not (time_out.antibiotic_drug and time_out.antibiotic_at):
        yield Card(
            indicator="critical" if disc else "warning",
            summary="Antibiotic: the drug or the time it was given is missing",
            detail="The minutes before the puncture decide whether it has reached the disc.",
            sources=("Fraser1989",),
            status="V",
            code="antibiotic",
            about="details",
            clears_when="Drug and time are added.",
            override_by=(),
        )
    if injection and time_out.antibiotic_at and time_out.antibiotic_at > injection.given_at:
        yield Card(
            indicator="warning",
            summary="Antibiotic: given after the first needle",
            detail="It is given before the puncture. Check both times.",
            sources=("Fraser1989",),
            status="V",
            code="antibiotic",
            about="order",
            clears_when="A slip in a time is amended.",
        )


@rule("injection.antibiotic_minutes")
def antibiotic_minutes(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Says how many minutes before the disc the antibiotic went in, and when its window is left."""
    drug, given = time_out.antibiotic_drug, time_out.antibiotic_at
    if not (time_out.antibiotic_given and drug and given and _disc(plan, injection)):
        return
    needle = injection.given_at if injection else None
    past = minutes(given, needle or time_out.taken_at)
    row = window_of(drug) if time_out.antibiotic_route == "vein" else None
    if past < 0:
        return
    yield Card(
        indicator=_judged(row, past, given=needle is not None),
        summary=f"{drug[:40]}: {past:.0f} minutes before {'the first needle' if needle else 'the time-out'}",
        detail=_window_words(row, given),
        sources=row.sources if row else ("SIS-FactFinder",),
        status=row.status if row else "V",
        code="antibiotic",
        clears_when="A slip in a time is amended." if needle else "The disc is punctured within the window.",
    )


def _judged(row: Window | None, past: float, *, given: bool) -> Indicator:
    """Before the needle it can only be too late already; too early passes with waiting."""
    if row is None:
        return "info"
    outside = past > row.most or (given and past < row.least)
    return "warning" if outside else "info"


def _window_words(row: Window | None, given: datetime) -> str:
    if row is None:
        return "The table has no window for this drug by this route: the minutes are shown and not judged."
    opens, closes = given + timedelta(minutes=row.least), given + timedelta(minutes=row.most)
    return (
        f"Its window is {row.least:g} to {row.most:g} minutes before the puncture: "
        f"{opens:%H:%M} to {closes:%H:%M}. No trial shows that it prevents infection."
    )


@rule("injection.antibiotic_allergy")
def antibiotic_allergy(time_out: TimeOut, allergies: Allergies) -> Iterator[Card]:
    """Stops at an antibiotic or a skin preparation that the patient’s own allergies name."""
    used = (("antibiotic", time_out.antibiotic_drug), ("skin", time_out.skin_prep))
    for about, name in used:
        for place, one in enumerate(allergies.allergies or ()):
            if name and _same_substance(name, one):
                yield _allergic(about, name, one, place)


def _same_substance(name: str, one: Allergy) -> bool:
    """One family of the table, or one word of at least five letters in both."""
    words = {word for word in one.substance.casefold().split() if len(word) > 4}
    shared = words & set(name.casefold().replace(",", " ").split())
    return bool(shared or set(substances(name)) & set(substances(one.substance, one.snomed)))


def _allergic(about: str, name: str, one: Allergy, place: int) -> Card:
    """Mild is for the physician to weigh; severe, or not known how severe, is not gone past."""
    reaction = f" ({one.reaction})" if one.reaction else ""
    return Card(
        indicator="critical",
        summary=f"Allergy to {one.substance[:50]}{reaction[:30]}, and {name[:40]} is written down",
        detail="Another drug or preparation. "
        + ("" if one.severe is not None else "How severe is not known."),
        sources=("ASHP2013",) if about == "antibiotic" else ("general-knowledge",),
        status="K",
        code="allergy",
        about=f"{about}#{place}",
        clears_when="Another one is chosen and the time-out taken again.",
        override_by=("proceduralist",) if one.severe is False else (),
    )


@rule("injection.antibiotic_in_disc")
def antibiotic_in_disc(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Stops cefazolin, or a drug not named, through a needle that may reach the dural sac."""
    row = window_of(time_out.antibiotic_drug)
    named_other = time_out.antibiotic_drug and not (row and row.never_near_dura)
    epidural = any(site.target in EPIDURAL for site in planned(plan, injection))
    if time_out.antibiotic_route == "disc" and epidural and not named_other:
        yield Card(
            indicator="critical",
            summary="Cefazolin by needle beside an epidural: seizures if it reaches the dural sac",
            detail="Not into a disc when a dural puncture is possible, and never in an epidural.",
            sources=("78steps",),
            status="V",
            code="antibiotic",
            clears_when="Another route or drug is chosen and the time-out taken again.",
            override_by=(),
        )
