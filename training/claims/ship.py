"""Writes the mean of encoders that began alike as one int8 ONNX file: `python ship.py second-*.pt`."""

import argparse
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from told import HERE
from torch import Tensor, nn
from train import WIDE

sys.path.append(str(HERE.parent / "reader"))
from encoder import Encoder
from export import OneMessage

SHIPPED = HERE.parents[1] / "src" / "buffycoat" / "library" / "claims" / "model"


class OnePassage(nn.Module):
    """The encoder for one passage at a time; its second head holds what is asked of it."""

    def __init__(self, whole: Encoder) -> None:
        super().__init__()
        self.read = OneMessage(whole)

    def forward(self, ids: Tensor) -> Tensor:
        return self.read(ids)[1]


def mean(paths: list[Path]) -> tuple[Encoder, str]:
    """The mean of the weights, and the tokenizer that all of them have."""
    held = [torch.load(path, weights_only=True) for path in paths]
    if len({one["tokenizer"] for one in held}) > 1:
        raise SystemExit("these encoders do not read with the same tokenizer")
    weights = {
        name: torch.stack([one["weights"][name].float() for one in held]).mean(0)
        for name in held[0]["weights"]
    }
    model = Encoder(weights["word.weight"].shape[0], WIDE, held[0]["layers"])
    model.load_state_dict(weights)
    return model.eval(), held[0]["tokenizer"]


def export(model: Encoder, path: Path) -> None:
    """Write the encoder with seven bits a weight: old processors overflow with eight."""
    with tempfile.TemporaryDirectory() as scratch:
        floats = Path(scratch) / "floats.onnx"
        torch.onnx.export(
            OnePassage(model).eval(), (torch.tensor([[0, 5, 6, 7, 2]]),), str(floats), dynamo=False,
            input_names=["ids"], output_names=["told"], dynamic_axes={"ids": {1: "length"}}, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(
            floats, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    trained, tokenizer = mean(asked.trained)
    asked.out.mkdir(parents=True, exist_ok=True)
    export(trained, asked.out / "encoder.onnx")
    (asked.out / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    print(f"{(asked.out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")
