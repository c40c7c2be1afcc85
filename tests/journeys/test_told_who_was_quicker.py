"""Two people fill the same form in at once: the second is told what the first wrote, and loses nothing."""

from buffycoat.pathway.triage.records import Pain, WarningSigns
from tests.journeys import answers as said
from tests.journeys.steps import given_a_referred_patient, when_signed
from tests.journeys.story import Story


def test_the_second_sees_the_others_entry_with_their_own_text_and_may_sign_again(story: Story) -> None:
    given_a_referred_patient(story)
    slow = story.form("proceduralist", Pain).write(said.pain())
    when_signed(story, "nurse", said.no_signs())
    slow.press("Sign as")
    assert slow.status == 409
    assert "somebody else signed first" in slow.words
    assert "Nurse" in slow.page.one("section", "problems").text
    assert "Warning signs: none present" in slow.page.one("section", "problems").text
    assert slow.form.boxes["average"].value == "7"
    assert slow.form.boxes["regions=low_back_middle"].value == "on"
    assert not story.chart.signed(Pain)
    slow.press("Sign as")
    assert slow.status == 200
    assert story.chart.newest(Pain) == said.pain()
    assert [entry.kind for entry in story.chart.entries[-2:]] == [WarningSigns.kind, Pain.kind]


def test_whoever_has_not_seen_two_entries_is_shown_both(story: Story) -> None:
    given_a_referred_patient(story)
    slow = story.form("proceduralist", WarningSigns).write(said.no_signs())
    when_signed(story, "nurse", said.no_signs())
    when_signed(story, "nurse", said.pain())
    slow.press("Sign as")
    told = slow.page.one("section", "problems")
    assert len(list(told.every("li"))) == 2
    assert len(story.chart.signed(WarningSigns)) == 1


def test_a_reason_that_came_too_late_is_kept_too(story: Story) -> None:
    given_a_referred_patient(story)
    when_signed(story, "nurse", said.no_signs(saddle_numbness=True, newly=("saddle_numbness",)))
    reason = "Seen and imaged today, no compression"
    doctor = story.page("proceduralist").follow("Go past it").fill({"reason": reason})
    when_signed(story, "nurse", said.pain())
    doctor.press("Sign: go past it")
    assert doctor.status == 409
    assert "Nurse signed in this chart since it was opened" in doctor.words
    assert doctor.form.boxes["reason"].value == reason
