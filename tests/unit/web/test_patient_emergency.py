"""The emergency screen for anybody."""

import pytest
from django.test import Client

from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.red_flags import RED_FLAGS
from buffycoat.web.presenters.emergency import NOT_SHOWN, SHOWN, read

ADDRESS = "/emergency/"


def ask(**ticks):
    return Client().post(ADDRESS, ticks).content.decode()


def test_it_opens_without_account_link_cookie_or_database():
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert not answer.cookies


def test_an_answer_leaves_no_cookie_and_needs_no_token():
    answer = Client(enforce_csrf_checks=True).post(ADDRESS, {"saddle_numbness": "on"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def means_now(flag):
    """Whether a sign is an emergency without any other beside it."""
    rows = RED_FLAGS.rows.values()
    return any(flag in row.flags and row.tier == "E0" and not row.also and row.at_least == 1 for row in rows)


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if means_now(flag)])
def test_every_sign_that_alone_is_an_emergency_is_on_the_screen_and_answered(flag):
    assert flag in SHOWN
    page = ask(**{flag: "on"})
    assert 'href="tel:911"' in page
    assert ("tel:988" in page) == (flag == "suicidal_thoughts")


def test_the_alarm_repeats_what_was_ticked_and_hands_it_to_the_hospital():
    page = ask(saddle_numbness="on", urinary_retention="on", newly="yes")
    assert "You told us: numb between the legs, cannot pass urine, or cannot feel it." in page
    assert "New or worse within 14 days: numb between the legs" in page
    assert "within 4 h of the request" in page
    assert "Blood thinners: not asked" in page
    assert "Nothing from this page is stored" in page


def test_without_an_answer_on_time_nothing_is_called_new():
    assert "onset not known to be within 14 days" in ask(saddle_numbness="on")


def test_the_same_day_page_has_the_practice_and_what_to_do_unreached(settings):
    settings.PHONE = "555-0142"
    page = ask(fever="on")
    assert "tel:5550142" in page
    assert "within 4 hours" in page


def test_two_weeks():
    assert "within 2 weeks" in ask(cancer_history="on")


def test_none_of_these_is_never_a_bare_nothing():
    page = ask(none="on")
    assert "It is no diagnosis" in page
    assert "What we did not ask here" in page
    assert page.count("<li>") >= len(NOT_SHOWN) + 4
    assert "you get numb between the legs" in page


def test_not_sure_is_a_reason_to_call():
    page = ask(unsure="on")
    assert "Not sure? Call us now" in page
    assert "none of the signs" not in page


def test_not_sure_beside_none_is_still_not_sure():
    assert "Not sure? Call us now" in ask(unsure="on", none="on")


def test_a_tick_beside_none_of_these_counts():
    assert "Go to the emergency department now" in ask(none="on", saddle_numbness="on")


def test_nothing_ticked_asks_again():
    answer = Client().post(ADDRESS, {})
    assert answer.status_code == 422
    assert "Please tick what you have" in answer.content.decode()


def test_what_was_not_ticked_is_not_denied():
    signs = read({"fever": "on"}).record()
    assert signs.fever is True
    assert signs.state("saddle_numbness") == "not asked"
    assert read({"none": "on"}).record().saddle_numbness is False
    assert read({"unsure": "on"}).record().state("saddle_numbness") == "not asked"


def test_spanish_by_address_and_by_switch_with_the_ticks_kept():
    assert "¿Es una emergencia?" in Client().get(ADDRESS, {"lang": "es"}).content.decode()
    page = ask(saddle_numbness="on", lang="es")
    assert "Vaya ya a la sala de emergencias" in page
    assert "entrepierna adormecida" in page
    assert '<input type="hidden" name="saddle_numbness" value="on">' in page


def test_thoughts_of_suicide_with_another_emergency_show_both():
    page = ask(suicidal_thoughts="on", saddle_numbness="on")
    assert "Go to the emergency department now" in page
    assert "tel:988" in page


def test_nobody_without_a_name_is_promised_a_call():
    for flag in SHOWN:
        page = ask(**{flag: "on"})
        assert "e will call you" not in page
        assert "{" not in page.split("<main", 1)[1]
