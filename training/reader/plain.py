"""The plain questions that Ask learns from: nobody who asks them is in danger, so they must pass."""

import tomllib
from pathlib import Path

ASKED = Path(__file__).parents[1] / "ask"
# What all questions together weigh beside all sentences; with more, messages about pain are asked about too.
SHARE = 0.7


def read(without: tuple[str, ...] = ()) -> list[str]:
    """Every line once; `without` leaves out whole files, to measure on lines that were not learned."""
    lines: dict[str, str] = {}
    for path in sorted((*ASKED.glob("out_of_scope*.toml"), *ASKED.glob("questions_*.toml"))):
        if path.stem not in without:
            for line in of(path):
                lines.setdefault(line.lower(), line)
    return list(lines.values())


def of(path: Path) -> list[str]:
    """The lines of one file, all topics and languages."""
    held = tomllib.loads(path.read_text(encoding="utf-8")).values()
    return [line for by in held for lines in by.values() for line in lines.strip().splitlines()]


def weights(sentences: int, questions: int) -> list[float]:
    """Of the sentences and then of the questions, one each."""
    return [1.0] * sentences + [SHARE * sentences / max(1, questions)] * questions
