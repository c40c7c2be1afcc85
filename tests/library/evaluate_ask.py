"""Measures Ask on one set of questions: `python -m tests.library.evaluate_ask test_4 [--write]`.

test_4 was read by this script only, once; the others have been read by who builds. --write puts the figures
into docs/evidence/ask.md.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from buffycoat.library.ask import Finder, Reply, finder, reply

ROOT = Path(__file__).parents[2]
SETS = Path(__file__).parent / "ask"
HALVES = {
    "dev": "first half",
    "test": "second half",
    "test_2": "third set",
    "test_3": "fourth set",
    "test_4": "untouched set",
}
EVIDENCE = ROOT / "docs" / "evidence" / "ask.md"
MARK = "<!-- printed by tests/library/evaluate_ask.py -->\n"
Z = 1.96  # of 95 %


@dataclass(frozen=True)
class Asked:
    """A question of the set, and what it was answered."""

    row: dict[str, Any]
    reply: Reply

    @property
    def right(self) -> bool:
        """The answer that is wanted, first."""
        return self.reply.verdict == "answer" and self.reply.topic in self.row["topics"]


def rows(half: str, using: Finder) -> list[Asked]:
    """Every question of a half, answered in its own language."""
    lines = (SETS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    held = [json.loads(line) for line in lines]
    return [Asked(row, reply(row["text"], row["lang"], using)) for row in held]


def share(found: Iterable[bool]) -> str:
    """How many of how many, with Wilson's interval of 95 %."""
    held = list(found)
    yes, count = sum(held), len(held)
    if not count:
        return "none"
    part, spread = yes / count, Z * Z / count
    middle = (part + spread / 2) / (1 + spread)
    half = Z * math.sqrt(part * (1 - part) / count + spread / (4 * count)) / (1 + spread)
    return f"{yes}/{count} = {part:.1%} ({middle - half:.0%}-{middle + half:.0%})"


MEASURES: tuple[tuple[str, str, Callable[[Asked], bool]], ...] = (
    ("right answer first (goal 92 %)", "answer", lambda one: one.right),
    ("- of those that the reader let pass", "answer", lambda one: one.right),
    ("- refused", "answer", lambda one: one.reply.verdict == "out_of_scope"),
    ("- false alarm: emergency", "answer", lambda one: one.reply.verdict == "emergency"),
    ("- asked first", "answer", lambda one: one.reply.verdict == "ask_first"),
    ("out of scope refused (goal 90 %)", "out_of_scope", lambda one: one.reply.verdict == "out_of_scope"),
    ("- answered all the same", "out_of_scope", lambda one: one.reply.verdict == "answer"),
    ("- false alarm: emergency", "out_of_scope", lambda one: one.reply.verdict == "emergency"),
    ("- asked first", "out_of_scope", lambda one: one.reply.verdict == "ask_first"),
    ("emergencies caught, or asked first", "emergency", lambda one: one.reply.verdict in DANGER),
    ("emergencies answered emergency", "emergency", lambda one: one.reply.verdict == "emergency"),
    ("doubts asked first, or emergency", "ask_first", lambda one: one.reply.verdict in DANGER),
)
DANGER = ("emergency", "ask_first")


def table(found: list[Asked]) -> Iterator[str]:
    """The measures, all and by language."""
    yield "| measure | all | English | Spanish |\n| --- | --- | --- | --- |"
    for words, want, holds in MEASURES:
        held = [one for one in found if one.row["want"] == want]
        if "let pass" in words:
            held = [one for one in held if one.reply.verdict not in DANGER]
        cells = [share(map(holds, held))]
        cells += [share(holds(one) for one in held if one.row["lang"] == lang) for lang in ("en", "es")]
        yield f"| {words} | {' | '.join(cells)} |"


def misses(found: list[Asked]) -> Iterator[str]:
    """Every question that was not answered as wanted."""
    for want in ("answer", "out_of_scope", "emergency", "ask_first"):
        yield f"wanted {want}"
        for one in found:
            row, got = one.row, one.reply
            if row["want"] == want and not (one.right if want == "answer" else got.verdict == want):
                wanted = f" (wanted {', '.join(row['topics'])})" if want == "answer" else ""
                said = " ".join((got.verdict, got.topic or got.kind or ", ".join(got.flags))).strip()
                yield f"  [{row['lang']}] {row['text']} -> {said}{wanted}"


def report(half: str) -> str:
    """The figures of a half, with everything and by words alone, and every miss."""
    held = rows(half, finder())
    parts = [f"### With everything (model {finder().by})\n", *table(held)]
    parts += ["\n### By words alone, as without the encoder of Ask\n", *table(rows(half, Finder(alone=True)))]
    held_back = Finder()
    held_back.limits = replace(held_back.limits, sure=0.4, sure_beyond=0.95)
    parts += ["\n### If a sure finding could outweigh a faint doubt of the reader (not so as shipped)\n"]
    parts += table(rows(half, held_back))
    parts += ["\n### Every miss\n\n```", *misses(held), "```\n"]
    return "\n".join(parts)


def main() -> None:
    """Print one half; --write puts it into the page of evidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", choices=HALVES, default="dev")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    said = report(asked.half)
    print(said)
    if asked.write:
        before = EVIDENCE.read_text(encoding="utf-8").split(MARK)[0]
        heading = f"## The {HALVES[asked.half]} ({asked.half})"
        EVIDENCE.write_text(f"{before}{MARK}\n{heading}\n\n{said}", encoding="utf-8")


if __name__ == "__main__":
    main()
