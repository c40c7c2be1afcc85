"""Commands about the practice that is kept here: its files, people, lots and chains."""

import argparse
import sys

from buffycoat.cli.server import migrate, wake_django


def import_files(asked: argparse.Namespace) -> int:
    """Read FHIR bundles, and keep what they hold."""
    wake_django()
    if not asked.dry_run:
        migrate(asked)  # a practice's first command may well be this one
    from buffycoat.interop import import_command

    return int(import_command.run(asked.files, on=asked.on, as_json=asked.json, dry_run=asked.dry_run))


def rdsr(asked: argparse.Namespace) -> int:
    """Read dose reports; into a chart when an episode is named."""
    from buffycoat.interop.dicom import rdsr_command

    keep = None
    if asked.episode or asked.by:
        if not (asked.episode and asked.by):
            print("buffycoat: --episode and --by go together", file=sys.stderr)
            return 2
        migrate(asked)
        try:
            keep = rdsr_command.into(asked.episode, asked.by)
        except LookupError as error:
            print(f"buffycoat: {error}", file=sys.stderr)
            return 2
    return int(rdsr_command.run(asked.files, keep))


def staff(asked: argparse.Namespace) -> int:
    """Keep an account: its password comes from the terminal or standard input."""
    from getpass import getpass

    migrate(asked)
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


def recall(asked: argparse.Namespace) -> int:
    """Print everybody whom a lot has reached."""
    migrate(asked)
    from buffycoat.interop import recall_command

    try:
        return int(recall_command.run(asked.lot, asked.by))
    except LookupError as error:
        print(f"buffycoat: {error}", file=sys.stderr)
        return 2


def messages(asked: argparse.Namespace) -> int:
    """Send what is due; 1 when some could not be sent, 2 when nothing was tried at all."""
    migrate(asked)
    from buffycoat.interop.messages import send_command
    from buffycoat.interop.messages.one_sender import Busy

    try:
        tally = send_command.run()
    except (Busy, send_command.NotSetUp) as why:
        print(f"buffycoat: {why}", file=sys.stderr)
        return 2
    print("; ".join(f"{count} {what}" for what, count in sorted(tally.items()) if count) or "nothing is due")
    return 1 if tally["waiting"] or tally["refused"] else 0


def verify(asked: argparse.Namespace) -> int:
    """Walk every chain; 1 when one is broken."""
    wake_django()
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
