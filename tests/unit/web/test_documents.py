"""Documents as PDF: accessible, the same bytes for the same data, and clear when they cannot be made."""

import builtins
import io
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.config import environment
from buffycoat.web.documents import pdf
from buffycoat.web.documents.note import note_document
from buffycoat.web.presenters import note_words as words
from buffycoat.web.presenters.note import note
from tests.unit.web.test_note import FULL, ZONE

pytest.importorskip("typst", reason="PDFs are an extra: buffycoat[documents]")
AS_OF = datetime(2026, 11, 19, 17, tzinfo=UTC)
EMPTY = {
    "lead": "",
    "notices": [],
    "sections": [],
    "overrides": [],
    "gaps_say": "",
    "gaps": [],
    "entries": [],
}


def document(lead: str = "A lead.", **other) -> pdf.Document:
    given = {
        "title": "Procedure note",
        "as_of": AS_OF,
        "about": ("Ann Example", "born 1970"),
        "source": ("Here",),
    }
    return pdf.Document("note", **{**given, "body": EMPTY | {"lead": lead}, **other})


def full(paper: str = "letter") -> bytes:
    held = note(FULL, ZONE)
    lead, source = words.lead(held, "Practice", ZONE), words.source(held, "one", "1")
    return pdf.render(
        note_document(held, ("Ann Example", "born 17 May 1970", "MRN A-1"), lead, source), paper
    )


def test_a_note_is_tagged_named_dated_and_says_that_it_is_ua() -> None:
    with pikepdf.open(io.BytesIO(full())) as made:
        root = made.Root
        assert root.Lang == "en"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert made.docinfo["/Title"] == "Procedure note"
        with made.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == "Procedure note"
        kinds = [str(name) for name in tags(root.StructTreeRoot)]
        order = [kinds.index(name) for name in ("/H1", "/H2", "/Table", "/TH", "/TD")]
        assert order == sorted(order)
        fonts = {str(font.BaseFont) for page in made.pages for font in page.Resources.Font.values()}
        assert any("AtkinsonHyperlegibleNext-Bold" in font for font in fonts)
        assert list(made.pages[0].MediaBox) == [0, 0, 612, 792]


def tags(node) -> list[object]:
    """Every structure type below a node."""
    if isinstance(node, pikepdf.Array):
        return [name for one in node for name in tags(one)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [node.S] if "/S" in node else []
    return own + (tags(node.K) if "/K" in node else [])


def test_a4_where_the_practice_prints_on_it() -> None:
    with pikepdf.open(io.BytesIO(full("a4"))) as made:
        assert [round(float(side)) for side in made.pages[0].MediaBox] == [0, 0, 595, 842]


def test_other_paper_is_refused_by_name(monkeypatch) -> None:
    for told, paper in (("", "letter"), (" A4 ", "a4"), ("letter", "letter")):
        monkeypatch.setenv("BUFFYCOAT_PAPER", told)
        assert environment.paper() == paper
        assert paper in pdf.PAPERS
    monkeypatch.setenv("BUFFYCOAT_PAPER", "foolscap")
    with pytest.raises(ImproperlyConfigured, match="foolscap"):
        environment.paper()


def test_the_same_data_makes_the_same_bytes() -> None:
    assert full() == full()
    assert pdf.render(document("One")) != pdf.render(document("Two"))
    with pikepdf.open(io.BytesIO(pdf.render(document()))) as made:
        assert str(made.docinfo["/CreationDate"]).startswith("D:20261119")


def test_threads_do_not_get_in_each_other_s_way() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: full(), range(24)))
    assert set(made) == {full()}


def test_spanish_is_said_to_be_spanish() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(document(lang="es")))) as made:
        assert made.Root.Lang == "es"


def test_what_no_font_has_is_written_as_its_code_and_said_so() -> None:
    missing: set[str] = set()
    assert pdf._plain({"a": ["Li 李 Łódź ×10⁹ ≤ Ωλ\u0007", 3]}, missing) == {
        "a": ["Li ‹U+674E› Łódź ×10⁹ ≤ Ωλ‹U+0007›", 3]
    }
    assert missing == {"李", "\u0007"}
    assert pdf.render(document("Li 李"))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_written(text: str) -> None:
    assert pdf.render(document(text, title=text or "–", about=(text, "born"))).startswith(b"%PDF")


def test_what_typst_refuses_is_an_error_of_ours() -> None:
    with pytest.raises(pdf.NotDrawn):
        pdf.render(document(body={}))


def test_without_the_extra_it_says_what_to_install(monkeypatch) -> None:
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "typst":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pdf.NoDocuments, match=r"buffycoat\[documents\]"):
        pdf.render(document())


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_it_is_read_in_the_order_it_is_written(tmp_path) -> None:
    (tmp_path / "note.pdf").write_bytes(full())
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "note.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    order = ["Patient and indication", "Consent and time-out", "Blood and product", "Not recorded"]
    assert sorted(order, key=text.index) == order
