"""Teaches one encoder to tell misleading sentences from true ones: `python train.py --out seed-1.pt`.

The encoder and its beginning are those of the reader of emergencies (training/reader); the head is our own:
misleading or not, and each family. Needs that environment, and what `ours.py` prints.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from told import FAMILIES, HERE, Told, halves, patients, sentences
from torch import Tensor, nn
from torch.nn import functional

sys.path.append(str(HERE.parent / "reader"))
import encoder
import origin
from tokenizers import Tokenizer

LONGEST = 256  # places that the shipped encoder has; while learning, 128 are enough
WIDE = 1 + len(FAMILIES)
SURE = 0.97  # what is wanted of a sentence that misleads; 0.03 of one that does not
OURS = 0.5  # weight of a sentence of our own answers, of which there are many
FAMILY, NO_FAMILY = 0.36, 0.06  # weight of the families beside it, for misleading sentences and for true ones
Row = tuple[str, list[str], float]


def rows_of(told: Told, ours: list[str], args: argparse.Namespace, chance: random.Random) -> list[Row]:
    """One epoch: every sentence, a share of our own, some without a mark, in small letters or in company."""
    rows = [(_varied(text, chance), rules, 1.0) for text, rules in told]
    rows += [(text, [], OURS) for text in ours if chance.random() < args.ours_share]
    rows += [(text, [], OURS) for text in patients()] if args.patients else []
    true = [text for text, rules in told if not rules]
    return [
        (_in_company(text, chance.choice(true), chance), rules, weight)
        if chance.random() < args.company
        else (text, rules, weight)
        for text, rules, weight in rows
    ]


def _varied(text: str, chance: random.Random) -> str:
    drawn = chance.random()
    return text.rstrip(".!") if drawn < 0.12 else text.lower() if drawn < 0.2 else text


def _in_company(text: str, other: str, chance: random.Random) -> str:
    return f"{text} {other}" if chance.random() < 0.5 else f"{other} {text}"


def batches(rows: list[Row], tokenizer: Tokenizer, size: int, chance: random.Random) -> list[list[Tensor]]:
    """Sentences of like length together, the batches in a random order."""
    encoded = tokenizer.encode_batch([text for text, _, _ in rows])
    order = sorted(range(len(rows)), key=lambda at: len(encoded[at].ids) + chance.random() * 6)
    out = []
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        longest = max(len(encoded[at].ids) for at in chosen)
        ids, mask = torch.full((len(chosen), longest), 1), torch.zeros((len(chosen), longest))
        wanted = torch.zeros((len(chosen), WIDE))
        for row, at in enumerate(chosen):
            ids[row, : len(encoded[at].ids)] = torch.tensor(encoded[at].ids)
            mask[row, : len(encoded[at].ids)] = 1
            rules = rows[at][1]
            wanted[row] = torch.tensor([bool(rules), *(name in rules for name in FAMILIES)])
        out.append([ids, mask, wanted, torch.tensor([rows[at][2] for at in chosen])])
    chance.shuffle(out)
    return out


def lost(said: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """How far what is said is from what is wanted."""
    soft = wanted.clone()
    soft[:, 0] = wanted[:, 0] * (2 * SURE - 1) + 1 - SURE
    each = functional.binary_cross_entropy_with_logits(said, soft, reduction="none")
    family = NO_FAMILY + (FAMILY - NO_FAMILY) * wanted[:, 0]
    return ((each[:, 0] + family * each[:, 1:].sum(1)) * weight).mean()


def optimiser(model: encoder.Encoder, rate: float) -> torch.optim.Optimizer:
    """Each layer below the top learns a tenth slower; the head, which is new, much faster."""
    groups = [
        {"params": list(layer.parameters()), "lr": rate * 0.9**depth}
        for depth, layer in enumerate(reversed(model.layers))
    ]
    groups.append({"params": list(model.norm.parameters()), "lr": rate * 0.9 ** len(model.layers)})
    heads = [*model.tier.parameters(), *model.family.parameters()]
    groups.append({"params": heads, "lr": 2e-3, "weight_decay": 0.0})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def begun(told: Told, ours: list[str], args: argparse.Namespace) -> tuple[Tokenizer, encoder.Encoder]:
    """The encoder as e5 has it with the pieces that we use, or one that has learned already."""
    if args.start is None:
        tokenizer, kept = origin.tokenizer([text for text, _ in told] + ours)
        model = encoder.begin(origin.weights(), kept, WIDE, args.layers)
    else:
        held = torch.load(args.start, weights_only=True)
        tokenizer = Tokenizer.from_str(held["tokenizer"])
        model = encoder.Encoder(held["weights"]["word.weight"].shape[0], WIDE, held["layers"])
        model.load_state_dict(held["weights"])
    for parameter in (model.word.weight, model.place.weight):  # too few sentences to move words by
        parameter.requires_grad = False
    return tokenizer, model


def train(args: argparse.Namespace) -> tuple[encoder.Encoder, Tokenizer]:
    """Teach for some epochs; the rate climbs for a tenth of them and then falls to nothing."""
    chance = random.Random(args.seed)
    torch.manual_seed(args.seed)
    encoder.Dropout.chance = np.random.Generator(np.random.SFC64(args.seed))
    ours = json.loads(args.ours.read_text(encoding="utf-8"))
    told = sentences(without=args.without) + (halves() if args.halves else [])
    told += 3 * sentences(only=args.often) if args.often else []
    tokenizer, model = begun(told, ours, args)
    tokenizer.enable_truncation(128)
    teach = optimiser(model, args.rate)
    first = batches(rows_of(told, ours, args, chance), tokenizer, args.batch, chance)
    total = len(first) * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        teach, lambda step: min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
    )
    began = time.time()
    for epoch in range(args.epochs):
        model.train()
        losses = []
        seen = batches(rows_of(told, ours, args, chance), tokenizer, args.batch, chance) if epoch else first
        for ids, mask, wanted, weight in seen:
            with torch.autocast("cpu", torch.bfloat16):
                _, said = model(ids, mask)
            loss = lost(said.float(), wanted, weight)
            teach.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([one for one in model.parameters() if one.requires_grad], 1.0)
            teach.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.time() - began:.0f} s", flush=True)
    return model.eval(), tokenizer


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ours", type=Path, default=Path("ours.json"), help="what ours.py printed")
    parser.add_argument("--ours-share", type=float, default=0.12, help="the share of it in an epoch")
    parser.add_argument("--company", type=float, default=0.12, help="how often a true sentence stands beside")
    parser.add_argument("--halves", action="store_true", help="learn the seen halves of other hands too")
    parser.add_argument(
        "--patients", action="store_true", help="learn what patients ask and tell as true too"
    )
    parser.add_argument("--start", type=Path, help="teach these weights further")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--often", help="how the names of the files end that are learned four times")
    parser.add_argument("--without", default="", help="how the names of the files end that are not learned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-4)
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    trained, vocabulary = train(asked)
    kept = {"weights": trained.state_dict(), "layers": len(trained.layers), "tokenizer": vocabulary.to_str()}
    torch.save(kept, asked.out)
