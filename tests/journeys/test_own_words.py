"""A patient writes instead of ticking: danger in words alone, in either language, at both of their links."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from buffycoat.library.reader import Question, narrative, read, reading
from buffycoat.library.reader import encoder as encoders
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.reading import Reading
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.web.presenters.patient_steps import INTAKE, check_in_steps
from tests.journeys import answers as said
from tests.journeys.steps import (
    given_a_link,
    given_a_referred_patient,
    given_signed,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story

pytest.importorskip("onnxruntime", reason="the extra `reader` is not installed")
STORY = len(INTAKE)
ASKED = ("foot_drop", "both_legs_weak")
EMERGENCY = {
    "en": "I can't feel the toilet paper when I wipe, and it started on Tuesday.",
    "es": "Desde ayer no puedo orinar y tengo la entrepierna dormida.",
}
DOUBT = {"en": "my foot feels odd", "es": "a veces siento las piernas raras"}
LOOK_ALIKE = {
    "en": "My grandfather had numb legs before his operation in 1990. Mine just aches.",
    "es": "Mi abuelo tenía las piernas dormidas en 1990. A mí solo me duele al sentarme.",
}
GO = {"en": "Go to the emergency department", "es": "sala de emergencias"}
LANGUAGES = ("en", "es")


@pytest.fixture(autouse=True)
def _these_words_are_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader makes of them may change as it learns; what is done about a doubt may not."""

    def doubting(text: str, language: str | None = None) -> reading.Reading:
        found = read(text, language)
        if text not in DOUBT.values():
            return found
        questions = tuple(Question(flag, "") for flag in ASKED)
        return replace(found, verdict="ask_first", flags=("reader.weakness",), questions=questions)

    monkeypatch.setattr(narrative, "read", doubting)


def given_an_intake(story: Story, language: str) -> None:
    """A patient with a link to the questions before the first visit, opened."""
    given_a_referred_patient(story, language=language)
    given_a_link(story, "front_desk", "intake")
    when_the_patient_opens_the_link(story)


def given_a_check_in(story: Story, language: str) -> None:
    """A patient two days after a facet injection, with a link to the check-in, opened."""
    given_a_referred_patient(story, language=language)
    given_a_link(story, "nurse", "check_in")
    when_the_patient_opens_the_link(story)


def when_the_patient_writes(story: Story, text: str, page: int = STORY) -> None:
    """On the page for own words, and nothing else."""
    story.patient.open(f"{story.link.rstrip('/')}/{page}/")
    story.patient.fill({"narrative": text}).go_on()


def when_asked_directly_the_patient_says(story: Story, answer: str) -> None:
    """The same answer to every direct question."""
    boxes = [name for name, box in story.patient.form.boxes.items() if box.offers and answer in box.offers]
    assert boxes, story.patient.words
    story.patient.fill(dict.fromkeys(boxes, answer)).go_on()


def newest(story: Story, kind: type[Record]) -> Record:
    """The record of this kind in force."""
    found = story.chart.newest(kind)
    assert found is not None
    return found


# -- intake -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_emergency_in_words_alone_is_told_at_once_and_stands_on_today(story: Story, language: str) -> None:
    given_an_intake(story, language)
    when_the_patient_writes(story, EMERGENCY[language])
    alarm = story.patient
    assert alarm.address.endswith("/now/")
    assert "alarm" in alarm.page.one("body").attrs["class"]
    assert GO[language] in alarm.heading
    assert EMERGENCY[language] in alarm.words, "their own words, not an answer they did not give"
    assert newest(story, WarningSigns).model_fields_set == {"narrative"}
    assert story.episode.alert == "emergency"
    card = story.by("nurse").open("/").cards("critical")[0]
    assert story.episode.patient.name in card
    assert EMERGENCY[language] in story.page().words


def test_who_read_it_and_what_was_found_is_signed_beside_the_words(story: Story) -> None:
    given_an_intake(story, "en")
    when_the_patient_writes(story, EMERGENCY["en"])
    [entry] = story.chart.signed(Reading)
    assert (entry.signer.role, entry.number) == ("reader", story.chart.signed(WarningSigns)[-1].number + 1)
    assert (entry.record.verdict, entry.record.families) == ("emergency", ("cauda_equina",))
    assert story.chart.broken() is None
    assert "Own words, read: an emergency (cauda equina)" in story.page().words


