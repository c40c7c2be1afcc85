"""Trains one encoder on the sentences and keeps its weights: `python train.py --out seed-1.pt`."""

import argparse
import random
import time
from pathlib import Path

import encoder
import numpy as np
import origin
import sentences
import torch
from sentences import FAMILIES, TARGETS, Sentence, Variety
from tokenizers import Tokenizer
from torch import Tensor, nn

LONGEST = 160  # pieces read of one message; longer ones are read in windows too
Lesson = tuple[str, tuple[float, ...], tuple[float, ...]]
Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, default=sentences.SENTENCES)
    parser.add_argument("--start", type=Path, help="an encoder trained before, to teach further")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--half", action="store_true", help="compute in bfloat16")
    parser.add_argument("--known", default="", help="files of sentences that the start has learned already")
    parser.add_argument("--again", type=float, default=0.34, help="share of those to see in each epoch")
    return parser.parse_args()


def prepare(folder: Path) -> tuple[list[Sentence], Tokenizer, list[int]]:
    """The sentences, and the tokenizer that has the pieces they use."""
    rows = sentences.read(folder)
    tokenizer, kept = origin.tokenizer([one.text for one in rows])
    tokenizer.enable_truncation(LONGEST)
    return rows, tokenizer, kept


def batches(
    rows: list[Lesson],
    tokenizer: Tokenizer,
    size: int,
    chance: random.Random,
) -> list[Batch]:
    """Messages of like length together, the batches in a random order."""
    encoded = tokenizer.encode_batch([row[0] for row in rows])
    order = sorted(range(len(rows)), key=lambda at: len(encoded[at].ids) + chance.random() * 6)
    out = []
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        longest = max(len(encoded[at].ids) for at in chosen)
        ids = torch.full((len(chosen), longest), 1)
        mask = torch.zeros((len(chosen), longest))
        for row, at in enumerate(chosen):
            ids[row, : len(encoded[at].ids)] = torch.tensor(encoded[at].ids)
            mask[row, : len(encoded[at].ids)] = 1
        out.append(
            (
                ids,
                mask,
                torch.tensor([rows[at][1] for at in chosen]),
                torch.tensor([rows[at][2] for at in chosen]),
            )
        )
    chance.shuffle(out)
    return out


def optimiser(model: encoder.Encoder, rate: float) -> torch.optim.Optimizer:
    """Each layer below the top learns a tenth slower; the two heads, which are new, much faster."""
    groups = []
    for depth, layer in enumerate(reversed(model.layers)):
        groups.append({"params": list(layer.parameters()), "lr": rate * 0.9**depth})
    groups.append({"params": list(model.norm.parameters()), "lr": rate * 0.9 ** len(model.layers)})
    heads = [*model.tier.parameters(), *model.family.parameters()]
    groups.append({"params": heads, "lr": 1e-3, "weight_decay": 0.0})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def lessons(rows: list[Sentence], known: set[Sentence], again: float, variety: Variety) -> list[Lesson]:
    """One epoch's messages, each varied anew, with what to believe of it; of the known ones a share."""
    out = []
    for one in rows:
        if one in known and variety.chance.random() >= again:
            continue
        text, label = variety.of(one)
        out.append((text, TARGETS[label], tuple(1.0 if name == one.family else 0.0 for name in FAMILIES)))
    return out


def train(args: argparse.Namespace) -> tuple[encoder.Encoder, Tokenizer]:
    """Teach for some epochs; the rate climbs for a tenth of them and then falls to nothing."""
    chance = random.Random(args.seed)
    torch.manual_seed(args.seed)
    encoder.Dropout.chance = np.random.Generator(np.random.SFC64(args.seed))
    rows, tokenizer, kept = prepare(args.sentences)
    model = encoder.begin(origin.weights(), kept, len(FAMILIES), args.layers)
    if args.start:
        taught = torch.load(args.start, weights_only=True)["weights"]
        model.load_state_dict({**taught, "word.weight": model.word.weight})
    known = set(sentences.read(args.sentences, args.known)) if args.known else set()
    variety, teach = Variety(rows, chance), optimiser(model, args.rate)

    def epoch_of() -> list[Batch]:
        return batches(lessons(rows, known, args.again, variety), tokenizer, args.batch, chance)

    first = [epoch_of()]
    total = len(first[0]) * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        teach, lambda step: min((step + 1) / (0.1 * total), max(0.0, (total - step) / (0.9 * total)))
    )
    soft_loss = nn.CrossEntropyLoss()
    began = time.time()
    for epoch in range(args.epochs):
        model.train()
        lost = []
        for ids, mask, tier, family in first.pop() if first else epoch_of():
            with torch.autocast(
                "cpu", torch.bfloat16, enabled=args.half
            ):  # thrice as fast where the processor has it
                said_tier, said_family = model(ids, mask)
            loss = soft_loss(said_tier.float(), tier) + 0.3 * soft_loss(said_family.float(), family)
            teach.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            teach.step()
            schedule.step()
            lost.append(soft_loss(said_tier.detach().float(), tier).item())
        print(
            f"epoch {epoch + 1}: tier loss {sum(lost) / len(lost):.3f}, {time.time() - began:.0f} s",
            flush=True,
        )
    return model.eval(), tokenizer


if __name__ == "__main__":
    arguments_ = arguments()
    torch.set_num_threads(arguments_.threads)
    torch.set_flush_denormal(True)
    trained, vocabulary = train(arguments_)
    kept = {"weights": trained.state_dict(), "layers": arguments_.layers, "tokenizer": vocabulary.to_str()}
    torch.save(kept, arguments_.out)
