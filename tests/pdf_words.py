"""The words of a PDF in the order they are written, by the fonts' own tables: no program is needed for it."""

import io
import re

import pikepdf

HEX = r"<([0-9A-Fa-f]+)>\s*"
ONE, RANGE = re.compile(HEX * 2), re.compile(HEX * 3)


def words_of(content: bytes) -> str:
    """Everything that is written on the pages, as one line."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return " ".join("".join(_page(page)).strip() for page in file.pages)


def _page(page: pikepdf.Page) -> list[str]:
    tables = {str(name): _table(font) for name, font in page.Resources.Font.items()}
    table: dict[str, str] = {}
    said: list[str] = []
    for step in pikepdf.parse_content_stream(page):
        word = str(step.operator)
        if word == "Tf":
            table = tables[str(step.operands[0])]
        elif word in ("Tj", "TJ"):
            texts = step.operands[0] if word == "TJ" else [step.operands[0]]
            said += [_said(bytes(one), table) for one in texts if isinstance(one, pikepdf.String)]
        elif word in ("BT", "Td", "Tm", "T*"):
            said.append(" ")
    return [re.sub(r"\s+", " ", "".join(said))]


def _table(font: pikepdf.Object) -> dict[str, str]:
    cmap = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found: dict[str, str] = {}
    for kind, block in re.findall(r"begin(bfchar|bfrange)(.*?)endbf", cmap, flags=re.S):
        codes = RANGE.findall(block) if kind == "bfrange" else [(c, c, to) for c, to in ONE.findall(block)]
        for first, last, to in codes:
            text, low = bytes.fromhex(to).decode("utf-16-be"), int(first, 16)
            for code in range(low, int(last, 16) + 1):
                found[f"{code:04X}"] = text[:-1] + chr(ord(text[-1]) + code - low)
    return found


def _said(codes: bytes, table: dict[str, str]) -> str:
    return "".join(table.get(codes[n : n + 2].hex().upper(), "") for n in range(0, len(codes), 2))
