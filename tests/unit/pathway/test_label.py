"""The label of a syringe: the right one is known whatever way it is read, every other one is not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.chart import Chart, Retraction
from buffycoat.pathway.preparation.label import labels, read_back, same_person, use_by
from buffycoat.pathway.preparation.records import Draw
from tests.spec.case import NURSE
from tests.spec.preparation import NINE, draw

EPISODE = "7d0c6cf0-3d0e-4f3c-9d5a-0a9d0f7e1b22"
DRAWN = Chart(EPISODE).sign(draw(), NURSE, NINE)
FIRST, SECOND = labels(DRAWN, 2)
LATER = NINE + timedelta(minutes=50)


def test_before_blood_is_drawn_there_is_no_label() -> None:
    assert labels(Chart(EPISODE), 1) == ()
    assert read_back(Chart(EPISODE), FIRST.code, LATER).wrong == "another draw"


def test_each_syringe_has_its_own_and_all_are_right() -> None:
    assert (FIRST.syringe, FIRST.of, SECOND.syringe) == (1, 2, 2)
    found = read_back(DRAWN, SECOND.code, LATER)
    assert (found.wrong, found.episode, found.syringe, found.of) == ("", EPISODE, 2, 2)


def test_a_scanners_spaces_and_small_letters_change_nothing() -> None:
    assert read_back(DRAWN, f" {FIRST.code.lower()}\r\n", LATER).wrong == ""
    assert read_back(DRAWN, FIRST.typed.replace("-", " - ").lower(), LATER).wrong == ""


def test_the_code_fits_the_small_alphabet_of_a_qr_code() -> None:
    assert set(FIRST.code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert "NURSE" not in FIRST.code, "nobody’s name is in it"


@given(at=st.integers(0, len(FIRST.code) - 1), sign=st.sampled_from("0123456789ABCDEFX:-"))
def test_one_changed_character_is_never_the_right_label_of_other_blood(at: int, sign: str) -> None:
    text = FIRST.code[:at] + sign + FIRST.code[at + 1 :]
    found = read_back(DRAWN, text, LATER)
    place = FIRST.code.rindex(":")  # which syringe of how many proves nothing about whose blood it is
    assert (found.wrong == "") == (text == FIRST.code or (at > place and found.of > 0))


@given(at=st.integers(0, len(FIRST.typed) - 1), sign=st.sampled_from("0123456789ABCDEF"))
def test_a_slip_in_typing_is_a_slip_and_hardly_ever_somebody_else(at: int, sign: str) -> None:
    text = FIRST.typed[:at] + sign + FIRST.typed[at + 1 :]
    same = text.replace("-", "") == FIRST.typed.replace("-", "")
    assert (read_back(DRAWN, text, LATER).wrong == "") == (same and "-" in text[:2])


def test_another_patients_another_draws_and_an_old_one() -> None:
    other = labels(Chart("another").sign(draw(), NURSE, NINE), 1)[0]
    assert read_back(DRAWN, other.code, LATER).wrong == "another patient"
    assert read_back(DRAWN, other.typed, LATER).wrong == "another patient"
    again = DRAWN.sign(draw(drawn_at=NINE + timedelta(hours=1)), NURSE, NINE + timedelta(hours=1))
    assert read_back(again, FIRST.code, LATER).wrong == "another draw"
    assert read_back(again, FIRST.typed, LATER).wrong == "another draw"
    assert read_back(again, labels(again, 1)[0].code, LATER).wrong == ""
    assert read_back(DRAWN, FIRST.code, use_by(draw())).wrong == ""
    assert read_back(DRAWN, FIRST.code, use_by(draw()) + timedelta(seconds=1)).wrong == "expired"


def test_a_slip_put_right_leaves_it_the_same_blood() -> None:
    mended = DRAWN.sign(draw(anticoagulant_volume=9), NURSE, LATER, amends=1)
    mended = mended.sign(draw(anticoagulant_volume=10), NURSE, LATER, amends=2)
    assert read_back(mended, FIRST.code, LATER).wrong == ""
    assert read_back(mended, labels(mended, 1)[0].code, LATER).wrong == ""


def test_a_draw_that_was_taken_back_labels_nothing() -> None:
    gone = DRAWN.sign(Retraction(reason="Written for another patient"), NURSE, LATER, amends=1)
    assert not gone.signed(Draw)
    assert read_back(gone, FIRST.code, LATER).wrong == "another draw"


@pytest.mark.parametrize("text", ["", "hello", "BC1:", "12-34", "https://example.org", "1-0000-0000-0000-00"])
def test_anything_else_cannot_be_read(text: str) -> None:
    assert read_back(DRAWN, text, LATER).wrong == "unreadable"


def test_the_same_name_is_the_same_person() -> None:
    assert same_person("Ana  Ruiz", "ana ruiz ")
    assert not same_person("Ana Ruiz", "Ben Ruiz")


def test_a_hash_of_another_entry_is_no_label_of_this_draw() -> None:
    chart = DRAWN.sign(draw(), NURSE, LATER)
    other = replace(FIRST, entry=2)
    assert read_back(chart, other.code, LATER).wrong == "another draw"
