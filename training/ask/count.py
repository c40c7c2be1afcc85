"""Fits the linear model of words that stands beside the encoder, and alone without it: `python count.py`."""

import argparse
import math
import random
from pathlib import Path

import numpy as np
import questions
import torch
from questions import Question, names
from scipy.sparse import csr_matrix, hstack
from torch import nn

from buffycoat.library.ask.words import counted
from buffycoat.library.reader.lexical import BUCKETS
from buffycoat.library.reader.message import Message

SHIPPED = questions.HERE.parents[1] / "src" / "buffycoat" / "library" / "ask" / "model"
SEEN = 3  # a bucket counts from so many texts: rarer ones are chance
RATE, EPOCHS, HIDDEN = 0.5, 12, 0.3
VARIED = 1  # variations of each question beside itself


def tables(texts: list[str]) -> list[csr_matrix]:
    """Words and letter runs: one row a text, the logarithm of how often in each bucket."""
    rows = [counted(Message(text)) for text in texts]
    out = []
    for block in (0, 1):
        values = [1 + math.log(count) for row in rows for count in row[block].values()]
        buckets = [bucket for row in rows for bucket in row[block]]
        ends = np.cumsum([0] + [len(row[block]) for row in rows])
        out.append(csr_matrix((values, buckets, ends), shape=(len(rows), BUCKETS)))
    return out


def lessons(more: list[Question], chance: random.Random) -> tuple[list[str], list[str]]:
    """The texts, with variations, and the name that each wants."""
    rows = [*questions.written(), *questions.shorts(), *more]
    rows += [one for one in rows if one.name in questions.kinds()]  # twice: out of scope is wide
    texts, wanted = [one.text for one in rows], [one.name for one in rows]
    for _ in range(VARIED):
        texts += [questions.varied(one, chance) for one in rows]
        wanted += [one.name for one in rows]
    return texts, wanted


def learned(rows: csr_matrix, wanted: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The weights of each name and where it starts; some words are hidden each time, so that many count."""
    torch.manual_seed(1)
    weights = nn.EmbeddingBag(rows.shape[1], len(names()), mode="sum", sparse=True)
    nn.init.zeros_(weights.weight)
    start = nn.Parameter(torch.zeros(len(names())))
    teach = torch.optim.Adagrad([*weights.parameters(), start], lr=RATE)
    loss_of, aim = nn.CrossEntropyLoss(label_smoothing=0.02), torch.tensor(wanted)
    for epoch in range(EPOCHS):
        for group in teach.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        for chosen in torch.randperm(rows.shape[0]).split(64):
            batch = rows[chosen.numpy()]
            seen = torch.from_numpy(batch.data).float()
            seen = seen * (torch.rand(len(seen)) >= HIDDEN) / (1 - HIDDEN)
            at, ends = torch.from_numpy(batch.indices).long(), torch.from_numpy(batch.indptr[:-1]).long()
            loss = loss_of(weights(at, ends, per_sample_weights=seen) + start, aim[chosen])
            teach.zero_grad()
            loss.backward()
            teach.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}", flush=True)
    return weights.weight.detach().numpy().T.astype(np.float64), start.detach().numpy()


def fit(texts: list[str], wanted: list[str]) -> dict[str, np.ndarray]:
    """For the buckets in use, how rare each is and its weights, in bytes with one scale a name."""
    blocks = tables(texts)
    used = [np.flatnonzero(block.getnnz(axis=0) >= SEEN) for block in blocks]
    weighed, rarity = [], []
    for block, columns in zip(blocks, used, strict=True):
        seen = block[:, columns]
        rare = np.log((1 + len(texts)) / (1 + seen.getnnz(axis=0))) + 1
        seen = seen.multiply(rare).tocsr()
        norms = np.sqrt(np.asarray(seen.multiply(seen).sum(axis=1))).ravel()
        weighed.append(csr_matrix(seen.multiply(1 / np.maximum(norms, 1e-9)[:, None])))
        rarity.append(rare)
    coefficients, start = learned(hstack(weighed).tocsr(), [names().index(name) for name in wanted])
    scale = np.abs(coefficients).max(axis=1) / 127
    held = {"start": start.astype(np.float32), "scale": scale.astype(np.float32)}
    split = len(used[0])
    for block, part in enumerate((coefficients[:, :split], coefficients[:, split:])):
        held[f"buckets_{block}"] = used[block].astype(np.int32)
        held[f"rarity_{block}"] = rarity[block].astype(np.float16)
        held[f"weights_{block}"] = np.round(part / scale[:, None]).astype(np.int8).T
    return held


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        asked.out / "words.npz", **fit(*lessons(questions.extra(asked.more), random.Random(1)))
    )
    print(f"{(asked.out / 'words.npz').stat().st_size / 1e6:.2f} MB")
