"""The answers as anybody reads them: the list, what is looked for in it, and each answer."""

import re
from html import unescape

import pytest
from django.test import Client

from buffycoat.library.answers import answers
from buffycoat.library.answers.strength import is_ours, strongest
from buffycoat.pathway.knowledge import sources
from buffycoat.web.presenters import library
from buffycoat.web.presenters.library import cited, listed, related, subjects
from tests.answers.topics import TOPICS


def get(address, **headers):
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def titles(page):
    """The questions on a list, in order."""
    found = re.findall(r'<ul class="topics">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r'<a href="/answers/[a-z0-9-]+/\?lang=\w\w">(.*?)</a>', "".join(found))


def test_the_list_needs_no_account_cookie_script_or_database():
    answer = Client().get("/answers/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"<script" not in answer.content


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_list_has_every_answer_once_and_emergencies_first(lang):
    page = get(f"/answers/?lang={lang}")
    shown = titles(page)
    assert sorted(shown) == sorted(one.title for one in answers(lang).values())
    assert shown[0] == answers(lang)["when-emergency"].title
    assert f'<html lang="{lang}">' in page


def test_what_cannot_wait_stands_before_everything_else():
    for page in (get("/answers/"), get("/answers/off-label/")):
        main = page[page.index("<main") :]
        assert main.index('href="tel:911"') < main.index("<h1>")
        assert main.index('href="/emergency/?lang=en"') < main.index("<h1>")


def test_a_word_is_looked_for_in_titles_and_questions_without_accents_and_case():
    assert "Which pain medicines can I take with PRP?" in titles(get("/answers/?q=IBUPROFEN"))
    spanish = get("/answers/?lang=es&q=infeccion")
    assert answers("es")["infection-risk"].title in titles(spanish)
    assert len(titles(spanish)) < len(TOPICS)


def test_every_word_must_be_there():
    one, both = listed("en", "blood"), listed("en", "blood thinner")
    assert {found.topic for part in both for found in part.answers} < {
        found.topic for part in one for found in part.answers
    }
    assert not listed("en", "blood lottery")


def test_nothing_found_is_said_with_what_was_looked_for_and_whom_to_call(settings):
    settings.PHONE = "555-0142"
    page = get("/answers/?q=lottery")
    assert "We found nothing with “lottery”" in page
    assert "tel:5550142" in page
    assert titles(page) == []


def test_what_was_typed_is_never_markup_and_stays_when_the_language_changes():
    content = Client().get('/answers/?q="><script>x</script>').content.decode()
    assert "<script>x" not in content
    assert 'href="?lang=es&amp;q=fever+pain"' in Client().get("/answers/?q=fever pain").content.decode()


def test_a_very_long_search_is_cut():
    page = get(f"/answers/?q={'a' * 5000}")
    assert "a" * 200 in page
    assert "a" * 201 not in page


def test_a_subject_shows_its_answers_and_an_unknown_one_shows_all():
    wanted = {one.title for one in answers("en").values() if "Cervical" in one.tags}
    assert set(titles(get("/answers/?tag=Cervical"))) == wanted
    assert len(titles(get("/answers/?tag=Astrology"))) == len(TOPICS)


def test_a_subject_of_an_answer_or_two_is_no_choice():
    for key, _ in subjects("en"):
        assert sum(key in one.tags for one in answers("en").values()) >= library.FEWEST


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_answer_has_its_page(topic, lang):
    found = answers(lang)[topic]
    page = get(f"/answers/{topic}/?lang={lang}")
    assert f"<h1>{found.title}</h1>" in page
    assert page.index(found.short) < page.index('<div class="body')
    for key in found.sources:
        assert sources()[key].title in page
    for link in re.findall(r'href="/answers/([a-z0-9-]+)/', page):
        assert link in TOPICS


def test_the_browser_s_language_is_taken_where_none_is_asked_for():
    assert '<html lang="es">' in get("/answers/off-label/", accept_language="es-MX,es;q=0.9")
    assert '<html lang="en">' in get("/answers/off-label/?lang=en", accept_language="es-MX")


def test_an_answer_leads_to_itself_in_the_other_language():
    assert '<a href="?lang=es" hreflang="es" lang="es">' in get("/answers/off-label/?lang=en")


def test_links_in_the_body_keep_the_language():
    page = get("/answers/what-is-prp/?lang=es")
    assert 'href="/answers/infection-risk/?lang=es"' in page


def test_who_has_not_reviewed_it_and_when_it_is_due(settings):
    settings.TODAY = "2026-11-23"
    english, spanish = get("/answers/off-label/?lang=en"), get("/answers/off-label/?lang=es")
    assert "Written on 22 November 2026. <b>Not yet reviewed by a clinician.</b>" in english
    assert "Next review: 22 May 2027." in english
    assert "Todavía no lo revisó un profesional clínico." in spanish
    assert "Próxima revisión: 22 de mayo de 2027." in spanish


def test_an_overdue_review_is_said(settings):
    settings.TODAY = "2027-05-22"
    assert "Next review" in get("/answers/off-label/")
    settings.TODAY = "2027-05-23"
    assert "The review was due on 22 May 2027." in get("/answers/off-label/")


def test_a_reviewer_is_named_once_there_is_one(monkeypatch):
    signed = answers("en")["off-label"].model_copy(update={"reviewed_by": "Dr Ada Example"})
    monkeypatch.setattr("buffycoat.web.views.answers.answers", lambda lang: {"off-label": signed})
    page = get("/answers/off-label/")
    assert "Reviewed by Dr Ada Example." in page
    assert "Not yet reviewed" not in page


def test_no_source_is_shown_surer_than_it_is():
    for one in answers("en").values():
        for key, source in zip(one.sources, cited(one), strict=True):
            surest = {"V": "read", "K": "known", "K~": "uncertain", "P": "ours"}[strongest(key)]
            assert source.mark == ("ours" if key.startswith("rule-") else surest)


def test_the_least_sure_part_is_said_and_every_rule_that_nobody_has_signed():
    known, ours = (
        "but we did not read them again",
        "a rule of our own. The medical director has not signed it",
    )
    assert known in get("/answers/disc-prp/")
    assert ours in get("/answers/disc-prp/")
    assert get("/answers/when-emergency/").count(ours) == 1


def test_an_answer_without_a_rule_of_ours_claims_none():
    free = [one for one in answers("en").values() if not any(map(is_ours, one.sources))]
    assert free
    for one in free:
        assert "a rule of our own" not in get(f"/answers/{one.topic}/")


def test_a_number_in_a_key_is_no_year():
    shown = {one.title: one.year for one in cited(answers("en")["disc-prp"])}
    assert shown["Intradiscal PRP releasate: randomised trial (Akeda 2022)"] == ""
    assert not {year for year in shown.values() if year} & {"1102", "2030", "2011"}


@pytest.mark.parametrize("topic", TOPICS)
def test_what_people_also_ask_is_something_else_and_what_the_answer_points_to_comes_first(topic):
    found = related(answers("en")[topic])
    assert len({one.topic for one in found}) == library.RELATED
    assert topic not in {one.topic for one in found}


def test_an_answer_that_is_not_there():
    assert Client().get("/answers/lottery/").status_code == 404


def test_nothing_can_be_sent_to_these_pages():
    assert Client().post("/answers/").status_code == 405
    assert Client().post("/answers/off-label/").status_code == 405


def test_staff_find_the_answers_in_the_navigation(clinic):
    page = clinic.at_screen("nurse").get("/").content.decode()
    assert '<a href="/answers/">Answers</a>' in page
