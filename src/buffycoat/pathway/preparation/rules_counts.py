"""What the preparation rules say of counts: what cannot be, what is unreliable, and the dose at hand."""

from collections.abc import Iterator
from dataclasses import replace

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.card import Card
from buffycoat.pathway.preparation.dose import LIMITS, mass_balance
from buffycoat.pathway.preparation.ledger import Amount, ledger
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.refusal_card import card_of
from buffycoat.pathway.preparation.refusals import passed, refusals, refuse, single_spin
from buffycoat.pathway.preparation.syringe import bench
from buffycoat.pathway.stage import rule
from buffycoat.pathway.units import number_text


@rule("preparation.balance")
def balance(draw: Draw, product: Product, spins: tuple[Spin, ...]) -> Iterator[Card]:
    """Refuses more platelets or volume in the product than were drawn, and questions what is unlikely."""
    for number, refusal in enumerate(refusals(bench(draw, product, spins=spins))):
        again = f"{refusal.name} {number}" if refusal.name == "spin_gain" else refusal.name
        card = card_of(refusal, about=again)
        # What cannot be is a wrong figure: it is amended, and nobody goes past it.
        yield card.model_copy(update={"override_by": ()}) if card.indicator == "critical" else card


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


@rule("preparation.clumps")
def clumps(draw: Draw, product: Product | None) -> Iterator[Card]:
    """Sets a count aside in which clumps were seen or flagged: it is too low, nobody knows by how much."""
    counts = [("draw", "before the spin", draw.baseline_clumps, draw.baseline_platelets)]
    if product is not None:
        counts.append(("product", "in the product", product.clumps, product.platelets))
    for about, where, clumped, count in counts:
        if clumped:
            of = "" if count is None else f" of {number_text(count)} ×10⁹/L"
            yield Card(
                indicator="warning",
                summary=f"Clumps: the count{of} {where} is not used",
                detail="Clumped platelets are not counted, so the true number is higher, and no dose or "
                "recovery is worked out from it. Mix gently, look for a clot, count a fresh sample.",
                sources=("general-knowledge",),
                status="K",
                code="data_quality",
                about=about,
                clears_when="It is counted again without clumps, and the entry amended.",
            )


@rule("preparation.analyser")
def analyser(product: Product) -> Iterator[Card]:
    """Questions a count taken outside the range where the analyser is straight: its own, else the table’s."""
    if product.platelets is None:
        return
    read = product.platelets / (product.analyser_dilution or 1)
    if product.analyser_high is None:
        for refusal in passed("analyser_linear", read):
            yield card_of(refusal, clears_when="Diluted, counted again, multiplied, and the product amended.")
    elif read > product.analyser_high:
        yield _outside(product, read, product.analyser_high, "above", "Dilute, count again and multiply.")
    if product.analyser_low is not None and read < product.analyser_low:
        yield _outside(product, read, product.analyser_low, "below", "Dilute less, or not, and count again.")


def _outside(product: Product, read: float, bound: float, word: str, do: str) -> Card:
    return Card(
        indicator="warning",
        summary=f"{number_text(read)} ×10⁹/L was counted {word} this analyser’s own {number_text(bound)}",
        detail=f"The practice’s own record of {product.analyser or 'the analyser'} says so. {do}",
        sources=("practice",),
        status="P",
        code="data_quality",
        about=f"analyser_{word}",
        clears_when="Counted within the range, multiplied by the dilution, and the product amended.",
    )


@rule("preparation.dose")
def dose(draw: Draw, product: Product, spins: tuple[Spin, ...]) -> Iterator[Card]:
    """Gives the dose at hand with recovery and concentration, or says why it cannot be given."""
    measured = bench(draw, product, spins=spins)
    found, at_hand = ledger(measured), ledger(replace(measured, sites_ml=())).step("left_over")
    if at_hand is None:
        why = "its count is unreliable (clumps)" if product.clumps else "the product was not counted"
        yield Card(
            indicator="warning",
            summary=f"The dose cannot be given: {why}",
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
    yield Card(
        indicator="info",
        summary=f"{_billions(at_hand.platelets)} billion platelets at hand",
        detail=" ".join((detail, *found.unsure)),
        sources=("rule-4.1",),
        status="P",
        code="dose",
    )


def _billions(found: Amount) -> str:
    said = number_text(round(found.best[0], 2))
    if found.interval is None:
        return said
    low, high = (number_text(round(one, 2)) for one in found.interval)
    return f"{said} ({low} to {high}, 80 %)"


def _percent(found: Amount) -> str:
    low, high = (f"{100 * end:.0f}" for end in found.interval or found.best)
    return f"{low} %" if low == high else f"{low} to {high} %"


def _times(found: Amount) -> str:
    low, high = (number_text(round(end, 1)) for end in found.interval or found.best)
    return f"{low}×" if low == high else f"{low} to {high}×"
