"""One engine, one door: a notebook is answered as the command line is; nothing loads before it is asked."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import buffycoat
from buffycoat.cli import main
from buffycoat.interop import lines
from buffycoat.interop.preparation import engine_of

CASES: dict[str, dict[str, Any]] = {
    "dose": {"id": 7, "blood_ml": 60, "baseline": 250, "product_ml": 6, "product_count": 1750},
    "spin": {
        "id": "a",
        "bore_mm": 14,
        "filled_ml": 9,
        "radius_mm": 160,
        "g": 160,
        "minutes": 10,
        "cut_mm": 1,
    },
    "classify": {"id": None, "platelets": 1750, "blood_platelets": 250},
}
LISTED = "print([m for m in ('numpy', 'pydantic', 'django', 'onnxruntime') if m in sys.modules])"


def _python(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("command", CASES)
def test_the_notebook_answers_as_the_command_line(command: str, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASES[command], indent=2))
    assert main([command, str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == getattr(buffycoat, command)(CASES[command])
    assert told["id"] == CASES[command]["id"]


def test_an_error_is_the_same_answer_too() -> None:
    assert buffycoat.dose(id=3, baseline="lots")["error"]["field"] == "baseline"
    assert buffycoat.dose(id=3, baseline=float("nan")) == {
        "id": 3,
        "error": {"field": "baseline", "message": "NaN is not a number that can be measured"},
    }


def test_the_callers_case_is_left_as_it_was() -> None:
    case = {
        "blood_ml": -1,
        "sites": [{"ml": -1}, {"ml": 2}],
        "draw": {"platelets": 250},
        "spins": [{"number": 1}],
    }
    before = json.dumps(case)
    buffycoat.dose(case)
    assert json.dumps(case) == before


def test_import_buffycoat_loads_nothing() -> None:
    assert _python(f"import sys, buffycoat; {LISTED}") == "[]"


def test_the_classes_need_no_physics_and_no_command_needs_django() -> None:
    assert _python(f"import sys, buffycoat; buffycoat.classify(); {LISTED}") == "['pydantic']"
    assert _python(f"import sys, buffycoat; buffycoat.dose(); {LISTED}") == "['numpy', 'pydantic']"


def test_lines_are_answered_in_order_and_the_status_says_how_it_went(monkeypatch: Any, capsys: Any) -> None:
    def ask(*given: str) -> tuple[int, list[Any]]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(given)))
        status = main(["dose"])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    good, bad = json.dumps(CASES["dose"]), '{"id": 9, "baseline": NaN}'
    assert ask(good, "", good)[0] == 0
    status, answers = ask(good, bad, "{", good)
    assert (status, [one["id"] for one in answers]) == (1, [7, 9, None, 7])
    assert answers[1]["error"] == {"field": "baseline", "message": "NaN is not a number that can be measured"}
    assert ask("{", "[]")[0] == 2


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('{"id": 1, "sites": [{"ml": 1}, {"ml": -Infinity}]}', "sites.1.ml"),
        ('{"id": 1, "baseline": {"value": 1e999}}', "baseline.value"),
        ('{"id": Infinity}', "id"),
    ],
)
def test_what_is_no_number_is_named_by_its_place(line: str, field: str) -> None:
    out = io.StringIO()
    assert lines.run(engine_of("dose"), [line], out) == 2
    assert json.loads(out.getvalue(), parse_constant=pytest.fail)["error"]["field"] == field


def test_a_field_that_stands_twice_is_told_and_neither_is_taken(tmp_path: Path, capsys: Any) -> None:
    """Of two counts, or of a yes and a no to one warning sign, Python would silently keep the last."""
    file = tmp_path / "case.json"
    for command, case in (
        ("dose", '{"id": 5,\n "baseline": 250, "baseline": 2500}'),
        ("triage", '{"id": 5,\n "red_flags": {"baseline": true, "baseline": false}}'),
    ):
        file.write_text(case)
        assert main([command, str(file)]) == 2
        error = {"field": "baseline", "message": "given twice in one object"}
        assert json.loads(capsys.readouterr().out) == {"id": 5, "error": error}


def test_every_answer_is_one_line_of_utf_8_whatever_was_sent() -> None:
    """A lone surrogate cannot be printed; a next-line character would end the line for some readers."""
    out = io.StringIO()
    lines.run(engine_of("classify"), ['{"id": "\\ud800 \\u2028 \\u0085 µ"}'], out)
    (line,) = out.getvalue().splitlines()
    assert json.loads(line.encode())["id"] == "\ud800 \u2028 \x85 µ"
    assert "µ" in line


def test_the_models_load_once_for_many_lines() -> None:
    """A line costs milliseconds, where a start costs most of a second."""
    kit = {"kit": "GPS III Mini", "blood_ml": 27, "wanted": 3}
    given = [json.dumps({"id": n, **kit, "baseline": 150 + n / 10}) for n in range(300)]
    engine, out = engine_of("dose"), io.StringIO()
    buffycoat.dose(kit)
    started = time.process_time()
    assert lines.run(engine, given, out) == 0
    assert (time.process_time() - started) / 300 < 0.05
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["id"] for one in answers] == list(range(300))
    doses = [one["dose"]["value"] for one in answers]
    assert doses == sorted(doses)
