"""The report as one file of HTML: its style inside, no script, nothing fetched; light, dark and on paper."""

from html import escape
from pathlib import Path

from buffycoat.registry.report.section import Picture, Report, Section, Table

STYLE = Path(__file__).with_name("report.css")


def page(report: Report) -> str:
    """The whole file; equal reports give equal bytes."""
    links = "".join(f'<li><a href="#{one.key}">{escape(one.title)}</a></li>' for one in report.sections)
    contents = f'<nav aria-label="Sections"><ol>{links}</ol></nav>' if links else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)} · Buffycoat</title>\n"
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>\n"
        f"<body><main>\n<h1>{escape(report.title)}</h1>\n{_lines(report.about)}\n{_facts(report)}\n{contents}\n"
        + "\n".join(section(one) for one in report.sections)
        + "\n</main></body></html>\n"
    )


def _lines(texts: tuple[str, ...]) -> str:
    return "".join(f'<p class="quiet">{escape(one)}</p>' for one in texts)


def _facts(report: Report) -> str:
    inside = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in report.facts)
    return f'<dl class="facts">{inside}</dl>' if inside else ""


def section(one: Section) -> str:
    """One section as it stands in the page."""
    inside = "".join(_picture(drawn) for drawn in one.pictures)
    inside += "".join(table(held, one.title) for held in one.tables if held.rows)
    inside += "".join(f"<p>{escape(text)}</p>" for text in one.notes)
    return (
        f'<section aria-labelledby="{one.key}"><h2 id="{one.key}">{escape(one.title)}</h2>\n'
        f'<p class="quiet">{escape(one.people)}</p>\n{inside}\n'
        f'<p class="fine"><b>Method.</b> {escape(one.method)}</p>'
        f'<p class="fine"><b>What it cannot show.</b> {escape(one.cannot)}</p></section>'
    )


def _picture(one: Picture) -> str:
    return (
        f'<div class="drawn"><svg class="plot" height="{one.height}" role="img" '
        f'aria-label="{escape(one.said)}">{one.svg}</svg></div>\n'
    )


def table(one: Table, title: str) -> str:
    """A table; wide ones scroll in their own box, which the keyboard reaches."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in one.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in one.rows
    )
    label = escape(f"{title}: {one.heads[0]}")
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{rows}</tbody></table></div>\n"
    )
