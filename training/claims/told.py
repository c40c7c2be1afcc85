"""What the claim checker learns from: the written sentences, and the halves of other hands that are seen."""

import json
from pathlib import Path

HERE = Path(__file__).parent
SETS = HERE.parents[1] / "tests" / "library" / "claims"
SEEN = ("dev", "test", "test_2")  # people read the first two and wrote phrases; scripts only read the third
FAMILIES = (
    "cure", "regrow", "approved", "safe", "guaranteed", "rate", "avoid_surgery", "lasting", "healing_fact",
    "stem_cells", "testimonial", "covered", "pressure",
)  # fmt: skip
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


def halves(names: tuple[str, ...] = SEEN) -> Told:
    """The halves that other hands wrote."""
    files = (SETS / f"{half}.jsonl" for half in names)
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["rules"]) for row in rows]
