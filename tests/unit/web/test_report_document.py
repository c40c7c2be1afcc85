"""The outcomes report on paper: the page's content, tagged, each figure with its words, each sheet marked."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree as xml

import pikepdf
import pytest

from buffycoat.cli import main
from buffycoat.registry.frame import read
from buffycoat.registry.report.compose import INTERNAL, compose
from buffycoat.registry.report.release import released
from buffycoat.registry.report.section import Report
from buffycoat.registry.results import results
from buffycoat.web.documents.figure import fixed
from buffycoat.web.documents.pdf import render
from buffycoat.web.documents.report import report_document
from tests.pdf_words import words_of


@pytest.fixture(scope="module")
def made(three_sites: Path) -> Report:
    """The report of those sites, for release."""
    return compose(released(results(read(three_sites), workers=1)))


@pytest.fixture(scope="module")
def content(made: Report) -> bytes:
    """It as PDF."""
    return render(report_document(made, "2026-04"))


def test_it_says_that_it_is_ua_and_each_figure_has_its_words(made, content):
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en"
        meta = file.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20260401")
        said = [str(one.Alt) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    drawn = [picture.said for one in made.sections for picture in one.pictures]
    assert len(drawn) > 10
    assert sorted(drawn) == sorted(said)


def test_it_has_the_content_of_the_page(made, content):
    words = re.sub(r"\s+", "", words_of(content))
    for one in made.sections:
        for text in (one.title, one.people, one.method, one.cannot, *one.notes):
            assert re.sub(r"\s+", "", text) in words, text
        for table in one.tables:
            assert all(re.sub(r"\s+", "", cell) in words for row in table.rows for cell in row)


def test_the_mark_stands_on_every_page_and_pages_are_numbered(three_sites):
    exact = compose(results(read(three_sites), workers=1), mark=INTERNAL)
    with pikepdf.open(io.BytesIO(render(report_document(exact), "a4"))) as file:
        many = len(file.pages)
    words = words_of(render(report_document(exact), "a4"))
    assert words.count(INTERNAL) == many + 1  # and once below the title
    assert all(f"Page {at} of {many}" in words for at in range(1, many + 1))


def test_the_same_report_makes_the_same_bytes(made, content):
    assert render(report_document(made, "2026-04")) == content


def test_a_figure_for_paper_needs_no_style_sheet_and_stays_on_the_sheet(made):
    for one in (picture for part in made.sections for picture in part.pictures):
        held = xml.fromstring(fixed(one))
        left, top, width, height = map(float, held.attrib["viewBox"].split())
        for part in held.iter():
            assert "class" not in part.attrib
            assert not any("%" in value for value in part.attrib.values())
            for name in ("x", "x1", "x2", "cx"):
                assert left <= float(part.attrib.get(name, 0)) <= left + width
            for name in ("y", "y1", "y2", "cy"):
                assert top <= float(part.attrib.get(name, 0)) <= top + height


def test_the_command_writes_it_and_an_empty_registry_has_one_too(three_sites, tmp_path):
    for source, out in ((three_sites, "a.pdf"), (tmp_path, "empty.pdf")):
        assert main(["report", str(source), "--out", str(tmp_path / out), "--paper", "a4"]) == 0
        assert (tmp_path / out).read_bytes().startswith(b"%PDF-1.7")
    assert "Nothing to report yet" in words_of((tmp_path / "empty.pdf").read_bytes())


def test_the_page_carries_the_product_s_font_and_fetches_nothing(three_sites, tmp_path):
    out = tmp_path / "a.html"
    assert main(["report", str(three_sites), "--out", str(out)]) == 0
    text = out.read_text()
    assert text.count("data:font/woff2;base64,d09GMg") == 1  # wOF2
    assert not re.search(r"https?://|<script|<link|<img|@import", text)
