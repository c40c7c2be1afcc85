"""Fits the linear model of words and letter runs that stands beside the encoder: `python count.py`."""

import argparse
import math
from pathlib import Path

import numpy as np
import plain
import sentences
from export import SHIPPED
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from buffycoat.library.reader.lexical import BUCKETS, pieces
from buffycoat.library.reader.message import Message

LABELS = ("nothing", "ask", "emergency")


def counted(texts: list[str]) -> list[csr_matrix]:
    """Two tables, words and letter runs: one row a text, the logarithm of how often in each bucket."""
    rows = [pieces(Message(text)) for text in texts]
    tables = []
    for block in (0, 1):
        values = [1 + math.log(count) for row in rows for count in row[block].values()]
        buckets = [bucket for row in rows for bucket in row[block]]
        ends = np.cumsum([0] + [len(row[block]) for row in rows])
        tables.append(csr_matrix((values, buckets, ends), shape=(len(rows), BUCKETS)))
    return tables


def fit(rows: list[sentences.Sentence], harmless: list[str]) -> dict[str, np.ndarray]:
    """Rarity of each bucket among the sentences, and the weights with which it speaks for each answer."""
    tables = counted([one.text for one in rows] + harmless)
    rarity = np.stack(
        [np.log((1 + len(rows)) / (1 + table[: len(rows)].getnnz(axis=0))) + 1 for table in tables]
    )
    weighed = []
    for table, rare in zip(tables, rarity, strict=True):
        table = table.multiply(rare).tocsr()
        norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1))).ravel()
        weighed.append(csr_matrix(table.multiply(1 / np.maximum(norms, 1e-9)[:, None])))
    used = [np.flatnonzero(table.getnnz(axis=0)) for table in weighed]
    small = hstack([table[:, columns] for table, columns in zip(weighed, used, strict=True)]).tocsr()
    model = LogisticRegression(C=8, max_iter=100)
    labels = [LABELS.index(one.label) for one in rows] + [0] * len(harmless)
    model.fit(small, labels, sample_weight=plain.weights(len(rows), len(harmless)))
    weights = np.zeros((2, len(LABELS), BUCKETS), dtype=np.float16)
    split = len(used[0])
    weights[0][:, used[0]], weights[1][:, used[1]] = model.coef_[:, :split], model.coef_[:, split:]
    return {
        "rarity": rarity.astype(np.float16), "weights": weights,
        "start": model.intercept_.astype(np.float32),
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, default=sentences.SENTENCES)
    parser.add_argument("--without", nargs="*", default=(), help="files of plain questions left out")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    harmless = plain.read(tuple(asked.without))
    np.savez_compressed(asked.out / "words.npz", **fit(sentences.read(asked.sentences), harmless))
    print(f"{(asked.out / 'words.npz').stat().st_size / 1e6:.2f} MB")
