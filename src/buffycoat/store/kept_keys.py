"""Keys of this installation: made once, of chance, for whoever runs it and nobody else on the machine."""

import os
import secrets
from pathlib import Path

SIZE = 32  # bytes


def kept_key(path: Path) -> bytes:
    """The key in a file, made when there is none; ValueError when the file holds something else."""
    if not path.exists():
        _make(path)
    return read_key(path)


def read_key(path: Path) -> bytes:
    """The key in a file that is there; ValueError when it holds something else."""
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != SIZE:
        raise ValueError(f"{path} holds no key of {SIZE} bytes")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(SIZE) + "\n")
    try:
        os.link(aside, path)  # of two that start together one wins, and nobody reads half a key
    except FileExistsError:
        pass  # the other one's is as good, and it is the one kept
    finally:
        aside.unlink()
