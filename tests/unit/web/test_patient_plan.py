"""The plan by link: today first, the medicines, the PDF and the calendar, in both languages."""

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.test import Client
from icalendar import Calendar

from buffycoat.pathway.aftercare.plan import Options, plan_for
from buffycoat.pathway.candidacy.records import Allergies, Allergy, Drug, Medicines
from buffycoat.pathway.chart import Retraction
from buffycoat.store import actions
from buffycoat.store.models import AuditEvent
from tests.people import NURSE
from tests.treated import DAY, GIVEN_AT, injection, treated, written
from tests.unit.web.patients import BORN, Visit

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")
DISC = [{"target": "DISC", "level": "L4-5", "side": "M", "volume": 1.5}]


def handed(episode, amends=None, **options):
    plan = plan_for(injection(sites=DISC), Options(**options), ZONE)
    return written(episode, plan, NURSE, GIVEN_AT + timedelta(hours=1), amends)


def visit(episode, proved=True) -> Visit:
    opened = Visit(Client(), f"/a/{actions.make_link(NURSE, episode, 'plan', hours=8760)}/", episode)
    assert not proved or opened.prove(BORN).status_code == 302
    return opened


@pytest.fixture
def on(settings):
    def turn(days: int) -> None:
        settings.TODAY = (DAY + timedelta(days=days)).isoformat()

    turn(3)
    return turn


@pytest.fixture
def planned(on):
    episode = treated(sites=DISC)
    drugs = (Drug(name="Eliquis 5 mg", use="taking"), Drug(name="Advil", use="as needed"))
    written(episode, Medicines(drugs=drugs), NURSE)
    handed(episode)
    return episode


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_nothing_is_shown_before_the_date_of_birth(planned):
    opened = visit(planned, proved=False)
    for at in ("", "medicine/", "plan.pdf", "calendar/plain.ics"):
        page = opened.text(at)
        assert "date of birth" in page
        assert "Ann" not in page


def test_today_stands_before_the_other_days(planned):
    page = words(visit(planned).text())
    assert "Day 3 after your injection" in page
    today = page.index("Today, 22 November 2026")
    assert today < page.index("When to get help") < page.index("What comes next")
    assert "Do not lift more than 5 kg" in page[today : page.index("When to get help")]
    assert "555-0100" in page


@pytest.mark.parametrize(
    ("days", "first"), [(0, "This is"), (5, "Desk work"), (14, "Start physiotherapy"), (100, "No limits")]
)
def test_the_day_decides_what_stands_first(planned, on, days, first):
    on(days)
    page = words(visit(planned).text())
    expected = "Do not drive" if days == 0 else first
    assert expected in page[page.index("Today,") : page.index("When to get help")]


def test_the_medicines_are_the_patients_own(planned):
    page = words(visit(planned).text())
    assert "Eliquis: never stop it or start it on your own" in page
    assert "Wait until 27 November 2026" in page


def test_spanish(planned):
    page = words(visit(planned).text("", lang="es"))
    assert "Día 3 después de la inyección" in page
    assert "Espere hasta el 27 de noviembre de 2026" in page
    assert "Today" not in page


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("ibuprofin", "Wait until 27 November 2026"),
        ("Eliquis", "Never stop this on your own"),
        ("Excedrin", "Not for pain. For the heart, never stop it."),
        ("Advil and Eliquis", "They are not alike: read each line"),
        ("Tylenol and Eliquis", "This says nothing about Tylenol. Ask about it on its own."),
        ("Tylenol", "Fine from our side, but ask your prescriber"),
        ("tilenol", "Ask us first"),
        ("kava", "Ask us first"),
        ("<script>alert(1)</script>", "Ask us first"),
    ],
)
def test_can_i_take_this(planned, asked, heading):
    opened = visit(planned)
    answer = opened.post("medicine/", medicine=asked)
    page = answer.content.decode()
    assert heading in words(page)
    assert "<script>alert" not in page
    assert not AuditEvent.objects.filter(what__icontains=asked).exists(), "what was asked is kept nowhere"


def test_an_allergy_in_the_chart_is_told_before_a_medicine_is_called_fine(planned, on):
    written(planned, Allergies(allergies=(Allergy(substance="Acetaminophen"),)), NURSE)
    page = words(visit(planned).post("medicine/", medicine="Tylenol").content.decode())
    assert "Ask us first" in page
    assert "our list says that you are allergic to Acetaminophen" in page
    spanish = words(visit(planned).post("medicine/", medicine="Panadol", lang="es").content.decode())
    assert "alérgico o alérgica a esto: Acetaminophen" in spanish


def test_days_that_are_past_are_folded_away_behind_the_others(planned, on):
    on(100)
    page = visit(planned).text()
    assert "No more changes are planned." in page
    assert (
        page.index("No limits") < page.index("Days that are past or have begun") < page.index("Do not drive")
    )


