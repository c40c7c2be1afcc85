"""What a PDF says, read with pikepdf alone: its glyphs back to characters by each font’s own table."""

import re
from io import BytesIO
from typing import Any

import pikepdf

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def text_of(content: bytes) -> str:
    """All words of a tagged PDF in reading order; AssertionError where it is not tagged."""
    with pikepdf.open(BytesIO(content)) as held:
        assert held.Root.MarkInfo.Marked
        return " ".join(" ".join(_page(page).split()) for page in held.pages)


def _page(page: Any) -> str:
    tables = {name: _table(font) for name, font in page.Resources.Font.items()}
    said, table = "", dict[int, str]()
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            said += "".join(_word(bytes(one), table) for one in parts if isinstance(one, pikepdf.String))
        elif str(operator) in ("ET", "Td", "Tm"):
            said += " "
    return said


def _word(codes: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(codes[at : at + 2]), "?") for at in range(0, len(codes), 2))


def _table(font: Any) -> dict[int, str]:
    """Which character each code of a font stands for."""
    found, text = dict[int, str](), font.ToUnicode.read_bytes()
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        found |= {int(code, 16): _characters(to) for code, to in PAIR.findall(part)}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, to in RANGE.findall(part):
            first = int(to, 16)
            found |= {
                code: chr(first + code - int(low, 16)) for code in range(int(low, 16), int(high, 16) + 1)
            }
    return found


def _characters(to: bytes) -> str:
    return bytes.fromhex(to.decode()).decode("utf-16-be")
