"""Writes a trained encoder as the int8 ONNX file that ships: `python ship.py seed-1.pt`."""

import argparse
import sys
import tempfile
from pathlib import Path

import questions
import torch
from count import SHIPPED
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

sys.path.append(str(questions.HERE.parent / "reader"))
from encoder import Encoder
from export import OneMessage


class OneQuestion(nn.Module):
    """The encoder for one question at a time; of its two heads only the names are asked for."""

    def __init__(self, whole: Encoder) -> None:
        super().__init__()
        self.read = OneMessage(whole)

    def forward(self, ids: Tensor) -> Tensor:
        return self.read(ids)[1]


def load(path: Path) -> tuple[Encoder, str]:
    """A trained encoder and its tokenizer, as train.py kept them."""
    kept = torch.load(path, weights_only=True)
    model = Encoder(kept["weights"]["word.weight"].shape[0], len(questions.names()), kept["layers"])
    model.load_state_dict(kept["weights"])
    return model.eval(), kept["tokenizer"]


def export(model: Encoder, path: Path) -> None:
    """Write the encoder with seven bits a weight: old processors overflow with eight."""
    with tempfile.TemporaryDirectory() as scratch:
        floats = Path(scratch) / "floats.onnx"
        torch.onnx.export(
            OneQuestion(model).eval(), (torch.tensor([[0, 5, 6, 7, 2]]),), str(floats), dynamo=False,
            input_names=["ids"], output_names=["name"], dynamic_axes={"ids": {1: "length"}}, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(
            floats, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    trained, tokenizer = load(asked.trained)
    asked.out.mkdir(parents=True, exist_ok=True)
    export(trained, asked.out / "encoder.onnx")
    (asked.out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    print(f"{(asked.out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")
