"""The command line: clear help, the right exit status, and nothing done on bad arguments."""

import io
import subprocess
import sys

import pytest

from buffycoat.cli import main
from buffycoat.store.models import AuditEvent, Staff


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: COMMAND"),
        (["cure"], "invalid choice: 'cure'"),
        (["import"], "required: FILE"),
        (["import", "a.json", "--on", "yesterday"], "invalid fromisoformat value"),
        (["serve", "--port", "many"], "invalid int value"),
        (["staff", "ana", "--name", "Ana Ruiz", "--role", "surgeon"], "invalid choice: 'surgeon'"),
        (["verify", "--quickly"], "unrecognized arguments"),
    ],
)
def test_bad_arguments_are_explained_and_end_with_2(capsys, arguments, said):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_certificate_without_its_key_is_refused_before_anything_is_done(capsys):
    assert main(["serve", "--certificate", "practice.pem"]) == 2
    assert "go together" in capsys.readouterr().err


def test_help_names_every_command_and_wakes_nothing_up():
    """Django and the rules take a second to load: help does not need them."""
    script = (
        "import sys; from buffycoat.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print([m for m in ('django', 'pydantic', 'granian') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("demo", "serve", "import", "staff", "verify", "migrate"):
        assert f"    {command} " in done.stdout


@pytest.mark.django_db
def test_staff_are_made_and_changed(capsys, monkeypatch):
    def keep(role, password):
        monkeypatch.setattr("sys.stdin", typed(password))
        return main(["staff", "ana", "--name", "Ana María Ruiz", "--role", role])

    assert keep("nurse", "a long enough phrase") == 0
    assert capsys.readouterr().out == "Ana María Ruiz (nurse) signs in as ana.\n"
    ana = Staff.objects.get()
    assert (ana.first_name, ana.last_name, ana.is_superuser) == ("Ana María", "Ruiz", False)
    assert keep("manager", "another long phrase") == 0
    ana = Staff.objects.get()
    assert (ana.role, ana.check_password("another long phrase")) == ("manager", True)
    assert AuditEvent.objects.filter(action="staff").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_weak_password_is_refused(capsys, monkeypatch, password):
    monkeypatch.setattr("sys.stdin", typed(password))
    assert main(["staff", "ana", "--name", "Ana Ruiz", "--role", "nurse"]) == 2
    assert "password" in capsys.readouterr().err
    assert not Staff.objects.exists()


@pytest.mark.django_db
def test_verify_counts_what_is_whole(capsys):
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "0 chains with 0 entries are whole.\n"


def typed(text):
    return io.StringIO(text + "\n")


def test_a_setting_that_cannot_be_is_explained(tmp_path):
    done = buffycoat(tmp_path, "verify", BUFFYCOAT_DATABASE_URL="mysql://localhost/charts")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("buffycoat: BUFFYCOAT_DATABASE_URL starts with “mysql:”")


@pytest.mark.parametrize("held", [b"", b"no database at all" * 100])
def test_a_file_that_holds_no_charts_is_never_called_whole(tmp_path, held):
    (tmp_path / "buffycoat.sqlite3").write_bytes(held)
    done = buffycoat(tmp_path, "verify")
    assert done.returncode == 1
    assert done.stdout.startswith("BROKEN: the database cannot be read: ")


def buffycoat(home, *arguments, **told):
    return subprocess.run(
        [sys.executable, "-m", "buffycoat", *arguments],
        env={"BUFFYCOAT_HOME": str(home), **told},
        cwd=home,
        capture_output=True,
        text=True,
    )
