"""Every answer: there in both languages, complete, plain, and no surer than what it rests on."""

import re
from functools import cache

import pytest

from buffycoat.library.answers import Answer, Language, answers
from buffycoat.library.answers.markdown import as_text, links
from buffycoat.library.answers.sections import sections
from buffycoat.library.answers.shelf import SHELF, read
from buffycoat.library.answers.strength import STRONGEST_FIRST, strongest, weakest
from buffycoat.library.answers.tags import tags
from tests.answers.topics import NOT_OURS, SEED, TOPICS
from tests.spec.reading_grade import HARDEST, grade

LANGUAGES: tuple[Language, ...] = ("en", "es")
ONE_SHARED = ("tags", "sources", "status", "seed", "version", "written", "reviewed_by", "review_due")
every_answer = pytest.mark.parametrize("topic", TOPICS)


@cache
def answer(topic: str, lang: Language) -> Answer:
    """Read by itself, so that a fault in one file is told of that file alone."""
    return read(SHELF / lang / f"{topic}.md")


both = pytest.mark.parametrize("lang", LANGUAGES)


@both
def test_the_topics_decided_on_are_all_there_and_no_others(lang):
    assert {path.stem for path in (SHELF / lang).glob("*.md")} == set(TOPICS)


@both
@every_answer
def test_it_can_be_read_and_is_plain(lang, topic):
    found = answer(topic, lang)
    assert grade(found) <= HARDEST
    assert found.title.endswith("?")


@both
@every_answer
def test_it_is_no_surer_than_what_it_rests_on(lang, topic):
    found = answer(topic, lang)
    allowed = weakest(tuple(strongest(key) for key in found.sources))
    assert STRONGEST_FIRST.index(found.status) >= STRONGEST_FIRST.index(allowed), (
        f"{found.status} is stronger than {allowed}, which "
        f"{[key for key in found.sources if strongest(key) == allowed]} allow"
    )


@both
@every_answer
def test_its_links_lead_to_answers(lang, topic):
    assert set(links(answer(topic, lang).body)) <= set(TOPICS) - {topic}


@both
@every_answer
def test_nobody_is_named_as_having_reviewed_it(lang, topic):
    assert answer(topic, lang).reviewed_by == "", "no clinician has signed the library yet"


@both
@every_answer
def test_no_other_page_is_copied(lang, topic):
    found = answer(topic, lang)
    said = re.sub(r"\s+", " ", f"{found.short} {as_text(found.body)}".lower())
    assert [words for words in NOT_OURS[lang] if words in said] == []


@every_answer
def test_both_languages_have_the_same_front_matter(topic):
    english, spanish = answer(topic, "en"), answer(topic, "es")
    assert [name for name in ONE_SHARED if getattr(english, name) != getattr(spanish, name)] == []
    assert english.title != spanish.title


@both
def test_no_question_is_asked_by_two_answers(lang):
    asked = {}
    for one in answers(lang).values():
        for question in (one.title, *one.questions):
            asked.setdefault(re.sub(r"\W+", " ", question.casefold()).strip(), []).append(one.topic)
    assert {question: found for question, found in asked.items() if len(found) > 1} == {}


@both
def test_every_row_of_the_seed_texts_is_answered(lang):
    answered = {row for one in answers(lang).values() for row in one.seed}
    assert set(SEED) - answered == set()
    assert answered - set(SEED) == set()


def test_the_list_shows_every_topic_once():
    shown = [topic for section in sections().values() for topic in section.topics]
    assert sorted(shown) == sorted(TOPICS)


def test_every_subject_has_an_answer_and_both_names():
    used = {tag for one in answers("en").values() for tag in one.tags}
    assert set(tags()) == used
    assert all(tag.en and tag.es for tag in tags().values())
