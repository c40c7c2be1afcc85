"""The pictures of the README, taken when BUFFYCOAT_SCREENSHOTS=1: the first screen of each page."""

import os
from pathlib import Path

import pytest

from tests.browser.pages import PAGES
from tests.browser.site import NARROW, WIDE, Site

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PICTURES = {  # file: page, screen
    "today": ("today", WIDE),
    "episode": ("episode, blocked", WIDE),
    "outcomes": ("episode, a year after", WIDE),
    "preparation": ("bench", WIDE),
    "intake-phone": ("intake, first question", NARROW),
    "emergency": ("intake, alarm", NARROW),
}
LARGEST = 200_000  # bytes: the README shows them all


@pytest.mark.skipif(os.environ.get("BUFFYCOAT_SCREENSHOTS") != "1", reason="only when pictures are wanted")
@pytest.mark.parametrize("name", PICTURES)
def test_picture(live_site: Site, name: str) -> None:
    shown, size = PICTURES[name]
    reach = PAGES[shown]
    page = live_site.page(reach.role)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    page.goto(reach.address(live_site))
    reach.act(page, live_site)
    page.evaluate("document.fonts.ready")
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()
    assert (FOLDER / f"{name}.png").stat().st_size < LARGEST


def test_every_picture_of_the_readme_is_here() -> None:
    assert {one.stem for one in FOLDER.glob("*.png")} == set(PICTURES)
