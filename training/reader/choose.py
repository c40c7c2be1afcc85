"""Chooses the thresholds on the development half and writes model.toml: `python choose.py`.

It searches over the log-odds of the shipped int8 file itself, as the product computes them, so that what is
chosen is what runs. Within bounds on alarms and questions the most emergencies are caught.
"""

import argparse
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from sentences import FAMILIES
from train import LONGEST

from buffycoat.library.reader import encoder as shipped
from buffycoat.library.reader import reading
from buffycoat.library.reader.language import foreign_letters, is_courtesy, language, too_short
from buffycoat.library.reader.message import Message
from buffycoat.library.reader.rules import hits

DEV = Path(__file__).parents[2] / "tests" / "reader" / "dev.jsonl"
START = {
    "emergency": 0.0, "ask": -1.0, "part_emergency": 2.0, "part_ask": 1.0, "rule": 1.5, "rule_ask": 1.0,
    "words": 0.4,
}  # fmt: skip
SHARES = (0.3, 0.4, 0.5, 0.6)
ALIKE = (
    "negated",
    "other_person",
    "long_past",
    "figure_of_speech",
    "question",
    "hypothetical",
    "harmless_cousin",
)


# The goals: shares on the development half.
CAUGHT, ALIKE_OUTRIGHT, ALIKE_ASKED, ORDINARY_ASKED = 0.95, 0.045, 0.18, 0.03


def describe(folder: Path, version: str, thresholds: dict[str, float]) -> None:
    """model.toml: the version, thresholds and checksums, which belong together."""
    sums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "tokenizer.json", "words.npz")
    }
    lines = ["# Written by training/reader/choose.py: model, tokenizer and thresholds are one artefact."]
    lines += [
        f'version = "{version}"',
        f"longest = {LONGEST}",
        f"families = {json.dumps(list(FAMILIES))}",
        "",
        "[thresholds]",
    ]
    lines += [f"{name} = {value:.3f}" for name, value in thresholds.items()]
    lines += ["", "[sha256]", *(f'"{name}" = "{value}"' for name, value in sums.items()), ""]
    (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")


class Scored:
    """One message with everything the thresholds act on, so that a search need not run the model again."""

    def __init__(self, row: dict[str, str], model: shipped.Encoder) -> None:
        message = Message(row["text"])
        met = hits(message)
        self.row = row
        self.level = self._level(met)
        self.sure = any(hit.alone and not hit.turned for hit in met)
        self.whole = model.believes(message.original)
        self.parts = []
        for part in reading.parts(message):
            start, end = message.in_original(part)
            near = reading.within(met, part)
            self.parts.append((model.believes(message.original[start:end]), self._level(near)))
        self.asks = bool(
            any(not hit.turned for hit in met)
            or language(message) == "other"
            or foreign_letters(message)
            or too_short(message)
            or reading.strange(message, self.whole)
        ) and not is_courtesy(message)

    @staticmethod
    def _level(met: list) -> int:
        return max((2 if hit.level == "emergency" else 1 for hit in met if not hit.turned), default=0)

    def answer(self, limits: dict[str, float]) -> int:
        """2 emergency, 1 ask, 0 nothing."""
        more = (0.0, limits["rule_ask"], limits["rule"])
        tiers = [
            2 * int(self.sure),
            int(self.asks),
            _tier(self.whole, more[self.level], limits["emergency"], limits["ask"]),
        ]
        tiers += [
            _tier(one, more[level], limits["part_emergency"], limits["part_ask"]) for one, level in self.parts
        ]
        return max(tiers)


def _tier(belief: shipped.Belief, more: float, emergency: float, ask: float) -> int:
    return 2 if belief.emergency + more >= emergency else 1 if belief.ask + more >= ask else 0


def rates(scored: list[Scored], limits: dict[str, float]) -> dict[str, float]:
    """What the goals bound, for one set of thresholds."""
    answers = [(one.row, one.answer(limits)) for one in scored]

    def share(chosen: list[int], least: int) -> float:
        return sum(answer >= least for answer in chosen) / max(1, len(chosen))

    emergencies = [answer for row, answer in answers if row["label"] == "emergency"]
    ordinary = [answer for row, answer in answers if row["label"] == "nothing" and row["kind"] == "ordinary"]
    alike = [answer for row, answer in answers if row["label"] == "nothing" and row["kind"] in ALIKE]
    stories = [answer for row, answer in answers if row["label"] == "nothing" and row["kind"] == "narrative"]
    return {
        "caught": share(emergencies, 1), "outright": share(emergencies, 2), "alike_outright": share(alike, 2),
        "alike_asked": share(alike, 1) - share(alike, 2), "ordinary_asked": share(ordinary, 1),
        "ordinary_outright": share(ordinary, 2), "narrative_asked": share(stories, 1),
        "narrative_outright": share(stories, 2),
        "asks_caught": share([answer for row, answer in answers if row["label"] == "ask"], 1),
    }  # fmt: skip


def search(scored: list[Scored]) -> dict[str, float]:
    """A grid over the thresholds, the parts of long messages a fixed step above the whole."""
    best, chosen = -1e9, dict(START)
    for rule in (1.0, 1.5):
        for step in (1.0, 2.0):
            for emergency in np.arange(0.0, 1.6, 0.125):
                for ask in np.arange(-1.2, 0.6, 0.1):
                    limits = {
                        "emergency": emergency, "ask": ask, "part_emergency": emergency + step,
                        "part_ask": ask + step, "rule": rule, "rule_ask": rule / 1.5,
                    }  # fmt: skip
                    worth = _worth(rates(scored, limits))
                    if worth > best:
                        best, chosen = worth, limits
    return {name: float(value) for name, value in chosen.items()}


def _worth(got: dict[str, float]) -> float:
    """What a set of thresholds is worth: a missed emergency weighs most, a question to the well least."""
    worth = (
        6.0 * min(got["caught"], CAUGHT) + got["caught"] + 0.6 * got["outright"] + 0.1 * got["asks_caught"]
    )
    worth -= 4.0 * max(0.0, got["alike_outright"] - ALIKE_OUTRIGHT) + 0.2 * got["narrative_outright"]
    worth -= 0.3 * got["alike_asked"] + 0.7 * max(0.0, got["alike_asked"] - ALIKE_ASKED)
    return worth - 0.5 * got["ordinary_asked"] - 0.7 * max(0.0, got["ordinary_asked"] - ORDINARY_ASKED)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--folder", type=Path, default=shipped.FOLDER)
    parser.add_argument("--dev", type=Path, default=DEV)
    asked = parser.parse_args()
    describe(asked.folder, asked.version, START)
    rows = [json.loads(line) for line in asked.dev.read_text(encoding="utf-8").splitlines() if line.strip()]
    best, limits, got = -1e9, START, {}
    for share in SHARES:
        model = shipped.Encoder(asked.folder)
        model.thresholds = replace(model.thresholds, words=share)
        scored = [Scored(row, model) for row in rows]
        chosen = {**search(scored), "words": share}
        figures = rates(scored, chosen)
        print(share, {name: round(value, 3) for name, value in figures.items()}, flush=True)
        if _worth(figures) > best:
            best, limits, got = _worth(figures), chosen, figures
    describe(asked.folder, asked.version, limits)
    print(limits, {name: round(value, 4) for name, value in got.items()})
