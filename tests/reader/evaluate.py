"""Measures the reader of free text on a written set: `python -m tests.reader.evaluate [dev|test]`.

The development half chose the thresholds; the test half is for one run a release. Each share has its 95 %
Wilson interval; emergencies answered outright and with a question are told apart, because recall alone is
bought with alarms.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from buffycoat.library.reader import Reading, read, reading

SETS = Path(__file__).parent
LEARNED = SETS.parents[1] / "training" / "reader" / "sentences"
RUN = 5  # words
ALIKE = (
    "negated",
    "other_person",
    "long_past",
    "figure_of_speech",
    "question",
    "hypothetical",
    "harmless_cousin",
)


class Answered(NamedTuple):
    """A sentence of the set and what the reader made of it."""

    row: dict[str, str]
    reading: Reading

    @property
    def group(self) -> str:
        """What the sentence counts as: emergency, ask, look-alike, ordinary, narrative."""
        if self.row["label"] != "nothing":
            return self.row["label"]
        return "look-alike" if self.row["kind"] in ALIKE else self.row["kind"]


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle, spread = share + z * z / (2 * of), z * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return max(0.0, middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def shown(count: int, of: int) -> str:
    """A share with its interval, in percent."""
    low, high = wilson(count, of)
    return f"{count:4d}/{of:<4d} {100 * count / max(1, of):5.1f} % ({100 * low:.0f}-{100 * high:.0f})"


def answered(rows: Iterable[dict[str, str]]) -> list[Answered]:
    """Every sentence read."""
    return [Answered(row, read(row["text"])) for row in rows]


def table(title: str, rows: list[Answered], by: Callable[[Answered], str]) -> None:
    """How the sentences of each kind were answered."""
    print(f"\n{title}")
    print(f"  {'':24s} {'emergency':30s} {'emergency or ask first':30s}")
    for name in sorted({by(one) for one in rows}):
        chosen = [one for one in rows if by(one) == name]
        outright = sum(one.reading.verdict == "emergency" for one in chosen)
        noticed = sum(one.reading.verdict != "nothing_found" for one in chosen)
        print(f"  {name:24s} {shown(outright, len(chosen)):30s} {shown(noticed, len(chosen)):30s}")


def report(rows: list[Answered], quiet: bool) -> None:
    """Everything the protocol asks for; the misses last."""
    table("By what the sentence is", rows, lambda one: one.group)
    emergencies = [one for one in rows if one.group == "emergency"]
    harmless = [one for one in rows if one.row["label"] == "nothing"]
    for name, chosen in (("Emergencies", emergencies), ("Harmless", harmless)):
        for field in ("kind", "family", "lang"):
            table(f"{name} by {field}", chosen, lambda one, field=field: one.row[field])
        table(
            f"{name} by length",
            chosen,
            lambda one: "60 words or more" if len(one.row["text"].split()) >= 60 else "shorter",
        )
    overlap(rows)
    if quiet:
        return
    _list("Emergencies answered with reassurance", emergencies, "nothing_found")
    _list("Emergencies only asked about", emergencies, "ask_first")
    _list("Harmless answered as an emergency", harmless, "emergency")


def overlap(rows: list[Answered]) -> None:
    """How many sentences share a run of five words with what the reader learned from."""
    learned: set[tuple[str, ...]] = set()
    for path in LEARNED.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            learned |= _runs(json.loads(line)["text"])
    shared = sum(bool(_runs(one.row["text"]) & learned) for one in rows)
    print(f"\nSentences that share a run of {RUN} words with the training sentences: {shared} of {len(rows)}")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _list(title: str, rows: list[Answered], verdict: str) -> None:
    print(f"\n{title}")
    for one in rows:
        if one.reading.verdict == verdict:
            print(f"  [{one.row['family']}, {one.row['kind']}, {one.row['lang']}] {one.row['text']}")


def main() -> None:
    """Read one half and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", choices=("dev", "test"), default="dev")
    parser.add_argument("--rules", action="store_true", help="as if the encoder were not installed")
    parser.add_argument("--quiet", action="store_true", help="numbers only")
    asked = parser.parse_args()
    rows = [
        json.loads(line) for line in (SETS / f"{asked.half}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    if asked.rules:
        with patch.object(reading, "encoder", return_value=None):
            report(answered(rows), asked.quiet)
    else:
        report(answered(rows), asked.quiet)


if __name__ == "__main__":
    main()
