"""A plan steers the report and is locked once; what was done otherwise, or looked at before, is said."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.registry_data import make
from buffycoat.cli import main
from buffycoat.registry.frame import CODES, Frame, read
from buffycoat.registry.report import plan
from buffycoat.registry.report.compose import compose
from buffycoat.registry.results import results

LOCKED = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sites with 500 episodes, whose extract is of April 2999."""
    made = tmp_path_factory.mktemp("extract")
    make(made, 500, 2)
    for site in made.glob("site=*"):
        (site / "manifest.json").write_text(json.dumps({"month": "2999-04"}))
    return made


@pytest.fixture(scope="module")
def frame(folder: Path) -> Frame:
    """The frame of those sites."""
    return read(folder)


def test_a_plan_is_locked_once_and_a_changed_one_is_not_locked(tmp_path):
    written = tmp_path / "plan.toml"
    written.write_text('week = 26\ntargets = ["DISC"]\n')
    assert main(["report", "--lock", str(written)]) == 0
    kept = (tmp_path / "plan.lock.json").read_text()
    assert main(["report", "--lock", str(written)]) == 2
    assert (tmp_path / "plan.lock.json").read_text() == kept
    assert "changed after it was locked" in plan.locked(plan.read("week = 12\n"), kept, ["2999-01"])


def test_a_plan_counts_as_locked_only_when_the_extract_is_shown_to_be_later():
    chosen = plan.read("week = 26")
    kept = plan.lock(chosen, LOCKED)
    assert plan.locked(chosen, kept, ["2026-04"]).startswith("Analysis plan locked on 2026-03-05")
    for months in ([], ["2026-03"], ["2026-02", "2026-04"]):
        assert "counts as not locked" in plan.locked(chosen, kept, months)
    assert "was not locked" in plan.locked(chosen, None, ["2026-04"])


def test_a_plan_made_after_outcomes_were_looked_at_says_so():
    chosen = plan.read("week = 26")
    kept = plan.lock(chosen, LOCKED)
    first = plan.looked(plan.noted(None, datetime(2026, 3, 4, tzinfo=UTC)) + plan.noted(chosen, LOCKED))
    said = plan.locked(chosen, kept, ["2026-04"], first)
    assert "after outcomes of this extract had been looked at (first on 2026-03-04)" in said
    later = datetime(2026, 5, 1, tzinfo=UTC)
    assert plan.locked(chosen, kept, ["2026-04"], later).startswith("Analysis plan locked")
    assert plan.looked("") is None
    with pytest.raises(plan.BadPlan, match="record of earlier reports"):
        plan.looked("not a line\n")


def test_each_report_is_noted_beside_its_extract(folder, tmp_path):
    for _ in range(2):
        assert main(["report", str(folder), "--out", str(tmp_path / "a.html")]) == 0
    lines = (folder / "reports.jsonl").read_text().splitlines()
    assert len(lines) == 2
    written = tmp_path / "plan.toml"
    written.write_text("week = 26\n")
    assert main(["report", "--lock", str(written)]) == 0
    assert main(["report", str(folder), "--plan", str(written), "--out", str(tmp_path / "b.html")]) == 0
    assert "had been looked at" in (tmp_path / "b.html").read_text()
    (folder / "reports.jsonl").unlink()
    assert main(["report", str(folder), "--plan", str(written), "--out", str(tmp_path / "c.html")]) == 0
    assert "Analysis plan locked on" in (tmp_path / "c.html").read_text()
    (folder / "reports.jsonl").unlink()


def test_the_plan_s_targets_are_all_that_is_looked_at(frame):
    held = plan.read('targets = ["DISC", "SIJ"]').cohort(frame)
    codes = [CODES["target"].index(one) for one in ("DISC", "SIJ")]
    assert len(held) == sum(int(one) in codes for one in frame.columns["target"])
    found = results(held, workers=1)
    assert set(found.targets) == {"DISC", "SIJ"}
    assert found.flow.episodes == len(held) < len(frame)
    text = str(compose(found))
    assert "Facet" not in text


def test_the_plan_s_definition_decides_who_responded(frame):
    usual, other = (plan.read(f'definition = "{key}"').cohort(frame) for key in "ab")
    first, second = (results(one, workers=1) for one in (usual, other))
    target = first.targets[0]
    events = [one.response[target, 26].answered.events for one in (first, second)]
    assert (
        events[1] > events[0] > 0
    )  # a fall by 30 % and two points is reached by more people than one by half
    said = str(compose(second))
    assert "by 2 points or more and by 30% or more" in said
    assert "Half the pain" not in said
    rated = results(plan.read('definition = "d"').cohort(frame), workers=1)
    assert "Much better as they rate it" in str(compose(rated))


def test_what_was_done_otherwise_is_listed(folder, tmp_path):
    written = tmp_path / "plan.toml"
    written.write_text('week = 26\nleast = 5\ntargets = ["DISC", "TLF"]\n')
    out = tmp_path / "a.html"
    asked = ["report", str(folder), "--plan", str(written), "--out", str(out)]
    assert main([*asked, "--week", "12", "--least", "10"]) == 0
    text = out.read_text()
    assert "the main visit is at 12 weeks, planned was 26" in text
    assert "the smallest group shown is 10 people, planned was 5" in text
    assert "nobody was treated with PRP at thoracolumbar fascia, which was planned" in text
    written.write_text('targets = ["DISC"]\n')
    assert main(asked) == 0
    assert "No deviation from the plan." in out.read_text()
    assert "The plan: disc; responders by average pain down by half or more (a)" in out.read_text()


def test_the_same_plan_written_otherwise_has_the_same_fingerprint():
    same = plan.read('# usual\nleast = 5\nweek = 26\ndefinition = "a"')
    assert plan.read("").fingerprint == same.fingerprint
    assert plan.read("week = 12").fingerprint != plan.read("").fingerprint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("week = 27", "week is 27"),
        ("least = 2", "least is 2"),
        ('week = "26"', "expected int"),
        ("colour = 1", "a field colour"),
        ("week = ", "not TOML"),
        ('targets = ["KNEE"]', "KNEE"),
        ('targets = ["DISC", "DISC"]', "each once"),
        ('definition = "c"', "definition is c"),
    ],
)
def test_a_plan_that_is_none_is_refused_by_the_field(text, says):
    with pytest.raises(plan.BadPlan, match=says):
        plan.read(text)
