"""A patient on an old phone reads, asks, consents, recovers and reports; the clinic sees it at once."""

import io
from pathlib import Path

import pikepdf
import pyarrow.parquet as pq
from icalendar import Calendar

from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn, Reach
from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import chart_permits
from buffycoat.pathway.outcomes.accounts import accounts, counted
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.store.extract import extract
from buffycoat.store.messages import Message
from tests.journeys import answers as said
from tests.journeys.consenting import chooses, reads_to
from tests.journeys.old_phone import OldPhone
from tests.journeys.outbox import when_messages_are_sent
from tests.journeys.ready import signed
from tests.journeys.steps import (
    given_a_referred_patient,
    given_signed,
    when_signed,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story
from tests.pdf_words import words_of
from tests.people import MANAGER
from tests.spec.consent import offer

KEY = bytes(range(32))


def test_from_the_first_question_to_the_registry_that_forgets(story: Story, tmp_path: Path) -> None:
    story.patient = OldPhone("en")
    the_patient_reads(story, "How sore will I be after PRP?", "severe new pain", "Ask a question")
    the_patient_asks(story)
    given_a_referred_patient(story)
    given_what_is_proposed(story)
    the_patient_fails_and_passes(story)
    story.turn_to(-10, "18:20")
    the_patient_signs(story, "You have signed")
    the_clinician_countersigns(story)
    given_the_injection(story)
    the_plan(story)
    the_quiet_check_in(story)
    the_visit_at_two_weeks(story)
    story.turn_to(20, "06:50")
    the_fever(story, "Speak with us today")
    the_clinic_sees_it(story)
    the_messages_stop(story)
    the_event_is_judged(story)
    assert told_to_the_registry(tmp_path) == 1
    the_patient_takes_the_registry_back(story)
    assert told_to_the_registry(tmp_path) == 0


def test_the_same_in_spanish(story: Story) -> None:
    story.patient = OldPhone("es")
    the_patient_reads(
        story, "¿Cuánto me dolerá después del PRP?", "dolor fuerte y nuevo", "Haga una pregunta"
    )
    phone = asks(story, "no siento la entrepierna y no puedo orinar")
    assert "911" in phone.words
    given_a_referred_patient(story, language="es")
    given_what_is_proposed(story)
    story.patient.fill({"interpreter": "no"}).go_on()
    reads_to(story, "Usted decide")
    chooses(story)
    assert "Puede firmar desde" in story.patient.words
    story.turn_to(-10, "18:20")
    the_patient_signs(story, "Usted firmó")
    the_clinician_countersigns(story)
    given_the_injection(story)
    story.turn_to(1, "10:00")
    the_plan_by_message(story)
    assert "Cuándo pedir ayuda" in story.patient.words
    paper = story.patient.client.get(f"{story.link}plan.pdf")
    assert opened(paper.content) == ("es", True)
    story.turn_to(20, "06:50")
    plan = story.link
    the_fever(story, "Hable con nosotros hoy")
    the_rest_of_the_questions(story, "Su señal de alarma ya nos llegó", "Seguir con las preguntas")
    assert story.patient.heading == "Hable con nosotros hoy", "after sending it is said once more"
    assert "Hable con nosotros antes de seguir este plan" in story.patient.open(plan).words
    the_clinic_sees_it(story)


# -- before the treatment ---------------------------------------------------------------------------


def the_patient_reads(story: Story, title: str, says: str, onward: str) -> None:
    """From the list of answers to one of them, and on to the question of one's own."""
    phone = story.patient.open("/answers/").follow(title)
    assert phone.heading == title
    assert says in phone.words
    phone.follow(onward)
    assert phone.address.startswith("/ask/")


def asks(story: Story, words: str) -> OldPhone:
    """Type a question and send it."""
    phone = story.patient.open("/ask/")
    phone.fill({"q": words}).go_on()
    assert isinstance(phone, OldPhone)
    assert phone.status == 200
    return phone


def the_patient_asks(story: Story) -> None:
    """An answer; what is not ours to answer; and what cannot wait for an answer."""
    phone = asks(story, "can i take ibuprofin after the shot")
    assert "Which pain medicines can I take with PRP?" in phone.words
    assert "Not yet reviewed by a clinician" in phone.words
    phone = asks(story, "my dog limps, what can i give my dog")
    assert "This is not something we can answer" in phone.words
    assert "veterinarian" in phone.words
    phone = asks(story, "cant feel the toilet paper when i wipe since tuesday")
    assert phone.page.one("body").attrs["class"] == "patient alarm"
    assert "Call 911" in phone.words
    assert "toilet paper" in phone.words
    assert "We do not know that you were here" in phone.words


def given_what_is_proposed(story: Story) -> None:
    """Everything signed up to what is proposed, and a link for a year in the patient's hands, opened."""
    story.turn_to(-12, "11:00")
    for record in (said.no_signs(), said.pain(), said.history(), said.medicines(), said.allergies()):
        signed(story, record)
    signed(story, said.labs())
    proposed = offer(*(said.plan().sites or ()), price="$1,450", performer="Dr. Vance", blood_volume=60)
    given_signed(story, "proceduralist", said.plan(), proposed)
    desk = story.by("front_desk").open(f"/episodes/{story.episode_id}/link")
    desk.fill({"purpose": "consent", "hours": "8760"}).press("Make the link")
    story.link = desk.page.one("div", "next").one("a").attrs["href"]
    when_the_patient_opens_the_link(story)


def the_patient_fails_and_passes(story: Story) -> None:
    """Wrong, explained again, not sure, explained again, right; then a day to think."""
    phone = story.patient
    phone.fill({"interpreter": "no"}).go_on()
    assert "$1,450" in phone.words
    reads_to(story, "Now the pain climbs again")
    phone.fill({"answer": "1"}).go_on()
    assert "We did not explain this well enough" in phone.words
    assert phone.open(f"{story.link}sign/").heading != "Sign", "the signature is not open yet"
    phone.open(f"{story.link}q-infection/").fill({"answer": "2"}).go_on()
    reads_to(story, "You decide each of these alone")
    chooses(story)
    assert "You can sign from" in phone.words
    assert not story.chart.signed(PatientPart)


def the_patient_signs(story: Story, heading: str) -> None:
    """Two days later, with the name typed; and they have their copy."""
    phone = story.patient.open(story.link)
    phone.fill({"name": "June Alder"}).go_on()
    assert phone.heading == heading
    own = story.chart.newest(PatientPart)
    assert own is not None
    assert own.text_language == phone.page.one("html").attrs["lang"]
    copy = phone.client.get(f"{story.link}copy/")
    assert opened(copy.content) == (own.text_language, True)
    assert "June Alder" in words_of(copy.content)


def the_clinician_countersigns(story: Story) -> None:
    story.turn_to(-9, "09:00")
    doctor = story.by("proceduralist").open(f"/episodes/{story.episode_id}/consent")
    doctor.follow("Countersign").fill({"capacity": "yes", "explained_by": "Dr. Vance"}).press("Sign as")
    assert story.chart.newest(Consent) is not None, doctor.words
    assert chart_permits("registry", story.chart)
    assert story.page().rail["Consent"] == "done"


def opened(pdf: bytes) -> tuple[str, bool]:
    """The language of a file, and whether it is tagged for those who listen to it."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return str(file.Root.Lang), bool(file.Root.MarkInfo.Marked)


# -- the treatment, and the quiet days after it -----------------------------------------------------


def given_the_injection(story: Story) -> None:
    """Blood, product, needle, home; the plan handed over, and messages agreed."""
    story.turn_to(-4, "16:00")
    signed(story, said.outcome("baseline", said.day(-4), 7))
    for time, record in (
        ("08:40", said.no_signs()),
        ("09:05", said.draw()),
        ("09:21", said.spin(1)),
        ("09:33", said.spin(2)),
        ("09:40", said.product()),
        ("10:05", said.time_out()),
        ("10:30", said.injection()),
        ("11:10", said.discharge()),
    ):
        story.turn_to(0, time)
        signed(story, record)
    story.turn_to(0, "11:15")
    story.form("nurse", AftercarePlan).fill(said.handed_over()).press("Sign as")
    when_signed(story, "nurse", Reach(channel="email", email="june@example.org"))


def the_plan_by_message(story: Story) -> None:
    """The plan, through the link of a message, after the date of birth."""
    consent, links = story.link, when_messages_are_sent()
    story.link = next(one for one in links if one.startswith("/a/"))
    when_the_patient_opens_the_link(story)
    assert consent != story.link


def the_plan(story: Story) -> None:
    """Today first; a medicine; the calendar and the paper; and the way to ask."""
    consent = story.link
    story.turn_to(1, "10:00")
    the_plan_by_message(story)
    phone = story.patient
    assert phone.heading == "Day 1 after your injection"
    assert "severe new pain, unlike before, even alone" in phone.words
    phone.fill({"medicine": "ibuprofin"}).press("Look")
    assert phone.heading == "Wait until 18 March 2027"
    phone.follow("Back to your plan")
    links = {one.text: one.attrs["href"] for one in phone.page.every("a")}
    file = phone.client.get(links["As a calendar, with titles that tell nothing"])
    days = {one["dtstart"].dt.date() for one in Calendar.from_ical(file.content).events}
    assert {said.day(2), said.day(14)} <= days
    assert b"PRP" not in file.content
    paper = phone.client.get(links["As a PDF to print"])
    assert opened(paper.content) == ("en", True)
    assert "June Alder" in words_of(paper.content)
    phone.follow("Ask a question")
    assert phone.address.startswith("/ask/")
    story.link = consent


def by_message(story: Story) -> None:
    """The check-in, through the link of a message."""
    story.patient.open(next(one for one in when_messages_are_sent() if one.startswith("/c/")))
    address, kept = story.patient.address, story.link
    story.link = address
    when_the_patient_opens_the_link(story)
    story.link = kept


def the_quiet_check_in(story: Story) -> None:
    """At 72 hours: sore, and nothing else."""
    story.turn_to(2, "12:00")
    by_message(story)
    when_the_patient_answers(story, said.check_in(said.day(2)))
    when_the_patient_sends(story)
    assert story.chart.newest(CheckIn) == said.check_in(said.day(2))
    assert story.episode.alert == ""


def the_visit_at_two_weeks(story: Story) -> None:
    """The scores too; the patient sees their own curve."""
    story.turn_to(14, "12:00")
    by_message(story)
    when_the_patient_answers(story, said.check_in(said.day(14)), said.outcome("week_2", said.day(14), 6))
    when_the_patient_sends(story)
    kept = story.chart.newest(Outcome)
    assert kept is not None
    assert (kept.visit, kept.answered_on, kept.nrs_average) == ("week_2", said.day(14), 6)
    assert "7 to 6" in story.patient.words
    assert story.episode.alert == ""


# -- day 20 -----------------------------------------------------------------------------------------


def the_fever(story: Story, call: str) -> None:
    """A fever three weeks after a disc, and nothing else: what to do stands on the next page."""
    maker = story.page("nurse").follow("Make a link for the patient")
    maker.fill({"purpose": "check_in", "visit": "", "hours": "168"}).press("Make the link")
    consent, story.link = story.link, maker.page.one("div", "next").one("a").attrs["href"]
    phone = when_the_patient_opens_the_link(story)
    no = dict.fromkeys((name for name, box in phone.form.boxes.items() if box.offers), "no")
    phone.fill(no | {"fever": "yes"}).go_on()
    assert call in phone.heading
    assert "555-0100" in phone.words
    told = story.chart.newest(CheckIn)
    assert told is not None
    assert (told.on, told.fever) == (said.day(20), True), "signed within the same request"
    story.link = consent


def the_rest_of_the_questions(story: Story, lead: str, onward: str) -> None:
    """Whoever goes on is never told that nothing was sent."""
    story.patient.follow(onward)
    when_the_patient_answers(story, said.check_in(said.day(20)), fever="yes")
    assert lead in story.patient.words
    when_the_patient_sends(story)


def the_clinic_sees_it(story: Story) -> None:
    board = story.by("front_desk").open("/")
    assert "1 person needs someone now" in board.words
    assert "June Alder" in board.words
    assert "possible infection" in board.words.lower()
    assert "Same day" in board.words


def the_messages_stop(story: Story) -> None:
    """Nobody who is ill is asked by a machine how they are."""
    story.turn_to(42, "12:00")
    assert when_messages_are_sent() == []
    assert Message.objects.get(key="check_in.week_6").state == "waiting"
    story.turn_to(20, "09:00")


def the_event_is_judged(story: Story) -> None:
    """What the check-in proposes is a question to a clinician, and counts once it is answered."""
    [waits] = accounts(story.chart)
    assert (waits.what, waits.side, waits.waits) == ("infection", "patient", True)
    assert counted(story.chart) == ()
    form = story.page("proceduralist").follow("Judge it")
    assert form.form.boxes["target"].value == "DISC"
    judged = {"grade": "2", "related": "possible", "infection": "suspected", "outcome": "ongoing"}
    form.fill(judged).press("Sign as")
    assert form.status == 200, form.words
    event = story.chart.newest(AdverseEvent)
    assert event is not None
    assert (event.what, event.began_on, event.infection) == ("infection", said.day(20), "suspected")
    [one] = accounts(story.chart)
    assert (one.side, one.waits) == ("both", False)
    assert "infection" in story.by("nurse").open("/harms/").words.lower()


# -- what is kept of it -----------------------------------------------------------------------------


def the_patient_takes_the_registry_back(story: Story) -> None:
    """Through the same link as the consent; care goes on."""
    story.turn_to(21, "20:00")
    phone = story.patient.open(story.link).follow("Take it back")
    phone.fill({"registry": "on"}).go_on()
    assert "taken back on" in phone.words
    back = story.chart.newest(Withdrawal)
    assert back is not None
    assert (back.registry, back.care, back.after_injection) == (True, False, True)
    assert not chart_permits("registry", story.chart)
    assert chart_permits("care", story.chart)


def told_to_the_registry(folder: Path) -> int:
    """How many people an extract tells of now."""
    made = extract(MANAGER, folder / "out", site="north", key=KEY, kept_in=folder / "kept.jsonl")
    rows = pq.read_table(folder / "out" / "site=north" / "episodes.parquet").num_rows
    assert rows == made.people
    return made.people
