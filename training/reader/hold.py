"""Moves the limits up as far as they still catch what was caught before: `python hold.py --version V`.

Fewer false alarms are worth nothing where danger is missed for them. So the two limits are the highest at
which no set has fewer emergencies caught, nor fewer doubts of Ask's sets, and at most one emergency in a
hundred fewer is answered outright. Every set it counts on has been read by who builds.
"""

import argparse
import json
import math
from pathlib import Path

import numpy as np
from choose import ROOT, Scored, describe, log_odds, scored

from buffycoat.library.reader import encoder as shipped

# Release 2026-11-22: emergencies caught and answered outright, and doubts of Ask's sets caught.
BEFORE = {
    "reader/dev": (405, 379, 0), "reader/test": (259, 251, 0), "library/ask/dev": (37, 34, 14),
    "library/ask/test": (40, 36, 13), "library/ask/test_2": (40, 37, 17),
}  # fmt: skip
OUTRIGHT = 0.993  # of those before, all sets together and the reader's own: a little above the bar of 0.99
STEP, RULE, WORDS = 2.0, 1.5, 0.6  # as before
MARGIN = 0.02  # another processor answers a little differently


def read(name: str, model: shipped.Encoder) -> list[Scored]:
    """The emergencies and doubts of a set, read; Ask's sets name by `want` what is wanted."""
    lines = (ROOT / "tests" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asks_for = {"emergency": "emergency", "ask_first": "ask", "ask": "ask"}
    told = [{**row, "label": asks_for.get(row.get("label") or row["want"], "")} for row in rows]
    return [scored(row, model) for row in told if row["label"]]


def highest(odds: np.ndarray, many: int) -> float:
    """The highest limit that so many reach."""
    return float(np.sort(odds)[::-1][many - 1])


def limits(model: shipped.Encoder) -> tuple[float, float]:
    """Of an emergency and of a question."""
    sure: dict[str, np.ndarray] = {}
    asks = math.inf
    for name, (caught, _, doubts) in BEFORE.items():
        rows = read(name, model)
        odds, groups = log_odds(rows, WORDS, RULE, STEP), np.array([one.group for one in rows])
        sure[name] = odds[groups == "emergency", 0]
        asks = min(asks, highest(odds[groups == "emergency", 1], caught))
        if doubts:
            asks = min(asks, highest(odds[groups == "ask", 1], doubts))
    emergency = math.inf
    for names in (tuple(BEFORE), ("reader/dev", "reader/test")):
        many = math.ceil(OUTRIGHT * sum(BEFORE[name][1] for name in names))
        emergency = min(emergency, highest(np.concatenate([sure[name] for name in names]), many))
    return emergency - MARGIN, asks - MARGIN


def main() -> None:
    """Count, choose, write model.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--folder", type=Path, default=shipped.FOLDER)
    asked = parser.parse_args()
    held = {"emergency": 0.0, "ask": 0.0, "part_emergency": STEP, "part_ask": STEP}
    same = {"rule": RULE, "rule_ask": RULE / 1.5, "words": WORDS}
    describe(asked.folder, asked.version, held | same)
    emergency, ask = limits(shipped.Encoder(asked.folder))
    moved = {
        "emergency": emergency, "ask": ask, "part_emergency": emergency + STEP, "part_ask": ask + STEP,
    }  # fmt: skip
    describe(asked.folder, asked.version, moved | same)
    print(moved)


if __name__ == "__main__":
    main()
