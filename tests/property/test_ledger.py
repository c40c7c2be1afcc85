"""The ledger: no platelet appears or is lost between the vein and the needle, whatever was measured."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.preparation.dose import Bench, Kept
from buffycoat.pathway.preparation.ledger import Ledger, ledger

VOLUME = st.floats(0.01, 60)
CV = st.none() | st.floats(0, 30)
BENCHES = st.builds(
    Bench,
    blood_ml=st.floats(1, 600),
    anticoagulant_ml=st.floats(0, 100),
    blood_count=st.floats(1, 5000),
    counted_in=st.sampled_from(["venous", "tube", None]),
    product_ml=st.floats(0.05, 300),
    product_count=st.floats(0, 20000),
    sample_ml=st.floats(0, 10),
    sites_ml=st.lists(VOLUME, max_size=6).map(tuple),
    discarded_ml=st.floats(0, 20),
    blood_cv=CV,
    product_cv=CV,
    blood_error_ml=st.floats(0, 5),
    product_error_ml=st.floats(0, 5),
    kept=st.lists(st.builds(Kept, st.just(1), VOLUME, st.floats(0, 5000)), max_size=1).map(tuple),
)


def total(book: Ledger, end: int, *places: str) -> float:
    """What lies at these places together."""
    return sum(one.platelets.best[end] for one in book.steps if one.where in places)


@given(BENCHES)
def test_what_was_drawn_is_where_it_went(bench: Bench) -> None:
    book = ledger(bench)
    for end in (0, 1):
        drawn = total(book, end, "drawn")
        went = total(book, end, "left_behind", "sample", "site", "discarded", "left_over")
        assert went == pytest.approx(drawn, rel=1e-9, abs=1e-9)
        parts = total(book, end, "sample", "site", "discarded", "left_over")
        assert parts == pytest.approx(total(book, end, "product"), rel=1e-9, abs=1e-9)


@given(BENCHES)
def test_each_spin_gives_on_what_it_did_not_leave_behind(bench: Bench) -> None:
    steps = [one for one in ledger(bench).steps if one.where in ("drawn", "left_behind", "kept", "product")]
    for before, behind, after in zip(steps[::2], steps[1::2], steps[2::2], strict=False):
        for end in (0, 1):
            held, left, on = (one.platelets.best[end] for one in (before, behind, after))
            assert left + on == pytest.approx(held, rel=1e-9, abs=1e-9)


@given(BENCHES, VOLUME)
def test_another_site_never_leaves_more(bench: Bench, more: float) -> None:
    before = ledger(bench).step("left_over")
    after = ledger(replace(bench, sites_ml=(*bench.sites_ml, more))).step("left_over")
    assert before
    assert after
    assert after.platelets.best[0] <= before.platelets.best[0]
    if after.platelets.interval and before.platelets.interval:
        assert after.platelets.interval[1] <= before.platelets.interval[1]


@given(BENCHES)
def test_an_interval_holds_its_figure_and_is_there_only_where_an_error_is_stated(bench: Bench) -> None:
    book = ledger(bench)
    amounts = [one.platelets for one in book.steps] + [one for one in (book.recovery, book.fold) if one]
    for amount in amounts:
        if amount.interval is not None:
            slack = 1e-9 * max(map(abs, amount.best))
            assert amount.interval[0] <= amount.best[0] + slack
            assert amount.interval[1] >= amount.best[1] - slack
    for where, stated in (("drawn", bench.blood_cv), ("product", bench.product_cv)):
        step = book.step(where)
        assert step
        assert (step.platelets.interval is None) == (stated is None)
    assert bool([one for one in book.unsure if "counting error" in one]) == (
        None in (bench.blood_cv, bench.product_cv)
    )


@given(BENCHES, st.floats(0.1, 10))
def test_a_larger_counting_error_never_narrows_an_interval(bench: Bench, more: float) -> None:
    sure = replace(bench, blood_cv=3.0, product_cv=3.0)
    unsure = replace(sure, blood_cv=3.0 + more, product_cv=3.0 + more)
    for first, second in zip(ledger(sure).steps, ledger(unsure).steps, strict=True):
        narrow, wide = first.platelets.interval, second.platelets.interval
        assert (narrow is None) == (wide is None)
        if narrow and wide:
            assert wide[0] <= narrow[0] + 1e-9
            assert wide[1] >= narrow[1] - 1e-9
