"""The command line: `buffycoat COMMAND`. Each command loads what it needs and no more."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Bad arguments or settings: what is possible, and 2."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except Exception as error:
        if type(error).__name__ != "ImproperlyConfigured":  # by name: Django may not have been loaded
            raise
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="buffycoat", description="Runs platelet-rich plasma spine care.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, run, words in (
        ("demo", _demo, "serve a demonstration practice with invented patients"),
        ("serve", _serve, "serve the practice"),
    ):
        _add_server(_add(commands, name, run, words))
    _add_import(_add(commands, "import", _import, "read FHIR bundles as an EHR exports them"))
    _add_rdsr(_add(commands, "rdsr", _rdsr, "read the radiation dose reports that a C-arm writes (DICOM)"))
    for name, words in (
        ("triage", "how urgent is it, and where may the pain come from? JSON in, JSON out"),
        ("candidacy", "what speaks for and against PRP for one plan? JSON in, JSON out"),
        ("window", "the days of each drug and of aftercare around one injection; JSON in, JSON out"),
        ("dose", "how many platelets were given, or are to be expected? JSON in, JSON out"),
        ("spin", "what does an open-tube protocol give, and which is best? JSON in, JSON out"),
        ("classify", "the published class codes of a product; JSON in, JSON out"),
    ):
        _add_cases(_add(commands, name, _cases, words), name)
    ask = _add(commands, "ask", _cases, "is there danger in a patient's own words? JSON in, JSON out")
    ask.add_argument("--check", action="store_true", required=True, help="look for danger; answers nothing")
    _add_cases(ask, "ask")
    for name, run, words in (
        ("sign", _write, "sign records from another program, as somebody who works here; JSON in, JSON out"),
        ("scan", _write, "read a syringe label back, as somebody who works here; JSON in, JSON out"),
    ):
        _add_cases(_add_by(_add(commands, name, run, words)), name)
    _add_staff(_add(commands, "staff", _staff, "give somebody an account, or a new role or password"))
    _add_recall(_add(commands, "recall", _recall, "everybody whom a lot has reached, as a table (CSV)"))
    _add(commands, "verify", _verify, "walk the chain of every chart and name the first broken link of each")
    _add(commands, "migrate", _migrate, "bring the database to this version")
    return parser


def _add(commands: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}."
    )
    command.set_defaults(run=run)
    return command


def _add_server(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--address", default="127.0.0.1", help="where to listen (default: %(default)s, this machine only)"
    )
    command.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    command.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    command.add_argument("--certificate", help="a TLS certificate, to serve https")
    command.add_argument("--key", help="the key of that certificate")


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="what was known on that day")
    command.add_argument("--dry-run", action="store_true", help="read and tell, keep nothing")


def _add_rdsr(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE")
    command.add_argument("--episode", metavar="ID", help="sign them into this episode")
    command.add_argument("--by", metavar="USERNAME", help="who signs; with --episode")


def _add_cases(command: argparse.ArgumentParser, name: str) -> None:
    command.add_argument("file", nargs="?", help="one JSON object; left out: JSON Lines on standard input")
    command.set_defaults(engine=name)


def _add_by(
    command: argparse.ArgumentParser, who: str = "who signs; their role holds here too"
) -> argparse.ArgumentParser:
    command.add_argument("--by", required=True, metavar="USERNAME", help=who)
    return command


def _add_staff(command: argparse.ArgumentParser) -> None:
    command.add_argument("username")
    command.add_argument(
        "--role", required=True, choices=("front_desk", "nurse", "proceduralist", "manager", "researcher")
    )
    command.add_argument("--name", required=True, help="as they sign, such as “Ana Ruiz”")


def _add_recall(command: argparse.ArgumentParser) -> None:
    command.add_argument("lot", help="its number, or what a scanner reads from its box")
    _add_by(command, "who asks; it is noted at each patient")


def _django() -> None:
    """Wake Django up, with our settings whatever the shell says."""
    import django
    from django.conf import settings

    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = "buffycoat.config.settings"
        os.umask(
            0o077
        )  # the key and the charts are for whoever runs this, and for nobody else on the machine
    django.setup()


def _demo(asked: argparse.Namespace) -> int:
    os.environ["BUFFYCOAT_DEMO"] = "1"
    os.environ.setdefault("BUFFYCOAT_HOME", "demo")
    os.makedirs(os.environ["BUFFYCOAT_HOME"], exist_ok=True)
    _migrate(asked)
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


def _serve(asked: argparse.Namespace) -> int:
    os.environ.pop("BUFFYCOAT_DEMO", None)  # it lets cookies travel without TLS
    if bool(asked.certificate) != bool(asked.key):
        print("buffycoat: --certificate and --key go together", file=sys.stderr)
        return 2
    _migrate(asked)
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


def _import(asked: argparse.Namespace) -> int:
    _django()
    if not asked.dry_run:
        _migrate(asked)  # a practice's first command may well be this one
    from buffycoat.interop import import_command

    return int(import_command.run(asked.files, on=asked.on, as_json=asked.json, dry_run=asked.dry_run))


def _rdsr(asked: argparse.Namespace) -> int:
    from buffycoat.interop.dicom import rdsr_command

    keep = None
    if asked.episode or asked.by:
        if not (asked.episode and asked.by):
            print("buffycoat: --episode and --by go together", file=sys.stderr)
            return 2
        _migrate(asked)
        try:
            keep = rdsr_command.into(asked.episode, asked.by)
        except LookupError as error:
            print(f"buffycoat: {error}", file=sys.stderr)
            return 2
    return int(rdsr_command.run(asked.files, keep))


def _cases(asked: argparse.Namespace) -> int:
    return _answer(asked, _engine(asked.engine))


def _write(asked: argparse.Namespace) -> int:
    """Commands that sign: they need the practice, and somebody's name."""
    _migrate(asked)
    from buffycoat.interop.sign_command import engine_of

    try:
        engine = engine_of(asked.engine, asked.by)
    except LookupError as error:
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2
    return _answer(asked, engine)


