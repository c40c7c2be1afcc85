"""What a journey may ask for: a story, whose clock is the practice's."""

from collections.abc import Iterator

import pytest

from buffycoat.store import clock
from tests.journeys.story import Story


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """An empty practice, four weeks before the day of the injection."""
    told = Story()
    monkeypatch.setattr(clock, "now", lambda: told.now)
    return told
