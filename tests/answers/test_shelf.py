"""Reading an answer's file: what is taken, and what is refused with file, field and reason."""

import pytest
from pydantic import ValidationError

from buffycoat.library.answers import BadAnswer, answer, answers


def test_a_whole_answer_is_taken(reading):
    found = reading()
    assert (found.lang, found.topic, found.status) == ("en", "one-topic", "P")
    assert found.body == "Plain words. See [the other](other-topic)."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"It is this."', f'"{"x" * 301}"', "en/one-topic.md: short: String should have at most 300"),
        ("Plain words.", "x" * 2401, "en/one-topic.md: body: String should have at most 2400"),
        ('"a", ', "", "questions: Tuple should have at least 8"),
        ('["practice"]', '["nowhere"]', "sources.0: Value error, the bibliography has no 'nowhere'"),
        ('["practice"]', "[]", "sources: Tuple should have at least 1"),
        ('["PRP"]', '["Prp"]', "tags.0: Value error, no tag 'Prp'"),
        ('status = "P"', 'status = "S"', "status: Input should be 'V', 'K', 'K~' or 'P'"),
        ("seed = []", 'seed = ["B1"]', "seed.0: String should match"),
        ("2027-05-22", "2026-11-22", "review_due 2026-11-22 is not after written 2026-11-22"),
        ('reviewed_by = ""\n', "", "reviewed_by: Field required"),
        ('"a", "b"', '"a", "A"', "questions says twice: a"),
        ("Plain words.", "## Large\n", "a heading ##; the largest is ###"),
        ("(other-topic)", "(https://example.org)", "a link to 'https://example.org', which is no topic"),
        ("(other-topic)", "(javascript:alert)", "a link to 'javascript:alert', which is no topic"),
        ('version = "1"', 'version = "1"\nauthor = "x"', "author: Extra inputs are not permitted"),
        ('version = "1"', 'version = "1"\nbody = "x"', "body: comes from the file itself"),
        ('version = "1"', "version =", "the front matter is not TOML"),
        ("+++\nPlain", "Plain", "no front matter between two lines"),
    ],
)
def test_a_fault_is_told_with_file_and_field(reading, old, new, said):
    with pytest.raises(BadAnswer) as refused:
        reading(old, new)
    assert str(refused.value).startswith("en/one-topic.md: ")
    assert said in str(refused.value)


def test_the_topic_is_the_file(reading):
    with pytest.raises(BadAnswer, match="topic: 'one-topic' is not the file's name"):
        reading(name="another")


def test_an_answer_cannot_be_changed(reading):
    with pytest.raises(ValidationError):
        reading().short = "Something else."


def test_the_library_is_read_once_and_by_language():
    assert answers("en") is answers("en")
    assert all(one.lang == "es" for one in answers("es").values())
    assert answer("what-is-prp", "es") is answers("es")["what-is-prp"]
    with pytest.raises(KeyError, match="no answers in 'fr'"):
        answers("fr")
    with pytest.raises(KeyError, match="no-such-topic"):
        answer("no-such-topic", "en")
