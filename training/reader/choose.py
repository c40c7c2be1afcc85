"""Chooses the thresholds on the development half and writes model.toml: `python choose.py`.

It searches over the log-odds of the shipped int8 file itself, as the product computes them, so that what is
chosen is what runs. The point is taken whose nearest goal is furthest away, counted in standard errors; what
that is worth on sentences that did not choose it is told by choosing ten times on nine tenths.
"""

import argparse
import hashlib
import json
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from sentences import FAMILIES
from train import LONGEST

from buffycoat.library.reader import encoder as shipped
from buffycoat.library.reader import reading
from buffycoat.library.reader.language import foreign_letters, is_courtesy, language, too_short
from buffycoat.library.reader.message import Message
from buffycoat.library.reader.rules import Hit, hits

ROOT = Path(__file__).parents[2]
DEV = ROOT / "tests" / "reader" / "dev.jsonl"
START = {
    "emergency": 0.0, "ask": -1.0, "part_emergency": 2.0, "part_ask": 1.0, "rule": 1.5, "rule_ask": 1.0,
    "words": 0.4,
}  # fmt: skip
ALIKE = (
    "negated",
    "other_person",
    "long_past",
    "figure_of_speech",
    "question",
    "hypothetical",
    "harmless_cousin",
)
# The goals: caught and outright at least, the others at most. The last two are our own, only to be met.
GOALS = {
    "caught": 0.95, "outright": 0.85, "alike_outright": 0.05, "alike_asked": 0.20, "ordinary_asked": 0.03,
    "narrative_asked": 0.50, "narrative_outright": 0.20,
}  # fmt: skip
AT_LEAST = ("caught", "outright")
# What is tried.
WORDS, RULE, STEP = (0.3, 0.4, 0.5, 0.6), (0.5, 0.75, 1.0, 1.5), (0.5, 1.0, 1.5, 2.0)
EMERGENCY, ASK = np.arange(-0.6, 2.0, 0.1), np.arange(-1.6, 1.2, 0.1)
FOLDS = 10


def describe(folder: Path, version: str, thresholds: dict[str, float]) -> None:
    """model.toml: the version, thresholds and checksums, which belong together."""
    sums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "tokenizer.json", "words.npz", "head.npz")
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


@dataclass(frozen=True)
class Scored:
    """One message with everything the thresholds act on, so that a search need not run the model again."""

    group: str
    level: int
    sure: bool
    asks: bool
    whole: shipped.Heard
    parts: tuple[tuple[shipped.Heard, int], ...]


def scored(row: dict[str, str], model: shipped.Encoder) -> Scored:
    """One sentence of the development half, read."""
    message = Message(row["text"])
    met = hits(message)
    whole = model.heard(message.original, message)
    parts = []
    for part in reading.parts(message):
        start, end = message.in_original(part)
        parts.append((model.heard(message.original[start:end]), _level(reading.within(met, part))))
    asks = bool(
        any(not hit.turned for hit in met)
        or language(message) == "other"
        or foreign_letters(message)
        or too_short(message)
        or reading.strange(message, whole.believed(START["words"]))
    )
    sure = any(hit.alone and not hit.turned for hit in met)
    return Scored(_group(row), _level(met), sure, asks and not is_courtesy(message), whole, tuple(parts))


def _group(row: dict[str, str]) -> str:
    if row["label"] != "nothing":
        return row["label"]
    return "alike" if row["kind"] in ALIKE else row["kind"]


def _level(met: list[Hit]) -> int:
    return max((2 if hit.level == "emergency" else 1 for hit in met if not hit.turned), default=0)


def log_odds(rows: list[Scored], words: float, rule: float, step: float) -> np.ndarray:
    """Of an emergency, and of that or doubt, for each message; its parts count `step` less."""
    more = (0.0, rule / 1.5, rule)
    out = []
    for one in rows:
        beliefs = [(one.whole.believed(words), more[one.level])]
        beliefs += [(part.believed(words), more[level] - step) for part, level in one.parts]
        out.append(
            (
                99.0 if one.sure else max(belief.emergency + add for belief, add in beliefs),
                99.0 if one.asks or one.sure else max(belief.ask + add for belief, add in beliefs),
            )
        )
    return np.array(out)


