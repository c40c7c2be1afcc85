"""What a small encoder, taught for this, makes of a passage: whether it misleads, and of which family."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

FOLDER = Path(__file__).parent / "model"
LONGEST = 256  # pieces of one passage that are read


class Encoder:
    """The loaded encoder; reads one passage a run, so that company in a batch never changes an answer."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # an extra: without it words and phrases answer alone
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = str(folder / "encoder.onnx")
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def heard(self, text: str) -> Any:
        """Log-odds that the passage misleads, then those of each family."""
        import numpy

        ids = numpy.array([self.tokenizer.encode(text).ids], dtype=numpy.int64)
        return self.session.run(["told"], {"ids": ids})[0][0]


_LOADING = Lock()  # two first texts at once must not load it twice


def encoder() -> Encoder | None:
    """The encoder, loaded once in a process; None where the extra `reader` is not installed."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Encoder | None:
    try:
        return Encoder()
    except ImportError:
        return None
