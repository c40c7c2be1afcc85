"""The system's Chromium, driven by Playwright, and axe to look at a page as a screen reader would."""

import contextlib
import os
from collections.abc import Iterator
from importlib.resources import files

from playwright.sync_api import Browser, Page, sync_playwright

from tests.peers.programs import chromium_program

QUIET = [
    "--no-sandbox",  # the sandbox needs rights that root in a container has not
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@contextlib.contextmanager
def running_chromium() -> Iterator[Browser]:
    """One browser without a window; a test opens its own context or page in it and closes it."""
    program = chromium_program()
    # Playwright keeps an event loop in this thread, and Django then refuses the database to plain tests here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def axe(page: Page) -> list[str]:
    """The serious and critical accessibility faults of a page, a line each; a good page has none."""
    # By evaluate: a strict content security policy stops add_script_tag.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE + "\n;undefined")
    # Only the faults come back: the list of all that is well is as large as the page.
    found = page.evaluate(
        "levels => axe.run(document, {runOnly: levels, resultTypes: ['violations']})"
        ".then(run => run.violations.map(({id, impact, help, nodes}) =>"
        " ({id, impact, help, nodes: nodes.map(({html}) => ({html}))})))",
        LEVELS,
    )
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
