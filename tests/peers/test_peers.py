"""The peers themselves: if one of these fails, look here before at what it was to test."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.peers.chromium import axe
from tests.peers.programs import chromium_program, java_program, orthanc_program

ENSURE = Path(__file__).with_name("ensure")


def test_postgresql_answers_and_a_test_has_a_database_of_its_own(postgres, postgres_database):
    with psycopg.connect(postgres_database) as connection:
        version = connection.info.server_version
        name, tables = connection.execute(
            "SELECT current_database(), count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
    assert version >= 15_00_00
    assert (name, tables) == (postgres_database.rpartition("/")[2], 0)
    assert postgres_database != postgres


def test_the_postgresql_server_listens_on_loopback_only(postgres):
    with psycopg.connect(postgres) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_orthanc_answers_on_loopback_only(orthanc):
    """Debian's listens to everybody: here nothing but our own door is open, and only on 127.0.0.1."""
    assert b"ApiVersion" in orthanc.ask("system")
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [one[1] for one in lines if one[3] == "0A" and one[1].endswith(f":{orthanc.port:04X}")]
    assert listening == [f"0100007F:{orthanc.port:04X}"]


def page_with(chromium, body):
    page = chromium.new_page()
    page.goto(
        f"data:text/html,<html lang='en'><title>A page</title><main><h1>A page</h1>{body}</main></html>"
    )
    return page


def test_axe_finds_a_planted_fault(chromium):
    page = page_with(chromium, "<img src='spine.png'>")
    faults = axe(page)
    page.close()
    assert [fault.split(" ")[0] for fault in faults] == ["image-alt"]


def test_axe_looks_at_wcag_2_2(chromium):
    """Target size is new in 2.2: leaving its level out of the run would hide it."""
    tiny = "style='display:inline-block;width:9px;height:9px;font-size:6px'"
    page = page_with(chromium, f"<a href='a' {tiny}>a</a><a href='b' {tiny}>b</a>")
    faults = axe(page)
    page.close()
    assert {fault.split(" ")[0] for fault in faults} == {"target-size"}


def test_axe_is_content_with_a_good_page(chromium):
    page = page_with(chromium, "<p>Nothing to find.</p>")
    faults = axe(page)
    page.close()
    assert faults == []


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_a_missing_program_is_named_and_fails_only_in_ci(tmp_path, ci, status):
    """A PATH with nothing but an `id` that says we are not root, so that nothing is installed."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ENSURE], env={"PATH": str(tmp_path), "CI": ci}, capture_output=True, text=True, cwd=os.sep
    )
    assert done.returncode == status
    assert "chromium" in (done.stderr if status else done.stdout)


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_test_without_its_program_fails_in_ci_and_is_skipped_by_name_elsewhere(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "")
    for program, find in (
        ("Chromium", chromium_program),
        ("Orthanc", orthanc_program),
        ("Java", java_program),
    ):
        with pytest.raises(outcome, match=program):
            find()
