"""How hard a text is to read, as a school grade: English by Flesch-Kincaid, Spanish by Fernández-Huerta.

English: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 is the grade itself.

Spanish: 206.84 − 60 × syllables a word − 1.02 × words a sentence is a number of points, and a table gives
each band of points its grade; 60 to 70 points are grades 8 to 9. We call a text grade 8 from the middle of
that band, 65 points, and grade 9 below it: the table draws no line inside the band, so this one is ours.

A sentence ends with . ? ! or … and with its paragraph or its item of a list; a colon or semicolon ends none.
A number, and an abbreviation in capitals (PRP, MRI), is a word of one syllable, as the common programs count
it. Syllables are counted by syllables.py beside this file.
"""

import re
from collections.abc import Callable

from buffycoat.library.answers import Answer
from buffycoat.library.answers.markdown import as_text
from tests.spec import syllables

HARDEST = 8
BANDS = ((90, 5), (80, 6), (70, 7), (65, 8), (60, 9), (50, 12))  # Spanish: points at least, grade
BEYOND = 13
WORD = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"[.?!…]+(?=[\s)”»\"]|$)|\n")


def grade(answer: Answer) -> float:
    """The grade of an answer: of its short answer and its body together."""
    text = text_of(answer)
    return spanish_grade(text) if answer.lang == "es" else english_grade(text)


def text_of(answer: Answer) -> str:
    """What a patient reads of an answer, as plain text."""
    return f"{answer.short}\n\n{as_text(answer.body)}"


def english_grade(text: str) -> float:
    """The Flesch-Kincaid grade."""
    a_sentence, a_word = _means(text, syllables.english)
    return round(0.39 * a_sentence + 11.8 * a_word - 15.59, 1)


def spanish_points(text: str) -> float:
    """The points of Fernández-Huerta, from about 100 (easy) downwards."""
    a_sentence, a_word = _means(text, syllables.spanish)
    return round(206.84 - 60 * a_word - 1.02 * a_sentence, 1)


def spanish_grade(text: str) -> float:
    """The grade that the table gives to its points."""
    return grade_of(spanish_points(text))


def grade_of(points: float) -> float:
    """The grade of a number of points."""
    return next((grade for least, grade in BANDS if points >= least), BEYOND)


def _means(text: str, count: Callable[[str], int]) -> tuple[float, float]:
    """Words a sentence and syllables a word of a plain text."""
    sentences = [one for one in SENTENCE_END.split(text) if WORD.search(one)]
    words = WORD.findall(text)
    return len(words) / len(sentences), sum(_spoken(word, count) for word in words) / len(words)


def _spoken(word: str, count: Callable[[str], int]) -> int:
    if word[0].isdigit() or (len(word) > 1 and word.isupper()):
        return 1
    return sum(count(part) for part in word.split("-") if part)
