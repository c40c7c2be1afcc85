"""`buffycoat claims`: cases in, verdicts out; a page in, a readable report out."""

import io
import json

from buffycoat import claims, cli
from buffycoat.interop.claims_case import answered, is_a_case, report
from buffycoat.interop.lines import answer
from buffycoat.library.claims.seen import words_of

PAGE = """<!doctype html>
<html><head><style>p::after { content: "PRP cures discs" }</style></head>
<body>
<p>PRP is made from blood.</p>
<p>PRP <b>cures</b> herniated
discs.</p>
</body></html>
"""


def test_a_case_is_answered_with_its_spans():
    told = answer(answered, {"id": 3, "text": "PRP cures herniated discs."})
    assert told["id"] == 3
    assert told["verdict"] == "misleading"
    assert {"start", "end", "rule", "instead"} <= set(told["spans"][0])
    assert told["spans"][0]["rule"] == "cure"


def test_a_case_without_text_or_in_another_language_is_an_error():
    assert answer(answered, {"id": 1})["error"]["field"] == "text"
    assert answer(answered, {"id": 1, "text": "x", "lang": "fr"})["error"]["field"] == "lang"


def test_the_same_from_a_notebook():
    assert claims("PRP does not cure a disc.")["verdict"] == "ok"


def test_the_report_of_a_page_names_lines_and_reads_only_what_is_seen():
    out = io.StringIO()
    assert report("page.html", PAGE, out) == 1
    assert "page.html:5:" in out.getvalue()
    assert ":2:" not in out.getvalue()
    assert "Instead:" in out.getvalue()


def test_markdown_keeps_its_lines():
    seen = words_of("# Title\n\nSee **this** [page](there).\n")
    assert seen == "Title\n\nSee this page.\n"


def test_cases_and_pages_are_told_apart():
    assert is_a_case('{"text": "a"}\n{"text": "b"}')
    assert is_a_case('{\n "text": "a"\n}')
    assert not is_a_case("PRP cures.")
    assert not is_a_case("")


def test_the_command_reads_a_page_and_cases(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("We make plasma.\n\nIt is guaranteed to work.\n", encoding="utf-8")
    assert cli.main(["claims", str(page)]) == 1
    assert "page.md:3:" in capsys.readouterr().out
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": 1, "text": "PRP is guaranteed to work."}\n{"id": 2}\n', encoding="utf-8")
    assert cli.main(["claims", str(cases)]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in told] == [1, 2]
    assert told[0]["verdict"] == "misleading"
    assert cli.main(["claims", str(tmp_path / "nowhere.txt")]) == 2
