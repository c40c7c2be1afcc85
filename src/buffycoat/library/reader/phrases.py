"""Finding the phrases of a table in one walk over a message, so that no message can make it slow."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from buffycoat.library.reader.message import WORD, Message, Span

JOINED = frozenset(" -'/,\t")  # what may stand between two words of one phrase
KEY = 2  # letters by which a phrase that begins with an open word is looked up


class Lexicon:
    """Phrases by name. In a phrase `*` is any ending of a word (or a whole word) and `#` a digit."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[tuple[str, tuple[re.Pattern[str] | str, ...]]]] = defaultdict(list)
        self._open: dict[str, list[tuple[str, tuple[re.Pattern[str] | str, ...]]]] = defaultdict(list)
        for name, of_name in phrases.items():
            for phrase in of_name:
                self._add(name, phrase)

    def _add(self, name: str, phrase: str) -> None:
        words = re.findall(r"[^\W_*#]*[*#]+|" + WORD.pattern, phrase)
        compiled = tuple(_open(word) if "*" in word or "#" in word else word for word in words)
        first = words[0]
        if isinstance(compiled[0], str):
            self._exact[first].append((name, compiled))
        else:
            self._open[re.split(r"[*#]", first)[0][:KEY]].append((name, compiled))

    def find(self, message: Message) -> dict[str, list[Span]]:
        """Where each named phrase stands; of those that begin at one word, the longest."""
        words = [message.plain[word.start : word.end] for word in message.words]
        found: dict[str, list[Span]] = defaultdict(list)
        for at, word in enumerate(words):
            longest: dict[str, int] = {}
            for name, phrase in (*self._exact.get(word, ()), *self._open.get(word[:KEY], ())):
                if len(phrase) > longest.get(name, 0) and self._stands(message, words, at, phrase):
                    longest[name] = len(phrase)
            for name, length in longest.items():
                found[name].append(Span(message.words[at].start, message.words[at + length - 1].end))
        return found

    @staticmethod
    def _stands(
        message: Message, words: list[str], at: int, phrase: tuple[re.Pattern[str] | str, ...]
    ) -> bool:
        if at + len(phrase) > len(words):
            return False
        for place, wanted in enumerate(phrase, start=at):
            if not (words[place] == wanted if isinstance(wanted, str) else wanted.fullmatch(words[place])):
                return False
            between = (
                message.plain[message.words[place - 1].end : message.words[place].start] if place > at else ""
            )
            if len(between) > 3 or not JOINED.issuperset(between):
                return False
        return True


def _open(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word).replace(r"\*", r"[\w']*").replace(r"\#", r"\d"))


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of a few phrases, signs such as % and ° included, as one pattern without gaps."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    made = (re.escape(phrase).replace(r"\*", r"\w{0,14}").replace("\\ ", r"\s{1,3}") for phrase in ordered)
    return re.compile(r"(?<!\w)(?:" + "|".join(made) + r")(?!\w)")