@pytest.mark.parametrize("role", ["front_desk", "nurse", "proceduralist"])
def test_nobody_writes_a_reading_or_takes_one_back(story: Story, role: str) -> None:
    given_an_intake(story, "en")
    when_the_patient_writes(story, EMERGENCY["en"])
    [entry] = story.chart.signed(Reading)
    assert story.form(role, Reading).status in (403, 404)
    retract = f"/episodes/{story.episode_id}/entries/{entry.number}/retract"
    assert story.by(role).open(retract).status == 403


def test_words_that_rang_cannot_be_wiped_away(story: Story) -> None:
    given_an_intake(story, "en")
    when_the_patient_writes(story, EMERGENCY["en"])
    when_the_patient_writes(story, "Never mind, it is fine.")
    assert story.patient.open(f"{story.link.rstrip('/')}/now/").address.endswith("/now/")
    story.patient.open(story.link)
    when_the_patient_answers(story, said.pain())
    when_the_patient_sends(story)
    assert EMERGENCY["en"] in newest(story, WarningSigns).narrative
    assert story.episode.alert == "emergency"
    assert GO["en"] in story.patient.heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_is_asked_directly_and_a_yes_is_an_emergency(story: Story, language: str) -> None:
    given_an_intake(story, language)
    when_the_patient_writes(story, DOUBT[language])
    assert story.patient.address.endswith("/asked/")
    assert story.episode.alert == "", "a question is no alarm"
    asked = [name for name, box in story.patient.form.boxes.items() if box.offers and "new" in box.offers]
    when_asked_directly_the_patient_says(story, "new")
    assert story.patient.address.endswith("/now/")
    assert GO[language] in story.patient.heading
    assert all(getattr(newest(story, WarningSigns), name) is True for name in asked)
    assert story.episode.alert == "emergency"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_denied_goes_on_and_is_recorded(story: Story, language: str) -> None:
    given_an_intake(story, language)
    when_the_patient_writes(story, DOUBT[language])
    asked = [name for name, box in story.patient.form.boxes.items() if box.offers and "no" in box.offers]
    when_asked_directly_the_patient_says(story, "no")
    assert story.patient.address.endswith("/review/")
    when_the_patient_sends(story)
    signs = newest(story, WarningSigns)
    assert signs.narrative == DOUBT[language]
    assert [getattr(signs, name) for name in asked] == [False] * len(asked)
    assert story.episode.alert == ""
    assert "asked directly and answered" in story.page().words


def test_a_doubt_is_asked_even_where_all_was_denied_before(story: Story) -> None:
    given_an_intake(story, "en")
    story.patient.open(f"{story.link.rstrip('/')}/9/")
    story.patient.fill({"foot_drop": "no", "progressive_weakness": "no"}).go_on()
    when_the_patient_writes(story, DOUBT["en"])
    assert story.patient.address.endswith("/asked/")
    assert story.patient.form.boxes["foot_drop"].value == "no", "the answer so far stands there"


def test_nothing_is_sent_past_a_doubt(story: Story) -> None:
    given_an_intake(story, "en")
    when_the_patient_writes(story, DOUBT["en"])
    story.patient.open(f"{story.link.rstrip('/')}/review/").go_on()
    assert story.patient.address.endswith("/asked/")
    assert not story.chart.signed(WarningSigns)
    story.patient.go_on()
    assert "Please answer" in story.patient.page.one("div", "problems").text
    assert not story.chart.signed(WarningSigns)


def test_not_being_sure_is_a_reason_to_speak_today(story: Story) -> None:
    given_an_intake(story, "en")
    when_the_patient_writes(story, DOUBT["en"])
    when_asked_directly_the_patient_says(story, "unsure")
    assert "Speak with us today" in story.patient.heading
    assert story.episode.alert == "same_day"
    story.patient.open(story.link)
    when_the_patient_sends(story)
    assert story.episode.alert == "same_day"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_look_alike_passes_and_nobody_is_reassured(story: Story, language: str) -> None:
    given_an_intake(story, language)
    when_the_patient_writes(story, LOOK_ALIKE[language])
    assert story.patient.address.endswith("/review/")
    when_the_patient_sends(story)
    assert story.episode.alert == ""
    told = story.patient.words.lower()
    assert not [word for word in ("normal", "no warning", "nothing serious", "all clear") if word in told]
    assert "It misses some" in story.page().words


