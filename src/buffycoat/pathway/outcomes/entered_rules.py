"""What scores from other forms ask for: a figure that cannot be, and low mood."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.definitions import INSTRUMENTS
from buffycoat.pathway.outcomes.entered import EnteredScores
from buffycoat.pathway.outcomes.instruments import LIMITS
from buffycoat.pathway.stage import rule


@rule("outcomes.entered")
def unscored(entered: tuple[EnteredScores, ...]) -> Iterator[Card]:
    """A form that was entered and cannot be scored is looked at again."""
    for one in entered:
        for form, score in one.scores.items():
            if score.status != "ok" or score.why:
                row = INSTRUMENTS[form]
                yield Card(
                    indicator="warning",
                    summary=f"No score: {form} at {words.VISITS[one.visit][0].lower()}",
                    detail=f"{score.why}. {row.missing}",
                    sources=row.sources,
                    status=row.status,
                    code="data_quality",
                    about=f"{one.visit}.{form}",
                    clears_when="The entry is amended.",
                )


@rule("outcomes.low_mood")
def low_mood(entered: tuple[EnteredScores, ...]) -> Iterator[Card]:
    """Answers that may mean depression are talked about."""
    row = LIMITS["phq2_usual"]
    newest = {one.visit: one for one in entered if "PHQ-2" in one.scores}
    last = max(newest.values(), key=lambda one: one.filled_in_on, default=None)
    score = last.scores["PHQ-2"].score if last else None
    if last and score is not None and score >= row.value:
        yield Card(
            indicator="warning",
            summary=f"Low mood: PHQ-2 is {score:g} of {INSTRUMENTS['PHQ-2'].high:g}",
            detail="Two questions are a screen, not a diagnosis. Talk with the person today, and ask about "
            "thoughts of suicide: these two questions do not.",
            sources=row.sources,
            status=row.status,
            code="low_mood",
            about=last.visit,
            clears_when="A later PHQ-2 is lower.",
        )
