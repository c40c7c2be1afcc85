"""`buffycoat report`: the outcomes report of an extract as one file, and the lock of its plan."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("folder", nargs="?", help="an extract, or a folder of many sites' extracts")
    command.add_argument("--out", metavar="FILE", help="the report to write, .html")
    command.add_argument("--week", type=int, metavar="N", help="the main visit (default: the plan's, or 26)")
    command.add_argument("--least", type=int, metavar="N", help="the smallest group shown (default: 5)")
    command.add_argument("--plan", metavar="FILE", help="the analysis plan (TOML); its lock lies beside it")
    command.add_argument("--lock", metavar="FILE", help="lock this plan before outcomes are read, and end")


def run(asked: argparse.Namespace) -> int:
    """Write the report, or lock a plan; 2 with the reason when it cannot be done."""
    try:
        from buffycoat.registry.files import NotAnExtract
        from buffycoat.registry.report.plan import BadPlan
    except ImportError as error:
        return _wrong(f"the report needs the registry's libraries: install buffycoat[registry] ({error})")
    try:
        return _lock(Path(asked.lock)) if asked.lock else _write(asked)
    except (NotAnExtract, BadPlan, OSError, UnicodeDecodeError) as error:
        return _wrong(str(error))


def _wrong(why: str) -> int:
    print(f"buffycoat: {why}", file=sys.stderr)
    return 2


def _beside(plan: Path) -> Path:
    return plan.with_name(plan.stem + ".lock.json")


def _lock(path: Path) -> int:
    from buffycoat.registry.report import plan

    to = _beside(path)
    written = plan.lock(plan.read(path.read_text(encoding="utf-8")), datetime.now(UTC))
    try:
        with to.open("x", encoding="utf-8") as file:  # a lock is never written over: the first one counts
            file.write(written)
    except FileExistsError:
        return _wrong(f"{to} exists already; the first lock counts")
    print(f"Locked in {to}.")
    return 0


def _write(asked: argparse.Namespace) -> int:
    from buffycoat.registry import disclosure, frame, results
    from buffycoat.registry.columns import WEEKS
    from buffycoat.registry.files import sites
    from buffycoat.registry.report import compose, page, plan

    if not (asked.folder and asked.out):
        return _wrong("name a folder and --out FILE.html, or --lock PLAN")
    out = Path(asked.out)
    if out.suffix != ".html":
        return _wrong(f"--out is {asked.out}; expected a file that ends in .html")
    chosen, kept = _plan(asked.plan)
    week = asked.week or (chosen.week if chosen else 26)
    least = asked.least if asked.least is not None else chosen.least if chosen else disclosure.LEAST
    if week not in WEEKS[1:] or least < disclosure.LEAST:
        return _wrong(
            f"--week is one of {', '.join(map(str, WEEKS[1:]))} weeks, --least is {disclosure.LEAST} or more"
        )
    if chosen and (week, least) != (chosen.week, chosen.least):
        return _wrong("--week or --least differs from the plan; leave it out, or report without --plan")
    _progress(f"reading {asked.folder}")
    held = frame.read(Path(asked.folder))
    months = _months([one.folder for one in sites(Path(asked.folder))])
    _progress(f"{len(held)} episodes of {len(held.sites)} sites; fitting the models")
    of = f"{len(held.sites)} sites, {len(held)} episodes" + (f", extract of {months[-1]}." if months else ".")
    about = (of, plan.locked(chosen, kept, months))
    found = compose.compose(results.results(held, week, least), about, least)
    out.write_text(page.page(found), encoding="utf-8")
    _progress(f"written: {out}")
    return 0


def _plan(path: str | None):  # type: ignore[no-untyped-def]  # its type would load the registry for every command
    from buffycoat.registry.report import plan

    if not path:
        return None, None
    beside = _beside(Path(path))
    kept = beside.read_text(encoding="utf-8") if beside.exists() else None
    return plan.read(Path(path).read_text(encoding="utf-8")), kept


def _months(folders: list[Path]) -> list[str]:
    """The months of all extracts; nothing as soon as one does not say, for then none is shown to be later."""
    files = [one / "manifest.json" for one in folders]
    if not all(one.is_file() for one in files):
        return []
    try:
        return sorted(str(json.loads(one.read_text(encoding="utf-8"))["month"]) for one in files)
    except (ValueError, KeyError, TypeError):
        return []


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
