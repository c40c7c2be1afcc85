"""As much of an answer as fits into one reply: the short answer first, then whole paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from buffycoat.library.answers.answer import Answer
from buffycoat.library.answers.markdown import as_text, blocks

ROOM = 1500  # characters of plain text
LIST = re.compile(r"[-*+] |\d+[.)] ")


@dataclass(frozen=True)
class Shown:
    """What is shown of an answer: all as text, its paragraphs as Markdown. `whole`: nothing was left out."""

    text: str
    body: str
    whole: bool


def shown(answer: Answer, limit: int = ROOM) -> Shown:
    """The short answer and as many whole paragraphs, from the first on, as fit into `limit` characters."""
    text, kept = answer.short, list[str]()
    for part in _parts(answer.body):
        longer = f"{text}\n\n{as_text(part)}"
        if len(longer) > limit:
            return Shown(text, "\n\n".join(kept), whole=False)
        text = longer
        kept.append(part)
    return Shown(text, "\n\n".join(kept), whole=True)


def _parts(body: str) -> Iterator[str]:
    """Paragraphs; what announces something (a heading, the words before a list or colon) stays with it."""
    waiting: list[str] = []
    found = blocks(body)
    for block, after in zip(found, (*found[1:], ""), strict=True):
        waiting.append(block)
        announces = block.startswith("#") or block.rstrip("*_ ").endswith(":") or LIST.match(after)
        if not announces or not after:
            yield "\n\n".join(waiting)
            waiting = []
