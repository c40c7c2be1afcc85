"""Waking Django up, bringing the database to this version, and serving."""

import argparse
import os
import sys


def wake_django() -> None:
    """Wake Django up, with our settings whatever the shell says."""
    import django
    from django.conf import settings

    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = "buffycoat.config.settings"
        os.umask(
            0o077
        )  # the key and the charts are for whoever runs this, and for nobody else on the machine
    django.setup()


def demo(asked: argparse.Namespace) -> int:
    """Fill a demonstration practice and serve it."""
    os.environ["BUFFYCOAT_DEMO"] = "1"
    os.environ.setdefault("BUFFYCOAT_HOME", "demo")
    os.makedirs(os.environ["BUFFYCOAT_HOME"], exist_ok=True)
    migrate(asked)
    from django.conf import settings

    from buffycoat.store import demo

    settings.TODAY = os.environ.setdefault("BUFFYCOAT_TODAY", demo.DAY)
    try:
        summary = demo.practice(demo.progress)
    except demo.NotEmpty as error:
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2
    print(demo.told(summary, _address(asked)), flush=True)
    return _listen(asked)


def serve(asked: argparse.Namespace) -> int:
    """Bring the database to this version and serve the practice."""
    os.environ.pop("BUFFYCOAT_DEMO", None)  # it lets cookies travel without TLS
    if bool(asked.certificate) != bool(asked.key):
        print("buffycoat: --certificate and --key go together", file=sys.stderr)
        return 2
    migrate(asked)
    print(f"Serving on {_address(asked)}", flush=True)
    return _listen(asked)


def _address(asked: argparse.Namespace) -> str:
    return f"{'https' if asked.key else 'http'}://{asked.address}:{asked.port}/"


def _listen(asked: argparse.Namespace) -> int:
    tls = ["--ssl-certificate", asked.certificate, "--ssl-keyfile", asked.key] if asked.key else []
    os.environ["DJANGO_SETTINGS_MODULE"] = "buffycoat.config.settings"
    # In place of this process, so that the workers inherit no open database and a signal reaches the server.
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(asked.workers),
              # One: two threads of a process share one interpreter, so each of their answers takes twice as
              # long, and four writers at SQLite's door made one EHR wait 0.8 s (docs/evidence/cds-hooks.md).
              "--blocking-threads", "1", "--host", asked.address, "--port", str(asked.port),
              "--log-level", "warning", *tls, "buffycoat.config.wsgi:application"]  # fmt: skip
    os.execv(sys.executable, server)  # noqa: S606  # our own program, no shell


def migrate(asked: argparse.Namespace) -> int:
    """Bring the database to this version, and its indexes with it."""
    wake_django()
    from django.core.management import call_command

    from buffycoat.store.actions import reindex

    call_command("migrate", verbosity=0, interactive=False)
    rebuilt = reindex()
    if rebuilt:
        print(f"Rebuilt the index of {rebuilt} episodes for this version.", file=sys.stderr, flush=True)
    return 0
