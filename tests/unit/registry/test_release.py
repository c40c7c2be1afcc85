"""A report for release: nothing in it that an attacker with a solver could work a small number out of."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.registry_data import make
from buffycoat.cli import main
from buffycoat.registry.frame import CODES, UNKNOWN, Frame, read
from buffycoat.registry.linked import FEW, HIDDEN, possible, release
from buffycoat.registry.models.missing import Bounds
from buffycoat.registry.models.proportion import Share, exact, wilson
from buffycoat.registry.report.compose import INTERNAL, compose
from buffycoat.registry.report.page import page
from buffycoat.registry.report.release import blurred, released
from buffycoat.registry.report.section import Report
from buffycoat.registry.report.ties import ties
from buffycoat.registry.results import Results, Rule, Untold, Versus, results

RULE = Rule(5, 5)
COUNTS = ("People", "Answered", "Due", "Responded")  # heads of columns


def frame_of(folder: Path, episodes: int, sites: int) -> Frame:
    """A made-up registry."""
    make(folder, episodes, sites)
    return read(folder)


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """Three sites with 900 episodes."""
    return frame_of(tmp_path_factory.mktemp("extract"), 900, 3)


@pytest.fixture(scope="module")
def found(frame: Frame) -> Results:
    """The numbers of that frame."""
    return results(frame, workers=1)


@pytest.mark.parametrize(("episodes", "sites"), [(40, 1), (150, 2), (400, 3), (900, 8)])
def test_no_small_number_can_be_worked_out_of_all_that_is_printed(episodes, sites, tmp_path):
    held = ties(results(frame_of(tmp_path, episodes, sites), workers=1))
    shown = release(held, 5, 5)
    small = [name for name, one in held.values.items() if 0 < one < 5 and name not in held.plain]
    assert small
    for name in small[:: max(1, len(small) // 25)]:
        assert shown.get(name, HIDDEN) in (FEW, HIDDEN)
        low, high = possible(held, shown, name, 5, 5)
        assert low < 1.001, name
        assert high > 3.999, name


def _numbers(report: Report) -> list[int]:
    """Every count of people that the report prints: in its facts, its tables and beside its marks."""
    text = [value for _, value in report.facts]
    for one in report.sections:
        text += [one.people] if one.key != "evidence" else []
        for held in one.tables if one.key != "evidence" else ():
            counts = [at for at, head in enumerate(held.heads) if head in COUNTS]
            text += [row[at] for row in held.rows for at in counts]
            if held.heads[0] == "At risk":
                text += [cell for row in held.rows for cell in row[1:]]
        said = " ".join(drawn.said for drawn in one.pictures).replace("1 to 4", "few")
        text += re.findall(r"\d+ of \d+|of \d+|\(n \d+\)|\d+ due", said)
    told = " ".join(text).replace("1 to 4", "few").replace("5 people or more", "").replace("under 5", "")
    told = re.sub(r"at \d+ weeks|fewer than 5|of \d+ practices", "", told)
    return [int(one) for one in re.findall(r"\d+", told)]


def test_every_count_that_is_printed_is_rounded(found):
    numbers = _numbers(compose(released(found)))
    assert len(numbers) > 100
    assert {one for one in numbers if one % 5} == set()
    assert {one for one in _numbers(compose(found)) if one % 5}, "the exact report is not rounded"


def test_reasons_do_not_count_people(frame, found):
    assert re.search(r"there are \d", str(compose(found)))
    assert not re.search(r"there are \d", str(compose(released(found))))


def test_every_interval_of_a_rounded_share_holds_the_exact_one(found):
    shown, seen = released(found), 0
    pairs = [(found.harms[key], one) for key, one in shown.harms.items()]
    for key, one in shown.response.items():
        was = found.response[key]
        if isinstance(one, Bounds) and isinstance(was, Bounds):
            pairs += [(was.answered, one.answered), (was.failures, one.failures)]
    for was, now in pairs:
        if isinstance(was, Share) and isinstance(now, Share):
            seen += 1
            assert now.low <= was.low + 1e-12
            assert now.high >= was.high - 1e-12
    assert seen > 20


@pytest.mark.parametrize("of", [wilson, exact])
def test_a_blurred_share_holds_every_share_that_prints_the_same(of):
    one = blurred(20, 60, RULE, of)
    for events in range(18, 23):
        for people in range(58, 63):
            plain = of(events, people)
            assert one.low <= plain.low <= plain.high <= one.high
    few = blurred(FEW, 60, RULE, of)
    assert np.isnan(few.value)
    assert few.low == of(1, 62).low
    assert few.high == of(4, 58).high
    assert blurred(0, 60, RULE, of).low == 0


def test_harm_to_a_few_is_told_as_a_few_and_never_as_none(frame):
    worst = frame.columns["worst_event"]
    place = CODES["target"].index("DISC")
    disc = np.flatnonzero((frame.columns["arm"] == 0) & (frame.columns["target"] == place))
    worst[disc] = 0
    worst[disc[:2]] = 3
    shown = released(results(frame, workers=1))
    safety = next(one for one in compose(shown).sections if one.key == "safety")
    row = next(one for one in safety.tables[0].rows if one[:2] == ("Disc", "grade 3 or worse"))
    assert row[2].startswith("1 to 4 of ")
    assert re.fullmatch(r"\d+\.\d to \d+\.\d", row[3])


def test_the_table_of_shifts_does_not_give_the_missing_away(found):
    was, now = found.versus["steroid"], released(found).versus["steroid"]
    assert isinstance(was, Versus)
    assert isinstance(now, Versus)
    assert now.tipping.rows[0].value == was.tipping.rows[0].value == was.differences[26].value
    rise = now.tipping.rows[-1].value - now.tipping.rows[0].value
    flow = released(found).flow
    assert rise == pytest.approx(now.tipping.rows[-1].delta * flow.missing / flow.due)


def test_of_a_few_missing_the_table_of_shifts_takes_the_most_that_a_few_can_be(frame):
    pain = frame.scores["nrs"].copy()
    lost = np.flatnonzero((frame.columns["arm"] == 0) & (pain[:, 0] != UNKNOWN) & (pain[:, 4] == UNKNOWN))
    table = frame.table.copy()
    table[lost[2:], 4] = 6
    found = results(Frame(frame.columns, table, frame.sites, frame.kits), workers=1)
    assert found.flow.missing == 2
    shown = released(found)
    assert shown.flow.missing == FEW
    held = shown.versus["steroid"]
    assert isinstance(held, Versus)
    rise = held.tipping.rows[-1].value - held.tipping.rows[0].value
    assert rise == pytest.approx(held.tipping.rows[-1].delta * 4 / shown.flow.due)


def test_weighted_shares_of_few_responders_are_not_told(found):
    held = found.versus["steroid"]
    assert isinstance(held, Versus)
    assert not isinstance(held.responders, Untold)
    assert released(found).versus["steroid"].responders == held.responders
    rare = replace(held.responders, treated=4 / held.responders.effective[0])
    shown = released(replace(found, versus={"steroid": replace(held, responders=rare)})).versus["steroid"]
    assert isinstance(shown, Versus)
    assert isinstance(shown.responders, Untold)


def test_means_are_of_ten_people_or_more(found):
    for one in released(found).observed.values():
        assert isinstance(one, Untold) or one.people >= 10


def test_a_target_with_three_patients_is_not_told_of(frame):
    disc = CODES["target"].index("DISC")
    places = np.flatnonzero((frame.columns["arm"] == 0) & (frame.columns["target"] == disc))
    kept = frame.where(np.isin(np.arange(len(frame)), places[3:], invert=True))
    report = compose(released(results(kept, workers=1)))
    rows = [row for one in report.sections for held in one.tables for row in held.rows
            if row[0] == "Disc" and one.key not in ("evidence", "safety")]  # fmt: skip
    assert rows
    assert not any(re.search(r"\d+ of \d+|\d%", cell) for row in rows for cell in row[1:])


def test_the_minimum_may_be_raised_and_never_lowered(found):
    assert released(found, least=10).rule == Rule(10, 5)
    with pytest.raises(ValueError, match="5 people or more"):
        released(found, least=4)


def test_a_report_is_made_for_release_unless_it_is_marked(tmp_path):
    make(tmp_path / "one", 200, 1)
    out = tmp_path / "a.html"
    assert main(["report", str(tmp_path / "one"), "--out", str(out)]) == 0
    text = out.read_text()
    assert "Made for release" in text
    assert "Not for release" not in text
    assert main(["report", str(tmp_path / "one"), "--exact", "--out", str(out)]) == 0
    text = out.read_text()
    assert f'<p class="mark">{INTERNAL}</p>' in text
    assert f'@top-left {{ content: "{INTERNAL}"' in text, "each sheet of paper is marked"
    assert "Made for release" not in text
    assert json.loads((tmp_path / "one" / "reports.jsonl").read_text().splitlines()[0])["plan"] is None


@pytest.mark.parametrize("people", [1, 3, 6, 12])
def test_a_registry_of_a_few_has_a_report_that_tells_of_none_of_them(frame, people):
    prp = np.flatnonzero(frame.columns["arm"] == 0)[:people]
    shown = released(results(frame.where(np.isin(np.arange(len(frame)), prp)), workers=1))
    text = page(compose(shown))
    assert "Made for release" in text
    assert {one for one in _numbers(compose(shown)) if one % 5} == set()
    if people < 5:
        assert shown.flow.prp in (FEW, HIDDEN)
        assert all(isinstance(one, Untold) for one in (*shown.response.values(), *shown.observed.values()))
