"""The report says what the numbers say: words follow the interval, and few people are not shown."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks.registry_data import make
from buffycoat.cli import main
from buffycoat.registry.frame import CODES, Frame, read
from buffycoat.registry.models.missing import Bounds
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.report import plan
from buffycoat.registry.report.compared import comparison, verdict
from buffycoat.registry.report.compose import compose
from buffycoat.registry.report.page import page
from buffycoat.registry.report.section import Section, percent
from buffycoat.registry.results import Results, Versus, results

CAUSAL = re.compile(r"\b(caused by PRP|PRP works|effective|thanks to|because of PRP)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sites with 900 episodes."""
    made = tmp_path_factory.mktemp("extract")
    make(made, 900, 3)
    return made


@pytest.fixture(scope="module")
def frame(folder: Path) -> Frame:
    """The frame of those sites."""
    return read(folder)


@pytest.fixture(scope="module")
def found(frame: Frame) -> Results:
    """The numbers of that frame."""
    return results(frame, workers=1)


def _section(found: Results, key: str) -> Section:
    return next(one for one in compose(found).sections if one.key == key)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-1.0, 0.1, "no clear difference from steroid"),
        (-0.1, 1.0, "no clear difference from steroid"),
        (0.0, 1.0, "no clear difference from steroid"),
        (-1.0, -0.1, "lower pain than with steroid"),
        (0.1, 1.0, "higher pain than with steroid"),
    ],
)
def test_a_difference_is_called_one_only_when_its_interval_leaves_none_out(low, high, words):
    assert verdict(Estimate((low + high) / 2, 0.3, 50, low, high, 0.2), "steroid") == words


def test_no_difference_is_never_titled_as_an_effect(found):
    held = found.versus["steroid"]
    assert isinstance(held, Versus)
    none = {
        week: replace(one, value=0.0, low=-1.0, high=1.0, p=0.9) for week, one in held.differences.items()
    }
    told = comparison(replace(found, versus={"steroid": replace(held, differences=none)}), "steroid")
    assert "no clear difference" in told.title
    assert all("no clear difference" in row[3] for row in told.tables[0].rows)
    assert not re.search(r"\b(lower|higher|better|worse)\b", told.title)
    assert "no clear difference for the missing to overturn" in told.notes[0]


def test_every_section_says_who_how_and_what_it_cannot_show(found):
    for one in compose(found).sections:
        assert one.title, one.key
        assert one.people, one.key
        assert one.method, one.key
        assert one.cannot, one.key
    assert not CAUSAL.search(page(compose(found)))


def test_the_page_holds_the_numbers_of_the_results(found):
    target = found.targets[0]
    held = found.response[target, 26]
    assert isinstance(held, Bounds)
    row = next(one for one in _section(found, "response").tables[0].rows if one[1] == "26 weeks")
    assert row[2].startswith(percent(held.answered.value))
    assert row[3] == f"{held.answered.events} of {held.answered.people}"
    assert row[5] == str(held.failures.people)
    assert all(cell in page(compose(found)) for cell in row)


def test_equal_results_give_equal_bytes_and_nothing_is_fetched(frame, found):
    text = page(compose(found))
    assert text == page(compose(results(frame, workers=2)))
    assert "<script" not in text
    assert "http" not in text
    assert "nan" not in re.findall(r"[\w.]+", text)


def test_three_patients_of_a_target_are_not_shown(frame):
    disc = CODES["target"].index("DISC")
    prp = frame.columns["arm"] == 0
    places = np.flatnonzero(prp & (frame.columns["target"] == disc))
    kept = frame.where(np.isin(np.arange(len(frame)), places[3:], invert=True))
    found = results(kept, workers=1)
    assert "DISC" in found.targets
    rows = [row for row in _section(found, "response").tables[0].rows if row[0] == "Disc"]
    assert rows
    assert all("fewer than 5" in row[2] and row[3:] == ("", "", "") for row in rows)
    lasting = _section(found, "durability")
    assert all(row[0] != "Disc" for table in lasting.tables for row in table.rows)
    assert "Disc: fewer than 5 people, not shown." in lasting.notes
    assert re.search(r"not looked at: .*disc", _section(found, "dose-none").title)


def test_an_empty_registry_and_one_site_have_a_report(tmp_path):
    assert main(["report", str(tmp_path), "--out", str(tmp_path / "empty.html")]) == 0
    assert "Nothing to report yet" in (tmp_path / "empty.html").read_text()
    make(tmp_path / "one", 300, 1)
    assert main(["report", str(tmp_path / "one"), "--out", str(tmp_path / "one.html")]) == 0
    assert "Practices are not compared" in (tmp_path / "one.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "a.pdf"], "ends in .html"),
        (["--out", "a.html", "--week", "27"], "--week is one of 2, 6, 12, 26, 52"),
        (["--out", "a.html", "--least", "3"], "--least is 5 or more"),
        ([], "name a folder"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_the_bound(arguments, says, tmp_path, capsys):
    assert main(["report", str(tmp_path), *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_plan_is_locked_once_and_a_changed_one_is_not_locked(tmp_path, capsys):
    written = tmp_path / "plan.toml"
    written.write_text('week = 26\ntargets = ["DISC"]\n')
    assert main(["report", "--lock", str(written)]) == 0
    kept = (tmp_path / "plan.lock.json").read_text()
    assert main(["report", "--lock", str(written)]) == 2
    assert (tmp_path / "plan.lock.json").read_text() == kept
    changed = plan.read("week = 12\n")
    assert "changed after it was locked" in plan.locked(changed, kept, ["2999-01"])


def test_a_plan_counts_as_locked_only_when_the_extract_is_shown_to_be_later():
    chosen = plan.read("week = 26")
    kept = plan.lock(chosen, datetime(2026, 3, 5, tzinfo=UTC))
    assert plan.locked(chosen, kept, ["2026-04"]).startswith("Analysis plan locked on 2026-03-05")
    for months in ([], ["2026-03"], ["2026-02", "2026-04"]):
        assert "counts as not locked" in plan.locked(chosen, kept, months)
    assert "was not locked" in plan.locked(chosen, None, ["2026-04"])


@pytest.mark.parametrize("text", ["week = 27", "least = 2", 'week = "26"', "colour = 1", "week = "])
def test_a_plan_that_is_none_is_refused(text):
    with pytest.raises(plan.BadPlan):
        plan.read(text)
