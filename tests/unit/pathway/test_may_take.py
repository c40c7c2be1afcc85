"""“Can I take this?”: never a plain yes, and of what nobody here knows never even “fine”."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.aftercare.asked_medicine import COMBINED, asked_medicine
from buffycoat.pathway.aftercare.may_take import SAYINGS, Around, may_take, thinner_in
from buffycoat.pathway.aftercare.plan import Options
from buffycoat.pathway.candidacy.drugs import DRUGS, recognise
from buffycoat.pathway.candidacy.records import Drug, Medicines
from buffycoat.pathway.chart import Chart
from tests.people import NURSE

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
    told = set()
    for name in (*NAMES, "kava", "tilenol", "Tylenol kava", "Voltaren gel"):
        for days in (-40, 0, 40):
            for around in (AFTER, Around(None), Around(DAY, allergies=("latex", "kava"), thinner="Eliquis")):
                for own in (False, True):
                    found = may_take(name, DAY + timedelta(days=days), around, own=own)
                    for spanish in (False, True):
                        text = " ".join(found.sentences(spanish, "555-0100", date.isoformat))
                        assert "{" not in text
                        assert "until ." not in text
                    told |= {part.saying for part in found.parts}
    assert told == set(SAYINGS.rows), "each row is said somewhere"


def said(text: str, days: int = 3, around: Around = AFTER, **more: bool) -> tuple[str, ...]:
    found = may_take(text, DAY + timedelta(days=days), around, **more)
    return found.sentences(False, "555-0100", date.isoformat)


def test_each_of_several_medicines_is_named_for_itself() -> None:
    """“Tylenol, advil is an anti-inflammatory” and “Plavix, tylenol: never stop it” were both untrue."""
    assert said("tylenol and advil")[0].startswith("Advil is an anti-inflammatory")
    assert [one.split()[0] for one in said("Advil, Aleve")] == ["Advil", "Aleve"]
    thinner, pain = said("eliquis and ibuprofen")
    assert thinner.startswith("Eliquis: never stop it")
    assert pain.startswith("Ibuprofen is an anti-inflammatory")
    assert may_take("eliquis and ibuprofen", DAY, AFTER).names == ("Eliquis", "Ibuprofen")
    later = may_take("eliquis and ibuprofen", DAY + timedelta(days=40), AFTER)
    assert (later.names, later.alone) == (("Eliquis",), ("Ibuprofen",)), (
        "beside a thinner it is not called fine"
    )
    assert may_take("Excedrin", DAY, AFTER).alone == ()


def test_aspirin_is_answered_for_pain_first_and_heart_aspirin_goes_on() -> None:
    assert said("aspirin")[0].startswith("Aspirin: do not take it for pain")
    assert said("Excedrin")[0] == "Excedrin holds aspirin."
    assert all(
        "never stop it" in " ".join(said(name, day)) for name in ("aspirin", "Excedrin") for day in DAYS
    )
    assert "do not take it for pain" not in " ".join(said("Excedrin", 40)), "ibuprofen is free again, too"


DAYS = (-30, 0, 3, 7, 40)


@pytest.mark.parametrize(
    ("allergy", "asked", "days", "allergic"),
    [
        ("acetaminophen", "Tylenol", 3, True),
        ("Paracetamol", "Tylenol", 3, True),
        ("NSAIDs", "Advil", 3, True),
        ("NSAIDs", "Advil", 40, True),
        ("aspirin", "naproxeno", 40, True),
        ("Naproxen (hives)", "Excedrin", 40, True),
        ("codeine", "Tylenol with codeine", 3, True),
        ("Penicillin", "penicillin", 3, True),
        ("Penicillin", "Tylenol", 3, False),
        ("latex", "Advil", 3, False),
    ],
)
def test_an_allergy_in_the_chart_comes_before_every_other_answer(
    allergy: str, asked: str, days: int, allergic: bool
) -> None:
    words = said(asked, days, Around(DAY, allergies=(allergy,)))
    assert (f"allergic to {allergy}" in words[0]) is allergic
    if allergic:
        assert answer(asked, days, Around(DAY, allergies=(allergy,))) == "ask"
        assert len(words) == 1


@pytest.mark.parametrize("days", [-30, -8, 8, 40])
def test_beside_a_blood_thinner_an_anti_inflammatory_is_never_called_fine(days: int) -> None:
    """“Ibuprofen: fine from our side” was said to somebody whose own list has apixaban on it."""
    thinned = Around(DAY, thinner="Eliquis 5 mg")
    assert answer("ibuprofen", days, thinned) == "ask"
    assert "with Eliquis 5 mg" in said("ibuprofen", days, thinned)[0]
    assert answer("ibuprofen", 3, thinned) == "wait"
    assert answer("Tylenol", days, thinned) == "fine"


def test_the_chart_says_which_thinner_is_taken() -> None:
    chart = Chart("e")
    assert thinner_in(chart) == ""
    drugs = (Drug(name="Plavix", use="stopped"), Drug(name="Advil"), Drug(name="Eliquis 5 mg", use="taking"))
    for some, thinner in ((drugs[:2], ""), (drugs, "Eliquis 5 mg")):
        chart = chart.sign(Medicines(drugs=some), NURSE, datetime(2026, 11, 1, tzinfo=UTC))
        assert thinner_in(chart) == thinner


def test_an_own_medicine_that_nobody_knows_is_not_said_to_wait() -> None:
    """Metformin on the patient's own list read “ask us before you take it”."""
    words = " ".join(said("Metformin 500 mg", own=True))
    assert "before you take it" not in words
    assert "Do not stop a medicine that was prescribed to you" in words
    assert "before you take it" in " ".join(said("Metformin 500 mg"))
