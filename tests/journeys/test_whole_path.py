"""A patient walks the whole path: from the intake link to the outcome at twelve weeks."""

from buffycoat.pathway.aftercare.records import AftercarePlan, CheckIn
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.triage.records import Pain, WarningSigns
from tests.journeys import answers as said
from tests.journeys.steps import (
    given_a_link,
    given_a_referred_patient,
    then_the_episode_stands,
    when_signed,
    when_the_patient_answers,
    when_the_patient_opens_the_link,
    when_the_patient_sends,
)
from tests.journeys.story import Story


def test_from_the_intake_link_to_the_outcome_at_twelve_weeks(story: Story) -> None:
    given_a_referred_patient(story)
    then_the_episode_stands(story, next_step="sign warning signs")
    the_intake(story)
    then_the_episode_stands(story, done="Triage", here="Candidacy", next_step="sign plan")
    candidacy(story)
    then_the_episode_stands(story, done="Triage Candidacy", here="Consent", next_step="sign consent")
    story.turn_to(-7, "14:30")
    when_signed(story, "proceduralist", said.consent())
    then_the_episode_stands(
        story, done="Triage Candidacy Consent", here="Preparation", next_step="sign blood draw"
    )
    the_baseline(story)
    blood_to_product(story)
    then_the_episode_stands(
        story, done="Triage Candidacy Consent Preparation", here="Injection", next_step="sign time-out"
    )
    the_injection(story)
    then_the_episode_stands(
        story,
        done="Triage Candidacy Consent Preparation Injection",
        here="Aftercare",
        next_step="sign aftercare plan",
    )
    aftercare(story)
    for visit, week, score in (("week_2", 2, 6), ("week_6", 6, 4), ("week_12", 12, 2)):
        the_visit(story, visit, week, score)
    then_the_response_stands(story)


def the_intake(story: Story) -> None:
    """The patient answers by link, before anybody at the practice has asked."""
    given_a_link(story, "front_desk", "intake")
    when_the_patient_opens_the_link(story)
    when_the_patient_answers(story, said.pain())
    when_the_patient_sends(story)
    assert "Thank you" in story.patient.heading
    signs, pain = story.chart.newest(WarningSigns), story.chart.newest(Pain)
    assert signs is not None
    assert pain is not None
    assert (signs.saddle_numbness, signs.fever, pain.average, pain.onset) == (False, False, 7, "2025-06")
    assert {entry.signer.role for entry in story.chart.signed(Pain)} == {"patient"}
    assert story.patient.open(story.link).status == 410, "a link that was answered is closed"


def candidacy(story: Story) -> None:
    """A day is planned, and the warning signs of sixteen days ago are too old for it: asked again."""
    story.turn_to(-12, "11:00")
    for record in (said.history(), said.medicines(), said.allergies(), said.labs()):
        when_signed(story, "nurse", record)
    when_signed(story, "proceduralist", said.plan())
    page = story.page()
    assert page.rail["Triage"] == "blocked"
    assert "Not asked since 10 February" in page.cards("critical")[0]
    when_signed(story, "nurse", said.no_signs())


def the_baseline(story: Story) -> None:
    """How it is before the injection: what every later answer is compared with."""
    story.turn_to(-4, "16:00")
    when_signed(story, "nurse", said.outcome("baseline", said.day(-4), 7))


def blood_to_product(story: Story) -> None:
    """The day itself: warning signs once more, draw, two spins, product."""
    story.turn_to(0, "08:40")
    when_signed(story, "nurse", said.no_signs())
    for time, record in (
        ("09:05", said.draw()),
        ("09:21", said.spin(1)),
        ("09:33", said.spin(2)),
        ("09:40", said.product()),
    ):
        story.turn_to(0, time)
        when_signed(story, "nurse", record)
    bench = story.by("nurse").open(f"/episodes/{story.episode_id}/bench")
    assert "70 %" in bench.words, "1680 × 6 of 240 × 60"


def the_injection(story: Story) -> None:
    """Time-out, needle, home."""
    story.turn_to(0, "10:05")
    when_signed(story, "nurse", said.time_out())
    story.turn_to(0, "10:30")
    when_signed(story, "proceduralist", said.injection())
    story.turn_to(0, "11:10")
    when_signed(story, "nurse", said.discharge())


def aftercare(story: Story) -> None:
    """The plan comes dated from the injection; two days later the patient says how it is."""
    nurse = story.form("nurse", AftercarePlan)
    assert "Dated from the injection" in nurse.words
    nurse.fill(said.handed_over()).press("Sign as")
    plan = story.chart.newest(AftercarePlan)
    assert plan is not None, nurse.words
    assert "2027-03-12" in [str(contact.due) for contact in plan.contacts or ()]
    then_the_episode_stands(story, done=" ".join(BEFORE_OUTCOMES), next_step="safety call, 12 Mar 2027")
    story.turn_to(2, "18:00")
    given_a_link(story, "nurse", "check_in")
    when_the_patient_opens_the_link(story)
    when_the_patient_answers(story, said.check_in(said.day(2)))
    when_the_patient_sends(story)
    check = story.chart.newest(CheckIn)
    assert check is not None
    assert (check.on, check.fever, check.temperature) == (said.day(2), False, 36.7)
    then_the_episode_stands(story, done=" ".join(BEFORE_OUTCOMES))


def the_visit(story: Story, visit: str, week: int, score: int) -> None:
    """Answers at a visit, by link."""
    story.turn_to(7 * week, "18:00")
    assert f"{week} weeks" in story.page().next_step, story.page().next_step
    given_a_link(story, "nurse", "check_in", visit)
    when_the_patient_opens_the_link(story)
    on = said.day(7 * week)
    when_the_patient_answers(story, said.check_in(on), said.outcome(visit, on, score))
    when_the_patient_sends(story)
    newest = story.chart.newest(Outcome)
    assert newest == said.outcome(visit, on, score).model_copy(update={"mode": "link"})


def then_the_response_stands(story: Story) -> None:
    """The finding, the numbers under it, and what is next; for the clinic and for the patient."""
    page = story.page()
    assert "Pain fell from 7 to 2, 12 weeks" in page.words
    assert "Disability fell from 14 to 4, 12 weeks" in page.words
    assert page.next_step.startswith("Next: answers at 26 weeks")
    assert page.cards("critical") == []
    assert "7 to 2" in story.patient.words, "the patient sees it too"
    assert story.chart.broken() is None
    assert [entry.signer.role for entry in story.chart.signed(Outcome)] == ["nurse", *["patient"] * 3]


BEFORE_OUTCOMES = ("Triage", "Candidacy", "Consent", "Preparation", "Injection", "Aftercare")
