"""The questions before the first visit."""

import pytest
from django.utils.html import escape

from buffycoat.pathway.triage.flags import FLAGS, SIGNS
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.store import actions
from buffycoat.store.charts import chart, today_board
from buffycoat.store.clock import today
from buffycoat.web.presenters.patient_steps import CAUDA_EQUINA, INTAKE
from tests.unit.web.patients import NURSE, a_link

pytestmark = pytest.mark.django_db
WHERE, HOW, STORY = 13, 14, 15


def signed(visit, kind):
    return chart(visit.episode.pk).every(kind)


def test_every_warning_sign_and_every_question_on_pain_is_on_exactly_one_page():
    names = [name for step in INTAKE if step.part == "signs" for name in step.names]
    assert sorted(names) == sorted({*WarningSigns.items} - {"newly"})
    assert sorted(n for s in INTAKE if s.part == "pain" for n in s.names) == sorted(Pain.items)


def test_the_signs_of_pressed_nerves_come_first_one_a_page():
    visit = a_link()
    for number, name in enumerate(CAUDA_EQUINA, start=1):
        page = visit.text(f"{number}/")
        assert escape(SIGNS[name].ask) in page
        assert page.count('type="radio"') == 4
        assert f"Question {number} of 15." in page
        assert "Why we ask" in page


def test_the_four_answers_become_yes_new_no_and_unknown_and_silence_stays_absent():
    visit = a_link()
    visit.answer(9, hand_clumsiness="long", shock_on_neck_bend="unsure", foot_drop="no")
    visit.answer(12, height_loss="new")
    visit.send()
    [signs] = signed(visit, WarningSigns)
    assert signs.hand_clumsiness is True
    assert signs.newly == ("height_loss",)
    assert signs.foot_drop is False
    assert signs.state("shock_on_neck_bend") == "unknown"
    assert signs.state("gait_disturbance") == "not asked"
    assert signs.state("saddle_numbness") == "not asked"


def test_the_patient_signs():
    visit = a_link()
    visit.answer(1, saddle_numbness="no")
    visit.answer(WHERE, **{"regions=low_back_middle": "on"})
    visit.send()
    mine = [entry for entry in chart(visit.episode.pk).entries if entry.signer.role == "patient"]
    assert [entry.kind for entry in mine] == ["triage.warning_signs", "triage.pain"]
    assert {entry.signer.id for entry in mine} == {visit.episode.patient_id}


def test_pain_is_signed_as_it_was_answered():
    visit = a_link()
    visit.answer(WHERE, **{"regions=low_back_right": "on", "regions=foot_left": "on"})
    moves = {"worse_with=sitting": "on", "better_with:none": "on"}
    began = {"onset:year": "2019", "onset:month": "3"}
    visit.answer(HOW, trend="same", now="6", average="?", **began, **moves)
    visit.send()
    [pain] = signed(visit, Pain)
    assert pain.regions == ("low_back_right", "foot_left")
    assert (pain.onset, pain.trend, pain.now) == ("2019-03", "same", 6)
    assert pain.state("average") == "unknown"
    assert pain.state("worst") == "not asked"
    assert (pain.worse_with, pain.better_with) == (("sitting",), ())


def test_each_page_is_saved_at_once_and_shown_again():
    visit = a_link()
    visit.answer(1, saddle_numbness="unsure")
    assert visit.link.answers["typed"]["signs"] == {"saddle_numbness": "unsure"}
    assert 'value="unsure" checked' in visit.text("1/")


def test_back_and_finish_later_keep_what_stands_on_the_page():
    visit = a_link()
    assert visit.answer(2, do="back", urinary_retention="no")["Location"].endswith("/1/")
    assert visit.answer(3, do="later", urinary_incontinence="no")["Location"].endswith("/later/")
    assert visit.link.answers["typed"]["signs"] == {"urinary_retention": "no", "urinary_incontinence": "no"}
    assert "Use the same link" in visit.text("later/")


