"""The check-in after the injection, and the patient's progress."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.store.charts import chart
from buffycoat.store.clock import today
from buffycoat.store.models import EntryRow
from buffycoat.web.presenters.patient_progress import progress
from buffycoat.web.presenters.patient_steps import check_in_steps
from buffycoat.web.presenters.patient_words import Say
from tests.unit.web.patients import a_link, an_episode

pytestmark = pytest.mark.django_db
DOCTOR = Signer(id="d", name="Dora Doctor", role="proceduralist")
GIVEN = {
    "operator": "Dora Doctor",
    "guidance": "fluoroscopy",
    "sites": [{"target": "FACET", "level": "L4-5", "side": "R", "volume": 1.5}],
}


def an_injection(days_ago):
    day = today() - timedelta(days=days_ago)
    return Injection.model_validate(
        {"given_at": datetime(day.year, day.month, day.day, 15, tzinfo=UTC), **GIVEN}
    )


def injected(episode, days_ago, *outcomes):
    """Put an injection and earlier answers into the chart, as an import of old charts would."""
    held = chart(episode.pk)
    for record in (*outcomes, an_injection(days_ago)):
        held = held.sign(record, DOCTOR, datetime(2020, 1, 1, tzinfo=UTC))
        EntryRow.of(held.entries[-1]).save(force_insert=True)


def a_check_in(visit="", days_ago=2, *outcomes, language="en"):
    episode = an_episode(language)
    injected(episode, days_ago, *outcomes)
    return a_link("check_in", visit=visit, episode=episode)


def signed(visit, kind):
    return chart(visit.episode.pk).every(kind)


def number_of(visit_name, question):
    steps = check_in_steps(visit_name)
    return next(n for n, step in enumerate(steps, start=1) if question in step.names)


def test_on_a_day_after_the_injection_a_check_in_is_signed():
    visit = a_check_in()
    visit.answer(1, saddle_numbness="no", fever="?", new_weakness="no")
    assert visit.answer(3, pain_now="4", narrative="Sore.")["Location"].endswith("/asked/")
    # One word says too little: what it leaves open is asked directly.
    visit.answer("asked", saddle_numbness="no", progressive_weakness="no", very_unwell="no")
    page = visit.send().content.decode()
    [found] = signed(visit, CheckIn)
    assert (found.on, found.saddle_numbness, found.pain_now) == (today(), False, 4)
    assert found.state("fever") == "unknown"
    assert found.state("wound") == "not asked"
    assert "Your plan for today" in page
    assert "Call us the same day if" in page
    assert signed(visit, Outcome) == ()


def test_a_visit_signs_its_answers_and_shows_the_change():
    before = Outcome(visit="baseline", answered_on=date(2020, 1, 1), nrs_average=6)
    visit = a_check_in("week_12", 84, before)
    visit.answer(number_of("week_12", "nrs_average"), nrs_average="3", three_liked="?")
    visit.answer(
        number_of("week_12", "roland_morris"), **{"roland_morris.s01": "yes", "roland_morris.s02": "no"}
    )
    visit.answer(number_of("week_12", "pgic"), pgic="2", rescue_injection="no", rescue_surgery="no")
    page = visit.send().content.decode()
    after = signed(visit, Outcome)[-1]
    assert (after.visit, after.answered_on, after.nrs_average, after.pgic) == ("week_12", today(), 3, 2)
    assert after.state("three_liked") == "unknown"
    assert (after.roland_morris.s01, after.roland_morris.s02) == (True, False)
    assert after.roland_morris.state("s03") == "not asked"
    assert after.rescue is False
    assert after.mode == "link"
    assert "Your pain went from 6 to 3" in page
    assert "<svg" in page
    assert "Some people do not improve" in page
    assert "The grey band, from 6 to 12 weeks, is when change often comes, if it comes." in page
    assert "people with the same injection" not in page, "no course of other people is drawn"


def test_an_emergency_rings_at_once_and_says_what_was_injected():
    visit = a_check_in()
    assert visit.answer(1, new_weakness="yes")["Location"].endswith("/now/")
    page = visit.text("now/")
    assert "Go to the emergency department now" in page
    assert "Platelet-rich plasma was injected" in page
    [found] = signed(visit, CheckIn)
    assert found.new_weakness is True
    visit.episode.refresh_from_db()
    assert visit.episode.alert == "emergency"


def test_an_alarm_is_not_taken_back_and_stays_one_entry():
    visit = a_check_in()
    visit.answer(1, new_weakness="yes", saddle_numbness="no")
    visit.answer(1, new_weakness="no", saddle_numbness="no")
    visit.send()
    [found] = signed(visit, CheckIn)
    assert (found.new_weakness, found.saddle_numbness) == (True, False)


def test_a_measured_fever_rings_and_is_not_taken_back():
    visit = a_check_in()
    visit.answer(3, **{"temperature": "101.3", "temperature:unit": "°F"})
    assert "Speak with us today" in visit.text("now/")
    visit.answer(3, temperature="")
    visit.send()
    [found] = signed(visit, CheckIn)
    assert found.temperature == pytest.approx(38.5)
    assert found.state("fever") == "not asked"


def test_fahrenheit_stands_ready_and_a_number_in_the_wrong_unit_is_asked_again():
    visit = a_check_in()
    assert '<option value="°F" selected>' in visit.text("3/")
    page = visit.answer(3, **{"temperature": "100.4", "temperature:unit": "°C"}).content.decode()
    assert "look at this number again" in page
    assert 'value="100.4"' in page


def test_a_wrong_number_does_not_hide_a_sign_beside_it():
    visit = a_check_in()
    visit.answer(3, temperature="hot")
    assert visit.answer(1, new_weakness="yes")["Location"].endswith("/now/")


def test_trouble_is_signed_as_an_adverse_event_in_plain_words():
    visit = a_check_in()
    day = today() - timedelta(days=1)
    began = {"began_on:day": day.day, "began_on:month": day.month, "began_on:year": day.year}
    told = "Only a mild headache, gone after a short walk."
    visit.answer(4, any="yes", what="headache", description=told, grade="2", **began)
    visit.send()
    [event] = signed(visit, AdverseEvent)
    assert (event.what, event.began_on, event.grade, event.found_by) == ("headache", day, 2, "check_in")


def test_trouble_half_told_is_asked_for_and_not_lost():
    visit = a_check_in()
    page = visit.answer(4, any="yes", description="It burns.").content.decode()
    assert "Please answer this one" in page
    assert "It burns." in page
    visit.send()
    assert signed(visit, AdverseEvent) == ()
    assert visit.link.used_at is None


def test_no_trouble_signs_no_event():
    visit = a_check_in()
    visit.answer(4, any="no")
    visit.send()
    assert signed(visit, AdverseEvent) == ()


def test_no_and_more_below_is_asked_about_and_can_be_taken_out():
    """Somebody who picked an answer by mistake and then said no was asked for its date, with no way back."""
    visit = a_check_in()
    page = visit.answer(4, any="no", what="bleeding", grade="2").content.decode()
    assert "You said no, but told us more below" in page
    assert "Please answer this one" not in page
    assert page.count("Leave this one out") == 2, "what happened can be taken back, too"
    visit.send()
    assert signed(visit, AdverseEvent) == ()
    assert visit.link.used_at is None
    visit.answer(4, any="no", what="", grade="")
    visit.send()
    assert visit.link.used_at is not None
    assert signed(visit, AdverseEvent) == ()


def test_what_is_wrong_is_told_as_a_sentence_of_its_own():
    page = a_check_in().answer(4, any="yes", description="It burns.").content.decode()
    assert "First noticed on: Please answer this one." in page


def test_nobody_is_asked_whether_they_died():
    page = a_check_in().text("4/")
    assert "Life in danger" in page
    assert "Death" not in page
    assert "died" not in page


def test_in_spanish_the_statements_are_numbers_of_the_printed_list():
    visit = a_check_in("week_2", 14, language="es")
    page = visit.text(f"{number_of('week_2', 'roland_morris')}/")
    assert "Frase 24 de la lista impresa" in page
    assert "I stay at home" not in page


def test_before_the_injection_only_the_scores_are_asked():
    parts = {step.part for step in check_in_steps("baseline")}
    names = {name for step in check_in_steps("baseline") for name in step.names}
    assert parts == {"outcome"}
    assert not names & {"pgic", "rescue_injection"}


def _progress(before, now, lang="en", visit="week_6", days=42):
    held = Chart("e")
    answers = [("baseline", before), (visit, now)]
    for name, score in answers:
        if score is not None:
            held = held.sign(
                Outcome(visit=name, answered_on=date(2026, 1, 1), nrs_average=score),
                DOCTOR,
                datetime(2026, 1, 1, tzinfo=UTC),
            )
    given = Injection.model_validate({"given_at": datetime(2026, 1, 1, 15, tzinfo=UTC), **GIVEN})
    held = held.sign(given, DOCTOR, datetime(2026, 1, 1, tzinfo=UTC))
    return progress(held, visit, date(2026, 1, 1) + timedelta(days=days), Say(lang))


@pytest.mark.parametrize(
    ("before", "now", "heading"),
    [
        (6, 3, "Your pain went from 6 to 3"),
        (3, 6, "Your pain went up from 3 to 6"),
        (5, 5, "Your pain is still at 5"),
        (None, 4, "Your pain is at 4 of 10"),
        (6, None, "Thank you. We have your answers"),
    ],
)
def test_the_heading_says_the_finding(before, now, heading):
    assert _progress(before, now).heading == heading


def test_a_small_change_is_not_sold_as_one():
    assert "can be chance" in " ".join(_progress(6, 5).lead)
    assert "most people notice" in " ".join(_progress(6, 4).lead)
    assert not any("half" in line for line in _progress(6, 4).lead)


def test_one_answer_alone_draws_no_line():
    assert not _progress(None, 4).drawn
    assert _progress(6, 4).drawn


def test_the_next_date_is_the_next_visit_that_has_no_answer():
    assert _progress(6, 4).next_on == "26 March 2026"
    assert _progress(6, 4, "es").next_on == "26 de marzo de 2026"
    assert _progress(6, 4, visit="week_52", days=364).next_on == ""
