"""The little Markdown of the answers: paragraphs, lists, emphasis, small headings, links to topics."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LARGEST_HEADING = 3  # the page's own headings stand above it
Address = Callable[[str], str]


@cache
def _parser() -> MarkdownIt:
    """HTML is never passed on: it comes out as the characters that were typed."""
    unused = ["html_block", "html_inline", "image", "autolink", "reference", "code", "fence", "table"]
    made = MarkdownIt("commonmark", {"html": False}).disable(unused, True)
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # so that `faults` sees a bad one
    return made


def links(body: str) -> tuple[str, ...]:
    """Where the links lead, in order: the topics that the answer points to."""
    return tuple(
        str(child.attrs["href"])
        for token in _parser().parse(body)
        for child in token.children or ()
        if child.type == "link_open"
    )


def faults(body: str) -> list[str]:
    """What an answer may not hold: a link out of the library, a heading as large as the page's own."""
    said = [f"a link to {href!r}, which is no topic" for href in links(body) if not SLUG.fullmatch(href)]
    for token in _parser().parse(body):
        if token.type == "heading_open" and len(token.markup) < LARGEST_HEADING:
            said.append(f"a heading {token.markup}; the largest is {'#' * LARGEST_HEADING}")
    return said


def as_html(body: str, address: Address) -> str:
    """The body as HTML that is safe to show; `address` says where a topic is found."""
    parser = _parser()
    tokens = parser.parse(body)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) - 1}"  # ### comes straight under the page's h1
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs["href"] = address(str(child.attrs["href"]))
    return str(parser.renderer.render(tokens, parser.options, {}))


def as_text(body: str) -> str:
    """The body as plain text: paragraphs apart, a dash before each item of a list."""
    return "\n\n".join(_text(block) for block in blocks(body))


def blocks(body: str) -> tuple[str, ...]:
    """The body's paragraphs, lists and headings, each in its own Markdown."""
    lines = body.splitlines()
    return tuple(
        "\n".join(lines[token.map[0] : token.map[1]]).strip()
        for token in _parser().parse(body)
        if token.level == 0 and token.map is not None and token.nesting >= 0
    )


def _text(block: str) -> str:
    return "\n".join(_lines(_parser().parse(block)))


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """One line for each paragraph, with the mark of its list item before the item's first."""
    numbers: list[int | None] = []  # of the lists we are in: the next number, or None where dashes are set
    mark = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(None if token.type.startswith("bullet") else int(token.attrs.get("start", 1)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            mark = "- " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            yield "  " * max(0, len(numbers) - 1) + mark + _inline(token)
            mark = ""


def _inline(token: Token) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(child.type, child.content) for child in token.children or ())
