"""Teaches one encoder which answer a question wants: `python train.py --out seed-1.pt` keeps its weights.

The encoder and its beginning are those of the reader of emergencies (training/reader); the heads are our own.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import questions
import torch
from torch import nn

sys.path.append(str(questions.HERE.parent / "reader"))
import encoder
import origin
from tokenizers import Tokenizer

LONGEST = 96
TOPICS = len(questions.topics())


def batches(rows: list[tuple[str, str]], tokenizer: Tokenizer, size: int, chance: random.Random):
    """Questions of like length together, the batches in a random order."""
    names = questions.names()
    encoded = tokenizer.encode_batch([text for text, _ in rows])
    order = sorted(range(len(rows)), key=lambda at: len(encoded[at].ids) + chance.random() * 6)
    out = []
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        longest = max(len(encoded[at].ids) for at in chosen)
        ids, mask = torch.full((len(chosen), longest), 1), torch.zeros((len(chosen), longest))
        for row, at in enumerate(chosen):
            ids[row, : len(encoded[at].ids)] = torch.tensor(encoded[at].ids)
            mask[row, : len(encoded[at].ids)] = 1
        wanted = [names.index(rows[at][1]) for at in chosen]
        out.append((ids, mask, torch.tensor([at >= TOPICS for at in wanted]).long(), torch.tensor(wanted)))
    chance.shuffle(out)
    return out


def optimiser(model: encoder.Encoder, rate: float) -> torch.optim.Optimizer:
    """Each layer below the top learns a tenth slower; the heads, which are new, much faster."""
    groups = [
        {"params": list(layer.parameters()), "lr": rate * 0.9**depth}
        for depth, layer in enumerate(reversed(model.layers))
    ]
    groups.append({"params": list(model.norm.parameters()), "lr": rate * 0.9 ** len(model.layers)})
    heads = [*model.tier.parameters(), *model.family.parameters()]
    groups.append({"params": heads, "lr": 2e-3, "weight_decay": 0.0})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def anew(rows: list[questions.Question], layers: int) -> tuple[Tokenizer, encoder.Encoder]:
    """The encoder as e5 has it, and the tokenizer cut down to what is used."""
    tokenizer, kept = origin.tokenizer([one.text for one in rows])
    return tokenizer, encoder.begin(origin.weights(), kept, len(questions.names()), layers)


def further(path: Path) -> tuple[Tokenizer, encoder.Encoder]:
    """An encoder that has learned already, to learn more; its words stay frozen."""
    kept = torch.load(path, weights_only=True)
    model = encoder.Encoder(kept["weights"]["word.weight"].shape[0], len(questions.names()), kept["layers"])
    model.load_state_dict(kept["weights"])
    for parameter in (model.word.weight, model.place.weight):
        parameter.requires_grad = False
    return Tokenizer.from_str(kept["tokenizer"]), model


def train(args: argparse.Namespace) -> tuple[encoder.Encoder, Tokenizer]:
    """Teach for some epochs; the rate climbs for a tenth of them and then falls to nothing."""
    chance = random.Random(args.seed)
    torch.manual_seed(args.seed)
    encoder.Dropout.chance = np.random.Generator(np.random.SFC64(args.seed))
    rows = [*questions.written(), *questions.shorts(), *questions.extra(args.more)]
    rows += [one for one in rows if one.name in questions.kinds()]  # twice: out of scope is wide
    tokenizer, model = further(args.start) if args.start else anew(rows, args.layers)
    tokenizer.enable_truncation(LONGEST)
    teach, loss_of = optimiser(model, args.rate), nn.CrossEntropyLoss(label_smoothing=0.05)

    recent = questions.recent()

    def epoch_of():
        seen = [one for one in rows if one in recent or chance.random() < args.known]
        varied = [(questions.varied(one, chance), one.name) for one in seen]
        return batches(varied, tokenizer, args.batch, chance)

    first = [epoch_of()]
    total = len(first[0]) * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        teach, lambda step: min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
    )
    began = time.time()
    for epoch in range(args.epochs):
        model.train()
        lost = []
        for ids, mask, side, name in first.pop() if first else epoch_of():
            with torch.autocast("cpu", torch.bfloat16):
                said_side, said_name = model(ids, mask)
            loss = 0.5 * loss_of(said_side.float(), side) + loss_of(said_name.float(), name)
            teach.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            teach.step()
            schedule.step()
            lost.append(loss.item())
        print(f"epoch {epoch + 1}: loss {sum(lost) / len(lost):.3f}, {time.time() - began:.0f} s", flush=True)
    return model.eval(), tokenizer


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--known", type=float, default=1.0, help="the share of older questions in an epoch")
    parser.add_argument("--start", type=Path, help="teach these weights further")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    torch.set_num_threads(asked.threads)
    torch.set_flush_denormal(True)
    trained, vocabulary = train(asked)
    kept = {"weights": trained.state_dict(), "layers": asked.layers, "tokenizer": vocabulary.to_str()}
    torch.save(kept, asked.out)
