"""The outcomes report as a file in a real browser: by day and night, on a phone, on paper."""

import io
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from benchmarks.registry_data import make
from buffycoat.cli import main
from tests.peers.chromium import axe

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FONT = "() => document.fonts.ready.then(() => [...document.fonts].map(one => `${one.family} ${one.status}`))"
# Words of a figure that reach beyond the page, or figures that reach into what follows them.
ESCAPED = """() => {
  const out = [...document.querySelectorAll("svg.plot text")].filter(word => {
    const box = word.getBoundingClientRect();
    return box.left < 0 || box.right > document.documentElement.clientWidth;
  }).map(word => word.textContent);
  for (const figure of document.querySelectorAll("figure")) {
    const end = figure.getBoundingClientRect().bottom;
    const words = [...figure.querySelectorAll("text")];
    const below = words.filter(word => word.getBoundingClientRect().bottom > end + 1);
    out.push(...below.map(word => word.textContent));
  }
  return out;
}"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a registry of 900 episodes at three sites."""
    folder = tmp_path_factory.mktemp("extract")
    make(folder, 900, 3)
    assert main(["report", str(folder), "--out", str(folder / "report.html"), "--exact"]) == 0
    return folder / "report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_read_by_day_and_night_at_any_width(chromium: Browser, report: Path, width, scheme):
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(report.as_uri())
    assert page.evaluate(FONT) == ["Atkinson Next loaded"]
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(ESCAPED) == []
    assert axe(page) == []
    assert [one for one in fetched if not one.startswith(("file:", "data:"))] == []
    page.close()


def test_on_paper_no_sheet_is_empty(chromium: Browser, report: Path):
    page = chromium.new_page()
    page.goto(report.as_uri())
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as file:
        sizes = [sum(len(part) for part in _parts(sheet)) for sheet in file.pages]
    assert 8 <= len(sizes) <= 25
    assert min(sizes) > 2000  # bytes; the mark and the number of a sheet alone take some 600
    page.close()


def _parts(sheet: pikepdf.Page) -> list[bytes]:
    held = sheet.Contents
    streams = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [one.read_bytes() for one in streams]
