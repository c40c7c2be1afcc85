"""What is shown of an answer, as HTML that is safe, as text, and cut between paragraphs."""

import pytest

from buffycoat.library.answers import Answer, answers, shown
from buffycoat.library.answers.markdown import as_html, as_text, blocks, links
from tests.answers.written import GOOD


def html(body):
    return as_html(body, lambda topic: f"/answers/{topic}/")


@pytest.fixture
def made(reading):
    """An answer with this body."""

    def with_body(body) -> Answer:
        return reading(GOOD.split("+++\n")[2], body)

    return with_body


def test_html_is_shown_as_typed_and_never_passed_on():
    assert html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    assert "<img" not in html('a <img src=x onerror="x"> ![pic](pic)')
    assert "<a " not in html("<https://example.org>")


def test_a_link_leads_to_the_page_of_its_topic():
    assert html("[more](the-visit)") == '<p><a href="/answers/the-visit/">more</a></p>\n'
    assert links("[a](one) and [b](two)") == ("one", "two")


def test_a_small_heading_comes_straight_under_the_title():
    assert html("### Now") == "<h2>Now</h2>\n"
    assert html("#### Then") == "<h3>Then</h3>\n"


def test_text_has_neither_marks_nor_links():
    body = "**Go** to [us](us).\nNow.\n\n- one\n- *two*\n  - inner\n\n1. first\n2. second"
    assert as_text(body) == "Go to us. Now.\n\n- one\n- two\n  - inner\n\n1. first\n2. second"


def test_the_body_falls_into_paragraphs_lists_and_headings():
    assert blocks("One\nline.\n\n- a\n- b\n\n### Head\n\nEnd.") == (
        "One\nline.",
        "- a\n- b",
        "### Head",
        "End.",
    )


def test_a_short_answer_is_shown_whole(made):
    found = shown(made("First.\n\nSecond."))
    assert (found.text, found.body, found.whole) == (
        "It is this.\n\nFirst.\n\nSecond.",
        "First.\n\nSecond.",
        True,
    )


def test_only_whole_paragraphs_that_fit_are_shown_and_none_after_the_first_that_does_not(made):
    found = shown(made("First.\n\n" + "long " * 20 + "\n\nLast."), limit=40)
    assert (found.text, found.body, found.whole) == ("It is this.\n\nFirst.", "First.", False)


@pytest.mark.parametrize("lead", ["### Go now if", "Go now if:", "**Go now if:**", "Go now if one is true."])
def test_what_announces_a_list_is_not_shown_without_it(made, lead):
    body = f"First.\n\n{lead}\n\n- one\n- two " + "long " * 20
    assert shown(made(body), limit=60).body == "First."
    assert shown(made(body)).whole


def test_the_short_answer_is_shown_even_where_there_is_no_room(made):
    assert shown(made("First."), limit=3).text == "It is this."


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_answer_keeps_within_its_room(lang):
    for one in answers(lang).values():
        found = shown(one)
        assert len(found.text) <= 1500
        assert found.text.startswith(one.short)
        assert found.body, f"{one.topic}: no paragraph fits beside the short answer"
        assert found.whole == (found.text == f"{one.short}\n\n{as_text(one.body)}")
