"""Averages encoders that began from the same weights into one: `python soup.py --out mean.pt a.pt b.pt`.

Encoders trained from one start with different seeds lie close enough that their mean reads about as well as
asking them all, at the cost of one. Words were frozen while training, so only the vocabulary may differ: the
last file's is kept.
"""

import argparse
from pathlib import Path

import torch


def averaged(paths: list[Path]) -> dict[str, object]:
    """The mean of the trained weights; words and tokenizer as in the last file."""
    files = [torch.load(path, weights_only=True) for path in paths]
    last = files[-1]
    if len({kept["layers"] for kept in files}) > 1:
        raise SystemExit("only encoders of the same number of layers can be averaged")
    weights = {
        name: value
        if name == "word.weight"
        else torch.stack([kept["weights"][name] for kept in files]).mean(0)
        for name, value in last["weights"].items()
    }
    return {**last, "weights": weights}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    torch.save(averaged(asked.trained), asked.out)
