"""A model that ships with us: files that belong together, and among them an encoder that reads one text."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any


def described(folder: Path, whose: str, chosen: str) -> dict[str, Any]:
    """What model.toml says; ValueError where a file is not the one that `chosen` were chosen for."""
    with (folder / "model.toml").open("rb") as file:
        said = tomllib.load(file)
    for name, wanted in said["sha256"].items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"{whose} {name} is not the one its {chosen} were chosen for")
    return said


class Network:
    """A loaded encoder; reads one text a run, so that company in a batch never changes an answer.

    `longest`: how many pieces of a text it reads. ImportError where the extra `reader` is not installed.
    """

    def __init__(self, folder: Path, longest: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(longest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = str(folder / "encoder.onnx")
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def pieces(self, text: str) -> Any:
        """The text as the encoder takes it: the tokenizer's encoding."""
        return self.tokenizer.encode(text)

    def says(self, pieces: Any, *outputs: str) -> list[Any]:
        """The named outputs for one text."""
        import numpy

        ids = numpy.array([pieces.ids], dtype=numpy.int64)
        return [one[0] for one in self.session.run(list(outputs), {"ids": ids})]
