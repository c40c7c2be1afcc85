"""What a reader of a page sees: its words, each on the line that it has in the file."""

import re
from html.parser import HTMLParser

OPENING = re.compile(r"\s*(?:<!doctype|<html|<\w+[\s>])", re.IGNORECASE)
HIDDEN = ("script", "style", "template")


def words_of(text: str) -> str:
    """What a reader of a page sees, each word on the line that it has in the file."""
    return _of_html(text) if OPENING.match(text) else _of_markdown(text)


def _of_markdown(text: str) -> str:
    """Plain text as it is; links by their words, without signs of emphasis."""
    return re.sub(r"\*\*|__|^#+ ", "", re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text), flags=re.MULTILINE)


class _Seen(HTMLParser):
    """The words between the tags; what is not shown becomes empty lines, so that line numbers stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.hidden = 0
        self.line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        at = self.getpos()[0]
        self.words.append("\n" * (at - self.line) + data)
        self.line = at + data.count("\n") if at >= self.line else self.line + data.count("\n")


def _of_html(text: str) -> str:
    seen = _Seen()
    seen.feed(text)
    seen.close()
    return "".join(seen.words)
