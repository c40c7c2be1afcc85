"""Writes the encoder that ships, untaught: all twelve layers of multilingual-e5-small as one ONNX file.

`python ship.py`. It answers what a question means, as 384 numbers; learn.py finds what they mean to us. Begun
from the packages that training/reader/README.md names.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import questions
import torch
from count import SHIPPED
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

sys.path.append(str(questions.HERE.parent / "reader"))
import origin
from encoder import INNER, WIDTH, Encoder, begin
from export import OneMessage

LAYERS = 12


class OneQuestion(nn.Module):
    """The encoder for one question at a time, without the heads: the mean of what it makes of each piece."""

    def __init__(self, whole: Encoder) -> None:
        super().__init__()
        whole.family = nn.Identity()
        self.read = OneMessage(whole)

    def forward(self, ids: Tensor) -> Tensor:
        return self.read(ids)[1]


def export(model: Encoder, path: Path) -> None:
    """Write the encoder in bytes: seven bits a weight where it computes in bytes, for old processors."""
    with tempfile.TemporaryDirectory() as scratch:
        floats = Path(scratch) / "floats.onnx"
        torch.onnx.export(
            OneQuestion(model).eval(), (torch.tensor([[0, 5, 6, 7, 2]]),), str(floats), dynamo=False,
            input_names=["ids"], output_names=["meant"], dynamic_axes={"ids": {1: "length"}},
            opset_version=17,
        )  # fmt: skip
        fine = finely(onnx.load(floats))
        quantize_dynamic(
            floats, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, nodes_to_exclude=[node.name for node in fine],
        )  # fmt: skip
    whole = onnx.load(path)
    keep_as_bytes(whole, {node.input[1] for node in fine})
    onnx.save(whole, path)


def finely(whole: onnx.ModelProto) -> list[onnx.NodeProto]:
    """The multiplications computed as floats: those that narrow, whose inputs have the widest range."""
    shapes = {one.name: tuple(one.dims) for one in whole.graph.initializer}
    return [
        node
        for node in whole.graph.node
        if node.op_type == "MatMul" and shapes.get(node.input[1]) == (INNER, WIDTH)
    ]


def keep_as_bytes(whole: onnx.ModelProto, names: set[str]) -> None:
    """Keep some weights as bytes with one scale a column; they become floats when the file is loaded."""
    graph = whole.graph
    for held in [one for one in graph.initializer if one.name in names]:
        weights = numpy_helper.to_array(held)
        scale = (np.abs(weights).max(axis=0) / 127).astype(np.float32)
        rounded = np.round(weights / scale).astype(np.int8)
        graph.initializer.remove(held)
        graph.initializer.append(numpy_helper.from_array(rounded, f"{held.name}_bytes"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{held.name}_column"))
        parts = [f"{held.name}_{part}" for part in ("bytes", "column", "whole")]
        graph.node.insert(0, helper.make_node("Mul", [parts[2], parts[1]], [held.name]))
        graph.node.insert(0, helper.make_node("Cast", [parts[0]], [parts[2]], to=TensorProto.FLOAT))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    tokenizer, kept = origin.tokenizer([one.text for one in questions.written()])
    asked.out.mkdir(parents=True, exist_ok=True)
    export(begin(origin.weights(), kept, 1, LAYERS).eval(), asked.out / "encoder.onnx")
    (asked.out / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    print(f"{(asked.out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")
