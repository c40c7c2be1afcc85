"""The extract: who is in it, what of a chart leaves, and that the incremental way gives the same bytes."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from buffycoat.cli import main
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.registry import frame
from buffycoat.registry.columns import TABLES
from buffycoat.registry.files import sites
from buffycoat.store import extract as extracting
from buffycoat.store.actions import Refused, open_episode
from buffycoat.store.extract import Extracted, extract
from buffycoat.store.models import AuditEvent, EntryRow, Episode, Staff
from tests.people import DESK, MANAGER, NURSE
from tests.treated import DAY, GIVEN_AT, injection, treated, written

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))
SIGNED = datetime(2026, 11, 10, 9, tzinfo=UTC)


def consent(registry: bool | None = True, at: datetime = SIGNED) -> Consent:
    return Consent.model_validate(
        {"text_version": "1", "explained_by": "Dr One", "signed_name": "Somebody Secret", "signed_at": at,
         "scope_care": True, "scope_registry": registry}
    )  # fmt: skip


def back(days: int = 1, **said: Any) -> Withdrawal:
    return Withdrawal.model_validate({"withdrawn_at": SIGNED + timedelta(days=days), **said})


def answered(visit: str, day: int, **given: Any) -> Outcome:
    return Outcome.model_validate({"visit": visit, "answered_on": DAY + timedelta(days=day), **given})


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.TODAY = (DAY + timedelta(days=100)).isoformat()


@pytest.fixture
def made(tmp_path: Path) -> Any:
    def run(to: str = "out", kept: str = "kept.jsonl", by: Any = MANAGER, key: bytes = KEY) -> Extracted:
        return extract(by, tmp_path / to, site="north", key=key, kept_in=tmp_path / kept)

    return run


def agreed(name: str, mrn: str) -> Episode:
    episode = treated(name, mrn)
    written(episode, consent())
    return episode


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / "site=north" / f"{name}.parquet").to_pylist()
    return rows


def test_only_those_who_agree_and_were_treated_are_told(tmp_path: Path, made: Any) -> None:
    agreed("Ann Example", "A-1")
    written(treated("Bob Example", "B-1"), consent(registry=None))
    written(treated("Cem Example", "C-1"), consent(registry=False))
    treated("Dee Example", "D-1")
    gone = agreed("Eve Example", "E-1")
    written(gone, back(registry=True))
    open_episode(DESK, gone.patient, title="Neck pain")
    told = made()
    assert told.rows["episodes"] == told.people == 1
    assert told.left_out == {
        "consent to the registry taken back": 1,
        "no consent to the registry": 3,
        "no injection in force": 1,
    }
    manifest = json.loads((tmp_path / "out/site=north/manifest.json").read_text())
    assert manifest["rows"]["episodes"] == 1
    assert manifest["left_out"] == told.left_out
    assert manifest["month"] == "2027-02"


def test_a_withdrawal_empties_every_later_extract_of_all_the_persons_charts(
    made: Any, tmp_path: Path
) -> None:
    first = agreed("Ann Example", "A-1")
    second = open_episode(DESK, first.patient, title="Again", follows=first)
    written(second, injection())
    written(second, consent())
    assert made().rows["episodes"] == 2
    # Not said whether it covers the registry: it does, until somebody asks.
    number = written(second, back())
    assert made().rows == {"episodes": 0, "answers": 0, "events": 0}
    assert len(frame.read(tmp_path / "out")) == 0
    written(second, back(registry=False, care=True), amends=number)
    assert made().rows["episodes"] == 2
    written(first, back(days=2, registry=True))
    assert made().rows["episodes"] == 0
    written(second, consent(at=SIGNED + timedelta(days=3)))  # agreed anew, for this treatment
    assert made().rows["episodes"] == 1


def test_what_a_chart_says_stands_in_the_columns(tmp_path: Path, made: Any) -> None:
    episode = agreed("Ann Example", "A-1")
    for record in (
        History.model_validate({"smoker": None, "body_mass_index": 27.6, "fusions": ()}),
        Plan.model_validate({"months_of_pain": 9.4}),
        Draw.model_validate({"drawn_at": GIVEN_AT, "blood_volume": 60, "kit": "My own secret recipe",
                             "baseline_measured_in": "venous", "baseline_white_cells": 6}),
        Product.model_validate({"volume": 6, "platelets": 1000, "white_cells": 12, "clumps": False}),
        answered("baseline", -4, nrs_average=7, roland_morris_total=14, pgic=4),
        answered("week_2", 14, nrs_average=9),
        answered("week_2", 15, nrs_average=8, three_pain=5, three_liked=6, three_everyday=None),
        answered("week_6", 42, nrs_average=3, pgic=2, rescue_injection=False, rescue_surgery=False),
        answered("week_12", 84, rescue_injection=True, rescue_on=date(2020, 1, 1)),
        AdverseEvent.model_validate({"what": "soreness", "began_on": DAY + timedelta(days=2), "grade": 1,
                                     "serious": (), "description": "Ann cried in Elm Street"}),
        AdverseEvent.model_validate({"what": "headache", "began_on": date(1826, 11, 20)}),
    ):  # fmt: skip
        written(episode, record)
    made()
    (row,) = table(tmp_path / "out", "episodes")
    assert (row["year"], row["age"]) == (2026, 56)
    told = {
        name: row[name] for name in ("smoker", "bmi", "fused", "months_of_pain", "target", "places", "kit")
    }
    assert told == {"smoker": None, "bmi": 28, "fused": False, "months_of_pain": 9, "target": "FACET",
                    "places": 2, "kit": "another"}  # fmt: skip
    assert (row["dose"], row["volume"], row["leukocytes"]) == (10, 10, "rich")
    assert (row["rescue"], row["followed"]) == (84, 84)  # no believable day: the day it was told
    assert row["elapsed"] == 56  # of 100 days: the last one on which a visit had closed
    answers = {
        (one["week"], one["instrument"]): (one["day"], one["score"])
        for one in table(tmp_path / "out", "answers")
    }
    assert answers == {(0, "nrs"): (-4, 7), (0, "rmdq"): (-4, 14), (2, "nrs"): (15, 8), (6, "nrs"): (42, 3),
                       (6, "pgic"): (42, 2)}  # fmt: skip
    events = [
        (one["what"], one["day"], one["grade"], one["serious"]) for one in table(tmp_path / "out", "events")
    ]
    assert sorted(events) == [("headache", None, None, None), ("soreness", 2, 1, False)]


def test_no_name_number_date_or_own_words_leave(tmp_path: Path, made: Any) -> None:
    episode = agreed("Ann Example", "A-1")
    written(episode, AdverseEvent.model_validate(
        {"what": "soreness", "began_on": DAY, "description": "Ann cried in Elm Street"}))  # fmt: skip
    made()
    told = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    for site in sites(tmp_path / "out"):
        told += "".join(json.dumps(pq.read_table(site.file(name)).to_pylist()) for name in TABLES).encode()
    for secret in (
        "Ann",
        "Example",
        "A-1",
        "Elm",
        "1970",
        "2026-11",
        "Dr One",
        episode.pk,
        episode.patient_id,
    ):
        assert secret.encode() not in told


def test_an_unchanged_chart_is_not_read_again_and_the_bytes_are_the_same(
    tmp_path: Path, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [agreed(f"Person {one}", f"P-{one}") for one in range(5)]
    assert made().read == 5
    written(held[2], answered("week_2", 14, nrs_average=4))
    seen: list[str] = []
    monkeypatch.setattr(extracting, "charts", lambda ids: seen.extend(ids) or _charts(ids))
    assert made().read == 1
    assert seen == [held[2].pk]
    assert made("whole", kept="none.jsonl").read == 5
    for path in (tmp_path / "whole/site=north").iterdir():
        assert path.read_bytes() == (tmp_path / "out/site=north" / path.name).read_bytes()
    assert made(key=bytes(32)).read == 5  # pseudonyms of another key are others'
    assert table(tmp_path / "out", "episodes")[0]["episode"] not in {
        one["episode"] for one in table(tmp_path / "whole", "episodes")
    }


def _charts(ids: Any) -> Any:
    from buffycoat.store.charts import charts

    return charts(ids)


def test_a_chart_that_was_tampered_with_tells_nothing(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    episode = agreed("Ann Example", "A-1")
    monkeypatch.setattr(EntryRow, "entry", _tampered(EntryRow.entry, episode.pk))
    assert made().left_out == {"the chart's chain is broken": 1}


def _tampered(entry: Any, episode: str) -> Any:
    def changed(row: EntryRow) -> Any:
        found = entry(row)
        return found.model_copy(update={"body": found.body.replace("Dr One", "Dr Two")})

    return changed


def test_taking_it_out_needs_the_right_and_leaves_a_note(made: Any, tmp_path: Path) -> None:
    agreed("Ann Example", "A-1")
    with pytest.raises(Refused):
        made(by=NURSE)
    assert not (tmp_path / "out").exists()
    made()
    note = AuditEvent.objects.get(action="export")
    assert "1 episodes" in note.what
    assert note.actor_id == MANAGER.id
    assert (tmp_path / "kept.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("site", ["", "../up", "a/b", "x" * 64, "site=1"])
def test_a_sites_name_is_a_plain_word(site: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a site"):
        extract(MANAGER, tmp_path / "out", site=site, key=KEY, kept_in=tmp_path / "kept")


def test_at_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("BUFFYCOAT_HOME", str(tmp_path))
    for name, role in (("mia", "manager"), ("ned", "nurse")):
        Staff.objects.create_user(username=name, role=role, password="correct horse battery")
    agreed("Ann Example", "A-1")
    command = ["registry", "extract", str(tmp_path / "out"), "--site", "north"]
    assert main([*command, "--by", "mia"]) == 0
    assert "north: 1 episodes, 0 answers, 0 events, of 1 people; 1 charts read." in capsys.readouterr().out
    assert main([*command, "--by", "mia"]) == 0
    assert "; 0 charts read." in capsys.readouterr().out
    assert len(frame.read(tmp_path / "out")) == 1
    key = tmp_path / "registry" / "pseudonym.key"
    assert key.stat().st_mode & 0o077 == 0
    for who, why in (("ned", "may not take the registry's extract"), ("nobody", "nobody here signs in")):
        assert main([*command, "--by", who]) == 2
        assert why in capsys.readouterr().err
    key.write_text("not a key")
    assert main([*command, "--by", "mia"]) == 2
    assert "holds no key" in capsys.readouterr().err
