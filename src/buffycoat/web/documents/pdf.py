"""A document as PDF/UA-1: a Typst template of this package, data as JSON, the same bytes for the same data.

To add a document, put `<name>.typ` beside this file. It begins with

    #import "buffycoat.typ": *
    #let data = json(bytes(sys.inputs.data))
    #show: house.with(data)

`house` sets page, type, language, title and date, puts the patient's identity on top of every page and the
source below. `facts`, `fine`, `notice` and `sign-here` in buffycoat.typ draw what documents share. Then:

    render(Document("name", title=…, lang="en", as_of=…, about=(…), source=…, body={…}), settings.PAPER)

`as_of` is an instant of the data (when the last entry was signed), never the clock's: it is the date of the
file. `body` is the template's own, as `data.body`. Only our fonts and those inside Typst are used, so that
bytes do not differ between machines. Typst refuses what is not accessible, such as a picture without words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

HERE = Path(__file__).parent
FONTS = HERE / "fonts"  # Atkinson Hyperlegible Next, two weights of the pages' own variable font; OFL beside
Paper = Literal["letter", "a4"]
PAPERS: Mapping[str, str] = {"letter": "us-letter", "a4": "a4"}
SURE = 0x250  # below this every printable character is in our font or in those inside Typst
PROBE = b"""#set document(title: [-])
#set text(font: ("Atkinson Hyperlegible Next", "DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern"))
a#sys.inputs.data"""


ONE_AT_A_TIME = Lock()  # a compiler that is asked by two threads at once refuses the second


class NoDocuments(Exception):
    """Documents cannot be made on this installation; the message says what is missing."""


class NotDrawn(Exception):
    """The document could not be made from this data."""


@dataclass(frozen=True)
class Document:
    """What is to be written. `about`: who it is about, on every page. `source`: from where, at its foot."""

    template: str
    title: str
    as_of: datetime
    about: tuple[str, ...]
    source: tuple[str, ...]
    body: Mapping[str, Any] = field(default_factory=dict)
    lang: Literal["en", "es"] = "en"


def render(document: Document, paper: str = "letter") -> bytes:
    """The document as a tagged PDF. NoDocuments without the extra; NotDrawn when it cannot be made."""
    missing: set[str] = set()
    data = {
        "title": _plain(document.title, missing),
        "lang": document.lang,
        "paper": PAPERS[paper],
        "date": [document.as_of.year, document.as_of.month, document.as_of.day],
        "about": _plain(list(document.about), missing),
        "source": _plain(list(document.source), missing),
        "body": _plain(dict(document.body), missing),
    }
    return _compile(
        (HERE / f"{document.template}.typ").read_bytes(),
        json.dumps(data | {"replaced": bool(missing)}, ensure_ascii=False, sort_keys=True),
        document.as_of,
    )


def _compile(source: bytes, data: str, as_of: datetime | None = None) -> bytes:
    typst = _typst()
    try:
        with ONE_AT_A_TIME:
            made = _compiler().compile(
                input=source,
                format="pdf",
                pdf_standards=["ua-1"],
                sys_inputs={"data": data},
                timestamp=int(as_of.timestamp()) if as_of else 0,
            )
    except typst.TypstError as error:
        raise NotDrawn(str(error)) from error
    return bytes(made)


def _typst() -> Any:
    try:
        import typst  # 80 MB that an installation without documents does not have
    except ImportError as error:
        raise NoDocuments("PDFs need Typst: install buffycoat[documents].") from error
    return typst


@cache
def _compiler() -> Any:
    """One compiler for the process: the second document takes milliseconds."""
    return _typst().Compiler(root=HERE, font_paths=[FONTS], ignore_system_fonts=True)


def _plain(value: Any, missing: set[str]) -> Any:
    """The same data with each character that no font here has as its code, ‹U+4E2D›: never dropped."""
    if isinstance(value, str):
        return "".join(_shown(sign, missing) for sign in value)
    if isinstance(value, Mapping):
        return {key: _plain(one, missing) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, missing) for one in value]
    return value


def _shown(sign: str, missing: set[str]) -> str:
    if sign == "\n" or (sign.isprintable() and ord(sign) < SURE) or _drawn(sign):
        return sign
    if sign.isspace():
        return " "
    missing.add(sign)
    return f"‹U+{ord(sign):04X}›"


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> bool:
    """Whether the fonts have a character: Typst itself is asked, as it is what would refuse the document."""
    if not sign.isprintable():
        return False
    try:
        _compile(PROBE, sign)
    except NotDrawn:
        return False
    return True
