"""How misleading a passage sounds: listed phrases, the words' own weight and the encoder, together."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from buffycoat.library.claims.encoder import encoder
from buffycoat.library.claims.patterns import Hit
from buffycoat.library.reader.lexical import Lexical
from buffycoat.library.reader.message import Message
from buffycoat.library.shipped import described

FOLDER = Path(__file__).parent / "model"
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Belief:
    """Log-odds that a passage misleads, and the family it sounds most like ("" without the encoder)."""

    misleading: float
    family: str


def telling(text: str) -> str:
    """The passage as its words are counted: any number alike, quotation and percent as words."""
    return (
        NUMBER.sub("9", text)
        .replace('"', " qq ")
        .replace("“", " qq ")
        .replace("”", " qq ")
        .replace("%", " pct ")
    )


class Weigher:
    """The words' own weight, and the weights between it, the encoder and the phrases."""

    def __init__(self, folder: Path = FOLDER) -> None:
        said = described(folder, "the claim checker's", "weights")
        self.version: str = said["version"]
        self.families: list[str] = said["families"]
        self.weights: dict[str, dict[str, float]] = said["weights"]
        self.words = Lexical(folder / "words.npz")

    def believes(self, text: str, met: list[Hit]) -> Belief:
        """What all of them make of one passage in which these phrases were met."""
        nothing, misleading = self.words.logits(Message(telling(text)))
        reader = encoder()
        told = self.weights["words_alone" if reader is None else "together"]
        standing = any(not hit.turned for hit in met)
        score = told["start"] + told["words"] * (misleading - nothing)
        score += told["standing"] * standing + told["turned"] * (bool(met) and not standing)
        if reader is None:
            return Belief(score, "")
        heard = reader.heard(text)
        return Belief(score + told["encoder"] * float(heard[0]), self.families[int(heard[1:].argmax())])


@cache
def weigher() -> Weigher:
    """The models, loaded once in a process."""
    return Weigher()
