"""What the reader's small encoder makes of a passage midway: before it is bent towards emergencies."""

from functools import cache
from typing import Any

from buffycoat.library.reader.encoder import FOLDER, encoder

# Its last layer only knows emergencies; these two, of six, tell claims apart best (training/claims).
LAYERS = ("/narrow_norm_3/LayerNormalization_output_0", "/narrow_norm_4/LayerNormalization_output_0")
OUTPUT, GRAPH, NAME, TYPE, TENSOR, FLOAT = 12, 7, 1, 2, 1, b"\x08\x01"  # field numbers of the ONNX format


def states(text: str) -> Any:
    """The mean of each of the two layers over the passage, as one row; None without the extra `reader`."""
    reader, session = encoder(), _session()
    if reader is None or session is None:
        return None
    import numpy

    ids = numpy.array([reader.tokenizer.encode(text).ids], dtype=numpy.int64)
    return numpy.concatenate([layer[0].mean(axis=0) for layer in session.run(list(LAYERS), {"ids": ids})])


@cache
def _session() -> Any:
    if encoder() is None:
        return None
    import onnxruntime  # type: ignore[import-untyped]  # an extra: without it words and patterns answer alone

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    shown = (FOLDER / "encoder.onnx").read_bytes() + _outputs()
    return onnxruntime.InferenceSession(shown, options, providers=["CPUExecutionProvider"])


def _outputs() -> bytes:
    """The two layers declared as outputs. Messages of this format that are joined end to end are merged,
    so the file with its checksum stays as it is and no library that rewrites it is needed."""
    named = (_field(NAME, layer.encode()) + _field(TYPE, _field(TENSOR, FLOAT)) for layer in LAYERS)
    return _field(GRAPH, b"".join(_field(OUTPUT, one) for one in named))


def _field(number: int, held: bytes) -> bytes:
    return _number(number << 3 | 2) + _number(len(held)) + held


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
