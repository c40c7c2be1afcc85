"""What the preparation rules say: identity, what cannot be, how old, how much."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.dose import LIMITS, Range, mass_balance
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.refusals import Refusal, passed, refusals, refuse, single_spin
from buffycoat.pathway.preparation.spin import force_written, forces_differ
from buffycoat.pathway.preparation.syringe import bench
from buffycoat.pathway.stage import rule
from buffycoat.pathway.units import number_text


def card_of(refusal: Refusal, code: str = "data_quality", **more: str) -> Card:
    """A refusal as a card; `more` are further fields of the card."""
    limit = refusal.limit
    return Card(
        indicator=limit.indicator,
        summary=refusal.says,
        detail=limit.why,
        sources=limit.sources,
        status=limit.status,
        code=code,
        about=more.get("about", refusal.name),
        clears_when=more.get("clears_when", "The entry is amended."),
    )


@rule("preparation.identity")
def identity(draw: Draw | None, product: Product | None) -> Iterator[Card]:
    """Stops unless identifiers were checked twice and the syringe was labelled: it may be another’s blood."""
    steps: tuple[tuple[str, Draw | Product | None, str, str], ...] = (
        ("draw", draw, "identifiers_checked", "two identifiers checked at the draw"),
        ("label", product, "label_printed", "the syringe labelled at once"),
        ("spin", product, "identifiers_checked", "two identifiers checked after the spin"),
    )
    for about, record, name, what in steps:
        answer = None if record is None else getattr(record, name)
        if record is not None and not answer:
            yield Card(
                indicator="critical",
                summary=f"{'Not done' if answer is False else 'Not known'}: {what}",
                detail="One person’s blood in another is a never-event. In doubt, discard it and draw again.",
                sources=("rule-9.7",),
                status="P",
                code="identity",
                about=about,
                asks=() if answer is False else (f"{record.kind}.{name}",),
                clears_when="Two people check, and it is signed; otherwise fresh blood is drawn.",
                override_by=(),
            )


@rule("preparation.balance")
def balance(draw: Draw, product: Product) -> Iterator[Card]:
    """Refuses more platelets or volume in the product than were drawn, and questions what is unlikely."""
    for refusal in refusals(bench(draw, product)):
        yield card_of(refusal)


@rule("preparation.single_spin")
def one_spin(draw: Draw, product: Product, spins: tuple[Spin, ...], labs: Labs | None) -> Iterator[Card]:
    """Questions a concentration that one spin cannot give without the buffy coat."""
    folded = mass_balance(bench(draw, product)).fold
    if folded is None or {spin.number for spin in spins} != {1}:
        return
    known = labs.haematocrit.value if labs and labs.haematocrit else None
    haematocrit = draw.baseline_haematocrit if draw.baseline_haematocrit is not None else known
    refusal = single_spin(folded[0], haematocrit, product.buffy_coat)
    if refusal:
        yield card_of(refusal)


@rule("preparation.baseline")
def baseline(draw: Draw) -> Iterator[Card]:
    """Stops or warns when the patient’s own platelets are low on the day."""
    counts = bench(draw).blood_counts()
    count = draw.baseline_platelets if counts is None else counts[0]
    for name in ("baseline_absolute", "baseline_stop", "baseline_low"):
        if count is not None and LIMITS[name].passed(count):
            said = card_of(refuse(name, count), "thrombocytopenia", about="platelets")
            yield said.model_copy(
                update={"override_by": () if name == "baseline_absolute" else said.override_by}
            )
            return


@rule("preparation.analyser")
def analyser(product: Product) -> Iterator[Card]:
    """Questions a count taken above the range where analysers are straight."""
    if product.platelets is None:
        return
    for refusal in passed("analyser_linear", product.platelets / (product.analyser_dilution or 1)):
        yield card_of(refusal, clears_when="Diluted, counted again, multiplied, and the product amended.")


@rule("preparation.clock")
def clock(day: date, draw: Draw, product: Product | None, chart: Chart) -> Iterator[Card]:
    """Says until when the blood may be used, and stops when it was drawn on an earlier day."""
    # By its name: the injection is a later stage, which this one does not know.
    injected = any(entry.kind == "injection.injection" for entry in chart.in_force)
    limit = LIMITS["hours_to_injection"]
    last = draw.drawn_at + timedelta(hours=limit.bound)
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


@rule("preparation.dose")
def dose(draw: Draw, product: Product) -> Iterator[Card]:
    """Gives the dose at hand with recovery and concentration, or says why it cannot be given."""
    found = mass_balance(bench(draw, product))
    if found.product is None or found.sample is None:
        yield Card(
            indicator="warning",
            summary="The dose cannot be given: the product was not counted",
            detail="Two in three trials cannot say what was injected. Take a small sample and count it.",
            sources=("rule-4.1",),
            status="P",
            code="missing_data",
            asks=("preparation.product.platelets",),
            clears_when="The product is counted and the entry amended.",
        )
        return
    detail = "No platelet dose has been shown to be needed in the spine: this is a record, not a promise."
    if found.recovery and found.fold:
        detail = f"Recovery {_percent(found.recovery)}, {_times(found.fold)} the blood. {detail}"
    else:
        detail = f"Recovery cannot be given: a count or the anticoagulant of the blood is not known. {detail}"
    yield Card(
        indicator="info",
        summary=f"{number_text(round(found.product - found.sample, 2))} billion platelets at hand",
        detail=detail,
        sources=("rule-4.1",),
        status="P",
        code="dose",
    )


def _percent(found: Range) -> str:
    low, high = f"{100 * found[0]:.0f}", f"{100 * found[1]:.0f}"
    return f"{low} %" if low == high else f"{low} to {high} %"


def _times(found: Range) -> str:
    low, high = (number_text(round(one, 1)) for one in found)
    return f"{low}×" if low == high else f"{low} to {high}×"


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
