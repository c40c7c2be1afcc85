"""“Can I take this?”: never a plain yes, and of what nobody here knows never even “fine”."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.aftercare.asked_medicine import COMBINED, asked_medicine
from buffycoat.pathway.aftercare.may_take import SAYINGS, Around, may_take
from buffycoat.pathway.aftercare.plan import Options
from buffycoat.pathway.candidacy.drugs import DRUGS, recognise

DAY = date(2026, 11, 19)
AFTER = Around(DAY)


def answer(text: str, days: int = 3, around: Around = AFTER) -> str:
    return may_take(text, DAY + timedelta(days=days), around).verdict


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("Advil", "wait"),
        ("ibuprofeno 400 mg", "wait"),
        ("¿Puedo tomar naproxeno para el dolor de cabeza?", "wait"),
        ("Flanax", "wait"),
        ("ibuprofin", "wait"),
        ("dolo-neurobion", "wait"),
        ("Advil PM", "wait"),
        ("medrol dose pack", "wait"),
        ("Eliquis", "never_stop"),
        ("apixabán", "never_stop"),
        ("Plavx", "never_stop"),
        ("can I stop my blood thinner", "never_stop"),
        ("Excedrin", "never_stop"),
        ("baby aspirin", "never_stop"),
        ("Aggrenox", "never_stop"),
        ("Humira", "never_stop"),
        ("Tylenol", "fine"),
        ("acetaminofén 500 mg", "fine"),
        ("Lipitor", "fine"),
        ("gabapentina", "fine"),
        ("Percocet", "ask"),
        ("Tylenol PM", "ask"),
        ("Tylenol and kava", "ask"),
        ("tilenol", "ask"),
        ("Celebrex", "ask"),
        ("Voltaren gel", "ask"),
        ("losartan", "ask"),
        ("", "ask"),
        ("你好", "ask"),
    ],
)
def test_three_days_after(asked: str, verdict: str) -> None:
    assert answer(asked) == verdict


@pytest.mark.parametrize(
    ("days", "verdict", "until"),
    [(-8, "fine", 8), (-7, "wait", 8), (0, "wait", 8), (7, "wait", 8), (8, "fine", None), (60, "fine", None)],
)
def test_both_sides_of_the_day(days: int, verdict: str, until: int | None) -> None:
    found = may_take("Advil", DAY + timedelta(days=days), AFTER)
    assert found.verdict == verdict
    assert found.until == (DAY + timedelta(days=until) if until else None)


def test_the_practices_own_days_count() -> None:
    longer = Around(DAY, Options(nsaid_days=14))
    assert (answer("Advil", 14, longer), answer("Advil", 15, longer)) == ("wait", "fine")


def test_a_steroid_is_never_said_to_be_fine_until_a_day() -> None:
    """“Fine until the fifth” would tell people to stop one that they take every day."""
    assert [answer("prednisone", days) for days in (-60, 0, 28, 29)] == ["wait", "wait", "wait", "fine"]


def test_without_a_day_nothing_is_counted() -> None:
    nowhere = Around(None)
    assert answer("Advil", 0, nowhere) == "ask"
    assert answer("Eliquis", 0, nowhere) == "never_stop"


@pytest.mark.parametrize("key", COMBINED.rows)
def test_a_product_is_no_better_than_its_worst_ingredient(key: str) -> None:
    row = COMBINED[key]
    for name in row.names:
        held = {one for part in row.ingredients for one in recognise(part)}
        assert held <= set(asked_medicine(name).rows), name
        for days in (-30, 0, 3, 40):
            found = answer(name, days)
            worst = min((answer(part, days) for part in row.ingredients), key=ORDER.index)
            assert ORDER.index(found) <= ORDER.index(worst), (name, days)


ORDER = ("never_stop", "wait", "ask", "fine")
NAMES = sorted({name for row in DRUGS.rows.values() for name in (*row.ingredients, *row.brands)})


@pytest.mark.parametrize("days", [-30, -1, 0, 2, 7, 40])
@pytest.mark.parametrize("kind", ["anticoagulant", "antiplatelet", "immunosuppressant"])
def test_what_protects_is_never_fine_and_never_waits(kind: str, days: int) -> None:
    names = [n for row in DRUGS.rows.values() if row.kind == kind for n in (*row.ingredients, *row.brands)]
    assert {name for name in names if answer(name, days) != "never_stop"} == set()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=40), st.integers(-400, 400))
def test_what_is_not_in_the_table_is_never_fine(text: str, days: int) -> None:
    found = may_take(text, DAY + timedelta(days=days), AFTER)
    if found.verdict == "fine":
        assert found.rows
        assert not found.unread
        assert not found.read_as


@given(st.sampled_from(NAMES), st.data())
def test_a_slip_of_one_letter_is_never_fine(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    slip = name[:at] + data.draw(st.sampled_from("qxzw")) + name[at + 1 :]
    found = may_take(slip, DAY + timedelta(days=3), AFTER)
    exact = asked_medicine(slip)
    assert found.verdict != "fine" or (exact.rows and not exact.unread and not exact.read_as)


def test_every_saying_fills_in_both_languages() -> None:
    said = set()
    for name in (*NAMES, "kava", "tilenol", "Tylenol kava", "Voltaren gel"):
        for days in (-40, 0, 40):
            for around in (AFTER, Around(None)):
                found = may_take(name, DAY + timedelta(days=days), around)
                for spanish in (False, True):
                    text = " ".join(found.sentences(spanish, "555-0100", date.isoformat))
                    assert "{" not in text
                    assert "until ." not in text
                said |= {part.saying for part in found.parts}
    assert said == set(SAYINGS.rows), "each row is said somewhere"
