"""`buffycoat import`: a line a file in the same order, and one bad file does not stop the others."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from buffycoat.interop import fhir, import_command
from tests.bundles import bundle, condition, order, patient, written

ON = date(2021, 4, 1)


class Shelf:
    """Keeps what it is given, and refuses what it is told to."""

    def __init__(self, refuses: str = "") -> None:
        self.kept: list[tuple[str, str]] = []
        self.refuses = refuses

    def keep(self, imported: fhir.Imported, file_name: str) -> str:
        if file_name == self.refuses:
            raise import_command.NotKept("The record number is somebody else’s.")
        self.kept.append((file_name, imported.digest))
        return "New patient."


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    held = {
        "good.json": written(
            bundle(condition("Gout", "2020-01-01"), order("Warfarin Sodium 5 MG Oral Tablet"))
        ),
        "bad.json": b"{",
        "nameless.json": written(bundle(who=patient(name=None))),
    }
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in held}


def run(shelf: Shelf, *names: str, **more: Any) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = import_command.run(names, on=ON, keep=shelf.keep, out=out, **more)
    return code, out.getvalue().splitlines()


def test_each_file_answers_in_its_place(files: dict[str, str]) -> None:
    shelf = Shelf()
    code, lines = run(shelf, files["bad.json"], files["good.json"], as_json=True)
    bad, good = map(json.loads, lines)
    assert code == 1
    assert bad == {"file": "bad.json", "error": {"field": "file", "message": bad["error"]["message"]}}
    assert "cut short" in bad["error"]["message"]
    assert good["patient"]["name"] == "Robin Vance"
    assert good["read"] == {"Patient": 1, "Condition": 1, "MedicationRequest": 1}
    assert {"what": "Gout", "from": "Condition", "dated": "2020-01-01"} in good["prefilled"]
    warfarin = next(card for card in good["cards"] if card["code"] == "anticoagulant")
    assert set(warfarin) >= {"rule", "indicator", "summary", "source", "code"}
    assert [name for name, _ in shelf.kept] == ["good.json"]


def test_a_dry_run_keeps_nothing(files: dict[str, str]) -> None:
    shelf = Shelf()
    code, lines = run(shelf, files["good.json"], dry_run=True)
    assert code == 0
    assert shelf.kept == []
    assert "Nothing was kept" in lines[0]


def test_what_cannot_be_opened_is_said(files: dict[str, str], tmp_path: Path) -> None:
    code, lines = run(Shelf(), str(tmp_path / "missing.json"), str(tmp_path), "nul\x00l", as_json=True)
    assert code == 2
    said = [json.loads(line)["error"]["message"] for line in lines]
    assert ["cannot be opened" in said[0], "folder" in said[1], "not a file name" in said[2]] == [True] * 3


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(fhir.LIMIT + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was opened"))
    code, lines = run(Shelf(), str(path))
    assert code == 2
    assert "67,108,864 bytes" in lines[0]


def test_who_cannot_be_registered_is_told_and_not_kept(files: dict[str, str]) -> None:
    shelf = Shelf()
    code, lines = run(shelf, files["nameless.json"], as_json=True)
    assert code == 2
    assert "name" in json.loads(lines[0])["error"]["message"]
    assert shelf.kept == []


def test_what_the_store_refuses_is_an_error_of_that_file(files: dict[str, str]) -> None:
    code, lines = run(Shelf(refuses="good.json"), files["good.json"], as_json=True)
    assert code == 2
    assert "somebody else" in json.loads(lines[0])["error"]["message"]
