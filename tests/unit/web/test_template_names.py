"""A macro of a frame hides whatever a view gives under its name, on every page in that frame: none may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import buffycoat.web

FOLDER = Path(buffycoat.web.__file__).parent / "templates"
PAGES = {path.name: Environment().parse(path.read_text()) for path in FOLDER.glob("*.html")}


def frames(page: str) -> Iterator[str]:
    """The frames that a page extends, its own first."""
    for found in PAGES[page].find_all(nodes.Extends):
        if isinstance(found.template, nodes.Const):
            yield found.template.value
            yield from frames(found.template.value)


def hidden(page: str) -> set[str]:
    """Names that a page reads as something given to it, and that are macros of its frames."""
    macros = {one.name for frame in frames(page) for one in PAGES[frame].find_all(nodes.Macro)}
    called = {id(one.node) for one in PAGES[page].find_all(nodes.Call)}
    read = {
        one.name for one in PAGES[page].find_all(nodes.Name) if one.ctx == "load" and id(one) not in called
    }
    return read & macros


def test_there_are_frames_with_macros() -> None:
    assert "patient_frame.html" in frames("patient_consent_question.html")
    assert len(PAGES) > 50


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_frame_hides_what_a_view_gives(page: str) -> None:
    assert hidden(page) == set(), f"{page} reads a name that is a macro of its frame"
