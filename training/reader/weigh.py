"""Weighs the encoder's answers anew, beside plain questions that it never read: `python weigh.py`.

The encoder's file stays as it is. What it says of the three answers and of the families, 24 numbers
a message, is weighed by a linear model: sentences of danger, their look-alikes, and plain questions of Ask.
"""

import argparse
from pathlib import Path

import numpy as np
import plain
import sentences
from export import SHIPPED
from onnxruntime import InferenceSession
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from train import LONGEST

LABELS = ("nothing", "ask", "emergency")
STRENGTH = 0.1


def answers(texts: list[str], folder: Path) -> np.ndarray:
    """The encoder's 24 numbers of each text, one text a run as in the product."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    session = InferenceSession(str(folder / "encoder.onnx"), providers=["CPUExecutionProvider"])
    rows = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        rows.append(np.concatenate([told[0] for told in session.run(["tier", "family"], {"ids": ids})]))
    return np.array(rows, dtype=np.float64)


def fit(rows: np.ndarray, labels: list[int], weighs: list[float]) -> dict[str, np.ndarray]:
    """Weights and start over the numbers as they come out of the encoder."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    model.fit((rows - middle) / spread, labels, sample_weight=weighs)
    weights = model.coef_ / spread
    return {"weights": weights, "start": model.intercept_ - weights @ middle}


def halved(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The mean of these weights and of the encoder's own answer: the two together read better than either."""
    own = np.eye(len(LABELS), found["weights"].shape[1])
    return {"weights": (found["weights"] + own) / 2, "start": found["start"] / 2}


def main() -> None:
    """Read everything once, weigh, write head.npz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=(), help="files of plain questions left out")
    parser.add_argument("--folder", type=Path, default=SHIPPED, help="of the encoder; head.npz joins it")
    asked = parser.parse_args()
    learned, harmless = sentences.read(), plain.read(tuple(asked.without))
    texts = [one.text for one in learned] + harmless
    labels = [LABELS.index(one.label) for one in learned] + [0] * len(harmless)
    weighs = plain.weights(len(learned), len(harmless))
    np.savez(asked.folder / "head.npz", **halved(fit(answers(texts, asked.folder), labels, weighs)))


if __name__ == "__main__":
    main()
