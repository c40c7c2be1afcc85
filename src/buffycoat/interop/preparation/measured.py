"""A dose that was measured: platelets followed from the vein to each site, as far as they were counted."""

from collections.abc import Iterator
from typing import Any

from buffycoat.interop.preparation.dose_case import Between, DoseCase, Place
from buffycoat.interop.preparation.said import Message, of_refusal, quantity, refused, unknown, warned
from buffycoat.pathway.preparation.dose import LIMITS, Bench, Kept
from buffycoat.pathway.preparation.ledger import Amount, Ledger, Step, ledger
from buffycoat.pathway.preparation.refusals import passed, refusals, refuse, single_spin
from buffycoat.pathway.units import number_text

BILLIONS = "10^9"
# What a refusal rests on beside the counts: without it, the refusal would speak of a stand-in.
_RESTS_ON_BLOOD = (
    "product_volume",
    "recovery_highest",
    "recovery_within_error",
    "recovery_lowest",
    "spin_gain",
)
_RESTS_ON_PRODUCT = (*_RESTS_ON_BLOOD, "sampled", "injected")


def counts_of(case: DoseCase) -> tuple[float | None, float | None]:
    """The counts that may be used: one that was flagged or clumped is too low, nobody knows by how much."""
    blood = None if case.baseline_unreliable else case.baseline
    return blood, None if case.product_unreliable else case.product_count


def bench_of(case: DoseCase) -> Bench:
    """The measurements as the ledger follows them; a volume that is not known has a stand-in.

    What rests on a stand-in is left out again in `answer` and `doubts`.
    """
    blood_count, product_count = counts_of(case)
    anticoagulant = 0.0 if case.anticoagulant == "none" else case.anticoagulant_ml
    # A tube's count cannot be corrected without both volumes.
    corrected = case.counted_in == "venous" or anticoagulant == 0 or case.blood_ml is not None
    taken = sum(_volumes(case)) + (case.sample_ml or 0) + (case.discarded_ml or 0)
    return Bench(
        blood_ml=case.blood_ml or max(taken, 1.0),
        anticoagulant_ml=anticoagulant,
        blood_count=blood_count if corrected else None,
        counted_in=case.counted_in,
        product_ml=case.product_ml or max(taken, 1.0),
        product_count=product_count,
        sample_ml=case.sample_ml or 0,
        sites_ml=_volumes(case),
        discarded_ml=case.discarded_ml or 0,
        blood_cv=case.baseline_cv,
        product_cv=case.product_cv,
        blood_error_ml=case.blood_error_ml or 0,
        product_error_ml=case.product_error_ml or 0,
        kept=tuple(_kept(case)),
    )


def _volumes(case: DoseCase) -> tuple[float, ...]:
    return tuple(place.ml for place in case.sites or () if place.ml is not None)


def _kept(case: DoseCase) -> Iterator[Kept]:
    for number, one in enumerate(_between(case), start=1):
        if one.kept_ml is not None and one.kept_count is not None:
            yield Kept(one.number or number, one.kept_ml, one.kept_count)


def _between(case: DoseCase) -> tuple[Between, ...]:
    return case.between or ()


def doubts(case: DoseCase, bench: Bench) -> Iterator[Message]:
    """Everything in the measurements that cannot be, is unlikely, or is not known."""
    without = set(_RESTS_ON_BLOOD if case.blood_ml is None else ())
    without |= set(_RESTS_ON_PRODUCT if case.product_ml is None else ())
    for one in refusals(bench):
        if one.name not in without:
            yield of_refusal(one, _FIELDS.get(one.name, ""))
    yield from _left_over(case, bench)
    yield from _one_spin(case, bench)
    yield from low_baseline(case, bench)
    yield from _analyser(case)
    yield from _unreliable(case)
    yield from _missing(case, bench)


_FIELDS = {
    "recovery_highest": "product_count",
    "recovery_within_error": "product_count",
    "recovery_lowest": "product_count",
    "fold_highest": "product_count",
    "product_volume": "product_ml",
    "sampled": "sample_ml",
    "injected": "sites",
    "spin_gain": "between",
}