def test_a_ticked_denial_and_words_that_say_otherwise_are_raised(story: Story) -> None:
    given_an_intake(story, "en")
    story.patient.open(f"{story.link.rstrip('/')}/9/").fill({"gait_disturbance": "no"}).go_on()
    when_the_patient_writes(story, "my left foot drags")
    assert "Speak with us today" in story.patient.heading, "as the table has a foot that drops"
    [raised] = [card for card in story.page().cards("warning") if "own words" in card]
    assert "unsteady" in raised or "walk" in raised
    assert newest(story, WarningSigns).gait_disturbance is False, "what was ticked stays as it was ticked"


# -- without the encoder ----------------------------------------------------------------------------


def test_without_the_model_more_is_asked_and_nothing_passes_in_silence(story: Story) -> None:
    with patch.object(reading, "encoder", lambda: None):
        given_an_intake(story, "en")
        when_the_patient_writes(story, LOOK_ALIKE["en"])
        assert story.patient.address.endswith("/asked/")
        when_asked_directly_the_patient_says(story, "no")
        when_the_patient_sends(story)
    assert any("not understood here" in card for card in story.page().cards("warning"))
    [entry] = story.chart.signed(Reading)
    assert entry.record.reader == "rules"


def test_without_the_model_plain_words_are_still_an_emergency(story: Story) -> None:
    with patch.object(reading, "encoder", lambda: None):
        given_an_intake(story, "en")
        when_the_patient_writes(story, "I am numb between my legs since Monday")
    assert GO["en"] in story.patient.heading
    assert story.episode.alert == "emergency"


def test_the_model_is_loaded_once(story: Story) -> None:
    encoders.encoder()
    with patch.object(encoders, "Encoder", side_effect=AssertionError("loaded twice")):
        given_an_intake(story, "en")
        when_the_patient_writes(story, EMERGENCY["en"])
    assert GO["en"] in story.patient.heading


# -- check-in ---------------------------------------------------------------------------------------

HOW = next(n for n, step in enumerate(check_in_steps(""), start=1) if "narrative" in step.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_injection_an_emergency_in_words_is_told_at_once(story: Story, language: str) -> None:
    given_a_check_in(story, language)
    when_the_patient_writes(story, EMERGENCY[language], HOW)
    assert story.patient.address.endswith("/now/")
    assert GO[language] in story.patient.heading
    assert EMERGENCY[language] in story.patient.words
    assert newest(story, CheckIn).narrative == EMERGENCY[language]
    assert story.episode.alert == "emergency"
    assert story.episode.patient.name in story.by("nurse").open("/").cards("critical")[0]


def test_a_danger_told_under_trouble_since_is_one_too(story: Story) -> None:
    given_a_check_in(story, "en")
    story.patient.open(f"{story.link.rstrip('/')}/{HOW + 1}/")
    story.patient.fill({"any": "yes", "description": EMERGENCY["en"]}).go_on()
    assert GO["en"] in story.patient.heading
    assert story.episode.alert == "emergency"


def test_thoughts_of_suicide_in_a_check_in_meet_gentle_words(story: Story) -> None:
    given_a_check_in(story, "en")
    when_the_patient_writes(story, "I want to die, I have been saving my pills.", HOW)
    assert "talk with someone" in story.patient.heading
    assert "988" in story.patient.words
    assert story.episode.alert == "emergency"


@pytest.mark.parametrize(("answer", "alert"), [("new", "emergency"), ("no", ""), ("unsure", "same_day")])
def test_after_the_injection_a_doubt_is_asked_directly(story: Story, answer: str, alert: str) -> None:
    given_a_check_in(story, "en")
    when_the_patient_writes(story, DOUBT["en"], HOW)
    assert story.patient.address.endswith("/asked/")
    when_asked_directly_the_patient_says(story, answer)
    if answer == "no":
        story.patient.open(f"{story.link.rstrip('/')}/review/")
        when_the_patient_sends(story)
    check = newest(story, CheckIn)
    meant = {"new": True, "no": False, "unsure": None}[answer]
    assert {one.sign: one.answer for one in check.asked or ()}["foot_drop"] is meant
    assert story.episode.alert == alert


def test_a_nurse_who_writes_down_what_was_said_is_read_too(story: Story) -> None:
    given_a_referred_patient(story)
    before = len(story.chart.entries)
    story.sign("nurse", WarningSigns(narrative=EMERGENCY["en"]))
    assert len(story.chart.entries) == before + 2
    assert story.episode.alert == "emergency"
    given_signed(story, "nurse", said.pain())