def test_coming_back_leads_to_the_page_that_was_reached():
    visit = a_link()
    visit.answer(1, saddle_numbness="no")
    visit.answer(2, do="later", urinary_retention="no")
    assert visit.get()["Location"].endswith("/2/")


def test_an_answer_can_be_emptied_again():
    visit = a_link()
    visit.answer(WHERE, **{"regions=neck": "on", "regions=foot_left": "on"})
    visit.answer(WHERE, **{"regions=neck": "on"})
    assert visit.link.answers["typed"]["pain"] == {"regions=neck": "on"}


def test_nothing_typed_is_lost_when_something_is_wrong_with_it():
    visit = a_link()
    answer = visit.answer(HOW, **{"onset:year": "20x9", "onset:month": "3", "now": "7"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "We cannot read this as a day" in page
    assert 'value="20x9"' in page
    assert visit.link.answers["typed"]["pain"]["now"] == "7"
    assert "One answer needs another look" in visit.text(f"{HOW}/")


def test_a_pain_that_has_not_begun_yet_is_questioned():
    page = a_link().answer(HOW, **{"onset:year": str(today().year + 2)}).content.decode()
    assert "has not come yet" in page


def test_what_cannot_be_read_is_not_sent_and_the_page_that_needs_it_is_named():
    visit = a_link()
    visit.answer(HOW, **{"onset:year": "soon"})
    page = visit.send().content.decode()
    assert "Please look at this again first" in page
    assert signed(visit, Pain) == ()
    assert visit.link.used_at is None


def test_the_review_shows_answers_and_what_was_left_open():
    visit = a_link()
    visit.answer(1, saddle_numbness="no")
    visit.answer(9, foot_drop="no")
    page = visit.text("review/")
    assert "Nothing is sent yet" in page
    assert escape(SIGNS["foot_drop"].ask) in page
    assert "Left open: 4" in page
    assert f'href="{visit.base}9/"' in page


def test_own_words_reach_the_chart():
    visit = a_link()
    visit.answer(STORY, narrative="It began\nafter the garden.")
    visit.send()
    [signs] = signed(visit, WarningSigns)
    assert signs.narrative == "It began\nafter the garden."


def test_sending_closes_the_link_and_thanks():
    visit = a_link()
    visit.answer(1, saddle_numbness="no")
    answer = visit.send()
    assert "Thank you. We have your answers" in answer.content.decode()
    assert visit.send().status_code == 410
    assert len(signed(visit, WarningSigns)) == 1


def test_nothing_answered_signs_nothing():
    visit = a_link()
    visit.send()
    assert [entry.signer.role for entry in chart(visit.episode.pk).entries] == ["nurse"]


def test_an_emergency_midway_is_signed_at_once_and_stands_on_the_clinics_board():
    visit = a_link()
    answer = visit.answer(1, saddle_numbness="new")
    assert answer["Location"].endswith("/now/")
    page = visit.text("now/")
    assert "Go to the emergency department now" in page
    assert 'href="tel:911"' in page
    assert "numb between the legs" in page
    assert "Possible cauda equina syndrome." in page
    assert "200 mL" in page
    [signs] = signed(visit, WarningSigns)
    assert (signs.saddle_numbness, signs.newly) == (True, ("saddle_numbness",))
    [first] = today_board(today()).needs_now
    assert (first.pk, first.alert) == (visit.episode.pk, "emergency")


def test_the_same_day_is_signed_at_once_too():
    visit = a_link()
    assert visit.answer(10, fever="new")["Location"].endswith("/now/")
    assert "Speak with us today" in visit.text("now/")
    visit.episode.refresh_from_db()
    assert visit.episode.alert == "same_day"


def test_after_the_alarm_the_questions_go_on_and_the_alarm_stays_in_sight():
    visit = a_link()
    visit.answer(1, saddle_numbness="new")
    assert visit.get()["Location"].endswith("/2/")
    assert f'href="{visit.base}now/"' in visit.text("2/")
    assert visit.answer(2, urinary_retention="no")["Location"].endswith("/3/")
    assert len(signed(visit, WarningSigns)) == 1


def test_a_further_sign_of_emergency_is_told_again_in_the_same_entry():
    visit = a_link()
    visit.answer(1, saddle_numbness="new")
    assert visit.answer(2, urinary_retention="new")["Location"].endswith("/now/")
    [signs] = signed(visit, WarningSigns)
    assert signs.urinary_retention is True
    assert "cannot pass urine" in visit.text("now/")


@pytest.mark.parametrize("changed", ["no", "long", "unsure", None])
def test_the_patient_cannot_take_an_alarm_back(changed):
    visit = a_link()
    visit.answer(2, urinary_retention="new")
    visit.answer(2, **({"urinary_retention": changed} if changed else {}))
    assert "It stays until a clinician" in visit.text("review/")
    visit.send()
    [signs] = signed(visit, WarningSigns)
    assert (signs.urinary_retention, signs.newly) == (True, ("urinary_retention",))
    assert "then changed on the page" in signs.narrative
    visit.episode.refresh_from_db()
    assert visit.episode.alert == "emergency"


def test_after_sending_an_emergency_is_shown_again():
    visit = a_link()
    visit.answer(1, saddle_numbness="new")
    assert "Go to the emergency department now" in visit.send().content.decode()


def test_staff_signing_in_the_meantime_does_not_stop_the_patient():
    visit = a_link()
    visit.answer(1, saddle_numbness="new")
    held = chart(visit.episode.pk)
    actions.retract(NURSE, visit.episode.pk, 2, "spoken with her, wrong link", seen=len(held.entries))
    visit.answer(2, urinary_retention="no")
    assert visit.send().status_code == 200
    assert len(signed(visit, WarningSigns)) == 1


def test_thoughts_of_suicide_meet_gentle_words_and_a_line_to_call():
    visit = a_link()
    visit.answer(8, suicidal_thoughts="new")
    page = visit.text("now/")
    assert 'href="tel:988"' in page
    assert 'href="tel:911"' in page
    assert "alarm" not in page.split("<body", 1)[1].split(">", 1)[0]
    visit.episode.refresh_from_db()
    assert visit.episode.alert == "emergency"


def test_spanish_from_the_patients_language_and_by_switch():
    spanish = a_link(language="es")
    assert "Pregunta 1 de 15" in spanish.text("1/")
    answer = spanish.answer(1, do="lang:en", saddle_numbness="no")
    assert answer["Location"].endswith("/1/")
    assert "Question 1 of 15" in spanish.text("1/")
    assert spanish.link.answers["typed"]["signs"] == {"saddle_numbness": "no"}


def test_no_english_is_left_on_the_spanish_pages():
    visit = a_link(language="es")
    english = {sign.ask for sign in SIGNS.rows.values()} | {item.ask for item in Pain.items.values()}
    for number in range(1, len(INTAKE) + 1):
        page = visit.text(f"{number}/")
        assert 'lang="en"' not in page.split("<main", 1)[1]
        assert not [text for text in english if escape(text) in page]


def test_no_clinical_card_and_no_other_patient_is_on_any_page():
    visit = a_link()
    visit.answer(9, hand_clumsiness="new", gait_disturbance="new")
    for at in [f"{n}/" for n in range(1, 16)] + ["review/", "now/", "later/"]:
        page = visit.text(at)
        assert "Hoffmann" not in page or at == "now/"
        assert 'class="card' not in page


def test_all_flags_can_be_answered():
    visit = a_link()
    for number, step in enumerate(INTAKE, start=1):
        visit.answer(number, **{name: "no" for name in step.signs})
    visit.send()
    [signs] = signed(visit, WarningSigns)
    assert all(getattr(signs, flag) is False for flag in FLAGS)
    assert signs.newly == ()


def test_the_crisis_line_is_the_practices_own(settings):
    settings.CRISIS = "0800 1110111"
    visit = a_link()
    visit.answer(8, suicidal_thoughts="new")
    page = visit.text("now/")
    assert "Call 0800 1110111" in page
    assert "988" not in page
    assert "text message" not in page, "nothing is said of a line that we do not know"
