"""How a reading reaches triage: by one way for every door, and never as silence."""

from unittest.mock import patch

from buffycoat.library.reader import narrative, reading, told
from buffycoat.library.reader.narrative import reading_of
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.reading import fingerprint, told_in
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.told import NOTHING_TOLD, TOLD, UNREAD, Told, disagreements, tier_told, worst

NUMB = "I am numb between my legs since Monday"


def test_nothing_written_is_nothing_told() -> None:
    assert told(None) == told("  ") == NOTHING_TOLD
    assert reading_of(" ") is None


def test_a_note_of_the_page_is_no_word_of_the_patient() -> None:
    note = "[Said yes first, then changed on the page: chest pain.]"
    assert reading_of(note) is None
    both = reading_of(f"Never mind.\n\n{note}")
    assert both is not None
    assert both.words == fingerprint("Never mind.")


def test_a_reading_is_found_again_by_its_words_and_by_no_others() -> None:
    with patch.object(reading, "encoder", lambda: None):
        signed = reading_of(NUMB)
    assert signed is not None
    assert told_in(NUMB, [signed]).verdict == "emergency"
    assert told_in(NUMB + ".", [signed]) == UNREAD


def test_without_the_encoder_rules_answer_and_their_silence_means_nothing() -> None:
    with patch.object(reading, "encoder", lambda: None):
        assert told(NUMB).families == ("cauda_equina",)
        silent = told("My back hurts after gardening, and I would like to ask about the price.")
    assert (silent.verdict, silent.read) == ("nothing_found", False)
    assert silent.directly, "something is asked of whoever wrote it"


def test_a_number_that_was_measured_names_its_family_too() -> None:
    with patch.object(reading, "encoder", lambda: None):
        assert told("Since the injection I have 39.2 °C of fever").families


def test_where_the_model_is_not_to_be_had_the_plain_questions_are_asked() -> None:
    with patch.object(narrative, "read", side_effect=FileNotFoundError):
        found, signed = told(NUMB), reading_of(NUMB)
    assert (found.verdict, found.read) == ("nothing_found", False)
    assert set(found.directly) <= set(FLAGS)
    assert found.directly
    assert signed is not None
    assert signed.reader == "none"


def test_of_two_texts_the_worse_counts_and_no_question_is_lost() -> None:
    both = worst(Told("nothing_found"), Told("ask_first", ask=("fever",)), Told("emergency", ("stroke",)))
    assert (both.verdict, both.families, both.ask) == ("emergency", ("stroke",), ("fever",))


def test_a_sign_that_nobody_ticked_is_not_put_down_as_an_answer() -> None:
    for family in TOLD.rows:
        for one in tier_told(WarningSigns(), Told("emergency", (family,))).suspicions:
            assert not set(one.drivers) & set(FLAGS), (family, one.drivers)
            assert not one.new


def test_ticks_that_agree_with_the_words_contradict_nothing() -> None:
    words = Told("emergency", ("weakness",))
    assert disagreements(WarningSigns(foot_drop=False), words)
    assert not disagreements(WarningSigns(foot_drop=True, both_legs_weak=False), words)
