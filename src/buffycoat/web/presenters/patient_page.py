"""One page of questions as it is drawn: each with its words, its answers, what was typed, what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from buffycoat.pathway.triage.flags import SIGNS
from buffycoat.web.forms import Checked, Field, build
from buffycoat.web.forms.form import Option
from buffycoat.web.forms.typed import UNKNOWN
from buffycoat.web.presenters.patient_draft import Draft, is_begun
from buffycoat.web.presenters.patient_signs import ANSWERS, answered
from buffycoat.web.presenters.patient_steps import ANY_HARM, NOT_OFFERED, RECORDS, Step
from buffycoat.web.presenters.patient_words import Say

REASON = "urinary_incontinence"  # its help is the bare reason, which others put after an example of their own
FAHRENHEIT = "°F"  # what thermometers at home show, where the practice is


@dataclass(frozen=True)
class Answer:
    """One of the answers to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SignQuestion:
    """A warning sign with its four answers."""

    name: str
    ask: str
    example: str
    why: str
    answers: tuple[Answer, ...]

    @property
    def id(self) -> str:
        """The id of its box on the page."""
        return "q-" + self.name.replace("_", "-")


@dataclass(frozen=True)
class QuestionPage:
    """A page: its heading, its questions, and what is wrong with them."""

    title: str
    signs: tuple[SignQuestion, ...]
    fields: tuple[Field, ...]
    problems: tuple[tuple[str, str], ...]
    summary: str
    any_harm: tuple[Answer, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether one question has the page to itself, and is its heading."""
        return len(self.signs) == 1 and not self.fields

    @property
    def why(self) -> tuple[str, ...]:
        """Why these signs are asked, each reason once."""
        return tuple(dict.fromkeys(sign.why for sign in self.signs))


def draw(step: Step, draft: Draft, found: Checked, say: Say) -> QuestionPage:
    """The page of a step. What is wrong is said only once something was answered there."""
    fields: tuple[Field, ...] = ()
    if step.fields:
        by_name = {field.name: field for field in build(RECORDS[step.part], found, say.words).fields}
        fields = tuple(_for_patients(by_name[name], say) for name in step.fields)
    problems = tuple(_problems(fields)) if is_begun(draft, step.part) else ()
    unlike = _no_and_more(step, draft)
    if unlike:  # nothing else is asked for until this is settled
        problems = (("q-any", say("steps.no_and_more")),)
    if unlike or not problems:
        fields = tuple(_without_errors(field) for field in fields)
    signs = tuple(_sign(name, draft, say) for name in step.signs)
    heading = signs[0].ask if len(signs) == 1 and not fields else say(f"titles.{step.title}")
    words = say.words
    summary = words.problem_one if len(problems) == 1 else words.problems.format(n=len(problems))
    return QuestionPage(heading, signs, fields, problems, summary, _any_harm(step, draft, say))


def _sign(name: str, draft: Draft, say: Say) -> SignQuestion:
    row, said = SIGNS[name], answered(draft.part("signs")).get(name)
    spanish = say.lang == "es"
    answers = tuple(Answer(one, say(f"steps.{one}"), one == said) for one in ANSWERS)
    reason = SIGNS[REASON].help_es if spanish else SIGNS[REASON].help
    told = row.help_es if spanish else row.help
    example, why = (told.removesuffix(reason).strip(), reason) if told.endswith(reason) else ("", told)
    return SignQuestion(name, row.es if spanish else row.ask, example, why, answers)


def _no_and_more(step: Step, draft: Draft) -> bool:
    """Whether somebody said that nothing happened, and below it what happened."""
    return step.part == "harm" and draft.part("harm").get(ANY_HARM) == "no" and is_begun(draft, "harm")


def _any_harm(step: Step, draft: Draft, say: Say) -> tuple[Answer, ...]:
    if step.part != "harm":
        return ()
    said = draft.part("harm").get(ANY_HARM)
    return tuple(Answer(one, say(f"steps.{one}"), one == said) for one in ("yes", "no"))


def _for_patients(field: Field, say: Say) -> Field:
    """Every answer in sight instead of a list that opens, and none that a patient cannot give."""
    if field.units and not field.value:
        units = tuple(replace(one, chosen=one.value == FAHRENHEIT) for one in field.units)
        field = replace(field, units=units)
    if field.kind == "number" and field.error:
        field = replace(field, error=say("steps.bad_number"))
    if field.doubt:
        field = replace(field, doubt=say("steps.doubt"))
    gone = NOT_OFFERED.get(field.name, frozenset())
    options = tuple(one for one in field.options if one.value not in gone)
    if field.required and field.value and field.widget in ("radio", "select"):
        options = (*options, Option("", say.words.unasked, False))  # a mistake can be taken back
    inner = tuple(
        replace(one, options=tuple(o for o in one.options if o.value != UNKNOWN)) for one in field.inner
    )
    return replace(
        field,
        options=options,
        inner=inner,
        required=False,
        widget="radio" if field.widget == "select" else field.widget,
    )


def _without_errors(field: Field) -> Field:
    return replace(field, error="", doubt="")


def _problems(fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    for field in fields:
        said = field.error or field.doubt
        if said:
            stop = "" if field.ask.endswith(("?", ".", ":")) else ":"
            yield field.id, said if said.startswith(field.ask) else f"{field.ask}{stop} {said}"
        yield from _problems(field.inner)
