"""Print the clinical spec as docs/pathway/<stage>.md: `python -m tests.spec.print_docs [--check]`."""

import importlib
import sys
from pathlib import Path

from buffycoat.pathway.knowledge import MARKS, sources
from buffycoat.pathway.stage import Rule, Stage
from buffycoat.pathway.walk import STAGES
from tests.spec.case import Case

DOCS = Path(__file__).parents[2] / "docs" / "pathway"


def cases(stage: str) -> tuple[Case, ...]:
    """The cases of one stage, from tests/spec/<stage>.py."""
    return tuple(importlib.import_module(f"tests.spec.{stage}").CASES)


def all_cases() -> tuple[Case, ...]:
    """The cases of all seven stages."""
    return tuple(one for stage in STAGES for one in cases(stage.name))


def page(stage: Stage) -> str:
    """The spec of one stage as Markdown: what is signed, each rule, and what it says when."""
    lines = [
        f"# {stage.title}",
        "",
        "Printed from the rules and their tests by `make docs`. Do not edit by hand.",
        "",
    ]
    lines += [
        "Signed here: " + ", ".join(f"{kind.title} (`{kind.kind}`)" for kind in stage.records) + ".",
        "",
    ]
    for rule in stage.rules:
        lines += _rule(rule, [one for one in cases(stage.name) if one.rule == rule.id])
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule, examples: list[Case]) -> list[str]:
    first = (rule.function.__doc__ or "").strip().splitlines()[0]
    lines = [f"## `{rule.id}`", "", first, ""]
    cited: dict[str, str] = {}
    for one in examples:
        said = rule.cards(one.chart(), one.day)
        what = "; ".join(f"**{card.indicator}**: {card.summary}" for card in said) or "silent"
        lines.append(f"- {one.title}: {what}")
        cited |= {key: MARKS[card.status] for card in said for key in card.sources}
    if cited:
        lines += [
            "",
            "Sources: "
            + "; ".join(f"{sources()[key].title} ({mark})" for key, mark in sorted(cited.items())),
        ]
    return [*lines, ""]


def stale() -> list[str]:
    """Pages that differ from what the rules and tests say now."""
    written = {stage.name: DOCS / f"{stage.name}.md" for stage in STAGES}
    return [s.name for s in STAGES if not written[s.name].exists() or written[s.name].read_text() != page(s)]


def main() -> int:
    """Write the pages, or with --check only say which are stale."""
    if "--check" in sys.argv:
        late = stale()
        print(f"stale: {', '.join(late)}; run make docs" if late else "docs/pathway is up to date")
        return 1 if late else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for stage in STAGES:
        (DOCS / f"{stage.name}.md").write_text(page(stage))
    return 0


if __name__ == "__main__":
    sys.exit(main())
