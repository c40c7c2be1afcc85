"""Every page, wide and narrow, by day and by night: whole, quiet, and open to everybody who looks."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from buffycoat.web.urls import urlpatterns
from tests.browser.pages import NO_PAGE, PAGES, Reach
from tests.browser.site import NARROW, WIDE, Site
from tests.peers.chromium import axe


def test_every_address_has_its_page_here() -> None:
    named = {pattern.name for pattern in urlpatterns}
    reached = {reach.url for reach in PAGES.values()}
    assert named - reached == set(NO_PAGE), "add the new page to tests/browser/pages.py"


class Watch:
    """What a page does that it should not: errors on its console, requests to anybody else."""

    def __init__(self, page: Page, site: Site) -> None:
        self.site, self.wrong = site, list[str]()
        self.status = 0
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.site.host and not request.url.startswith("data:"):
            self.wrong.append(f"asked {request.url}")

    def _answered(self, response) -> None:
        if response.request.resource_type == "document" and not 300 <= response.status < 400:
            self.status = response.status

    def faults(self, expected: int) -> list[str]:
        """Everything but what Chromium notes of an answer that was meant to be a refusal."""
        meant = f"the server responded with a status of {expected}"
        return [one for one in self.wrong if expected == 200 or meant not in one]


@pytest.mark.parametrize("name", PAGES)
def test_page(live_site: Site, name: str) -> None:
    reach = PAGES[name]
    page = live_site.page(reach.role)
    try:
        watch = Watch(page, live_site)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(reach.address(live_site))
            reach.act(page, live_site)
            assert watch.status == reach.status, page.locator("main").inner_text()[:500]
            faults = [*frame(page), *(looked_at(page, reach, size))]
            assert not faults, "\n".join(faults)
        assert watch.faults(reach.status) == []
    finally:
        page.close()


def frame(page: Page) -> list[str]:
    """One heading of the first level, and a language."""
    headings = page.locator("h1").count()
    lang = page.locator("html").get_attribute("lang")
    said = [f"{headings} headings of the first level"] if headings != 1 else []
    return [*said, *([] if lang in ("en", "es", "en-us") else [f"the language is {lang!r}"])]


def looked_at(page: Page, reach: Reach, size: dict[str, int]) -> list[str]:
    """What axe finds by day and by night, and whether the page is wider than the screen."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{size['width']} {scheme}: {fault}" for fault in axe(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > size["width"]:
        found.append(f"{size['width']}: the page is {wide} wide because of {page.evaluate(TOO_WIDE)}")
    return found


TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(-4).map(one => one.outerHTML.slice(0, 120))"""
