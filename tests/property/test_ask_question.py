"""Whatever `buffycoat ask` is sent: an answer of the declared form, or the wrong field; danger stays."""

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from buffycoat.interop import lines
from buffycoat.interop.ask_text import AskAnswer, ask, check
from buffycoat.library.answers import answers
from buffycoat.library.ask import Finder, finder, reply
from buffycoat.library.ask.phrases import kinds
from buffycoat.pathway.knowledge import sources

ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
FORM = TypeAdapter(AskAnswer)
LONGEST = 1500
WORDS = st.lists(
    st.sampled_from(
        ["prp", "plasma", "shot", "disc", "fever", "numb", "dog", "sue", "¿duele?", "advil", "die", "{phone}",
         "cuánto", "cost", "!!!", "\u202e", "\x00", "é", "hurts", "since", "tuesday", "не", "知道"]
    ), max_size=12,
).map(" ".join)  # fmt: skip
TEXT = st.text(max_size=200) | WORDS


def run(case: Any) -> dict[str, Any]:
    """The answer to one case, through the line of JSON."""
    out = io.StringIO()
    lines.run(ask, [json.dumps(case)], out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@ANY
@given(TEXT, st.sampled_from([None, "en", "es"]))
def test_any_text_is_answered_in_the_declared_form(text: str, lang: str | None) -> None:
    found = run({"id": 1, "text": text, "lang": lang})
    FORM.validate_python(found)
    assert 0 < len(found["answer"]) <= LONGEST
    assert lang in (None, found["lang"])
    assert (found["topic"] is not None) == (found["verdict"] == "answer")
    assert set(found["sources"]) <= set(sources())
    if found["topic"]:
        best = answers(found["lang"])[found["topic"]]
        assert found["answer"].startswith(best.short)
        assert found["written"] == best.written.isoformat()


@ANY
@given(TEXT)
def test_danger_that_the_check_finds_is_never_answered_away(text: str) -> None:
    found, danger = ask({"text": text}), check({"text": text})
    known = set(danger["flags"]) - {"reader.not_understood", "reader.rules_only"}
    if known:
        assert found["verdict"] == danger["verdict"]
    else:
        assert found["verdict"] in ("answer", "out_of_scope")


@ANY
@given(
    st.recursive(st.none() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=2), max_leaves=3)
)
def test_what_is_no_question_names_its_field(wrong: Any) -> None:
    found = run({"id": 2, "text": wrong, "lang": None})
    assert isinstance(wrong, str) or found["error"]["field"] == "text"
    told = run({"text": "what is prp", "lang": wrong})
    assert wrong in (None, "en", "es") or told["error"]["field"] == "lang"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_answer_fits_and_its_own_questions_find_it(lang: Any) -> None:
    asked = right = 0
    for topic, one in answers(lang).items():
        for question in one.questions:
            found = reply(question, lang)
            assert len(found.text) <= LONGEST
            if found.verdict == "answer":
                asked, right = asked + 1, right + (found.topic == topic)
    assert right / asked > 0.9  # a few questions stand, nearly alike, in front of two answers


def test_the_same_question_gets_the_same_reply_and_typing_mistakes_do_not_change_it() -> None:
    plain = reply("can i take ibuprofen before the injection")
    assert plain == reply("can i take ibuprofen before the injection")
    assert reply("can i take ibuprofin befor the injecton").topic == plain.topic
    assert reply("CAN I TAKE IBUPROFEN BEFORE THE INJECTION!!").topic == plain.topic


def test_without_the_encoder_the_words_answer_and_it_is_said() -> None:
    alone = Finder(alone=True)
    found = reply("how much does prp cost, does medicare pay", "en", alone)
    assert found.topic == "cost-and-insurance"
    assert "not installed" in found.note
    assert reply("how much does prp cost", "en").note == ""


def test_what_the_model_names_is_what_there_is() -> None:
    assert set(finder().topics) == set(answers("en")) == set(answers("es"))
    assert set(finder().kinds) == set(kinds())
