"""What an installation may say of its image archive; a wrong word stops the start and says why."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from buffycoat.config import environment
from buffycoat.interop.dicom.address import Address, read_address

URL = "https://pacs.example/dicom-web"


@pytest.mark.parametrize(
    "url",
    [URL, URL + "/", "http://127.0.0.1:8042/dicom-web", "http://127.9.9.9/x", "http://localhost:8042/x"],
)
def test_https_anywhere_and_http_on_this_machine(url):
    assert read_address({"url": url}) == Address(url.rstrip("/"))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"url": "http://pacs.example/dicom-web"}, "https is needed"),
        ({"url": "http://192.168.1.4/dicom-web"}, "https is needed"),
        ({"url": "http://localhost.example/dicom-web"}, "https is needed"),
        ({"url": "http://0.0.0.0/dicom-web"}, "https is needed"),
        ({"url": "pacs.example/dicom-web"}, "https://host/path"),
        ({"url": "ftp://pacs.example"}, "https://host/path"),
        ({"url": "https://"}, "https://host/path"),
        ({"url": "https://a:b@pacs.example/x"}, "settings of their own"),
        ({"url": URL + "?key=1"}, "ends with its path"),
        ({"url": "https://[::1]/x"}, "a name"),
        ({"url": "https://pacs.example:99999/x"}, "not an address"),
        ({"url": URL, "user": "me"}, "needs a password"),
        ({"url": URL, "password": "x"}, "a user name"),
        ({"url": URL, "timeout": "soon"}, "no number of seconds"),
        ({"url": URL, "timeout": "nan"}, "0.1 to 120"),
        ({"url": URL, "timeout": "0"}, "0.1 to 120"),
        ({"url": URL, "timeout": "121"}, "0.1 to 120"),
    ],
)
def test_what_is_refused_and_why(told, why):
    with pytest.raises(ValueError, match=why):
        read_address(told)


def test_without_an_address_there_is_no_archive():
    assert read_address({"url": " ", "user": "me"}) is None


def test_the_password_is_in_no_text():
    held = read_address({"url": URL, "user": "me", "password": "secret"})
    assert held is not None
    assert "secret" not in repr(held)


def test_it_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("BUFFYCOAT_ARCHIVE_URL", URL)
    monkeypatch.setenv("BUFFYCOAT_ARCHIVE_USER", "me")
    monkeypatch.setenv("BUFFYCOAT_ARCHIVE_PASSWORD", "it")
    monkeypatch.setenv("BUFFYCOAT_ARCHIVE_TIMEOUT", "2.5")
    assert environment.archive() == Address(URL, "me", "it", 2.5)
    monkeypatch.setenv("BUFFYCOAT_ARCHIVE_URL", "http://pacs.example")
    with pytest.raises(ImproperlyConfigured, match=r"BUFFYCOAT_ARCHIVE_URL.*https is needed"):
        environment.archive()


def test_the_start_asks_for_no_dicom_library():
    """The extra may be absent; and it costs a third of a second."""
    code = (
        "import os, sys; os.environ['BUFFYCOAT_ARCHIVE_URL'] = 'https://pacs.example/x';"
        "from buffycoat.config import settings;"
        "sys.exit(any(one in sys.modules for one in ('pydicom', 'dicomweb_client', 'requests')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
