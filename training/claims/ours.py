"""Prints each sentence, and pair of sentences, of what we show as a JSON list: `python ours.py > ours.json`.

Needs Buffycoat; train.py, which learns them as true, only needs the list.
"""

import json

from buffycoat.library.claims.passage import sentences as passages
from buffycoat.library.reader.message import Message
from tests.library.test_our_own_words import TEXTS


def ours() -> list[str]:
    """Sentences, and pairs, of what we show: read by people, they do not mislead."""
    found: dict[str, None] = {}
    for _, text in TEXTS:
        message = Message(text)
        for sentence in passages(message):
            for span in (sentence.span, *sentence.pairs):
                start, end = message.in_original(span)
                found[message.original[start:end].strip()] = None
    return list(found)


if __name__ == "__main__":
    print(json.dumps(ours(), ensure_ascii=False))
