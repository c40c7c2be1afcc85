"""What the tests of answers may ask for: an answer of their own, read from a file."""

import pytest

from buffycoat.library.answers.shelf import read
from tests.answers.written import GOOD


@pytest.fixture
def reading(tmp_path):
    """Reads GOOD with one thing changed."""

    def changed(old="", new="", name="one-topic"):
        assert old in GOOD
        path = tmp_path / "en" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
        return read(path)

    return changed
