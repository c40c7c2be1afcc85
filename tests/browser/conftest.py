"""What a browser test may ask for: the demo practice, served."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, serving


@pytest.fixture(scope="session")
def live_site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo practice on a free port of this machine, ended with the run."""
    with serving(tmp_path_factory.mktemp("practice"), chromium) as site:
        yield site
