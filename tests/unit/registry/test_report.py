"""The report says what the numbers say: words follow the interval, and few people are not shown."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.registry_data import make
from buffycoat.cli import main
from buffycoat.library.evidence import evidence, ratio
from buffycoat.library.evidence.row import Point
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.frame import CODES, FLAGS, NUMBERS, SCORED, UNKNOWN, Frame, read
from buffycoat.registry.models.missing import Bounds
from buffycoat.registry.models.small_sample import Estimate
from buffycoat.registry.report.compared import comparison, verdict
from buffycoat.registry.report.compose import compose
from buffycoat.registry.report.page import page
from buffycoat.registry.report.published import beside, ours
from buffycoat.registry.report.section import Section, percent
from buffycoat.registry.results import Results, Untold, Versus, results

CAUSAL = re.compile(r"\b(caused by PRP|PRP works|effective|thanks to|because of PRP)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def frame(three_sites: Path) -> Frame:
    """The frame of those sites."""
    return read(three_sites)


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


def test_each_figure_says_its_numbers_aloud_and_draws_no_nan(found):
    drawn = [picture for one in compose(found).sections for picture in one.pictures]
    keys = {one.key for one in compose(found).sections if one.pictures}
    assert {"flow", "response", "trajectories", "versus-steroid", "durability", "practices"} <= keys
    assert {"safety", "evidence"} <= keys
    for one in drawn:
        assert re.search(r"\d", one.said)
        assert "nan" not in one.svg
        assert "inf" not in re.findall(r"[a-z]+", one.svg)


def test_the_title_says_what_an_interval_that_holds_nothing_cannot(found):
    """No section speaks of an effect; dose and durability claim a difference only below the usual level."""
    for one in compose(found).sections:
        assert not re.search(r"\b(effect|cause[sd]?|improves?|helps?)\b", one.title), one.title
    for target, held in found.dose.items():
        if not isinstance(held, Untold):
            unclear = replace(found, dose={**found.dose, target: replace(held, p=0.2)})
            assert "no clear relation" in _section(unclear, f"dose-{target}").title
    assert not isinstance(found.rescue_test, Untold)
    tested = replace(found, rescue_test=replace(found.rescue_test, p=0.2))
    assert _section(tested, "durability").title.startswith("No clear difference")


def test_a_title_names_no_figure_that_is_hardly_known(frame, found):
    assert "%" in _section(found, "response").title
    few = results(frame.where(np.arange(len(frame)) < 60), workers=1)
    known = [few.response[one, 26] for one in few.targets]
    assert any(isinstance(one, Bounds) for one in known)
    assert _section(few, "response").title.startswith("Too few answers")
    assert _section(few, "trajectories").title.startswith("Too few answers")


def test_ours_are_drawn_beside_every_study_that_compares(frame, found):
    own = ours(frame)
    assert own
    for one in own.values():
        assert min(one.people) >= 40
        assert one.alone.low < one.alone.value < one.alone.high
    drawn = " ".join(picture.said for picture in beside(found, own).pictures)
    assert drawn.count("This registry") == len(own)
    studies = {row.study.en for key in ("DISC", "FACET", "SIJ") for row in evidence().of(key).values()
               if row.compares and row.points}  # fmt: skip
    assert {one for one in studies if one not in drawn} == set()
    without = beside(found)
    assert "This registry" not in " ".join(picture.said for picture in without.pictures)


def test_shrunken_ratios_lie_between_their_own_and_the_mean(frame):
    own = ours(frame)
    widths = [np.log(one.alone.high / one.alone.low) for one in own.values()]
    drawn = [np.log(one.drawn_in.high / one.drawn_in.low) for one in own.values()]
    assert all(after <= before + 1e-9 for before, after in zip(widths, drawn, strict=True))
    alone, pulled = (
        np.ptp([np.log(getattr(one, name).value) for one in own.values()]) for name in ("alone", "drawn_in")
    )
    assert pulled <= alone


def test_the_ratio_is_that_of_plain_counts_when_nobody_differs():
    """Everybody of one age and one pain: weighting has nothing to weigh, and Katz's interval comes out."""
    many, responders = (60, 80), (30, 20)
    columns = {name: np.full(140, UNKNOWN, np.uint8) for name in (*CODES, *FLAGS, "kit")}
    columns |= {name: np.full(140, -1, kind) for name, kind in NUMBERS.items()}
    columns |= {"arm": np.repeat([0, 1], many).astype(np.uint8), "target": np.zeros(140, np.uint8)}
    columns |= {"site": np.zeros(140, np.int16), "worst_event": np.zeros(140, np.uint8)}
    rng = np.random.default_rng(5)
    columns["age"] = rng.integers(50, 52, 140).astype(np.int8)
    columns["elapsed"] = np.full(140, 500, np.int16)
    table = np.full((140, len(SCORED) * len(WEEKS) + 1), UNKNOWN, np.uint8)
    table[:, 0], table[:, 4] = rng.integers(6, 8, 140), 7
    table[:30, 4] = table[60:80, 4] = 1
    [one] = ours(Frame(columns, table, ("one",), ())).values()
    plain = ratio(Point(what="responders", at="6 mo", direction="prp",
                        prp=(responders[0], many[0]), control=(responders[1], many[1])))  # fmt: skip
    assert plain is not None
    assert one.alone.value == pytest.approx(plain.value, rel=0.05)
    assert np.log(one.alone.high / one.alone.low) == pytest.approx(np.log(plain.high / plain.low), rel=0.05)


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
    assert not isinstance(found.practices, Untold), "three patients keep practices from being compared"
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
        (["--out", "a.doc"], "ends in .html or .pdf"),
        (["--out", "a.html", "--week", "27"], "--week is one of 2, 6, 12, 26, 52"),
        (["--out", "a.html", "--least", "3"], "--least is 5 or more"),
        ([], "name a folder"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_the_bound(arguments, says, tmp_path, capsys):
    assert main(["report", str(tmp_path), *arguments]) == 2
    assert says in capsys.readouterr().err