def _left_over(case: DoseCase, bench: Bench) -> Iterator[Message]:
    """A part of the product of which nobody says where it went."""
    if not bench.sites_ml or case.product_ml is None:
        return
    left = bench.product_ml - bench.sample_ml - sum(bench.sites_ml) - bench.discarded_ml
    for one in passed("unaccounted", left):
        if case.discarded_ml is None:
            yield unknown("discarded_ml", f"{one.says}.", "info")
        else:
            yield of_refusal(one, "discarded_ml")


def _one_spin(case: DoseCase, bench: Bench) -> Iterator[Message]:
    """A concentration that one spin cannot give without the buffy coat."""
    folded = ledger(bench).fold
    once = case.spins == 1 or (case.spins is None and len(_between(case)) == 1)
    refusal = single_spin(folded.best[0], case.haematocrit, case.buffy_coat) if folded else None
    if refusal and once:
        yield of_refusal(refusal, "product_count")
    elif refusal and case.spins is None and not _between(case) and not case.kit:
        yield unknown("spins", f"{refusal.says}: how many spins there were is not told.", "info")


def low_baseline(case: DoseCase, bench: Bench) -> Iterator[Message]:
    """Stops or warns when the patient's own platelets are low."""
    counts = bench.blood_counts()
    count = counts_of(case)[0] if counts is None else counts[0]
    for name in ("baseline_absolute", "baseline_stop", "baseline_low"):
        if count is not None and LIMITS[name].passed(count):
            yield of_refusal(refuse(name, count), "baseline")
            return


def _analyser(case: DoseCase) -> Iterator[Message]:
    """A count outside the range in which the analyser is straight: its own, else the table's."""
    count = counts_of(case)[1]
    if count is None:
        return
    read = count / (case.dilution or 1)
    if case.analyser_high is None:
        yield from (of_refusal(one, "product_count") for one in passed("analyser_linear", read))
    elif read > case.analyser_high:
        yield _outside(read, case.analyser_high, "above", "Dilute, count again and multiply.")
    if case.analyser_low is not None and read < case.analyser_low:
        yield _outside(read, case.analyser_low, "below", "Dilute less, or not, and count again.")


def _outside(read: float, bound: float, word: str, what_to_do: str) -> Message:
    text = f"{number_text(read)} ×10⁹/L was counted {word} this analyser’s own {number_text(bound)}"
    return warned(f"analyser_{word}", "product_count", text, what_to_do)


def _unreliable(case: DoseCase) -> Iterator[Message]:
    why, source = "Clumped platelets are not counted, so the true number is higher.", ("general-knowledge",)
    if case.baseline_unreliable:
        text = "The count before the spin is flagged as unreliable and is not used"
        yield warned("unreliable", "baseline", text, why, source, "K")
    if case.product_unreliable:
        text = "The product’s count is flagged as unreliable: no dose is worked out from it"
        yield refused("unreliable", "product_count", text, why, source, "K")


def _missing(case: DoseCase, bench: Bench) -> Iterator[Message]:
    """What is not known, and what cannot be given for want of it."""
    if case.product_count is None:
        yield unknown("product_count", "The product was not counted: no dose can be given.")
    if case.product_ml is None:
        yield unknown("product_ml", "The product’s volume is not known: what was made cannot be given.")
    if case.blood_ml is None:
        yield unknown("blood_ml", "The blood’s volume is not known: no recovery can be given.")
    if case.baseline is None:
        yield unknown("baseline", "The blood was not counted: neither recovery nor fold can be given.")
    elif case.counted_in is None and not case.baseline_unreliable:
        text = "Where the blood was counted is not known"
        said = (
            "a range is given" if bench.blood_counts() else "nor its anticoagulant: no recovery can be given"
        )
        yield unknown("counted_in", f"{text}: {said}." if bench.blood_counts() else f"{text}, {said}.")
    elif case.counted_in == "tube" and bench.blood_counts() is None and not case.baseline_unreliable:
        text = "The tube’s count cannot be corrected: its anticoagulant or its volume is not known."
        yield unknown("anticoagulant_ml", text)
    if not _volumes(case):
        yield unknown("sites", "No injected volume is told: the dose is what is at hand.", "info")
    elif any(place.ml is None for place in case.sites or ()):
        yield unknown("sites", "The volume at one site is not known: what went in there cannot be given.")
    for field, cv in (("baseline_cv", case.baseline_cv), ("product_cv", case.product_cv)):
        if cv is None:
            yield unknown(
                field, "The analyser’s counting error is not known: no interval is given for it.", "info"
            )


