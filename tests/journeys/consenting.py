"""A patient who reads the consent for a disc by link and answers its questions."""

from buffycoat.pathway.consent.texts import questions
from tests.journeys.story import Story

DISC = frozenset({"DISC"})
EXPLAINED_AGAIN = ("We did not explain this well enough", "No lo explicamos bien")


def reads_to(story: Story, until: str) -> None:
    """The patient reads and answers rightly until a page has this heading or question."""
    right = {one.ask[lang]: str(one.right) for one in questions(DISC).values() for lang in ("en", "es")}
    for _ in range(40):
        if until in story.patient.words:
            return
        legend = next(iter(story.patient.page.one("main").every("legend")), None)
        if legend is not None and legend.text in right:
            told = [one for one in EXPLAINED_AGAIN if one in story.patient.words]
            assert not told, f"the answer stands there before it was asked: {legend.text}"
            story.patient.fill({"answer": right[legend.text]})
        story.patient.go_on()
    raise AssertionError(f"{until!r} never comes: {story.patient.words[:500]}")


def chooses(story: Story, **said_to: str) -> None:
    """Care and the registry yes, the rest no; or what is given."""
    story.patient.fill({"care": "yes", "registry": "yes", "photographs": "no", "contact": "no", **said_to})
    story.patient.go_on()
