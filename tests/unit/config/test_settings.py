"""What an installation is told by its environment, and what it tells a browser."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from buffycoat.config import environment


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("sqlite:///{here}/charts.sqlite3", "{here}/charts.sqlite3"),
        ("sqlite:///{here}/with%20space/c.sqlite3", "{here}/with space/c.sqlite3"),
        ("sqlite:///charts.sqlite3", "charts.sqlite3"),
        ("sqlite://", ":memory:"),
    ],
)
def test_sqlite_by_address(tmp_path, address, name):
    told = environment.database(address.format(here=tmp_path))
    assert (told["ENGINE"], told["NAME"]) == ("django.db.backends.sqlite3", name.format(here=tmp_path))
    assert told["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in told["OPTIONS"]["init_command"]


def test_postgresql_by_address():
    told = environment.database("postgresql://ana:p%40ss@db.local:5433/charts?sslmode=verify-full")
    assert {key: told[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "charts",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db.local",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_another_kind_of_database_is_refused_by_name():
    with pytest.raises(ImproperlyConfigured, match="“mysql:”"):
        environment.database("mysql://localhost/charts")


def test_without_an_address_the_charts_lie_in_the_home(monkeypatch, tmp_path):
    monkeypatch.delenv("BUFFYCOAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("BUFFYCOAT_HOME", str(tmp_path))
    assert environment.database()["NAME"] == str(tmp_path / "buffycoat.sqlite3")


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.delenv("BUFFYCOAT_SECRET_KEY", raising=False)
    monkeypatch.setenv("BUFFYCOAT_HOME", str(tmp_path / "new"))
    return tmp_path / "new"


def test_the_key_is_made_once_and_nobody_else_reads_it(home):
    key = environment.secret_key()
    assert len(key) >= 64
    assert environment.secret_key() == key
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert [one.name for one in home.iterdir()] == ["secret.key"]


def test_of_several_that_start_together_all_have_the_same_key(home):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: environment.secret_key(), range(64)))
    assert len(keys) == 1
    assert [one.name for one in home.iterdir()] == ["secret.key"]


def test_waking_up_makes_no_key(home):
    script = "import django; django.setup()"
    told = {"DJANGO_SETTINGS_MODULE": "buffycoat.config.settings", "BUFFYCOAT_HOME": str(home)}
    subprocess.run([sys.executable, "-c", script], env=told | {"PATH": ""}, check=True)
    assert not (home / "secret.key").exists()


@pytest.mark.parametrize(("told", "secure"), [({}, True), ({"BUFFYCOAT_DEMO": "1"}, False)])
def test_cookies_travel_by_tls_alone_except_in_a_demo(told, secure):
    script = (
        "from buffycoat.config import settings as s\n"
        "print([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.DEBUG])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=told, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"[{secure}, {secure}, {secure}, False]\n"


@pytest.mark.django_db
def test_a_page_runs_and_shows_nothing_that_is_not_ours(client):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == "'self'"
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_a_stranger_s_host_name_is_refused(client):
    assert client.get(reverse("account_login"), headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_tls_is_remembered_by_the_browser(client):
    answer = client.get(reverse("account_login"), secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
