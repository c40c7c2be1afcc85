"""Fits the claim checker's two small models and the weights between them: `python train.py --version DAY`.

Needs scikit-learn beside Buffycoat with its extra `reader`. The development half is learned from too; the
figures printed are of models that have not seen the sentence judged.
"""

import argparse
import hashlib
import json
import math
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from buffycoat.library.claims.belief import FOLDER, telling
from buffycoat.library.claims.families import FAMILIES
from buffycoat.library.claims.passage import sentences as passages
from buffycoat.library.claims.patterns import hits
from buffycoat.library.claims.states import states
from buffycoat.library.reader.lexical import BUCKETS, pieces
from buffycoat.library.reader.message import Message
from tests.library.test_our_own_words import TEACHING, TEXTS

HERE = Path(__file__).parent
DEV = HERE.parents[1] / "tests" / "library" / "claims" / "dev.jsonl"
NAMES = list(FAMILIES.rows)
FOLDS = 5
TURNED = -1.0  # added by judgement: a denial that the tables know outweighs what its words sound like
EVERY = 2  # of our own sentences and pairs, one in so many
OURS = 0.25  # weight of a sentence of our own answers, of which there are many
ENCODER, WORDS = 0.006, 8.0  # how freely each may learn


class Rows:
    """Sentences made into what the models see."""

    def __init__(self, told: list[tuple[str, list[str]]], ours: list[str]) -> None:
        self.weight = np.array([1.0] * len(told) + [OURS] * len(ours))
        told = told + [(text, []) for text in ours]
        texts = [text for text, _ in told]
        self.wrong = np.array([bool(rules) for _, rules in told])
        self.families = np.array([[name in rules for name in NAMES] for _, rules in told])
        self.tables = _counted(texts)
        self.states = np.stack([states(text) for text in texts])
        met = [hits(Message(text)) for text in texts]
        standing = [any(not hit.turned for hit in one) for one in met]
        turned = [bool(one) and not stands for one, stands in zip(met, standing, strict=True)]
        self.phrases = np.array([standing, turned], dtype=float).T


def sentences() -> list[tuple[str, list[str]]]:
    """The written sentences: families before a bar for the misleading ones, none for the others."""
    told: list[tuple[str, list[str]]] = []
    for path in sorted((HERE / "sentences").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            rules, _, text = line.partition("|") if path.name.startswith("misleading") else ("", "", line)
            told.append((text, rules.split(",") if rules else []))
    return told


def development() -> list[tuple[str, list[str]]]:
    """The development half, which another hand wrote."""
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["rules"]) for row in rows]


def our_own() -> list[str]:
    """Sentences, and pairs, of what we show: read by people, they do not mislead."""
    found: dict[str, None] = {}
    for where, text in TEXTS:
        message = Message(text)
        for sentence in passages(message) if where not in TEACHING else []:
            for span in (sentence.span, *sentence.pairs):
                start, end = message.in_original(span)
                found[message.original[start:end].strip()] = None
    return list(found)[::EVERY]


def _counted(texts: list[str]) -> list[csr_matrix]:
    counted = [pieces(Message(telling(text))) for text in texts]
    tables = []
    for block in (0, 1):
        values = [1 + math.log(count) for row in counted for count in row[block].values()]
        buckets = [bucket for row in counted for bucket in row[block]]
        ends = np.cumsum([0] + [len(row[block]) for row in counted])
        tables.append(csr_matrix((values, buckets, ends), shape=(len(texts), BUCKETS)))
    return tables


