"""Measures the claim checker on a half of the written claims: `python measure.py HALF [--write FILE]`.

Prints figures only; --write adds them to a file together with the misses, after which that half is seen.
"""

import argparse
import json
from pathlib import Path

from buffycoat.library.claims import check

SETS = Path(__file__).parents[2] / "tests" / "library" / "claims"


def share(count: int, of: int) -> str:
    """A share with its 95 % Wilson interval."""
    z, part = 1.96, count / max(1, of)
    middle, spread = part + z * z / (2 * of), z * (part * (1 - part) / of + z * z / (4 * of * of)) ** 0.5
    low, high = (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)
    return f"{count}/{of} = {100 * part:.1f} % ({100 * max(0.0, low):.0f}-{100 * min(1.0, high):.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=("dev", "test", "test_2", "test_3"))
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    rows = [
        json.loads(line) for line in (SETS / f"{asked.half}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = [(row, check(row["text"], row["lang"])) for row in rows]
    figures = _figures(found)
    print(figures)
    if asked.write:
        with asked.write.open("a", encoding="utf-8") as file:
            file.write(f"\n## {asked.half} half\n\n```\n{figures}\n```\n\n{_misses(found)}")


def _figures(found: list) -> str:
    lines = []
    for name, chosen in (
        ("all", found),
        *((lang, [o for o in found if o[0]["lang"] == lang]) for lang in ("en", "es")),
    ):
        wrong = [one for one in chosen if one[0]["misleading"]]
        true = [one for one in chosen if not one[0]["misleading"]]
        right = sum((verdict.verdict == "misleading") is row["misleading"] for row, verdict in chosen)
        caught = sum(verdict.verdict == "misleading" for _, verdict in wrong)
        flagged = sum(verdict.verdict == "misleading" for _, verdict in true)
        named = sum(bool({span.rule for span in verdict.spans} & set(row["rules"])) for row, verdict in wrong)
        lines += [
            f"{name}: right {share(right, len(chosen))}; misleading caught {share(caught, len(wrong))}",
            f"  true flagged {share(flagged, len(true))}; family named {share(named, len(wrong))}",
        ]
    for family in sorted({rule for row, _ in found for rule in row["rules"]}):
        chosen = [verdict for row, verdict in found if family in row["rules"]]
        lines.append(
            f"  {family}: caught {share(sum(one.verdict == 'misleading' for one in chosen), len(chosen))}"
        )
    return "\n".join(lines)


def _misses(found: list) -> str:
    missed = [f"- ({', '.join(row['rules'])}) {row['text']}" for row, verdict in found
              if row["misleading"] and verdict.verdict == "ok"]  # fmt: skip
    flagged = [f"- ({', '.join(sorted({span.rule for span in verdict.spans}))}) {row['text']}"
               for row, verdict in found if not row["misleading"] and verdict.verdict != "ok"]  # fmt: skip
    parts = (("Misleading, passed as ok:", missed), ("True, flagged:", flagged))
    return "".join(f"{title}\n\n" + "\n".join(lines or ["- none"]) + "\n\n" for title, lines in parts)


if __name__ == "__main__":
    main()
