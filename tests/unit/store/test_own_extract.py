"""The practice's own extract for its pages: brought up to date by what was signed, and only then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.registry_data import make
from buffycoat.pathway.consent.records import Consent
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.registry import frame
from buffycoat.store import extract_readings
from buffycoat.store.models import Episode
from buffycoat.store.own_extract import Place, Underway, UpToDate, alone, bring_up_to_date
from buffycoat.store.settled import settled
from tests.treated import DAY, treated, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Place:
    settings.TODAY = (DAY + timedelta(days=100)).isoformat()
    return Place(tmp_path / "registry", "north")


def agreed(name: str) -> Episode:
    episode = treated(name, name)
    said = {"text_version": "1", "explained_by": "Dr One", "signed_name": name, "scope_registry": True}
    signed_at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    written(episode, Consent.model_validate({**said, "scope_care": True, "signed_at": signed_at}))
    return episode


def look(place: Place, most: int = 150) -> UpToDate:
    with alone(place):
        found = bring_up_to_date(place, most)
    assert isinstance(found, UpToDate)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patients whose charts are read."""
    seen: list[str] = []
    plain = extract_readings.of

    def of(chart: Any, patient: str) -> Any:
        seen.append(patient)
        return plain(chart, patient)

    monkeypatch.setattr(extract_readings, "of", of)
    return seen


def test_only_what_has_grown_is_read_again(place: Place, read: list[str], settings: Any) -> None:
    people = [agreed(name) for name in ("Ann", "Bob", "Cem")]
    first = look(place)
    assert (first.charts, first.episodes, len(read)) == (3, 3, 3)
    assert look(place) == first
    assert len(read) == 3
    written(people[1], Outcome(visit="baseline", answered_on=DAY, nrs_average=7))
    second = look(place)
    assert second.token != first.token
    assert read[3:] == [people[1].patient_id]
    settings.TODAY = (DAY + timedelta(days=101)).isoformat()  # more may be due, but no chart has grown
    assert look(place).token != second.token
    assert len(read) == 4


def test_many_charts_are_read_in_turns_and_none_is_told_before_all_are(place: Place, read: list[str]) -> None:
    for name in ("Ann", "Bob", "Cem", "Dee", "Eve"):
        agreed(name)
    with alone(place):
        assert bring_up_to_date(place, 2) == Underway(2, 5)
        assert not place.folder.exists()
        assert bring_up_to_date(place, 2) == Underway(4, 5)
        assert isinstance(bring_up_to_date(place, 2), UpToDate)
    assert len(read) == len(set(read)) == 5


def test_what_is_lost_or_spoilt_is_made_again(place: Place) -> None:
    agreed("Ann")
    first = look(place)
    (place.home / "pages.json").write_text("{")
    assert look(place).token == first.token
    for file in (place.folder / "site=north").iterdir():
        file.unlink()
    (place.folder / "site=north").rmdir()
    assert look(place).token == first.token
    assert len(frame.read(place.folder)) == 1


def test_nobody_else_on_the_machine_reads_it(place: Place) -> None:
    agreed("Ann")
    with alone(place):
        now = bring_up_to_date(place)
        assert isinstance(now, UpToDate)
        settled(place, now)
    for path in (place.home, place.folder / "site=north"):
        assert path.stat().st_mode & 0o077 == 0, path
    for name in ("pages.json", "pages.lock", "settled.json", "readings.jsonl", "pseudonym.key"):
        assert (place.home / name).stat().st_mode & 0o077 == 0, name


def test_a_site_that_takes_another_s_name_leaves_the_other_s_folder_alone(
    place: Place, tmp_path: Path
) -> None:
    agreed("Ann")
    make(tmp_path / "others", 20, 2)
    others = tmp_path / "others"
    before = look(place)
    beside = look(Place(place.home, "north", others))
    assert beside.token != before.token
    assert frame.read(place.folder).sites == ("000", "001", "north")
    look(Place(place.home, "001", others))
    assert frame.read(place.folder).sites == ("000", "001")
    assert len(frame.read(others)) == 20
    assert look(place).token == before.token
    assert frame.read(place.folder).sites == ("north",)
