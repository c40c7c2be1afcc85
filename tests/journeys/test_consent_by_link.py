"""A patient reads, is explained again, signs; the clinician signs too; both have the paper; it is undone."""

import io

import pikepdf
import pytest

from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import chart_permits
from buffycoat.store.actions import open_episode, register_patient
from tests.journeys import answers as said
from tests.journeys.consenting import chooses, reads_to
from tests.journeys.ready import signed
from tests.journeys.story import Story
from tests.pdf_words import words_of
from tests.people import DESK
from tests.spec.consent import offer

pytestmark = pytest.mark.django_db


def given_a_proposal(story: Story, language: str = "en") -> None:
    """A patient with a disc, everything signed up to what is proposed, and a link in their hands."""
    patient = register_patient(
        DESK, name="June Alder", birth_date=said.day(-20000), sex="female", language=language
    )
    story.turn_to(-12, "11:00")
    story.episode_id = open_episode(DESK, patient, title="Low-back pain").pk
    for record in (said.no_signs(), said.pain(), said.history(), said.medicines(), said.allergies()):
        signed(story, record)
    signed(story, said.labs())
    story.sign("proceduralist", said.plan())
    proposed = offer(*(said.plan().sites or ()), price="$1,450", performer="Dr. Vance", blood_volume=60)
    assert story.sign("proceduralist", proposed).status == 200
    desk = story.by("front_desk").open(f"/episodes/{story.episode_id}/link")
    desk.fill({"purpose": "consent", "hours": "720"}).press("Make the link")
    story.link = next(one.attrs["href"] for one in desk.page.every("a") if "/k/" in one.attrs.get("href", ""))
    story.patient.open(story.link)
    born = said.day(-20000)
    story.patient.fill(
        {"born:day": str(born.day), "born:month": str(born.month), "born:year": str(born.year)}
    )
    story.patient.go_on()


