"""One answer: the question, the short and the long reply, what they rest on, who reviewed them, and when."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from buffycoat.library.answers.markdown import faults
from buffycoat.library.answers.tags import tags
from buffycoat.pathway.knowledge import Mark, sources

Language = Literal["en", "es"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
LONGEST_SHORT, LONGEST_BODY = 300, 2400  # characters


def _in_bibliography(key: str) -> str:
    if key not in sources():
        raise ValueError(f"the bibliography has no {key!r}; add it to pathway/sources.toml or correct it")
    return key


def _known_tag(tag: str) -> str:
    if tag not in tags():
        raise ValueError(f"no tag {tag!r}; those there are: {', '.join(tags())}")
    return tag


def _drawable(body: str) -> str:
    found = faults(body)
    if found:
        raise ValueError("; ".join(found))
    return body


class Answer(BaseModel):
    """What we tell people about one topic. An empty `reviewed_by`: no clinician has signed it yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Language
    topic: Slug
    title: Words
    short: Annotated[Words, Field(max_length=LONGEST_SHORT)]
    questions: Annotated[tuple[Words, ...], Field(min_length=8, max_length=14)]
    tags: Annotated[tuple[Annotated[str, AfterValidator(_known_tag)], ...], Field(min_length=1)]
    sources: Annotated[tuple[Annotated[str, AfterValidator(_in_bibliography)], ...], Field(min_length=1)]
    status: Mark
    seed: tuple[Annotated[str, StringConstraints(pattern=r"^(A\d\d|[PS]\d)$")], ...]
    version: Words
    written: date
    reviewed_by: str
    review_due: date
    body: Annotated[Words, Field(max_length=LONGEST_BODY), AfterValidator(_drawable)]

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.review_due <= self.written:
            raise ValueError(f"review_due {self.review_due} is not after written {self.written}")
        return self

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        for name in ("questions", "tags", "sources", "seed"):
            held = [one.casefold() for one in getattr(self, name)]
            twice = sorted({one for one in held if held.count(one) > 1})
            if twice:
                raise ValueError(f"{name} says twice: {', '.join(twice)}")
        return self
