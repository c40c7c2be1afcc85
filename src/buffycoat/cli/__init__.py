"""The command line: `buffycoat COMMAND`. Each command loads what it needs and no more."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from buffycoat.cli import cases, practice, registry, report, server


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
        ("demo", server.demo, "serve a demonstration practice with invented patients"),
        ("serve", server.serve, "serve the practice"),
    ):
        _add_server(_add(commands, name, run, words))
    _add_import(_add(commands, "import", practice.import_files, "read FHIR bundles as an EHR exports them"))
    _add_rdsr(
        _add(commands, "rdsr", practice.rdsr, "read the radiation dose reports that a C-arm writes (DICOM)")
    )
    for name, words in (
        ("triage", "how urgent is it, and where may the pain come from? JSON in, JSON out"),
        ("candidacy", "what speaks for and against PRP for one plan? JSON in, JSON out"),
        ("window", "the days of each drug and of aftercare around one injection; JSON in, JSON out"),
        ("dose", "how many platelets were given, or are to be expected? JSON in, JSON out"),
        ("spin", "what does an open-tube protocol give, and which is best? JSON in, JSON out"),
        ("classify", "the published class codes of a product; JSON in, JSON out"),
        ("score", "the score of a questionnaire, and whether somebody responded; JSON in, JSON out"),
    ):
        _add_cases(_add(commands, name, cases.cases, words), name)
    ask = _add(commands, "ask", cases.cases, "answer a patient's question, danger first; JSON in, JSON out")
    _add_cases(ask, "ask")
    check = {"action": "store_const", "const": "ask-check", "default": "ask"}
    ask.add_argument("--check", dest="engine", help="look for danger only; answers nothing", **check)
    claims = _add(commands, "claims", cases.claims, "which words of a page or text promise too much?")
    claims.add_argument("file", nargs="?", help="text, Markdown, HTML or cases; left out: JSON Lines")
    for name, run, words in (
        (
            "sign",
            cases.write,
            "sign records from another program, as somebody who works here; JSON in, JSON out",
        ),
        ("scan", cases.write, "read a syringe label back, as somebody who works here; JSON in, JSON out"),
    ):
        _add_cases(_add_by(_add(commands, name, run, words)), name)
    _add_staff(_add(commands, "staff", practice.staff, "give somebody an account, or a new role or password"))
    _add_recall(
        _add(commands, "recall", practice.recall, "everybody whom a lot has reached, as a table (CSV)")
    )
    _add(
        commands,
        "verify",
        practice.verify,
        "walk the chain of every chart and name the first broken link of each",
    )
    _add_messages(_add(commands, "messages", practice.messages, "send patients the messages of their plans"))
    report.add(_add(commands, "report", report.run, "the outcomes report of an extract, as one file"))
    asking = commands.add_parser("registry", help="the extract, and questions to many sites at once")
    registry.add(asking.add_subparsers(title="commands", metavar="COMMAND", required=True))
    _add(commands, "migrate", server.migrate, "bring the database to this version")
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


def _add_messages(command: argparse.ArgumentParser) -> None:
    command.add_argument("do", choices=("send",), help="send what is due; run it from cron")


def _add_recall(command: argparse.ArgumentParser) -> None:
    command.add_argument("lot", help="its number, or what a scanner reads from its box")
    _add_by(command, "who asks; it is noted at each patient")