def test_what_holds_today_says_until_when_and_is_not_told_twice(planned):
    page = words(visit(planned).text())
    today, ahead, begun = (page.index(said) for said in ("Today,", "What comes next", "Days that are past"))
    assert "Heart aspirin goes on: never stop it on your own. Until 26 November 2026." in page[today:ahead]
    assert "Heart aspirin" not in page[ahead:begun]
    assert "More load step by step" in page[ahead:begun]


def test_a_misspelt_name_is_confirmed_before_it_is_fine(planned):
    opened = visit(planned)
    page = opened.post("medicine/", medicine="tilenol").content.decode()
    assert "Yes, I mean tylenol" in page
    assert "Fine from our side" in opened.post("medicine/", medicine="tylenol").content.decode()


def test_an_empty_question_says_so(planned):
    assert "Please type the name" in visit(planned).post("medicine/", medicine=" ").content.decode()


def test_before_an_injection_there_is_no_plan_and_a_medicine_can_be_asked_about(on, clinic):
    opened = visit(clinic.episode)
    assert "Your plan comes with the injection" in opened.text()
    assert "Ask us first" in opened.post("medicine/", medicine="Advil").content.decode()


def test_an_injection_that_was_taken_back_takes_its_plan_with_it(planned):
    written(planned, Retraction(reason="signed in the wrong chart"), amends=2)
    opened = visit(planned)
    assert "Your plan comes with the injection" in opened.text()
    events = Calendar.from_ical(opened.get("calendar/plain.ics").content).events
    assert {str(one["status"]) for one in events} == {"CANCELLED"}


def test_the_practices_own_days_reach_the_answer(on):
    episode = treated(sites=DISC)
    handed(episode, nsaid_days=14)
    page = visit(episode).post("medicine/", medicine="Advil").content.decode()
    assert "Wait until 4 December 2026" in page


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_pdf_is_tagged_and_in_the_patients_language(planned, lang):
    answer = visit(planned).get("plan.pdf", lang=lang)
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert 1 <= len(pdf.pages) <= 4
    assert AuditEvent.objects.filter(what="plan: plan, PDF opened").exists()


def test_without_the_extra_the_page_says_so(planned, monkeypatch):
    from buffycoat.web.documents.pdf import NoDocuments
    from buffycoat.web.views import patient_plan

    def missing(*_):
        raise NoDocuments("no typst")

    monkeypatch.setattr(patient_plan, "render", missing)
    assert "cannot make the PDF" in visit(planned).text("plan.pdf")


def loaded(opened, titles="plain"):
    return Calendar.from_ical(opened.get(f"calendar/{titles}.ics").content)


def test_the_calendar_tells_nothing_unless_the_patient_chose_so(planned):
    opened = visit(planned)
    plain = {(str(one["summary"]), str(one["description"])) for one in loaded(opened).events}
    assert plain == {("Reminder", "Open your link, or call 555-0100.")}
    text = loaded(opened).to_ical().decode()
    assert not re.search(r"inject|PRP|spine|disc|ibuprofen|Ann|Spine practice", text, re.IGNORECASE)
    told = " ".join(str(one["description"]) for one in loaded(opened, "open").events)
    assert "ibuprofen" not in told.split("Open your link")[0]
    assert "physiotherapy" in told


def test_the_calendar_is_in_local_time_across_the_change_of_the_clocks(planned):
    made = loaded(visit(planned))
    assert [str(one["tzid"]) for one in made.timezones] == ["America/New_York"]
    starts = {one["dtstart"].dt for one in made.events}
    assert all(one.hour == 9 and one.tzinfo is not None for one in starts)
    assert {one.utcoffset() for one in starts} == {timedelta(hours=-5), timedelta(hours=-4)}
    assert datetime(2026, 12, 3, 9, tzinfo=ZONE) in starts, "two weeks"


def test_an_amended_plan_updates_the_same_events(planned):
    opened = visit(planned)
    before = {str(one["uid"]): one for one in loaded(opened).events}
    number = handed(planned, amends=4, nsaid_days=14)
    assert number == 5
    after = {str(one["uid"]): one for one in loaded(opened).events}
    assert set(before) <= set(after), "an event is changed or called off, never left behind"
    assert {one["sequence"] for one in before.values()} == {0}
    assert {one["sequence"] for one in after.values()} == {1}
    gone = [one for one in after.values() if str(one["status"]) == "CANCELLED"]
    assert gone == [], "another day of the plan begins on that day all the same"
    assert date(2026, 12, 4) in {one["dtstart"].dt.date() for one in after.values()}
    assert "We changed this plan" in opened.text()


def test_a_calendar_of_a_day_that_does_not_exist_is_lost(planned):
    assert visit(planned).get("calendar/other.ics").status_code == 404
