"""What was answered and what was left open, question by question, before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.web.forms import Field
from buffycoat.web.presenters.patient_draft import Draft, join_date
from buffycoat.web.presenters.patient_page import QuestionPage
from buffycoat.web.presenters.patient_signs import Rang, taken_back
from buffycoat.web.presenters.patient_steps import ANY_HARM, Step
from buffycoat.web.presenters.patient_words import Say


@dataclass(frozen=True)
class Line:
    """One question with its answer; an empty answer was left open."""

    ask: str
    answer: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One page of questions as it is looked over. `number`: its place, or its name."""

    number: int | str
    title: str
    lines: tuple[Line, ...]
    wrong: bool

    @property
    def open(self) -> int:
        """How many were left open."""
        return sum(not line.answer for line in self.lines)


def part(number: int | str, step: Step, page: QuestionPage, draft: Draft, say: Say) -> Part:
    """A page for the review."""
    lines = (*_signs(page, draft, say), *_any(step, page, say), *_fields(step, page, draft, say))
    return Part(number, page.title, tuple(lines), bool(page.problems))


def _signs(page: QuestionPage, draft: Draft, say: Say) -> Iterator[Line]:
    back = taken_back(draft.part("signs"), draft.rang if page.signs else Rang())
    for sign in page.signs:
        said = next((one.label for one in sign.answers if one.chosen), "")
        yield Line(sign.ask, said, say("review.rang") if sign.name in back else "")


def _any(step: Step, page: QuestionPage, say: Say) -> Iterator[Line]:
    if page.any_harm:
        yield Line(say("titles.harm_any"), next((one.label for one in page.any_harm if one.chosen), ""))


def _fields(step: Step, page: QuestionPage, draft: Draft, say: Say) -> Iterator[Line]:
    typed = draft.part(step.part)
    if (
        step.part == "harm"
        and typed.get(ANY_HARM) != "yes"
        and not any(_said(f, typed, say) for f in page.fields)
    ):
        return
    for field in page.fields:
        kept = field.name in draft.rang.flags and step.part == "check_in" and typed.get(field.name) != "yes"
        yield Line(field.ask, _said(field, typed, say), say("review.rang") if kept else "")


def _said(field: Field, typed: dict[str, str], say: Say) -> str:
    """The answer to one question in words."""
    if field.unknown:
        return say.words.unknown
    if field.none:
        return say.words.none
    if field.inner:
        yes = sum(1 for one in field.inner if one.value == "yes")
        no = sum(1 for one in field.inner if one.value == "no")
        return f"{say('steps.yes')}: {yes}. {say('steps.no')}: {no}." if yes or no else ""
    if field.options:
        return ", ".join(one.label for one in field.options if one.chosen and one.value)
    if field.kind in ("date", "partial"):
        return say.partial(join_date(typed, field.name))
    unit = next((one.label for one in field.units if one.chosen), field.unit)
    return f"{field.value} {unit}".strip() if field.value else ""
