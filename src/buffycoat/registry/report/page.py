"""The report as one file of HTML: style and font inside, nothing fetched; by day, by night and on paper."""

import base64
from html import escape
from pathlib import Path

from buffycoat.registry.report.section import Picture, Report, Section, Table

STYLE = Path(__file__).with_name("report.css")
SHORT = 12  # rows that stay on one sheet of paper
FAMILY = "Atkinson Next"  # as the pages call it


def page(report: Report, font: bytes = b"") -> str:
    """The whole file; equal reports give equal bytes. `font`: WOFF2 to carry along; else the reader's own."""
    links = "".join(f'<li><a href="#{one.key}">{escape(one.title)}</a></li>' for one in report.sections)
    contents = f'<nav aria-label="Sections"><ol>{links}</ol></nav>' if links else ""
    mark = f'<p class="mark">{escape(report.mark)}</p>\n' if report.mark else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)} · Buffycoat</title>\n"
        f"<style>\n{_face(font)}{STYLE.read_text(encoding='utf-8')}{_head(report.mark)}</style>"
        "</head>\n"
        f"<body>{mark}<main>\n<h1>{escape(report.title)}</h1>\n{_lines(report.about)}\n"
        f"{_facts(report)}\n{contents}\n"
        + "\n".join(section(one) for one in report.sections)
        + "\n</main></body></html>\n"
    )


def _face(font: bytes) -> str:
    if not font:
        return ""
    held = base64.b64encode(font).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: 200 800; '
        f'src: url(data:font/woff2;base64,{held}) format("woff2"); }}\n'
    )


def _head(mark: str) -> str:
    """The mark on top of every sheet of paper; what stands in the page itself would be on the first only."""
    if not mark:
        return ""
    text = mark.replace("\\", "").replace('"', "").replace("<", "")
    return (
        f'@page {{ @top-left {{ content: "{text}"; font-size: 9pt; font-weight: 700; color: #a8201a; }} }}\n'
    )


def _lines(texts: tuple[str, ...]) -> str:
    return "".join(f'<p class="quiet">{escape(one)}</p>' for one in texts)


def _facts(report: Report) -> str:
    inside = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in report.facts)
    return f'<dl class="facts">{inside}</dl>' if inside else ""


def section(one: Section) -> str:
    """One section as it stands in the page."""
    inside = "".join(picture(drawn) for drawn in one.pictures)
    if one.pictures and all(drawn.title for drawn in one.pictures):
        inside = f'<div class="many">{inside}</div>'
    inside += "".join(table(held, one.title) for held in one.tables if held.rows)
    inside += "".join(f"<p>{escape(text)}</p>" for text in one.notes)
    title = f'<h2 id="{one.key}">{escape(one.title)}</h2>\n<p class="quiet">{escape(one.people)}</p>'
    return (
        f'<section aria-labelledby="{one.key}"><div class="top-of">{title}</div>\n{inside}\n'
        f'<p class="fine"><b>Method.</b> {escape(one.method)}</p>'
        f'<p class="fine"><b>What it cannot show.</b> {escape(one.cannot)}</p></section>'
    )


def picture(one: Picture) -> str:
    """A figure, with room beside it for its labels."""
    title = f"<figcaption>{escape(one.title)}</figcaption>" if one.title else ""
    return (
        f'<figure class="drawn {one.room}">{title}<svg class="plot" height="{one.height}" role="img" '
        f'aria-label="{escape(one.said)}">{one.svg}</svg></figure>\n'
    )


def table(one: Table, title: str) -> str:
    """A table; wide ones scroll in their own box, which the keyboard reaches."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in one.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{_whole(cell)}>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in one.rows
    )
    label = escape(f"{title}: {one.heads[0]}")
    short = ' class="short"' if len(one.rows) <= SHORT else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table{short}>'
        f"<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def _whole(cell: str) -> str:
    """A short cell stays on one line."""
    return ' class="nw"' if len(cell) <= len("1 to 4 of 905") else ""
