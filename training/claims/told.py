"""What the claim checker learns from: the written sentences, and the halves of other hands that are seen."""

import json
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SETS = HERE.parents[1] / "tests" / "library" / "claims"
SEEN = ("dev", "test", "test_2")  # people read the first two and wrote phrases; scripts only read the third
FAMILIES = (
    "cure", "regrow", "approved", "safe", "guaranteed", "rate", "avoid_surgery", "lasting", "healing_fact",
    "stem_cells", "testimonial", "covered", "pressure",
)  # fmt: skip
PATIENTS = 7  # each seventh of them is learned: there are many
Told = list[tuple[str, list[str]]]  # a sentence and its families; none where it does not mislead


def sentences(only: str = "", without: str = "") -> Told:
    """The written sentences: families before a bar for the misleading ones, none for the others.

    only, without: how the names of the files end that are, or are not, read.
    """
    told: Told = []
    for path in sorted((HERE / "sentences").glob("*.txt")):
        if not path.stem.endswith(only) or (without and path.stem.endswith(without)):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            rules, _, text = line.partition("|") if path.name.startswith("misleading") else ("", "", line)
            told.append((text, rules.split(",") if rules else []))
    return told


def patients() -> list[str]:
    """What patients ask and tell, as Ask and the reader learned it: nobody sells anything there."""
    tables = (
        tomllib.loads(one.read_text(encoding="utf-8"))
        for one in sorted((HERE.parent / "ask").glob("questions_*.toml"))
    )
    asked = [
        line
        for table in tables
        for topic in table.values()
        for said in topic.values()
        for line in said.split("\n")
    ]
    files = sorted((HERE.parent / "reader" / "sentences").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    told = [json.loads(line)["text"] for line in lines]
    return [text.strip() for text in asked + told if 0 < len(text.strip()) < 300][::PATIENTS]


def halves(names: tuple[str, ...] = SEEN) -> Told:
    """The halves that other hands wrote."""
    files = (SETS / f"{half}.jsonl" for half in names)
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["rules"]) for row in rows]
