"""Commands of the registry: the extract, and questions to many sites without moving a patient."""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from buffycoat.store.kept_keys import kept_key, read_key


def home() -> Path:
    """Where this installation keeps its side of the registry: a site needs no database to answer."""
    return Path(os.environ.get("BUFFYCOAT_HOME") or ".").resolve() / "registry"


def extract(asked: argparse.Namespace) -> int:
    """Write this practice's extract."""
    from buffycoat.cli.server import migrate

    migrate(asked)
    from buffycoat.store.actions import Refused
    from buffycoat.store.extract import extract
    from buffycoat.store.models import Staff

    by = Staff.objects.filter(username=asked.by, is_active=True).first()
    if by is None:
        return _failed(f"nobody here signs in as {asked.by}")
    try:
        key = kept_key(home() / "pseudonym.key")
        told = extract(by.signer, asked.folder, site=asked.site, key=key, kept_in=home() / "readings.jsonl")
    except (Refused, ValueError) as error:
        return _failed(str(error))
    rows = ", ".join(f"{count} {name}" for name, count in told.rows.items())
    print(f"{told.site}: {rows}, of {told.people} people; {told.read} charts read.")
    for why, count in told.left_out.items():
        print(f"left out, {why}: {count}")
    return 0


def key(asked: argparse.Namespace) -> int:
    """Make a signing key once, and say its public half."""
    from buffycoat.registry.federated.signatures import public_of

    try:
        print(public_of(kept_key(asked.file or home() / "identity.key")))
    except (OSError, ValueError) as error:
        return _failed(str(error))
    return 0


def question(asked: argparse.Namespace) -> int:
    """Write a signed question."""
    from buffycoat.registry.federated.question import ask
    from buffycoat.registry.federated.signatures import signed

    try:
        said = ask(
            asker=asked.asker,
            nonce=secrets.token_hex(16),
            until=asked.until or datetime.now(UTC).date() + timedelta(days=30),
            sites=tuple(asked.sites.split(",")),
            cohort=dict(map(_filter, asked.where)),
            statistic=_statistic(asked),
        )
        _write(asked.out, signed(said, read_key(asked.key)))
    except (OSError, ValueError, KeyError) as error:
        return _failed(str(error))
    return 0


def _filter(text: str) -> tuple[str, list[Any]]:
    """`age=40:60`, `target=FACET,DISC`, `smoker=yes`."""
    name, _, value = text.partition("=")
    if value in ("yes", "no"):
        return name, [value == "yes"]
    if ":" in value:
        return name, [int(one) for one in value.split(":")]
    return name, value.split(",")


def _statistic(asked: argparse.Namespace) -> dict[str, Any]:
    if asked.after:
        before = _read(asked.after)
        if before.get("done", True) or "next" not in before:
            raise ValueError(f"{asked.after} is no step of a regression that goes on")
        return {**before["question"]["statistic"], "at": before["next"]}
    found: dict[str, Any] = {"kind": asked.kind}
    if asked.kind in ("visits", "logistic"):
        found["columns"] = asked.columns.split(",") if asked.columns else []
        if asked.fill:
            found["fill"] = asked.fill.split(",")
    if asked.kind == "logistic":
        found |= {"week": asked.week, "at": [0.0] * (len(found["columns"]) + 1)}
    return found


def answer(asked: argparse.Namespace) -> int:
    """Reply to one message, if this site's policy allows; 1 when it does not. Either way it is logged."""
    from buffycoat.registry.federated.folder import Damaged, SiteFolder, holding
    from buffycoat.registry.federated.signatures import Refused

    folder, now = SiteFolder(home()), datetime.now(UTC)
    try:
        message = _read(asked.message)
        with folder.alone():
            log, site = folder.lines(), folder.site(read_key(home() / "identity.key"))
            held = holding(asked.data, site.policy.site, kept_key(home() / "pseudonym.key"))
            try:
                reply, after, line = site.reply(message, held, log, now, secrets.token_bytes(96))
            except Refused as why:
                folder.keep(None, log, _refusal(message, str(why), now))
                print(f"buffycoat: not answered: {why}", file=sys.stderr)
                return 1
            folder.keep(after, log, line | {"at": now.isoformat()})
            _write(asked.out, reply)
    except (Damaged, OSError, ValueError) as error:
        return _failed(str(error))
    print(f"{line['did']}: {line['asked']}", file=sys.stderr)
    return 0


def _refusal(message: Mapping[str, Any], why: str, now: datetime) -> dict[str, Any]:
    from buffycoat.registry.federated.signatures import digest

    return {"did": "refused", "why": why, "at": now.isoformat(), "message": digest(dict(message))}