def _answer(asked: argparse.Namespace, engine: Any) -> int:
    from buffycoat.interop import lines

    try:
        given = lines.of_file(asked.file) if asked.file else sys.stdin
        return lines.run(engine, given)
    except (OSError, UnicodeDecodeError) as error:
        print(f"buffycoat: {asked.file or 'standard input'} cannot be read: {error}", file=sys.stderr)
        return 2


def _engine(name: str) -> Any:
    """The engine of one command: a case in, the answer out. Each loads its own models, and no other's."""
    if name == "ask":
        from buffycoat.interop.ask_text import check

        return check
    from buffycoat.interop import preparation

    if name in preparation.COMMANDS:
        return preparation.engine_of(name)
    from buffycoat.interop.ask_case import engine_of

    return engine_of(name, _today)


def _today() -> date:
    """The day that a case is read on when it names none; fixed for tests and the demonstration."""
    fixed = os.environ.get("BUFFYCOAT_TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now().astimezone().date()


def _staff(asked: argparse.Namespace) -> int:
    from getpass import getpass

    _migrate(asked)
    from django.core.exceptions import ValidationError

    from buffycoat.store.actions import keep_staff

    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        kept = keep_staff(asked.username, name=asked.name, role=asked.role, password=password)
    except ValidationError as error:
        print("buffycoat: " + " ".join(error.messages), file=sys.stderr)
        return 2
    print(f"{kept.name} ({kept.get_role_display().lower()}) signs in as {kept.username}.")
    return 0


def _recall(asked: argparse.Namespace) -> int:
    _migrate(asked)
    from buffycoat.interop import recall_command

    try:
        return int(recall_command.run(asked.lot, asked.by))
    except LookupError as error:
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2


def _verify(asked: argparse.Namespace) -> int:
    _django()
    from django.db import DatabaseError

    from buffycoat.store.verify import Tally, verify

    tally, broken = Tally(), 0
    try:
        for found in verify(tally):
            broken += 1
            print(f"BROKEN {found.episode} at entry {found.number}: {found.why}", flush=True)
    except DatabaseError as error:  # a damaged file, or one that no practice was ever kept in
        print(f"BROKEN: the database cannot be read: {error}")
        return 1
    if broken:
        print(f"{broken} broken; walked {tally.chains} chains with {tally.entries} entries.")
        return 1
    print(f"{tally.chains} chains with {tally.entries} entries are whole.")
    return 0


def _migrate(asked: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    from buffycoat.store.actions import reindex

    call_command("migrate", verbosity=0, interactive=False)
    rebuilt = reindex()
    if rebuilt:
        print(f"Rebuilt the index of {rebuilt} episodes for this version.", file=sys.stderr, flush=True)
    return 0
