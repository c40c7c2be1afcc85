"""Learns what the encoder's numbers mean to us: `python learn.py`, after ship.py; writes meaning.npz.

A logistic regression over the numbers of each question and of one variation of it, mistyped perhaps; and the
questions themselves, so that the nearest can be looked up.
The encoder is not taught: on questions by hands that it had not learned from, teaching it was no better
(docs/evidence/ask.md).
"""

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime
import questions
from choose import LONGEST
from count import SHIPPED
from questions import Question, names
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from wordfreq import top_n_list

from buffycoat.library.ask.spelling import LETTERS, SHORTEST, Spelling

FIRM, STEPS = 8.0, 100  # how firmly the regression may believe, and for how long it looks
OFTEN, COMMON = 5, 60_000  # a long word that so many questions use; the commonest words of a language
NEAREST, SURE = 4, 12.0  # of each name so many questions count; how much likeness is worth in log-odds


def encoded(folder: Path, texts: list[str]) -> np.ndarray:
    """What the shipped encoder makes of each text, one at a time as the product asks it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    path = str(folder / "encoder.onnx")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    ids = (np.array([tokenizer.encode(text).ids], dtype=np.int64) for text in texts)
    return np.stack([session.run(["meant"], {"ids": one})[0][0] for one in ids])


def fit(rows: list[Question], found: np.ndarray, varied: np.ndarray) -> dict[str, np.ndarray]:
    """The head, and the questions in bytes with one scale each, sorted by name."""
    middle, spread = found.mean(0), found.std(0)
    inputs, wanted = (found - middle) / spread, np.array([names().index(one.name) for one in rows])
    size = np.linalg.norm(inputs, axis=1).mean()
    both = np.concatenate([inputs, (varied - middle) / spread])
    model = LogisticRegression(C=FIRM, max_iter=STEPS).fit(both / size, np.concatenate([wanted, wanted]))
    order = np.argsort(wanted, kind="stable")
    known = (inputs / np.linalg.norm(inputs, axis=1, keepdims=True))[order]
    scale = np.abs(known).max(axis=1) / 127
    return {
        "middle": middle.astype(np.float32), "spread": spread.astype(np.float32),
        "weights": (model.coef_ / size).astype(np.float16), "start": model.intercept_.astype(np.float32),
        "known": np.round(known / scale[:, None]).astype(np.int8), "scale": scale.astype(np.float32),
        "ends": np.cumsum(np.bincount(wanted, minlength=len(names()))).astype(np.int32),
        "nearest": np.int32(NEAREST), "sure": np.float32(SURE),
    }  # fmt: skip


def spelling(rows: list[Question]) -> dict[str, np.ndarray]:
    """The long words that a mistyped one may mean, and the common words that only look like one of them."""
    used = Counter(
        word for one in rows for word in LETTERS.findall(one.text.lower()) if len(word) >= SHORTEST
    )
    aims = sorted(word for word, times in used.items() if times >= OFTEN)
    near = Spelling(aims, ())
    common = {word for lang in ("en", "es") for word in top_n_list(lang, COMMON)}
    others = sorted(word for word in common - set(aims) if len(word) >= SHORTEST and near.aims(word))
    return {"aims": np.array(aims), "others": np.array(others)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="sets that have been read")
    asked = parser.parse_args()
    lessons = [*questions.written(), *questions.shorts(), *questions.extra(asked.more)]
    chance = random.Random(5)
    found = encoded(asked.out, [one.text for one in lessons])
    mistyped = encoded(asked.out, [questions.varied(one, chance) for one in lessons])
    np.savez_compressed(asked.out / "meaning.npz", **fit(lessons, found, mistyped), **spelling(lessons))
    sys.stdout.write(f"{(asked.out / 'meaning.npz').stat().st_size / 1e6:.2f} MB\n")
