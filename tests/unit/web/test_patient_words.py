"""Every sentence for patients: in both languages, and plain in English."""

import re
from string import Formatter

import pytest

from buffycoat.pathway.aftercare.alarms import SUSPECTED
from buffycoat.pathway.aftercare.may_take import SAYINGS
from buffycoat.pathway.aftercare.messages import TEMPLATES
from buffycoat.pathway.aftercare.plan import STEPS
from buffycoat.pathway.triage.flags import SIGNS
from buffycoat.pathway.triage.red_flags import FAMILIES, TIERS
from buffycoat.web.forms.shape import shapes
from buffycoat.web.presenters.patient_steps import HARM, INTAKE, RECORDS, check_in_steps
from buffycoat.web.presenters.patient_words import phrases
from tests.spec.syllables import english

TARGET = 8.0
JUDGED = 9  # words: of a shorter sentence one long word makes the grade, so they are judged by the group


def sentences(text):
    """Sentences, and what a semicolon ends."""
    return [one for one in re.split(r"[.?;]\s+|[.?;:]$", re.sub(r"\{\w+\}", "1", text)) if one.strip()]


def grade(texts):
    """The Flesch-Kincaid grade of a group of texts."""
    said = [one for text in texts for one in sentences(text)]
    words = [word for one in said for word in re.findall(r"[A-Za-z’'-]+", one)]
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(english, words)) / len(words) - 15.59


def asked():
    """The words of every question that a patient can be asked, by record."""
    steps = (*INTAKE, *check_in_steps("week_12"), *check_in_steps(""))
    for part, record in RECORDS.items():
        names = {name for step in steps if step.part == part for name in step.names}
        for shape in shapes(record):
            if shape.name in names:
                yield part, shape


def groups():
    """Every group of English sentences that patients read."""
    for part in sorted({name.split(".")[0] for name in phrases()}):
        yield f"page {part}", [pair["en"] for name, pair in phrases().items() if name.startswith(f"{part}.")]
    yield "signs", [text for sign in SIGNS.rows.values() for text in (sign.ask, sign.help)]
    yield "names of signs", [sign.name for sign in SIGNS.rows.values()]
    yield "what to do", [text for row in TIERS.rows.values() for text in (row.heading, *row.todo)]
    yield "can I take this", [row.text for row in SAYINGS.rows.values()]
    yield "messages", [text for row in TEMPLATES.rows.values() for text in (row.subject, row.text) if text]
    yield "why", [row.why for table in (FAMILIES, SUSPECTED) for row in table.rows.values()]
    yield "plan", [row.text for row in STEPS.rows.values()]
    for part in RECORDS:
        texts = [
            text
            for kind, shape in asked()
            if kind == part
            for text in (shape.item.ask, shape.item.help)
            if text
        ]
        yield f"questions {part}", texts


GROUPS = dict(groups())


def test_the_measure_knows_easy_from_hard():
    assert grade(["The cat sat on the mat. It was warm."]) < 2
    assert grade(["Thrombocytopenia necessitates haematological consultation preceding intervention."]) > 20


@pytest.mark.parametrize("name", GROUPS)
def test_the_words_are_plain(name):
    assert grade(GROUPS[name]) <= TARGET


def test_no_longer_sentence_of_a_page_is_hard():
    hard = [
        (round(grade([one]), 1), one)
        for pair in phrases().values()
        for one in sentences(pair["en"])
        if len(one.split()) >= JUDGED and grade([one]) > TARGET
    ]
    assert not hard


@pytest.mark.parametrize("name", sorted(phrases()))
def test_every_phrase_has_both_languages_with_the_same_numbers(name):
    pair = phrases()[name]
    assert set(pair) == {"en", "es"}
    assert all(text.strip() for text in pair.values())
    filled = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in pair.values()]
    assert filled[0] == filled[1]


def test_every_question_has_spanish():
    found = list(asked())
    assert {part for part, _ in found} == set(RECORDS)
    for part, shape in found:
        item = shape.item
        assert item.es, f"{part}.{shape.name}"
        assert bool(item.help) == bool(item.help_es), f"{part}.{shape.name}"
        assert set(item.options_es) == set(item.options), f"{part}.{shape.name}"


def test_every_clinical_sentence_for_patients_has_spanish():
    for sign in SIGNS.rows.values():
        assert sign.es
        assert sign.help_es
        assert sign.name_es
    for row in TIERS.rows.values():
        assert len(row.todo) == len(row.todo_es)
    assert all(row.why_es for table in (FAMILIES, SUSPECTED) for row in table.rows.values())
    assert all(row.text_es for row in STEPS.rows.values())


def test_the_harm_questions_leave_judgement_to_clinicians():
    assert not {"related", "infection", "serious", "reported_to", "organism"} & set(HARM)