def opened(pdf: bytes) -> tuple[str, bool]:
    """The language of the file, and whether it is tagged."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root
        return str(root.Lang), bool(root.MarkInfo.Marked)


def test_consent_from_the_link_to_the_paper_and_back(story: Story) -> None:
    # Given something proposed for a disc, and an interpreter not wanted
    given_a_proposal(story)
    patient = story.patient
    patient.fill({"interpreter": "no"}).go_on()
    assert "has not approved PRP" in patient.words
    assert "$1,450" in patient.words

    # When the patient answers wrongly, twice
    reads_to(story, "Now the pain climbs again")
    story.now = story.now.replace(minute=7)
    patient.fill({"answer": "1"}).go_on()
    assert "We did not explain this well enough" in patient.words
    assert "often comes without a fever" in patient.words
    patient.fill({"answer": "unsure"}).go_on()
    assert "explain this well enough" in patient.words

    # Then it is explained again, and the signature is not open
    assert patient.open(f"{story.link}sign/").heading != "Sign"
    patient.open(f"{story.link}q-infection/").fill({"answer": "2"}).go_on()
    reads_to(story, "You decide each of these alone")
    assert not [box for box in patient.page.every("input") if "checked" in box.attrs]

    # And a disc asks for a day to think
    chooses(story)
    assert "You can sign from" in patient.words
    assert not [one for one in patient.page.every("input") if one.attrs.get("name") == "name"]
    assert not story.chart.signed(PatientPart)

    # When they come back two days later and sign
    story.turn_to(-10, "18:20")
    patient.open(story.link).fill({"name": "June  Alder"}).go_on()
    assert patient.heading == "You have signed"
    assert "The clinician has not signed yet" in patient.words
    own = story.chart.newest(PatientPart)
    assert own is not None
    assert own.signed_name == "June Alder"
    assert story.chart.signed(PatientPart)[-1].signer.role == "patient"
    told = {one.key: one for one in own.said_back}
    assert (told["infection"].tries, told["infection"].right) == (3, "Call the clinic the same day")
    assert told["infection"].wrong == ("Wait, because there is no fever", "I am not sure")
    assert told["approved"].tries == 1
    assert (own.signed_at - own.information_given_at).total_seconds() > 24 * 3600
    assert not chart_permits("registry", story.chart)

    # Then the nurse cannot countersign, and the doctor can
    story.turn_to(-9, "09:00")
    nurse = story.by("nurse").open(f"/episodes/{story.episode_id}/sign/consent.consent")
    assert nurse.status == 403
    assert story.by("nurse").open(f"/episodes/{story.episode_id}/sign/consent.patient_part").status == 403
    doctor = story.by("proceduralist").open(f"/episodes/{story.episode_id}/consent")
    assert "Answered 3 times" in doctor.words
    doctor.follow("Countersign").fill({"capacity": "yes", "explained_by": "Dr. Vance"}).press("Sign as")
    consent = story.chart.newest(Consent)
    assert consent is not None
    assert (consent.signed_name, consent.signed_at, consent.text_hash) == (
        own.signed_name,
        own.signed_at,
        own.text_hash,
    )
    assert consent.scope_registry is True
    assert consent.scope_photographs is False
    assert chart_permits("registry", story.chart)
    assert story.page("proceduralist").rail["Consent"] == "done"

    # And both have the paper
    copy = patient.client.get(f"{story.link}copy/")
    assert copy["Content-Type"] == "application/pdf"
    assert opened(copy.content) == ("en", True)
    written = words_of(copy.content)
    assert "June Alder" in written
    assert "Proceduralist; explained by Dr. Vance" in written
    number = story.chart.signed(PatientPart)[-1].number
    clinic = story.by("proceduralist").client.get(f"/episodes/{story.episode_id}/consent/{number}.pdf")
    assert clinic.content == copy.content

    # When the patient takes the registry back through the same link
    story.turn_to(-8, "20:00")
    patient.open(story.link).follow("Take it back").fill({"registry": "on"}).go_on()
    assert "taken back on" in patient.words
    back = story.chart.newest(Withdrawal)
    assert back is not None
    assert (back.registry, back.care, back.after_injection) == (True, False, False)
    assert story.chart.signed(Withdrawal)[-1].signer.role == "patient"
    assert not chart_permits("registry", story.chart)
    assert chart_permits("care", story.chart)

    # And then the treatment: nobody may inject
    patient.follow("Take it back").fill({"care": "on"}).go_on()
    assert patient.heading == "It is taken back"
    assert not chart_permits("care", story.chart)
    assert story.page("proceduralist").rail["Consent"] == "blocked"


def test_another_place_is_read_and_signed_again(story: Story) -> None:
    # Given a consent signed by both
    given_a_proposal(story)
    story.patient.fill({"interpreter": "no"}).go_on()
    reads_to(story, "You decide each of these alone")
    chooses(story)
    story.turn_to(-10, "09:00")
    story.patient.open(story.link).fill({"name": "June Alder"}).go_on()
    story.by("proceduralist").open(f"/episodes/{story.episode_id}/consent").follow("Countersign").fill(
        {"capacity": "yes", "explained_by": "Dr. Vance"}
    ).press("Sign as")

    # When another disc and another price are proposed
    story.turn_to(-9, "10:00")
    more = (
        {"target": "DISC", "level": "L4-5", "side": "M"},
        {"target": "DISC", "level": "L3-4", "side": "M"},
    )
    wider = said.plan(sites=more)
    story.sign("proceduralist", wider)
    assert "was not proposed" in story.page("proceduralist").words
    story.sign("proceduralist", offer(*(wider.sites or ()), price="$1,900", performer="Dr. Vance"))
    assert "To be signed again by the patient" in story.page("proceduralist").words

    # Then a new link says what changed, and asks again
    desk = story.by("front_desk").open(f"/episodes/{story.episode_id}/link")
    desk.fill({"purpose": "consent"}).press("Make the link")
    link = next(one.attrs["href"] for one in desk.page.every("a") if "/k/" in one.attrs.get("href", ""))
    patient = story.patient.open(link)
    born = said.day(-20000)
    patient.fill(
        {"born:day": str(born.day), "born:month": str(born.month), "born:year": str(born.year)}
    ).go_on()
    gone = [one.text for one in patient.page.every("del")]
    new = [one.text for one in patient.page.every("ins")]
    assert any("$1,450" in line for line in gone)
    assert any("$1,900" in line for line in new)
    assert any("disc L4-5; disc L3-4" in line for line in new)
    # And the old consent can still be had, as it was signed
    first = story.chart.signed(PatientPart)[0].number
    old = story.by("proceduralist").client.get(f"/episodes/{story.episode_id}/consent/{first}.pdf")
    assert old.status_code == 200
