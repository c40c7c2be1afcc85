"""Writes a trained encoder as the int8 ONNX file that ships: `python export.py student.pt`."""

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from encoder import HEADS, WIDTH, Encoder, Layer
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentences import FAMILIES
from torch import Tensor, nn
from torch.nn import functional
from train import LONGEST

SHIPPED = Path(__file__).parents[2] / "src" / "buffycoat" / "library" / "reader" / "model"


class OneMessage(nn.Module):
    """The encoder for one message at a time, its words kept as bytes with one scale a word."""

    def __init__(self, whole: Encoder) -> None:
        super().__init__()
        self.whole = whole
        scale = whole.word.weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", torch.round(whole.word.weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("places", torch.arange(LONGEST))
        self.together = nn.ModuleList(_together(layer) for layer in whole.layers)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        whole = self.whole
        words = self.table[ids].float() * self.scale[ids]
        states = whole.norm(words + whole.place(self.places[: ids.shape[1]]))
        for layer, together in zip(whole.layers, self.together, strict=True):
            states = self._layer(layer, together, states)
        pooled = states.mean(dim=1)
        return whole.tier(pooled), whole.family(pooled)

    @staticmethod
    def _layer(layer: Layer, together: nn.Linear, states: Tensor) -> Tensor:
        """What Layer does, for one message: nothing is hidden, and three multiplications are one."""
        length = states.shape[1]
        parts = together(states).reshape(1, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        seen = functional.softmax(query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5, dim=-1) @ value
        seen = seen.transpose(1, 2).reshape(1, length, WIDTH)
        states = layer.after_norm(states + layer.after(seen))
        return layer.narrow_norm(states + layer.narrow(functional.gelu(layer.widen(states))))


def _together(layer: Layer) -> nn.Linear:
    """Query, key and value as one multiplication."""
    joined = nn.Linear(WIDTH, 3 * WIDTH)
    parts = (layer.query, layer.key, layer.value)
    joined.weight.data = torch.cat([part.weight.data for part in parts])
    joined.bias.data = torch.cat([part.bias.data for part in parts])
    return joined


def load(path: Path) -> tuple[Encoder, str]:
    """A trained encoder and its tokenizer, as train.py kept them."""
    kept = torch.load(path, weights_only=True)
    model = Encoder(kept["weights"]["word.weight"].shape[0], len(FAMILIES), kept["layers"])
    model.load_state_dict(kept["weights"])
    return model.eval(), kept["tokenizer"]


def export(model: Encoder, folder: Path, exact: bool = False) -> None:
    """Write encoder.onnx; `exact` leaves the weights as floats, to compare with."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        floats = Path(scratch) / "floats.onnx"
        torch.onnx.export(
            OneMessage(model).eval(), (torch.tensor([[0, 5, 6, 7, 2]]),), str(floats), dynamo=False,
            input_names=["ids"], output_names=["tier", "family"],
            dynamic_axes={"ids": {1: "length"}}, opset_version=17,
        )  # fmt: skip
        if exact:
            onnx.save(onnx.load(floats), folder / "encoder.onnx")
            return
        # Seven bits a weight: processors without the newer instructions overflow with eight.
        quantize_dynamic(
            floats, folder / "encoder.onnx", op_types_to_quantize=["MatMul"], per_channel=True,
            reduce_range=True, weight_type=QuantType.QInt8,
        )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--exact", action="store_true")
    asked = parser.parse_args()
    trained, tokenizer = load(asked.trained)
    export(trained, asked.out, asked.exact)
    (asked.out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    print(f"{(asked.out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")