def answer(case: DoseCase, bench: Bench) -> dict[str, Any]:
    """Dose, concentration, fold, recovery, what went to each site, and every step between."""
    found = ledger(bench)
    taken = None if case.product_ml is None else _at_hand(bench)
    dose = found.dose if _volumes(case) else taken
    unit = ledger(
        Bench(blood_ml=1, product_ml=1, product_count=bench.product_count, product_cv=bench.product_cv)
    )
    return {
        "dose": amount(dose, BILLIONS),
        "dose_of": "injected" if _volumes(case) else "at hand",
        "concentration": amount(_platelets(unit, "product"), "10^9/L", 1000),
        "fold": amount(found.fold, "1"),
        "recovery": amount(None if _stands_in(case) else found.recovery, "%", 100),
        "drawn": amount(None if case.blood_ml is None else _platelets(found, "drawn"), BILLIONS),
        "made": amount(None if case.product_ml is None else _platelets(found, "product"), BILLIONS),
        "per_site": per_site(case, found),
        "ledger": [] if _stands_in(case) else [_line(step) for step in found.steps],
    }


def _stands_in(case: DoseCase) -> bool:
    return case.blood_ml is None or case.product_ml is None


def _at_hand(bench: Bench) -> Amount | None:
    """What is left to inject once the sample was taken."""
    left = Bench(
        blood_ml=bench.blood_ml,
        product_ml=bench.product_ml,
        product_count=bench.product_count,
        product_cv=bench.product_cv,
        product_error_ml=bench.product_error_ml,
        sample_ml=bench.sample_ml,
        discarded_ml=bench.discarded_ml,
    )
    return _platelets(ledger(left), "left_over")


def _platelets(found: Ledger, where: Any) -> Amount | None:
    step = found.step(where)
    return None if step is None else step.platelets


def per_site(case: DoseCase, found: Ledger) -> list[dict[str, Any]]:
    """Every site with its volume and what went in; null where either is not known."""
    steps = iter([step for step in found.steps if step.where == "site"])
    return [
        place_of(place) | {"dose": amount(_next(steps) if place.ml is not None else None, BILLIONS)}
        for place in case.sites or ()
    ]


def place_of(place: Place) -> dict[str, Any]:
    """A site by what it was called, with its volume."""
    told = {name: value for name in ("site", "target", "level", "side") if (value := getattr(place, name))}
    return told | {"volume": quantity(place.ml, "mL")}


def _next(steps: Iterator[Step]) -> Amount | None:
    step = next(steps, None)
    return None if step is None else step.platelets


def _line(step: Step) -> dict[str, Any]:
    return {
        "where": step.where,
        "number": step.number or None,
        "volume": quantity(None if step.volume_ml is None else max(0.0, step.volume_ml), "mL"),
        "platelets": amount(step.platelets, BILLIONS),
    }


def amount(found: Amount | None, unit: str, times: float = 1) -> dict[str, Any]:
    """A figure of the ledger: no value where it is a range, and never less than none."""
    if found is None:
        return quantity(None, unit)
    low, high = found.best
    exact = high - low <= 1e-9 * max(1.0, abs(high)) and low > -1e-9
    interval = found.interval or (None if exact else found.best)
    ends = None if interval is None else (times * max(0.0, interval[0]), times * max(0.0, interval[1]))
    return quantity(times * max(0.0, low) if exact else None, unit, ends)
