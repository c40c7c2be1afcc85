"""English and Spanish give the same figures: what one says in digits, the other does in digits or words."""

import re
from collections import Counter

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
    | {"billion": "1000000000", "primera": "1", "primer": "1"},
}  # fmt: skip
LOOSE = {"0.5", "1", "2"}  # “one of them”, “the two”, “half”: words of their own in either language


def digits(text):
    """The numbers written in digits, and how often; without what parts the thousands: 1,000 is 1000."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return Counter(str(float(one)).removesuffix(".0") for one in re.findall(r"\d+(?:\.\d+)?", plain))


def words(text, lang):
    """The numbers written as words, and how often."""
    said = re.findall(r"[^\W\d]+", text.lower().replace("mil millones", "billion"))
    return Counter(WORDS[lang][word] for word in said if word in WORDS[lang])


def only_in(one, lang, other, other_lang):
    """The figures of one text that the other has not, or not as often."""
    wanted = digits(one) + Counter({n: often for n, often in words(one, lang).items() if n not in LOOSE})
    return wanted - digits(other) - words(other, other_lang)


def text_of(topic, lang):
    found = answer(topic, lang)
    return f"{found.title}\n{found.short}\n{as_text(found.body)}"


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_have_the_same_figures(topic):
    english, spanish = text_of(topic, "en"), text_of(topic, "es")
    assert only_in(english, "en", spanish, "es") == Counter()
    assert only_in(spanish, "es", english, "en") == Counter()


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_point_to_the_same_answers(topic):
    pointed = [re.findall(r"\]\(([^)]+)\)", answer(topic, lang).body) for lang in ("en", "es")]
    assert set(pointed[0]) == set(pointed[1])


def test_the_measure_reads_figures_as_people_write_them():
    assert set(digits("1,000 people, 38.0 °C, L4-L5, 0.5–2 %")) == {"1000", "38", "4", "5", "0.5", "2"}
    assert words("two of thirty", "en") == words("dos de treinta", "es") == Counter({"2": 1, "30": 1})
    assert words("mil millones", "es") == Counter({"1000000000": 1})
    assert only_in("3 of 30, then 3", "en", "tres de 30", "es") == Counter({"3": 1})
