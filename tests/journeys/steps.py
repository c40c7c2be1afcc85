"""The steps of the journeys: what is given, what somebody does, what then stands on the page."""

import re

from buffycoat.pathway.record import Record
from buffycoat.store import clock
from buffycoat.web.forms import typed_from
from tests.journeys.story import Story
from tests.journeys.visitor import Visitor

BORN = "1971-08-02"
MOST_PAGES = 40  # of a patient's questions: more would be a loop


# -- given ------------------------------------------------------------------------------------------


def given_a_referred_patient(story: Story, name: str = "June Alder", language: str = "en") -> None:
    """The front desk enters a patient and opens an episode."""
    desk = story.by("front_desk").open("/patients/").follow("New patient")
    who = {"name": name, "birth_date": BORN, "sex": "female", "language": language, "phone": "555-0142"}
    desk.fill(who).press("Enter the patient")
    assert desk.heading == name
    desk.follow("Open an episode").fill({"title": "Low-back pain, 20 months"}).press("Open the episode")
    story.episode_id = desk.address.strip("/").split("/")[-1]
    desk.open(f"/episodes/{story.episode_id}/sign/triage.referral")
    desk.fill({"reason": "Low-back pain since 2025, worse sitting", "referred_by": "Dr Holm"}).press(
        "Sign as"
    )
    assert desk.status == 200, desk.words


def given_a_link(story: Story, role: str, purpose: str, visit: str = "") -> None:
    """Staff make a link for the patient, who gets the address."""
    maker = story.page(role).follow("Make a link for the patient")
    maker.fill({"purpose": purpose, "visit": visit, "hours": "168"}).press("Make the link")
    story.link = maker.page.one("div", "next").one("a").attrs["href"]


def given_signed(story: Story, role: str, *records: Record) -> None:
    """Records that somebody signs, each through its form, with nothing in the way."""
    for record in records:
        when_signed(story, role, record)


# -- when -------------------------------------------------------------------------------------------


def when_signed(story: Story, role: str, record: Record) -> Visitor:
    """Somebody fills a form in and signs it, and it is kept."""
    before = len(story.chart.entries)
    screen = story.sign(role, record)
    assert screen.status == 200, f"{record.title}, {screen.status}: {screen.words[:1500]}"
    assert len(story.chart.entries) == before + 1, screen.words[:1500]
    newest = story.chart.entries[-1]
    assert (newest.kind, newest.signer.role) == (record.kind, role)
    return screen


def when_the_patient_opens_the_link(story: Story) -> Visitor:
    """The link asks for the date of birth and nothing else, then leads to the first question."""
    patient = story.patient.open(story.link)
    assert story.episode.patient.name not in patient.page.text
    year, month, day = BORN.split("-")
    patient.fill({"born:day": day, "born:month": str(int(month)), "born:year": year}).go_on()
    assert patient.status == 200, patient.words
    return patient


def when_the_patient_answers(story: Story, *records: Record, **signs: str) -> Visitor:
    """Page after page until the questions end: these signs, “no” to the others, what the records say."""
    said = {name: text for record in records for name, text in _as_typed(record).items()} | signs
    patient = story.patient
    for _ in range(MOST_PAGES):
        if not any(one.attrs.get("value") == "continue" for one in patient.form.buttons()):
            return patient
        for name, box in patient.form.boxes.items():
            if name in said and box.kind != "hidden":
                patient.form.fill(name, said[name])
            elif box.offers and "no" in box.offers:
                patient.form.fill(name, "no")
        patient.go_on()
    raise AssertionError(f"the questions do not end: {patient.address}: {patient.words}")


def when_the_patient_sends(story: Story) -> Visitor:
    """The review is looked at, and sent."""
    patient = story.patient
    assert patient.address.endswith("/review/"), f"{patient.address}: {patient.words}"
    patient.go_on()
    assert patient.status == 200, patient.words
    return patient


def _as_typed(record: Record) -> dict[str, str]:
    """A record as a patient types it: a day goes into three boxes."""
    typed = typed_from(record, clock.zone())
    for name, text in list(typed.items()):
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            boxes = zip(("year", "month", "day"), text.split("-"), strict=False)
            typed |= {f"{name}:{box}": str(int(part)) for box, part in boxes}
    return typed


# -- then -------------------------------------------------------------------------------------------


def then_the_episode_stands(story: Story, *, done: str = "", here: str = "", next_step: str = "") -> None:
    """The rail shows these stages as done and this one as the place; the next step is named."""
    page = story.page()
    rail = page.rail
    assert [stage for stage, state in rail.items() if state == "done"] == done.split(), rail
    if here:
        assert rail[here] == "ready", (rail, page.cards("critical"))
    assert next_step in page.next_step, page.next_step
    assert story.chart.broken() is None
