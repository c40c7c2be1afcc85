"""What the preparation rules say: identity, how old, spun how, on what."""

from collections.abc import Iterator
from datetime import date, datetime

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.dose import LIMITS
from buffycoat.pathway.preparation.label import same_person, use_by
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.refusal_card import card_of
from buffycoat.pathway.preparation.refusals import passed
from buffycoat.pathway.preparation.spin import force_written, forces_differ
from buffycoat.pathway.stage import rule


@rule("preparation.identity")
def identity(draw: Draw | None, product: Product | None) -> Iterator[Card]:
    """Stops unless two people checked identifiers twice and the syringe was labelled: it may be another’s."""
    steps: tuple[tuple[str, Draw | Product | None, str, str], ...] = (
        ("draw", draw, "identifiers_checked", "two identifiers checked at the draw"),
        ("label", product, "label_printed", "the syringe labelled at once"),
        ("spin", product, "identifiers_checked", "two identifiers checked after the spin"),
    )
    for about, record, name, what in steps:
        answer = None if record is None else getattr(record, name)
        if record is not None and not answer:
            summary = f"{'Not done' if answer is False else 'Not known'}: {what}"
            yield _identity(summary, about, () if answer is False else (f"{record.kind}.{name}",))
    for about, record, what in (("draw", draw, "at the draw"), ("spin", product, "after the spin")):
        if record is not None and record.identifiers_checked:
            yield from _two_people(record, about, what)


def _two_people(record: Draw | Product, about: str, what: str) -> Iterator[Card]:
    """The second pair of eyes has a name, and not the first one’s."""
    if not (record.checked_by and record.checked_second):
        blank = [name for name in ("checked_by", "checked_second") if not getattr(record, name)]
        asks = tuple(f"{record.kind}.{name}" for name in blank)
        yield _identity(f"Not known which two people checked the identifiers {what}", f"{about} names", asks)
    elif same_person(record.checked_by, record.checked_second):
        yield _identity(f"The same person checked the identifiers {what} twice", f"{about} names", ())


def _identity(summary: str, about: str, asks: tuple[str, ...]) -> Card:
    return Card(
        indicator="critical",
        summary=summary,
        detail="One person’s blood in another is a never-event. In doubt, discard it and draw again.",
        sources=("rule-9.7",),
        status="P",
        code="identity",
        about=about,
        asks=asks,
        clears_when="Two people check, and it is signed; otherwise fresh blood is drawn.",
        override_by=(),
    )


@rule("preparation.clock")
def clock(day: date, draw: Draw, product: Product | None, chart: Chart) -> Iterator[Card]:
    """Says until when the blood may be used, and stops when it was drawn on an earlier day."""
    # By its name: the injection is a later stage, which this one does not know.
    injected = any(entry.kind == "injection.injection" for entry in chart.in_force)
    limit = LIMITS["hours_to_injection"]
    last = use_by(draw)
    if product and product.counted_at and product.counted_at < draw.drawn_at:
        yield _late(
            "order", "The product was counted before the blood was drawn", "An instant is written wrongly."
        )
    if day > last.date():
        yield _late("old", f"The blood was drawn on {draw.drawn_at:%d %B %Y}: too old to inject", limit.why)
    elif not injected:
        yield Card(
            indicator="info",
            summary=f"Use by {_clock(last)}, {limit.bound:g} hours after the draw at {_clock(draw.drawn_at)}",
            sources=limit.sources,
            status=limit.status,
            code="use_by",
            about="use_by",
        )


def _late(about: str, summary: str, detail: str) -> Card:
    limit = LIMITS["hours_to_injection"]
    return Card(
        indicator="critical",
        summary=summary,
        detail=detail,
        sources=limit.sources,
        status=limit.status,
        code="data_quality",
        about=about,
        clears_when="Fresh blood is drawn, or a slip in the time is amended.",
    )


def _clock(instant: datetime) -> str:
    return f"{instant:%H:%M}"


@rule("preparation.spin")
def spins_repeatable(spins: tuple[Spin, ...]) -> Iterator[Card]:
    """Questions a spin that could not be repeated as written, and a force that contradicts itself."""
    for spin in spins:
        if force_written(spin) is None and not spin.kit_setting:
            yield Card(
                indicator="warning",
                summary=f"Spin {spin.number} could not be repeated: no force, turns and radius or setting",
                sources=("rule-9.6",),
                status="P",
                code="missing_data",
                about=f"spin {spin.number}",
                clears_when="The force, or the setting of the kit, is added.",
            )
        for refusal in passed("spin_force", forces_differ(spin)):
            yield card_of(refusal, about=f"force {spin.number}")
    numbers = [spin.number for spin in spins]
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield Card(
            indicator="warning",
            summary=f"Spins numbered {', '.join(map(str, sorted(numbers)))}: one is missing or signed twice",
            sources=("rule-9.6",),
            status="P",
            code="data_quality",
            about="numbers",
            clears_when="The missing spin is signed, or the double one amended or taken back.",
        )


@rule("preparation.kit")
def kit(draw: Draw) -> Iterator[Card]:
    """Stops when the kit was out of date on the day of the draw."""
    if draw.kit_expires_on is not None and draw.kit_expires_on < draw.drawn_at.date():
        yield Card(
            indicator="critical",
            summary=f"The kit expired on {draw.kit_expires_on:%d %B %Y}",
            detail="Take the lot off the shelf and draw again with one in date.",
            sources=("rule-9.7",),
            status="P",
            code="kit_expired",
            clears_when="A draw with a kit in date is signed, or a slip in the date is amended.",
            override_by=(),
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@rule("preparation.calibration")
def calibration(day: date, spins: tuple[Spin, ...]) -> Iterator[Card]:
    """Stops a spin on a centrifuge whose calibration was overdue, and asks when that is not known."""
    for spin in spins:
        named = (spin.centrifuge or "the centrifuge")[:60]
        on = spin.started_at.date() if spin.started_at else day
        if spin.calibration_due_on is None:
            yield Card(
                indicator="warning",
                summary=f"Spin {spin.number}: not known whether {named} was in calibration",
                detail="Force and timer of a centrifuge are calibrated every year. Not known is not “yes”.",
                sources=("rule-9.7",),
                status="P",
                code="missing_data",
                about=f"spin {spin.number}",
                asks=(f"{Spin.kind}.calibration_due_on",),
                clears_when="The day on which its calibration is due is added.",
            )
        elif spin.calibration_due_on < on:
            yield Card(
                indicator="critical",
                summary=f"Spin {spin.number}: calibration of {named} was due {_day(spin.calibration_due_on)}",
                detail="What it did to the blood is not known. Use another centrifuge, with fresh blood.",
                sources=("rule-9.7",),
                status="P",
                code="calibration_overdue",
                about=f"spin {spin.number}",
                clears_when="A slip in a date is amended, or the blood is drawn and spun again.",
            )
