"""The pictures of the README, taken when BUFFYCOAT_SCREENSHOTS=1: the first screen of each page."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES
from tests.browser.site import NARROW, WIDE, Site, serving

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PICTURES = {  # file: page, screen, and what stands at its top when that is not the page's own
    "today": ("today", WIDE, ""),
    "episode": ("episode, blocked", WIDE, ""),
    "outcomes": ("episode, better after a year", WIDE, "section[aria-labelledby=progress]"),
    "bench": ("bench", WIDE, ""),
    "registry": ("registry", WIDE, ""),
    "intake-phone": ("intake, first question", NARROW, ""),
    "emergency": ("intake, alarm", NARROW, ""),  # last: Today shows it afterwards
}
AIR = 24  # pixels
LARGEST = 250_000  # bytes: the README shows them all


@pytest.fixture(scope="module")
def untouched(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A practice in which no other test has signed anything."""
    with serving(tmp_path_factory.mktemp("pictures"), chromium) as site:
        yield site


def around(page: Page, top: str) -> dict[str, float]:
    """A part of the page with some air: labels at the ends of a chart hang out of it."""
    box = page.locator(top).bounding_box()
    assert box is not None
    return {
        "x": box["x"] - AIR,
        "y": box["y"] - AIR,
        "width": box["width"] + 2 * AIR,
        "height": box["height"] + 2 * AIR,
    }


@pytest.mark.skipif(os.environ.get("BUFFYCOAT_SCREENSHOTS") != "1", reason="only when pictures are wanted")
@pytest.mark.parametrize("name", PICTURES)
def test_picture(untouched: Site, name: str) -> None:
    shown, size, top = PICTURES[name]
    reach = PAGES[shown]
    page = untouched.page(reach.role)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    page.goto(reach.address(untouched))
    reach.act(page, untouched)
    page.evaluate("document.fonts.ready")
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", clip=around(page, top) if top else None, full_page=bool(top))
    page.close()
    assert (FOLDER / f"{name}.png").stat().st_size < LARGEST


def test_every_picture_of_the_readme_is_here() -> None:
    assert {one.stem for one in FOLDER.glob("*.png")} == set(PICTURES)
