"""English and Spanish give the same figures: what one says in digits, the other does in digits or words."""

import re

import pytest

from buffycoat.library.answers.markdown import as_text
from tests.answers.test_every_answer import answer
from tests.answers.topics import TOPICS

ENGLISH = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty"""
SPANISH = """cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
    dieciséis diecisiete dieciocho diecinueve veinte"""
WORDS = {
    "en": {word: str(number) for number, word in enumerate(ENGLISH.split())}
    | {"half": "0.5", "twice": "2", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}
    | {"ninety": "90", "hundred": "100", "thousand": "1000", "million": "1000000", "both": "2"}
    | {"billion": "1000000000"},
    "es": {word: str(number) for number, word in enumerate(SPANISH.split())}
    | {"un": "1", "una": "1", "media": "0.5", "medio": "0.5", "mitad": "0.5", "treinta": "30"}
    | {"cuarenta": "40", "cincuenta": "50", "sesenta": "60", "noventa": "90", "cien": "100", "ciento": "100"}
    | {"mil": "1000", "millón": "1000000", "millones": "1000000", "ambos": "2", "ambas": "2"}
    | {"primera": "1", "primer": "1"},
}  # fmt: skip


def digits(text):
    """The numbers written in digits, without what parts the thousands: 1,000 is 1000."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return {str(float(one)).removesuffix(".0") for one in re.findall(r"\d+(?:\.\d+)?", plain)}


def words(text, lang):
    """The numbers written as words."""
    return {WORDS[lang][word] for word in re.findall(r"[^\W\d]+", text.lower()) if word in WORDS[lang]}


def text_of(topic, lang):
    found = answer(topic, lang)
    return f"{found.title}\n{found.short}\n{as_text(found.body)}"


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_have_the_same_figures(topic):
    english, spanish = text_of(topic, "en"), text_of(topic, "es")
    assert digits(english) - digits(spanish) - words(spanish, "es") == set(), "in English only"
    assert digits(spanish) - digits(english) - words(english, "en") == set(), "in Spanish only"


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_point_to_the_same_answers(topic):
    pointed = [re.findall(r"\]\(([^)]+)\)", answer(topic, lang).body) for lang in ("en", "es")]
    assert set(pointed[0]) == set(pointed[1])


def test_the_measure_reads_figures_as_people_write_them():
    assert digits("1,000 people, 38.0 °C, L4-L5, 0.5–2 %") == {"1000", "38", "4", "5", "0.5", "2"}
    assert words("two of thirty", "en") == {"2", "30"}
    assert words("una de cada dos", "es") == {"1", "2"}
