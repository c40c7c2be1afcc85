"""What a reading of own words asks, what several readings come to, and whose words a suspicion rests on."""

from typing import Any

import pytest

from buffycoat.pathway.triage.reading import Reading, fingerprint, own_words, told_in
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.told import (
    NOTHING_TOLD,
    UNREAD,
    Told,
    disagreements,
    open_questions,
    tier_told,
    with_words,
    worded,
    worst,
)

DOUBT = Told("ask_first", ask=("saddle_numbness", "fever"))
CLEAR = Told("nothing_found", ask=("fever",))
LOST = Told("nothing_found", ask=("fever",), read=False)
CAUDA = Told("emergency", ("cauda_equina",), ask=("urinary_retention",))


def test_what_is_asked_directly() -> None:
    """Words in doubt and words not understood are asked about; words that were understood are not."""
    assert [one.directly for one in (DOUBT, LOST, CLEAR, CAUDA)] == [DOUBT.ask, LOST.ask, (), ()]


def test_several_texts_come_to_the_most_worrying_and_forget_no_question() -> None:
    both = worst(CLEAR, DOUBT)
    assert (both.verdict, both.ask, both.read) == ("ask_first", DOUBT.ask, True)
    all_three = worst(DOUBT, CAUDA, LOST)
    assert (all_three.verdict, all_three.families, all_three.read) == ("emergency", ("cauda_equina",), False)
    assert all_three.ask == ("saddle_numbness", "fever")


def test_a_question_is_open_until_it_is_answered_and_only_in_doubt() -> None:
    assert open_questions(WarningSigns(), DOUBT) == DOUBT.ask
    assert open_questions(WarningSigns(fever=False), DOUBT) == ("saddle_numbness",)
    assert open_questions(WarningSigns(), CLEAR) == ()


def test_words_that_no_sign_names_are_an_emergency_all_the_same() -> None:
    stranger = Told("emergency", ("allergy",))
    assert (stranger.rows, stranger.signs, stranger.beyond) == ((), (), {"told_emergency"})
    assert CAUDA.beyond == DOUBT.beyond == frozenset()
    assert Told("ask_first", ("cauda_equina",)).signs == (), "a doubt makes no sign present"
    assert tier_told(None, stranger).level == "E0"
    assert tier_told(None, DOUBT).level == tier_told(None, NOTHING_TOLD).level == ""


@pytest.mark.parametrize(
    ("ticked", "newly"),
    [
        ({"urinary_incontinence": True}, ("urinary_incontinence", "hand_clumsiness")),
        ({"urinary_incontinence": True, "newly": ()}, ("hand_clumsiness",)),
        ({"urinary_incontinence": False}, ("hand_clumsiness",)),
    ],
)
def test_told_signs_are_new_and_what_was_not_asked_stays_so(ticked: dict[str, Any], newly: Any) -> None:
    """Myelopathy in words counts as new; a ticked sign of unknown age must not turn old beside it."""
    found = with_words(WarningSigns.model_validate(ticked), Told("emergency", ("myelopathy",)))
    assert (found.hand_clumsiness, set(found.newly or ())) == (True, set(newly))


def test_words_that_say_nothing_of_when_leave_it_unasked() -> None:
    assert with_words(WarningSigns(fever=True), CAUDA).newly is None
    assert with_words(WarningSigns(fever=True, newly=()), CAUDA).newly == ()
    assert with_words(WarningSigns(fever=True), CLEAR) == WarningSigns(fever=True)


def test_a_suspicion_says_whether_words_or_ticks_drove_it() -> None:
    (told,) = tier_told(WarningSigns(), CAUDA).suspicions
    assert ("saddle_numbness" in told.drivers, worded(told)) == (False, True)
    (ticked,) = tier_told(WarningSigns(saddle_numbness=True), CAUDA).suspicions
    assert ("saddle_numbness" in ticked.drivers, worded(ticked)) == (True, False)
    (newly,) = tier_told(WarningSigns(newly=("saddle_numbness",)), CAUDA).suspicions
    assert (newly.new, worded(newly)) == (("saddle_numbness",), False)


def test_what_the_patient_called_new_stays_new_beside_words() -> None:
    signs = WarningSigns(urinary_retention=True, newly=("urinary_retention",))
    (both,) = tier_told(signs, CAUDA).suspicions
    assert (both.new, worded(both)) == (("urinary_retention",), True)


def test_a_denial_is_asked_again_unless_a_sign_of_the_same_family_is_ticked() -> None:
    (said,) = disagreements(WarningSigns(saddle_numbness=False, urinary_retention=None), CAUDA)
    assert "numb between the legs" in said
    assert "urine" not in said
    assert disagreements(WarningSigns(saddle_numbness=False, urinary_retention=True), CAUDA) == ()
    assert disagreements(WarningSigns(saddle_numbness=None), CAUDA) == ()


def reading(words: str, verdict: Any, **more: Any) -> Reading:
    return Reading.model_validate(
        {"words": fingerprint(words), "reader": "1", "verdict": verdict, "understood": True, **more}
    )


def test_words_are_read_by_the_newest_reading_of_them_and_by_no_other() -> None:
    first, second = reading("my seat is numb", "ask_first"), reading("my seat is numb", "emergency")
    other = reading("all is well", "nothing_found")
    assert told_in("my seat is numb", (first, second, other)).verdict == "emergency"
    assert told_in("my seat is numb ", (second, first)).verdict == "ask_first"
    assert told_in("my foot drags", (first, second, other)) == UNREAD
    assert told_in("  ", (first,)) == told_in(None, ()) == NOTHING_TOLD


def test_the_page_s_own_note_is_not_read_as_the_patient_s_words() -> None:
    noted = "it hurts [Said yes first, then changed on the page: fever]"
    assert own_words(noted) == "it hurts"
    assert own_words(None) == ""
