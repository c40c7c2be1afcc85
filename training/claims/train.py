"""Fits the claim checker's two small models and the weights between them: `python train.py --version DAY`.

Needs scikit-learn beside Buffycoat with its extra `reader`. The two halves that another hand wrote, both
seen by now, are learned from too; the figures printed are of models that have not seen the sentence judged.
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
from tests.library.test_our_own_words import TEXTS

HERE = Path(__file__).parent
SETS = HERE.parents[1] / "tests" / "library" / "claims"
SEEN = ("dev", "test")  # the halves that whoever wrote the phrases has read
NAMES = list(FAMILIES.rows)
FOLDS = 5
TURNED = -1.0  # added by judgement: a denial that the tables know outweighs what its words sound like
OURS = 0.1  # weight of a sentence of our own answers, of which there are many
ENCODER, WORDS = 0.006, 16.0  # how freely each may learn
FLAGGED = 0.05  # share of the other hand's true sentences that may be flagged, unseen


class Rows:
    """Sentences made into what the models see."""

    def __init__(
        self, told: list[tuple[str, list[str]]], others: list[tuple[str, list[str]]], ours: list[str]
    ) -> None:
        self.weight = np.array([1.0] * (len(told) + len(others)) + [OURS] * len(ours))
        self.others = np.array([False] * len(told) + [True] * len(others) + [False] * len(ours))
        told = told + others + [(text, []) for text in ours]
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
    """The halves that another hand wrote."""
    files = (SETS / f"{half}.jsonl" for half in SEEN)
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["rules"]) for row in rows]


def our_own() -> list[str]:
    """Sentences, and pairs, of what we show: read by people, they do not mislead."""
    found: dict[str, None] = {}
    for _, text in TEXTS:
        message = Message(text)
        for sentence in passages(message):
            for span in (sentence.span, *sentence.pairs):
                start, end = message.in_original(span)
                found[message.original[start:end].strip()] = None
    return list(found)


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
        weighed = self._weighed(tables)
        self.met = np.flatnonzero(weighed.getnnz(axis=0))  # most buckets never occur
        model = LogisticRegression(C=WORDS, solver="liblinear", dual=True, max_iter=300, tol=1e-2)
        model.fit(weighed[:, self.met], wrong, sample_weight=weight)
        self.weights, self.start = np.zeros(2 * BUCKETS), float(model.intercept_[0])
        self.weights[self.met] = model.coef_[0]

    def _weighed(self, tables: list[csr_matrix]) -> csr_matrix:
        parts = []
        for table, rare in zip(tables, self.rarity, strict=True):
            part = table.multiply(rare).tocsr()
            norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1))).ravel()
            parts.append(csr_matrix(part.multiply(1 / np.maximum(norms, 1e-9)[:, None])))
        return hstack(parts).tocsr()

    def heard(self, tables: list[csr_matrix]) -> np.ndarray:
        return np.asarray(self._weighed(tables) @ self.weights).ravel() + self.start

    def kept(self) -> dict[str, np.ndarray]:
        weights = np.zeros((2, 2, BUCKETS), dtype=np.float16)
        weights[:, 1] = self.weights.reshape(2, BUCKETS)
        start = np.array([0, self.start], dtype=np.float32)
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
    told, found = {}, words
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
        score = seen @ [told[name][key] for key in keys] + told[name]["start"]
        # A sentence is marked above nought: the place where few of another hand's true ones are.
        above = max(0.0, float(np.quantile(score[rows.others & ~rows.wrong], 1 - FLAGGED)))
        told[name]["start"] -= above
        found = score - above if name == "together" else found
    return told, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    asked = parser.parse_args()
    rows = Rows(sentences(), development(), our_own())
    told, score = weigh(rows)
    written = (rows.weight == 1) & ~rows.others
    for name, chosen in (
        ("written", written),
        ("the other hand's", rows.others),
        ("our own", rows.weight < 1),
    ):
        right, true = ((score > 0) == rows.wrong)[chosen], score[chosen & ~rows.wrong] > 0
        caught = score[chosen & rows.wrong] > 0
        print(
            f"{name}: {len(right)}, judged unseen: right {right.mean():.3f}, true flagged {true.mean():.3f}",
            end="",
        )
        print(f", misleading caught {caught.mean():.3f}" if len(caught) else "")
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
