"""Commands that answer cases: JSON in, JSON out."""

import argparse
import os
import sys
from datetime import date, datetime
from typing import Any

from buffycoat.cli.server import migrate


def cases(asked: argparse.Namespace) -> int:
    """Answer each case with the engine of the command."""
    return _answer(asked, _engine(asked.engine))


def write(asked: argparse.Namespace) -> int:
    """Commands that sign: they need the practice, and somebody's name."""
    migrate(asked)
    from buffycoat.interop.sign_command import engine_of

    try:
        engine = engine_of(asked.engine, asked.by)
    except LookupError as error:
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2
    return _answer(asked, engine)


def claims(asked: argparse.Namespace) -> int:
    """Read a page and print what misleads in it; or cases, JSON in and JSON out."""
    from buffycoat.interop import claims_case
    from buffycoat.interop.lines import Unreadable

    if asked.file:
        try:
            with open(asked.file, encoding="utf-8-sig") as file:
                text = file.read()
            if not claims_case.is_a_case(text):
                return claims_case.report(asked.file, text, sys.stdout)
        except (OSError, UnicodeDecodeError, Unreadable) as error:
            print(f"buffycoat: {asked.file} cannot be read: {error}", file=sys.stderr)
            return 2
    return _answer(asked, claims_case.answered)


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
    if name in ("ask", "ask-check"):
        from buffycoat.interop import ask_text

        return ask_text.ask if name == "ask" else ask_text.check
    if name == "score":
        from buffycoat.interop.score import score

        return score
    from buffycoat.interop import preparation

    if name in preparation.COMMANDS:
        return preparation.engine_of(name)
    from buffycoat.interop.ask_case import engine_of

    return engine_of(name, _today)


def _today() -> date:
    """The day that a case is read on when it names none; fixed for tests and the demonstration."""
    fixed = os.environ.get("BUFFYCOAT_TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now().astimezone().date()
