"""What a small encoder, taught for this, makes of a passage: whether it misleads, and of which family."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from buffycoat.library.shipped import Network

FOLDER = Path(__file__).parent / "model"
LONGEST = 256  # pieces of one passage that are read


class Encoder:
    """The loaded encoder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.network = Network(folder, LONGEST)

    def heard(self, text: str) -> Any:
        """Log-odds that the passage misleads, then those of each family."""
        return self.network.says(self.network.pieces(text), "told")[0]


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