def combine(asked: argparse.Namespace) -> int:
    """Take the replies that came: the next message for the sites, or the result. 1 while some are awaited."""
    from buffycoat.registry.federated import hub, result
    from buffycoat.registry.federated.question import verified
    from buffycoat.registry.federated.signatures import public_of, signed

    try:
        signing = read_key(asked.key)
        put = verified(_read(asked.question), public_of(signing))
        held = hub.by_step(put, map(_read, asked.replies))
        silent = hub.waiting(put, held, asked.without.split(","))
        if silent:
            print(f"{hub.present_step(held)}: still waiting for {', '.join(silent)}", file=sys.stderr)
            return 1
        if hub.present_step(held) != "opening":
            _write(asked.out, signed(hub.next_said(put, held), signing))
            return 0
        total = hub.total(put, held)
        released = home() / "released"
        earlier = [_read(path) for path in sorted(released.glob("*.json"))]
        told = result.result(put, total, held["masked"], earlier)
        if asked.publish:
            _write(asked.publish, result.tables(total))
        released.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(released / f"{put.id}.json", told)
        _write(asked.out, told)
    except (OSError, ValueError) as error:
        return _failed(str(error))
    return 0


def show_log(asked: argparse.Namespace) -> int:
    """Print what was asked and answered here; 1 when the log was changed."""
    from buffycoat.registry.federated.folder import Damaged, SiteFolder

    try:
        lines = SiteFolder(home()).lines()
    except (Damaged, OSError) as error:
        print(f"BROKEN {error}")
        return 1
    for one in lines:
        about = f"{one['asker']}: {one['asked']}" if "asked" in one else one["why"]
        print(one["number"], one["at"], one["did"], about)
    print(f"{len(lines)} lines are whole.")
    return 0


def _read(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{path} holds no message")
    return found


def _write(path: Path | None, said: Any) -> None:
    text = json.dumps(said, ensure_ascii=False) + "\n"
    if path is None:
        print(text, end="")
    else:
        path.write_text(text, encoding="utf-8")


def _failed(why: str) -> int:
    print(f"buffycoat: {why}", file=sys.stderr)
    return 2


def add(commands: Any) -> None:
    """The commands under `buffycoat registry`."""
    one = _add(
        commands, "extract", extract, "write the charts of all who agree as three tables without names"
    )
    one.add_argument("folder", type=Path)
    one.add_argument("--site", required=True, help="this practice's name among the sites")
    one.add_argument("--by", required=True, metavar="USERNAME", help="who takes it out; their role holds")
    one = _add(
        commands, "key", key, "make this site's signing key, or one in a file, and print its public half"
    )
    one.add_argument("file", type=Path, nargs="?")
    _add_question(_add(commands, "question", question, "write a signed question to many sites"))
    one = _add(commands, "answer", answer, "reply to a message, if this site's policy allows; it is logged")
    one.add_argument("message", type=Path)
    one.add_argument("--data", type=Path, required=True, help="the folder of the extract")
    one.add_argument("--out", type=Path, help="left out: standard output")
    one = _add(commands, "combine", combine, "from the replies the next message, or the result")
    one.add_argument("question", type=Path)
    one.add_argument("replies", type=Path, nargs="+")
    one.add_argument("--key", type=Path, required=True, help="the key that signed the question")
    one.add_argument("--without", default="", help="sites that are waited for no longer, with commas")
    one.add_argument("--out", type=Path, help="left out: standard output")
    one.add_argument(
        "--publish", type=Path, help="also a rounded table, small numbers hidden past working out"
    )
    _add(commands, "log", show_log, "what was asked and answered here, and whether the log is whole")


def _add_question(one: argparse.ArgumentParser) -> None:
    one.add_argument("--asker", required=True, help="the name under which the sites know the key")
    one.add_argument("--key", type=Path, required=True)
    one.add_argument("--sites", required=True, help="their names, with commas")
    one.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="default: 30 days from now")
    one.add_argument(
        "--kind", default="response", help="response, events, pain, change, rescue, visits, logistic"
    )
    one.add_argument(
        "--where", action="append", default=[], help="such as age=40:60, target=FACET, smoker=yes"
    )
    one.add_argument("--columns", help="covariates of visits and logistic, with commas")
    one.add_argument("--fill", help="columns that get a middling number where not known: baseline, age, bmi")
    one.add_argument("--week", type=int, default=26, help="the visit of a logistic regression")
    one.add_argument("--after", type=Path, help="the result of the step before of a logistic regression")
    one.add_argument("--out", type=Path, help="left out: standard output")


def _add(commands: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    found: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}."
    )
    found.set_defaults(run=run)
    return found
