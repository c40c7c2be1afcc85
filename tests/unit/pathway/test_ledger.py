"""The ledger worked by hand: 60 mL at 250 is 15 billion; 6 mL at 1750 is 10.5 of them."""

from dataclasses import replace

import pytest

from buffycoat.pathway.preparation.dose import Bench, Kept
from buffycoat.pathway.preparation.ledger import ledger

BENCH = Bench(
    blood_ml=60,
    anticoagulant_ml=8,
    blood_count=250,
    counted_in="venous",
    product_ml=6,
    product_count=1750,
    sample_ml=0.5,
    sites_ml=(1, 2),
    discarded_ml=2,
)


def test_every_line_in_the_order_of_the_work() -> None:
    lines = [(one.where, one.number, one.platelets.best[0]) for one in ledger(BENCH).steps]
    assert [(where, number) for where, number, _ in lines] == [
        ("drawn", 0),
        ("left_behind", 0),
        ("product", 0),
        ("sample", 0),
        ("site", 1),
        ("site", 2),
        ("discarded", 0),
        ("left_over", 0),
    ]
    assert [amount for *_, amount in lines] == pytest.approx([15, 4.5, 10.5, 0.875, 1.75, 3.5, 3.5, 0.875])


def test_each_spin_has_its_own_line_where_somebody_counted_between() -> None:
    """28 mL at 480 after the first spin are 13.44 billion: 1.56 stay behind there, 2.94 at the second."""
    book = ledger(replace(BENCH, kept=(Kept(1, 28, 480),)))
    behind = [one.platelets.best[0] for one in book.steps if one.where == "left_behind"]
    assert behind == pytest.approx([1.56, 2.94])


def test_an_error_that_is_stated_gives_an_interval() -> None:
    """5 % of counting error is 6.6 % either way for 80 %, and half a millilitre of 6 is 8 % more."""
    book = ledger(replace(BENCH, blood_cv=5, product_cv=5))
    product = book.step("product")
    assert product
    assert product.platelets.interval == pytest.approx((9.85, 11.19), abs=0.01)
    assert book.recovery
    assert book.recovery.interval == pytest.approx((0.64, 0.766), abs=0.001)
    assert book.unsure == ()
    wider = ledger(replace(BENCH, blood_cv=5, product_cv=5, product_error_ml=0.5)).step("product")
    assert wider
    assert wider.platelets.interval == pytest.approx((9.03, 12.13), abs=0.01)


def test_what_is_not_stated_is_said_and_not_made_up() -> None:
    book = ledger(BENCH)
    assert all(one.platelets.interval is None for one in book.steps)
    assert book.unsure == (
        "The analyser’s counting error is not known for the blood and the product: no interval.",
    )
    half = ledger(replace(BENCH, blood_cv=5))
    assert "for the product" in half.unsure[0]
    either = ledger(replace(BENCH, counted_in=None))
    assert "Where the blood was counted is not known" in either.unsure[0]
    drawn = either.step("drawn")
    assert drawn
    assert drawn.platelets.best == pytest.approx((15, 17))


def test_a_product_without_a_count_has_no_line_but_the_blood_has() -> None:
    book = ledger(replace(BENCH, product_count=None))
    assert [one.where for one in book.steps] == ["drawn"]
    assert book.dose is None
    assert "no dose can be given" in " ".join(book.unsure)


def test_the_dose_is_what_went_in() -> None:
    assert ledger(BENCH).dose is not None
    assert ledger(BENCH).dose.best == pytest.approx((5.25, 5.25))
    assert ledger(replace(BENCH, sites_ml=())).dose is None
