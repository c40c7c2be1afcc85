"""What the literature calls the product, and what a report of it would lack. Notes, never stops."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.classes import classes
from buffycoat.pathway.preparation.classification import TABLE, TITLES
from buffycoat.pathway.preparation.mibo import checklist, completeness
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.stage import rule

LONGEST = 140


@rule("preparation.classes")
def class_codes(draw: Draw | None, product: Product, spins: tuple[Spin, ...], chart: Chart) -> Iterator[Card]:
    """Gives the published class codes of the product, or why each cannot be given."""
    # By its name: the injection is a later stage, which this one does not know; every guidance is an image.
    injected = any(entry.kind == "injection.injection" for entry in chart.in_force)
    given = classes(draw, product, spins, True if injected else None)
    codes = [f"{TITLES[name]} {one.code}" for name, one in given.items() if one.code]
    missing = [f"{TITLES[name]}: {one.why_not}." for name, one in given.items() if not one.code]
    notes = [f"{TITLES[name]}: {one.note}" for name, one in given.items() if one.code and one.note]
    yield Card(
        indicator="info",
        summary=_short(codes, len(given)),
        detail=" ".join((*codes[_fits(codes) :], *notes, *missing, f"Rules {TABLE.version}.")),
        sources=("rule-4.4",),
        status="K~",
        code="classes",
    )


def _fits(codes: list[str]) -> int:
    """How many codes stand in the summary; the rest goes into the detail."""
    length, count = len("Class codes: "), 0
    for code in codes:
        length += len(code) + 2
        if length > LONGEST:
            break
        count += 1
    return count


def _short(codes: list[str], systems: int) -> str:
    shown = codes[: _fits(codes)]
    return f"Class codes: {'; '.join(shown)}" if shown else f"Class codes: none of {systems} can be given"


@rule("preparation.mibo")
def mibo(product: Product, chart: Chart) -> Iterator[Card]:
    """Says how complete the record is by the MIBO checklist, and names what is missing."""
    done, whole = completeness(chart)
    missing = [one.item.item for one in checklist(chart) if not one.complete and not one.item.kept_elsewhere]
    elsewhere = [one.item.item for one in checklist(chart) if one.item.kept_elsewhere]
    yield Card(
        indicator="info",
        summary=f"MIBO: {done} of {whole} items complete",
        detail=f"Missing: {'; '.join(missing) or 'nothing'}. Kept elsewhere: {'; '.join(elsewhere)}.",
        sources=("MIBO",),
        status="K~",
        code="mibo",
    )
