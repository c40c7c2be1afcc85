"""Print the table by which a medical director reviews the answers, into docs/reference/answers.md.

`python -m tests.spec.answers [--check]`
"""

import sys
from pathlib import Path

from buffycoat.library.answers import answers
from buffycoat.library.answers.sections import sections
from buffycoat.library.answers.strength import strongest
from buffycoat.pathway.knowledge import MARKS, sources
from tests.spec.reading_grade import HARDEST, grade, spanish_points, text_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "answers.md"
TOP = f"""# The answers, for review

Printed by `make docs` from `src/buffycoat/library/answers`. Do not edit by hand.

A topic is two files, `en/<topic>.md` and `es/<topic>.md`: front matter between `+++` lines, then
Markdown. To sign one, read both languages, write your name into `reviewed_by` and the next day into
`review_due` of both, and run `make docs`. Until then its page says that no clinician has reviewed it.

**Mark** is that of the weakest fact: {". ".join(f"{key}: {words}" for key, words in MARKS.items())}.

**Grade** is of the short answer and the body together, at most {HARDEST}. English: Flesch-Kincaid, 0.39
× words a sentence + 11.8 × syllables a word − 15.59. Spanish: Fernández-Huerta, 206.84 − 60 × syllables
a word − 1.02 × words a sentence, in points (they stand beside the grade); its table puts 60 to 70 points
at grades 8 to 9, and we take 65, the middle of that band, as the least that counts as grade 8. A number,
and an abbreviation in capitals, is a word of one syllable; each item of a list ends a sentence.

**Seed** is the row of the rule base, sections 11 and 11.1, that a topic answers.
"""
COLUMNS = (
    "Topic", "English", "Spanish", "Seed", "Sources", "Mark", "Grade, English", "Grade, Spanish (points)",
    "Reviewed by", "Review due",
)  # fmt: skip


def page() -> str:
    """The table, in the order in which patients find the answers, and the sources behind it."""
    lines = [TOP]
    for section in sections().values():
        lines += [f"## {section.en}", "", *_table(COLUMNS), *(_row(topic) for topic in section.topics), ""]
    cited = sorted({key for one in answers("en").values() for key in one.sources}, key=str.casefold)
    lines += ["## Sources", "", *_table(("Key", "Title", "Strongest mark of a fact from it"))]
    lines += [f"| `{key}` | {sources()[key].title} | {strongest(key)} |" for key in cited]
    return "\n".join([*lines, ""])


def _table(columns: tuple[str, ...]) -> tuple[str, str]:
    return f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"


def _row(topic: str) -> str:
    english, spanish = answers("en")[topic], answers("es")[topic]
    points = spanish_points(text_of(spanish))
    cells = (
        f"[{topic}](../../src/buffycoat/library/answers/en/{topic}.md)",
        english.title,
        f"[{spanish.title}](../../src/buffycoat/library/answers/es/{topic}.md)",
        ", ".join(english.seed) or "–",
        ", ".join(f"`{key}`" for key in english.sources),
        english.status,
        f"{grade(english):g}",
        f"{grade(spanish):g} ({points:g})",
        english.reviewed_by or "nobody yet",
        english.review_due.isoformat(),
    )
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Write the page, or with --check only say whether it is stale."""
    if "--check" in sys.argv:
        stale = not PAGE.exists() or PAGE.read_text() != page()
        print("docs/reference/answers.md is stale; run make docs" if stale else "answers.md is up to date")
        return int(stale)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
