"""Fits the claim checker's words, the weights between its parts and the place of its mark.

    python choose.py --before FOLDER --unseen _7 --version DAY

FOLDER holds an encoder that has read neither the halves of other hands nor the files of sentences whose names
end so: what it says of these is what it says of strangers. Needs scikit-learn beside Buffycoat with its extra
`reader`.
"""

import argparse
import hashlib
import json
import math
from pathlib import Path

import numpy as np
from ours import ours
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from told import FAMILIES, SEEN, Told, halves, patients, sentences

from buffycoat.library.claims.belief import FOLDER, telling
from buffycoat.library.claims.check import in_company
from buffycoat.library.claims.encoder import Encoder
from buffycoat.library.claims.passage import sentences as passages
from buffycoat.library.claims.patterns import hits
from buffycoat.library.reader.lexical import BUCKETS, pieces
from buffycoat.library.reader.message import Message, Span

OURS, PATIENTS = 0.4, 0.1  # weight of a sentence of our own answers, and of patients: there are many
WORDS = 16.0  # how freely the words may learn
FLAGGED = 0.05  # share of the true sentences of strangers that may be flagged
PARTS = {
    "together": ("words", "encoder", "standing", "turned"),
    "words_alone": ("words", "standing", "turned"),
}


def counted(texts: list[str]) -> list[csr_matrix]:
    """How often each bucket of words, and of letter runs, occurs in each text."""
    rows = [pieces(Message(telling(text))) for text in texts]
    tables = []
    for block in (0, 1):
        values = [1 + math.log(count) for row in rows for count in row[block].values()]
        buckets = [bucket for row in rows for bucket in row[block]]
        ends = np.cumsum([0] + [len(row[block]) for row in rows])
        tables.append(csr_matrix((values, buckets, ends), shape=(len(texts), BUCKETS)))
    return tables


class Words:
    """The linear model of words and letter runs."""

    def __init__(self, told: Told, true: list[str], asked: list[str]) -> None:
        tables = counted([text for text, _ in told] + true + asked)
        wrong = np.array([bool(rules) for _, rules in told] + [False] * len(true + asked))
        weight = np.array([1.0] * len(told) + [OURS] * len(true) + [PATIENTS] * len(asked))
        self.rarity = np.stack([np.log((1 + len(wrong)) / (1 + one.getnnz(axis=0))) + 1 for one in tables])
        weighed = self._weighed(tables)
        met = np.flatnonzero(weighed.getnnz(axis=0))  # most buckets never occur
        model = LogisticRegression(C=WORDS, solver="liblinear", dual=True, max_iter=300, tol=1e-2)
        model.fit(weighed[:, met], wrong, sample_weight=weight)
        self.weights, self.start = np.zeros(2 * BUCKETS), float(model.intercept_[0])
        self.weights[met] = model.coef_[0]

    def _weighed(self, tables: list[csr_matrix]) -> csr_matrix:
        parts = []
        for table, rare in zip(tables, self.rarity, strict=True):
            part = table.multiply(rare).tocsr()
            norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1))).ravel()
            parts.append(csr_matrix(part.multiply(1 / np.maximum(norms, 1e-9)[:, None])))
        return hstack(parts).tocsr()

    def heard(self, texts: list[str]) -> np.ndarray:
        """Log-odds that each text misleads."""
        return np.asarray(self._weighed(counted(texts)) @ self.weights).ravel() + self.start

    def kept(self) -> dict[str, np.ndarray]:
        """As the reader's linear model is kept."""
        weights = np.zeros((2, 2, BUCKETS), dtype=np.float16)
        weights[:, 1] = self.weights.reshape(2, BUCKETS)
        start = np.array([0, self.start], dtype=np.float32)
        return {"rarity": self.rarity.astype(np.float16), "weights": weights, "start": start}


def phrases(texts: list[str]) -> np.ndarray:
    """Whether a listed phrase stands in each text, and whether all that were met are turned."""
    found = []
    for text in texts:
        met = hits(Message(text))
        standing = any(not hit.turned for hit in met)
        found.append((standing, bool(met) and not standing))
    return np.array(found, dtype=float)


