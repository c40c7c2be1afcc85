"""The documents say what is there: every setting and command is told, every link leads somewhere."""

import argparse
import re
from pathlib import Path

import pytest

from buffycoat.cli import _parser

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs" / "how-to" / "run-a-practice.md").read_text()
PAGES = [ROOT / name for name in ("README.md", "DEVELOPERS.md", "GLOSSARY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
# Not for a practice: the demo and tests set these.
INNER = {"BUFFYCOAT_DEBUG", "BUFFYCOAT_DEMO", "BUFFYCOAT_TODAY"}


def settings_read() -> set[str]:
    return {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"BUFFYCOAT_[A-Z_]+", path.read_text())
    }


def test_every_setting_is_told_and_every_one_told_is_read() -> None:
    told = set(re.findall(r"BUFFYCOAT_[A-Z_]+", HOW_TO))
    assert settings_read() - INNER == told


def test_every_command_is_told() -> None:
    actions = _parser()._actions
    commands = set(next(one.choices for one in actions if isinstance(one, argparse._SubParsersAction)))
    assert {"demo", "import", "verify"} <= commands
    text = "".join(page.read_text() for page in PAGES)
    assert {
        name for name in commands if f"buffycoat {name}" not in text and f"make {name}" not in text
    } == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    lost = [one for one in links if "://" not in one and not (page.parent / one).exists()]
    assert lost == []