class Words:
    """The linear model of words and letter runs."""

    def __init__(self, tables: list[csr_matrix], wrong: np.ndarray, weight: np.ndarray) -> None:
        count = tables[0].shape[0]
        self.rarity = np.stack([np.log((1 + count) / (1 + one.getnnz(axis=0))) + 1 for one in tables])
        self.model = LogisticRegression(C=WORDS, max_iter=300).fit(self._weighed(tables), wrong, weight)

    def _weighed(self, tables: list[csr_matrix]) -> csr_matrix:
        parts = []
        for table, rare in zip(tables, self.rarity, strict=True):
            part = table.multiply(rare).tocsr()
            norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1))).ravel()
            parts.append(csr_matrix(part.multiply(1 / np.maximum(norms, 1e-9)[:, None])))
        return hstack(parts).tocsr()

    def heard(self, tables: list[csr_matrix]) -> np.ndarray:
        return self.model.decision_function(self._weighed(tables))

    def kept(self) -> dict[str, np.ndarray]:
        weights = np.zeros((2, 2, BUCKETS), dtype=np.float16)
        weights[:, 1] = self.model.coef_[0].reshape(2, BUCKETS)
        start = np.array([0, self.model.intercept_[0]], dtype=np.float32)
        return {"rarity": self.rarity.astype(np.float16), "weights": weights, "start": start}


def head(seen: np.ndarray, wrong: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """A line through the encoder's states, its scaling folded into the weights."""
    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    model = LogisticRegression(C=ENCODER, max_iter=300).fit((seen - middle) / spread, wrong, weight)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


def weigh(rows: Rows) -> tuple[dict[str, dict[str, float]], np.ndarray]:
    """The weights between words, encoder and phrases, from what each says of sentences it has not seen."""
    words, encoder = np.zeros(len(rows.wrong)), np.zeros(len(rows.wrong))
    for learn, rest in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(rows.wrong, rows.wrong):
        words[rest] = Words([one[learn] for one in rows.tables], rows.wrong[learn], rows.weight[learn]).heard(
            [one[rest] for one in rows.tables]
        )
        weights, start = head(rows.states[learn], rows.wrong[learn], rows.weight[learn])
        encoder[rest] = rows.states[rest] @ weights + start
    told = {}
    for name, columns in (("together", [words, encoder]), ("words_alone", [words])):
        seen = np.column_stack([*columns, rows.phrases])
        model = LogisticRegression(C=1.0).fit(seen, rows.wrong, rows.weight)
        keys = (
            ["words", "encoder", "standing", "turned"]
            if len(columns) == 2
            else ["words", "standing", "turned"]
        )
        told[name] = dict(zip(keys, model.coef_[0], strict=True)) | {"start": float(model.intercept_[0])}
        told[name]["turned"] += TURNED
        if name == "together":
            score = model.decision_function(seen)
    return told, score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--without-development", action="store_true")
    asked = parser.parse_args()
    rows = Rows(sentences() + ([] if asked.without_development else development()), our_own())
    told, score = weigh(rows)
    for name, chosen in (("written", rows.weight == 1), ("our own", rows.weight < 1)):
        right, true = ((score > 0) == rows.wrong)[chosen], score[chosen & ~rows.wrong] > 0
        print(
            f"{name}: {len(right)}, judged unseen: right {right.mean():.3f}, true flagged {true.mean():.3f}"
        )
    asked.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(asked.out / "words.npz", **Words(rows.tables, rows.wrong, rows.weight).kept())
    lines = [head(rows.states, rows.wrong, rows.weight)] + [
        head(rows.states, column, rows.weight) for column in rows.families.T
    ]
    np.savez_compressed(
        asked.out / "head.npz",
        weights=np.stack([one for one, _ in lines]).astype(np.float32),
        start=np.array([one for _, one in lines], dtype=np.float32),
    )
    (asked.out / "model.toml").write_text(_described(asked.version, told, asked.out), encoding="utf-8")


def _described(version: str, told: dict[str, dict[str, float]], folder: Path) -> str:
    lines = [
        "# Written by training/claims/train.py: models and weights are one artefact.",
        f'version = "{version}"',
    ]
    lines.append(f"families = {json.dumps(NAMES)}")
    for name, weights in told.items():
        lines += ["", f"[weights.{name}]", *(f"{key} = {value:.4f}" for key, value in weights.items())]
    lines += ["", "[sha256]"]
    for name in ("words.npz", "head.npz"):
        lines.append(f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