class Strangers:
    """Sentences that neither words nor encoder have read, as the parts of the checker hear them."""

    def __init__(self, told: Told, words: Words, before: Encoder) -> None:
        self.wrong = np.array([bool(rules) for _, rules in told])
        self.parts = [_passages(text) for text, _ in told]
        texts = list(
            dict.fromkeys(text for one in self.parts for alone, pairs in one for text in (alone, *pairs))
        )
        texts += [text for text, _ in told if text not in set(texts)]
        encoder = np.array([before.heard(text)[0] for text in texts])
        self.place = {text: at for at, text in enumerate(texts)}
        self.whole = [self.place[text] for text, _ in told]
        self.seen = np.column_stack([words.heard(texts), encoder, phrases(texts)])

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """What check would say of each text: of its sentences the one that sounds worst."""
        each = self.seen @ weights

        def of(text: str) -> float:
            return float(each[self.place[text]])

        return np.array(
            [
                max(in_company(of(alone), [of(pair) for pair in pairs]) for alone, pairs in one)
                for one in self.parts
            ]
        )


def _passages(text: str) -> list[tuple[str, list[str]]]:
    message = Message(text)

    def words_of(span: Span) -> str:
        start, end = message.in_original(span)
        return message.original[start:end].strip()

    return [(words_of(one.span), [words_of(pair) for pair in one.pairs]) for one in passages(message)]


def weigh(fit: Strangers, mark: Strangers) -> dict[str, dict[str, float]]:
    """The weights between words, encoder and phrases, and the mark, where few true ones are flagged.

    fit: sentences that no phrase was written after; what phrases are worth is only seen there.
    """
    told = {}
    for name, keys in PARTS.items():
        columns = [at for at, key in enumerate(PARTS["together"]) if key in keys]
        model = LogisticRegression(C=1.0).fit(fit.seen[np.ix_(fit.whole, columns)], fit.wrong)
        weights = np.zeros(len(PARTS["together"]))
        weights[columns] = model.coef_[0]
        score = mark.scores(weights)
        above = float(np.quantile(score[~mark.wrong], 1 - FLAGGED))
        told[name] = dict(zip(keys, map(float, model.coef_[0]), strict=True)) | {"start": -above}
        for which, one in (("the mark's", mark), ("the weights'", fit)):
            said = one.scores(weights) > above
            right, caught, flagged = (
                (said == one.wrong).mean(),
                said[one.wrong].mean(),
                said[~one.wrong].mean(),
            )
            print(
                f"{name}, {which} {len(said)}: right {right:.3f}, caught {caught:.3f}, flagged {flagged:.3f}"
            )
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--unseen", required=True)
    parser.add_argument(
        "--often", default="_9", help="how the names of the files end that are learned four times"
    )
    parser.add_argument("--out", type=Path, default=FOLDER)
    asked = parser.parse_args()
    true, said = ours(), patients()
    stranger = Words(sentences(without=asked.unseen), true, said)
    before = Encoder(asked.before)
    fit = Strangers(halves(("test_2",)) + sentences(only=asked.unseen), stranger, before)
    told = weigh(fit, Strangers(halves(), stranger, before))
    words = Words(sentences() + 3 * sentences(only=asked.often) + halves(SEEN), true, said)
    np.savez_compressed(asked.out / "words.npz", **words.kept())
    (asked.out / "model.toml").write_text(_described(asked.version, told, asked.out), encoding="utf-8")


def _described(version: str, told: dict[str, dict[str, float]], folder: Path) -> str:
    lines = [
        "# Written by training/claims/choose.py: models, tokenizer and weights are one artefact.",
        f'version = "{version}"',
        f"families = {json.dumps(list(FAMILIES))}",
    ]
    for name, weights in told.items():
        lines += ["", f"[weights.{name}]", *(f"{key} = {value:.4f}" for key, value in weights.items())]
    lines += ["", "[sha256]"]
    for name in ("encoder.onnx", "tokenizer.json", "words.npz"):
        lines.append(f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
