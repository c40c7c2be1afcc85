"""An archive that is down, slow, wrong or lying: whoever asks is told which, and in time."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from buffycoat.interop.dicom.address import Address
from buffycoat.interop.dicom.archive import Archive
from buffycoat.interop.dicom.patience import MOST, Patience, TooSlow
from buffycoat.store.imaging import NotThere, Shot, Trouble
from buffycoat.store.models import Patient
from tests.images import CLASSES, STUDY, image

ANN = Patient(name="Ann Example", birth_date=date(1970, 5, 17), mrn="A-1", sex="female")
DAY = date(2026, 11, 19)
SHOT = Shot(STUDY, f"{STUDY}.1", f"{STUDY}.1.1", CLASSES["XA"], "XA")
PATIENCE = 0.6
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answer) -> Iterator[tuple[Address, list[str]]]:
    """A server that does to every question what it is told; the address, and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer(self)

        do_POST = do_GET

        def log_message(self, *said: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Address(f"http://127.0.0.1:{server.server_port}/dicom-web", "me", "it", PATIENCE), asked
    finally:
        server.shutdown()
        server.server_close()


def said(status: int, body: bytes = b"", kind: str = "application/dicom+json", **more: str) -> Answer:
    """One whole answer."""

    def answer(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


def dripping(asked: BaseHTTPRequestHandler) -> None:
    """A byte now and a byte then: each comes well within a socket's own timeout."""
    asked.send_response(200)
    asked.send_header("Content-Type", "application/dicom+json")
    asked.send_header("Content-Length", "1000")
    asked.end_headers()
    for _ in range(40):
        try:
            asked.wfile.write(b" ")
            asked.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def dripping_heads(asked: BaseHTTPRequestHandler) -> None:
    """The same, before the answer begins."""
    for one in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 40:
        try:
            asked.connection.sendall(bytes([one]))
        except OSError:
            return
        time.sleep(0.05)


def part(content: bytes) -> Answer:
    """One DICOM object, as an archive wraps it."""
    body = b"--b\r\nContent-Type: application/dicom\r\n\r\n" + content + b"\r\n--b--\r\n"
    return said(200, body, 'multipart/related; type="application/dicom"; boundary=b')


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda asked: time.sleep(2 * PATIENCE), "did not answer within 0.6 seconds"),
        (dripping, "did not answer within 0.6 seconds"),
        (dripping_heads, "did not answer within 0.6 seconds"),
        (said(401), "refuses our user name or password"),
        (said(403), "refuses our user name or password"),
        (said(503), r"answered with an error \(503\)"),
        (said(404), r"answered with an error \(404\)"),
        (said(200, b"<html>"), "cannot be read"),
        (said(200, b'{"no": "list"}'), "cannot be read"),
        (said(200, b'[{"0020000D": 7}]'), "cannot be read"),
        (said(302, Location="http://127.0.0.1:9/"), "cannot be read"),
    ],
    ids=[
        "hangs",
        "drips",
        "drips its heads",
        "401",
        "403",
        "503",
        "404",
        "html",
        "object",
        "broken",
        "moved",
    ],
)
def test_what_is_wrong_is_told_once_and_in_time(answer, why):
    with answering(answer) as (address, asked):
        began = time.monotonic()
        with pytest.raises(Trouble, match=why):
            Archive(address).studies(DAY, ANN)
        assert time.monotonic() - began < 2 * PATIENCE
    assert len(asked) == 1


def test_an_archive_that_is_down():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # nobody listens there
        address = Address(f"http://127.0.0.1:{held.getsockname()[1]}/dicom-web", timeout=PATIENCE)
        with pytest.raises(Trouble, match="cannot be reached"):
            Archive(address).studies(DAY, ANN)


def test_all_of_one_visit_shares_its_time():
    with answering(lambda asked: time.sleep(2 * PATIENCE)) as (address, _):
        archive, began = Archive(address), time.monotonic()
        for _ in range(5):
            with pytest.raises(Trouble, match="within"):
                archive.picture(SHOT)
        assert time.monotonic() - began < 2 * PATIENCE


def test_nothing_is_asked_through_a_proxy(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with answering(said(200, b"[]")) as (address, asked):
        found = Archive(address).studies(DAY, ANN)
    assert (found.studies, len(asked)) == ((), 2)


def test_an_object_is_what_its_bytes_are():
    with answering(part(image(1))) as (address, _):
        fetched = Archive(address).fetch(SHOT, ANN)
    assert fetched.content == image(1)


@pytest.mark.parametrize(
    ("answer", "why", "kind"),
    [
        (part(image(2)), "another object", Trouble),
        (part(image(1, study="2.25.7")), "another object", Trouble),
        (part(b"nothing"), "cannot be read", Trouble),
        (part(b""), "cannot be read", Trouble),
        (said(200, b"", "multipart/related; boundary=b"), "cannot be read", Trouble),
        (said(404), "does not have it", NotThere),
        (part(image(1, PatientBirthDate="19710517")), "birth date differs", Trouble),
        (part(image(1, PatientID="", PatientName="")), "only the birth date agrees", Trouble),
    ],
)
def test_an_object_that_is_not_what_was_asked_for(answer, why, kind):
    with answering(answer) as (address, _), pytest.raises(kind, match=why):
        Archive(address).fetch(SHOT, ANN)


def test_a_page_is_no_picture():
    with (
        answering(said(200, b"<script>", "image/png")) as (address, _),
        pytest.raises(Trouble, match="no picture"),
    ):
        Archive(address).picture(SHOT)


def test_a_study_of_a_stranger_with_the_same_birthday_is_not_even_named():
    one = {
        "0020000D": {"vr": "UI", "Value": ["2.25.5"]},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Other^Bo"}]},
        "00100020": {"vr": "LO", "Value": ["B-2"]},
        "00100030": {"vr": "DA", "Value": ["19700517"]},
    }
    with answering(said(200, json.dumps([one]).encode())) as (address, _):
        found = Archive(address).studies(DAY, ANN)
    assert (found.studies, found.refused) == ((), ())


def test_no_more_wait_in_a_process_than_there_are_places():
    free = threading.Event()
    waiting = [threading.Thread(target=_ask, args=(free,), daemon=True) for _ in range(MOST)]
    try:
        for one in waiting:
            one.start()
        time.sleep(0.1)
        began = time.monotonic()
        with pytest.raises(TooSlow):
            Patience(0.2).ask(lambda: "never asked")
        assert time.monotonic() - began < 2
    finally:
        free.set()
        for one in waiting:
            one.join()
    assert Patience(5).ask(lambda: "asked") == "asked"


def _ask(free: threading.Event) -> None:
    Patience(10).ask(free.wait)
