"""A figure of the registry's report at a fixed size, for paper: the same marks, with colours written out.

On a page x is in percent, so that text never scales, and a style sheet colours by class. A document has
neither: here percent becomes a place and each class its colours.
"""

from collections.abc import Mapping
from xml.etree import ElementTree as xml

from buffycoat.registry.report.section import ROOM, Picture

WIDTH = 740  # units across a sheet: 13 of them, the size of a figure's words, are then the smallest type
FONT = {"font-family": "Atkinson Hyperlegible Next", "font-size": "13", "fill": "#565146"}
INK, ACCENT, PAPER = "#1c1b18", "#0b5d66", "#ffffff"
Style = Mapping[str, str]
LINE: Mapping[str, Style] = {
    "grid": {"stroke": "#ddd7c9"},
    "zero": {"stroke": INK},
    "ci": {"stroke": INK, "stroke-width": "2"},
    "line": {"stroke": INK, "stroke-width": "2", "fill": "none"},
    "dash": {"stroke-dasharray": "4 4"},
    "thin": {"stroke-width": "1"},
}
AREA: Mapping[str, Style] = {
    "pt": {"fill": INK},
    "open": {"fill": PAPER, "stroke": INK, "stroke-width": "2"},
    "band": {"fill": INK, "fill-opacity": "0.12"},
    "bar": {"fill": "#817969"},
}


def fixed(one: Picture, across: int = WIDTH) -> str:
    """The figure as SVG that needs nothing else. `across`: how much of the sheet's WIDTH it may take."""
    left, right = ROOM[one.room]
    width = across - left - right
    # What is drawn is our own, of numbers and escaped words: no entity of anybody else's is read here.
    held = xml.fromstring(f"<svg>{one.svg}</svg>")  # noqa: S314  # drawn by us a moment ago
    found = xml.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{-left} -10 {across} {one.height + 14}",
        "width": str(across),
        "height": str(one.height + 14),
    })  # fmt: skip
    found.extend(_placed(part, width) for part in held)
    return xml.tostring(found, encoding="unicode")


def _placed(part: xml.Element, width: float) -> xml.Element:
    if part.tag == "svg":
        return _nested(part, width)
    given = {name: _number(value, width) for name, value in part.attrib.items() if name != "class"}
    if part.tag == "text":
        for way in ("x", "y"):
            given[way] = f"{float(given.get(way, 0)) + float(given.pop(f'd{way}', 0)):g}"
    made = xml.Element(part.tag, given | _style(part))
    made.text = part.text
    return made


def _nested(part: xml.Element, width: float) -> xml.Element:
    """A part with a measure of its own: stretched over the whole figure, or put at one place."""
    if "viewBox" in part.attrib:
        made = xml.Element("g")
        for path in part:
            made.append(xml.Element("path", {"d": _stretched(path.attrib["d"], width)} | _style(path)))
        return made
    x, y = (_number(part.attrib.get(way, "0"), width) for way in ("x", "y"))
    made = xml.Element("g", {"transform": f"translate({x} {y})"})
    made.extend(_placed(inner, width) for inner in part)
    return made


def _number(value: str, width: float) -> str:
    return f"{float(value[:-1]) * width / 100:.2f}" if value.endswith("%") else value


def _stretched(path: str, width: float) -> str:
    """“M0 43L20 59Z” with x, so far in percent, at its place."""
    closed = "Z" if path.endswith("Z") else ""
    points = [point.split() for point in path.removeprefix("M").removesuffix("Z").split("L")]
    return "M" + "L".join(f"{float(x) * width / 100:.2f} {y}" for x, y in points) + closed


def _style(part: xml.Element) -> dict[str, str]:
    kinds = part.attrib.get("class", "").split()
    if part.tag == "text":
        strong = {"fill": ACCENT if "u" in kinds else INK, "font-weight": "700"}
        return {**FONT, **(strong if {"u", "k"} & set(kinds) else {})}
    found: dict[str, str] = {}
    for kind in kinds:
        found |= LINE.get(kind, {}) | AREA.get(kind, {})
    if "u" in kinds:
        found |= {name: ACCENT for name in ("stroke", "fill") if found.get(name) == INK}
    return found