def rates(
    odds: np.ndarray, groups: np.ndarray, emergency: np.ndarray, ask: np.ndarray
) -> dict[str, np.ndarray]:
    """What the goals bound: one row for each threshold of an emergency, one column for each of a question."""
    outright = odds[:, 0, None] >= emergency
    noticed = outright[:, :, None] | (odds[:, 1, None] >= ask)[:, None, :]
    told = {
        group: outright[groups == group].mean(0)[:, None] for group in ("emergency", "alike", "narrative")
    }
    seen = {group: noticed[groups == group].mean(0) for group in (*told, "ordinary")}
    return {
        "caught": seen["emergency"], "outright": told["emergency"], "alike_outright": told["alike"],
        "alike_asked": seen["alike"] - told["alike"], "ordinary_asked": seen["ordinary"],
        "narrative_asked": seen["narrative"] - told["narrative"], "narrative_outright": told["narrative"],
    }  # fmt: skip


def worth(got: dict[str, np.ndarray], groups: np.ndarray) -> np.ndarray:
    """How far the nearest goal lies, in standard errors, and a little for the others."""
    far = []
    for name, goal in GOALS.items():
        many = (groups == ("emergency" if name in AT_LEAST else name.split("_")[0])).sum()
        gained = got[name] - goal if name in AT_LEAST else goal - got[name]
        far.append(np.broadcast_to(gained / (goal * (1 - goal) / many) ** 0.5, got["caught"].shape))
    return (
        np.min(far[:5], axis=0)
        + np.minimum(np.min(far[5:], axis=0), 0.0)
        + 0.05 * np.minimum(far, 4.0).sum(0)
    )


Tables = dict[tuple[float, float, float], np.ndarray]


def search(tables: Tables, groups: np.ndarray) -> tuple[tuple[float, float, float], float, float]:
    """The best of all that is tried: share of the words, weight of a rule, step of the parts; thresholds."""
    best, found = -np.inf, ((0.4, 1.0, 1.0), 0.0, 0.0)
    for settings, odds in tables.items():
        value = worth(rates(odds, groups, EMERGENCY, ASK), groups)
        row, column = np.unravel_index(value.argmax(), value.shape)
        if value[row, column] > best:
            best, found = value[row, column], (settings, float(EMERGENCY[row]), float(ASK[column]))
    return found


def shown(odds: np.ndarray, groups: np.ndarray, emergency: float, ask: float) -> str:
    """The figures at one point."""
    got = rates(odds, groups, np.array([emergency]), np.array([ask]))
    return ", ".join(f"{name} {100 * float(value.max()):.1f} %" for name, value in got.items())


def unseen(tables: Tables, groups: np.ndarray) -> str:
    """The figures on each tenth with what the other nine chose, all tenths together."""
    fold = np.random.default_rng(0).permutation(len(groups)) % FOLDS
    moved = np.zeros((len(groups), 2))
    for tenth in range(FOLDS):
        rest, mine = fold != tenth, fold == tenth
        settings, emergency, ask = search({name: odds[rest] for name, odds in tables.items()}, groups[rest])
        moved[mine] = tables[settings][mine] - (emergency, ask)
    return shown(moved, groups, 0.0, 0.0)


def main() -> None:
    """Score once, search, tell what it is worth, write model.toml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--folder", type=Path, default=shipped.FOLDER)
    parser.add_argument("--dev", type=Path, default=DEV)
    asked = parser.parse_args()
    describe(asked.folder, asked.version, START)
    model = shipped.Encoder(asked.folder)
    lines = asked.dev.read_text(encoding="utf-8").splitlines()
    rows = [scored(json.loads(line), model) for line in lines if line.strip()]
    groups = np.array([one.group for one in rows])
    tables = {settings: log_odds(rows, *settings) for settings in product(WORDS, RULE, STEP)}
    settings, emergency, ask = search(tables, groups)
    words, rule, step = settings
    limits = {
        "emergency": emergency, "ask": ask, "part_emergency": emergency + step, "part_ask": ask + step,
        "rule": rule, "rule_ask": rule / 1.5, "words": words,
    }  # fmt: skip
    describe(asked.folder, asked.version, limits)
    print(limits)
    print(f"chosen here:    {shown(tables[settings], groups, emergency, ask)}")
    print(f"chosen elsewhere: {unseen(tables, groups)}")


if __name__ == "__main__":
    main()
