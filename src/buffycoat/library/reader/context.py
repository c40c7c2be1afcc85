"""Whether something is said of the writer, now, as a fact; or denied, asked, past, another's."""

from functools import cached_property
from typing import Literal

from buffycoat.library.reader.message import Message, Span
from buffycoat.library.reader.phrases import Lexicon
from buffycoat.pathway.knowledge import Fact, read_table


class Cue(Fact):
    """Words that turn the sense of what stands near them."""

    meaning: str
    reach: Literal["clause_before", "clause", "sentence"]
    words: int = 0
    cues: tuple[str, ...]
    after: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()


CUES = read_table(__file__, "context.toml", Cue)


LEXICON = Lexicon(
    {
        (f"{name}.{part}"): getattr(cue, part)
        for name, cue in CUES.rows.items()
        for part in ("cues", "after", "cancelled_by")
    }
)


class Context:
    """The turning words of one message, found once."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self._known: dict[tuple[Span, ...], frozenset[str]] = {}

    @cached_property
    def _found(self) -> dict[str, list[Span]]:
        return LEXICON.find(self.message)

    def _within(self, name: str, scope: Span) -> list[Span]:
        return [hit for hit in self._found.get(name, ()) if scope.start <= hit.start < scope.end]

    def of(self, span: Span, *others: Span) -> frozenset[str]:
        """The names of the turns that a stretch stands under. A cue inside the sign is no turn."""
        sign = (span, *others)
        if sign not in self._known:
            self._known[sign] = frozenset(name for name in CUES.rows if self._turns(name, span, sign))
        return self._known[sign]

    def _turns(self, name: str, span: Span, sign: tuple[Span, ...]) -> bool:
        cue, message = CUES[name], self.message
        scope = message.sentence_of(span.start) if cue.reach == "sentence" else message.clause_of(span.start)
        near = [hit for hit in self._within(f"{name}.cues", scope) if not _part(hit, sign)]
        if cue.reach == "clause_before":
            near = [
                hit for hit in near if hit.end <= span.start and message.words_between(hit, span) <= cue.words
            ]
        turned = bool(near) or self._denied_after(name, span, scope, sign)
        return turned and not self._within(f"{name}.cancelled_by", scope)

    def _denied_after(self, name: str, span: Span, scope: Span, sign: tuple[Span, ...]) -> bool:
        found = self._within(f"{name}.after", scope)
        after = [hit for hit in found if hit.start >= span.end and not _part(hit, sign)]
        return any(self.message.words_between(span, hit) <= 2 for hit in after)


def _part(cue: Span, sign: tuple[Span, ...]) -> bool:
    return any(cue.start < one.end and one.start < cue.end for one in sign)
