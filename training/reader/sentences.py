"""The sentences that the reader learns from, and how they are varied while it learns."""

import json
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

from encoder import TIERS

SENTENCES = Path(__file__).with_name("sentences")
FAMILIES = (
    "none", "cauda_equina", "weakness", "myelopathy", "infection", "post_injection", "cancer",
    "cord_compression", "fracture", "aortic", "stroke", "cardiac_pe", "abdominal", "renal", "gynae",
    "self_harm", "shingles", "hip", "haematoma", "allergy", "overdose_or_drug",
)  # fmt: skip
# What the reader shall believe of a label: nothing, ask, emergency. Never certain: one hand wrote the labels.
TARGETS = {"nothing": (0.95, 0.04, 0.01), "ask": (0.12, 0.76, 0.12), "emergency": (0.01, 0.04, 0.95)}
HARMLESS = ("ordinary",)
with Path(__file__).with_name("frames.toml").open("rb") as file:
    FRAMES = tomllib.load(file)


@dataclass(frozen=True)
class Sentence:
    """A message, what it should be answered, and what it is about."""

    text: str
    label: str
    kind: str
    family: str
    lang: str
    voice: str


def read(folder: Path = SENTENCES, files: str = "*.jsonl") -> list[Sentence]:
    """Every sentence of a folder, in the order of its files; a text that occurs twice counts once."""
    seen: dict[str, Sentence] = {}
    for path in sorted(folder.glob(files)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                fields = json.loads(line)
                one = Sentence(**{name: str(fields.get(name, "")) for name in Sentence.__dataclass_fields__})
                if one.label not in TIERS or one.family not in FAMILIES:
                    raise SystemExit(f"{path.name}: {one}")
                seen.setdefault(" ".join(one.text.lower().split()), one)
    return list(seen.values())


class Variety:
    """Varies a message without changing what it means: harmless company, typing mistakes, no capitals."""

    def __init__(self, sentences: list[Sentence], chance: random.Random) -> None:
        self.chance = chance
        self.harmless = {
            language: [one.text for one in sentences if one.kind in HARMLESS and one.lang == language]
            for language in ("en", "es")
        }

    def of(self, one: Sentence) -> tuple[str, str]:
        """One variation, or the message as it is; and its label, which a frame may make harmless."""
        text, label = one.text, one.label
        frames, short = FRAMES.get(one.lang, FRAMES["en"]), len(text) < 220
        if short and label != "nothing" and self.chance.random() < 0.05:
            text, label = self.chance.choice(frames["turn"]).format(text=text), "nothing"
        elif short and self.chance.random() < 0.12:
            text = self.chance.choice(frames["keep"]).format(text=text)
        company = self.harmless.get(one.lang) or [""]
        if self.chance.random() < 0.3 and len(text) < 400:
            before = self.chance.random() < 0.5
            pasted = " ".join(
                _ended(self.chance.choice(company)) for _ in range(self.chance.choice((1, 1, 2)))
            )
            text = f"{pasted} {text}" if before else f"{_ended(text)} {pasted}"
        if self.chance.random() < 0.15:
            text = "".join(letter for letter in text.lower() if letter not in ".,;:¿¡!?’'\"")
        elif self.chance.random() < 0.15:
            text = text.lower()
        if self.chance.random() < 0.15:
            text = self._mistyped(text)
        return text, label

    def _mistyped(self, text: str) -> str:
        letters = list(text)
        for _ in range(max(1, len(letters) // 60)):
            at = self.chance.randrange(len(letters))
            what = self.chance.random()
            if what < 0.4 and at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            elif what < 0.7 and len(letters) > 3:
                del letters[at]
            else:
                letters.insert(at, letters[at])
        return "".join(letters)


def _ended(text: str) -> str:
    return text if text.rstrip()[-1:] in ".!?…" else text.rstrip() + "."
