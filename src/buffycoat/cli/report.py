"""`buffycoat report`: the outcomes report of an extract as one file, and the lock of its plan."""

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the registry's libraries are loaded only by this command
    from buffycoat.registry.report.plan import Plan
    from buffycoat.registry.report.section import Report

READ = "reports.jsonl"  # beside an extract: when its outcomes were read
ENDINGS = (".html", ".pdf")


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("folder", nargs="?", help="an extract, or a folder of many sites' extracts")
    command.add_argument("--out", metavar="FILE", help="the report to write, .html or .pdf")
    command.add_argument("--week", type=int, metavar="N", help="the main visit (default: the plan's, or 26)")
    command.add_argument("--least", type=int, metavar="N", help="the smallest group shown (default: 5)")
    command.add_argument("--plan", metavar="FILE", help="the analysis plan (TOML); its lock lies beside it")
    command.add_argument("--lock", metavar="FILE", help="lock this plan before outcomes are read, and end")
    marked = "exact counts, for use inside: every page is marked as not for release"
    command.add_argument("--exact", action="store_true", help=marked)
    command.add_argument("--paper", choices=("letter", "a4"), default="letter", help="of a PDF")


def run(asked: argparse.Namespace) -> int:
    """Write the report, or lock a plan; 2 with the reason when it cannot be done."""
    try:
        from buffycoat.registry.files import NotAnExtract
        from buffycoat.registry.report.plan import BadPlan
        from buffycoat.web.documents.pdf import NoDocuments
    except ImportError as error:
        return _wrong(f"the report needs the registry's libraries: install buffycoat[registry] ({error})")
    try:
        return _lock(Path(asked.lock)) if asked.lock else _write(asked)
    except (NotAnExtract, BadPlan, NoDocuments, OSError, UnicodeDecodeError) as error:
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
    from buffycoat.registry.columns import WEEKS
    from buffycoat.registry.disclosure import LEAST
    from buffycoat.registry.report.plan import Plan

    if not (asked.folder and asked.out):
        return _wrong("name a folder and --out FILE.html or FILE.pdf, or --lock PLAN")
    out = Path(asked.out)
    if out.suffix not in ENDINGS:
        return _wrong(f"--out is {asked.out}; expected a file that ends in {' or '.join(ENDINGS)}")
    chosen, kept = _plan(asked.plan)
    done = chosen or Plan()
    if asked.week is not None:
        done = replace(done, week=asked.week)
    if asked.least is not None:
        done = replace(done, least=asked.least)
    if done.week not in WEEKS[1:] or done.least < LEAST:
        weeks = ", ".join(map(str, WEEKS[1:]))
        return _wrong(f"--week is one of {weeks} weeks, --least is {LEAST} or more")
    folder, now = Path(asked.folder), datetime.now(UTC)
    made, month = _report(folder, done, chosen, kept, asked.exact)
    _save(made, out, month, asked.paper)
    _note(folder / READ, chosen, now)
    _progress(f"written: {out}")
    return 0


def _report(
    folder: Path, done: "Plan", chosen: "Plan | None", kept: str | None, exact: bool
) -> tuple["Report", str]:
    """The report, and the month of its extract."""
    from buffycoat.registry import results
    from buffycoat.registry.files import sites
    from buffycoat.registry.report import compose, plan, published, release

    _progress(f"reading {folder}")
    held = done.cohort(results.read(folder, definition=done.definition))
    months = _months([one.folder for one in sites(folder)])
    record = folder / READ
    before = plan.looked(record.read_text(encoding="utf-8")) if record.exists() else None
    _progress(f"{len(held)} episodes of {len(held.sites)} sites; fitting the models")
    found = results.results(held, done.week, done.least)
    own = published.ours(held, done.week)
    _progress("the numbers are there" if exact else "hiding small numbers, and all that give one away")
    if not exact:
        found = release.released(found, done.least)
    many = len(held.sites)
    of = f"{many or 'No'} {'site' if many == 1 else 'sites'}"
    of += f", extract of {months[-1]}." if months else "."
    about = [of, plan.locked(chosen, kept, months, before)]
    if chosen:
        about += [chosen.says(), plan.deviated(plan.deviations(chosen, done, found.targets))]
    mark = compose.INTERNAL if exact else ""
    return compose.compose(found, about, done.least, own, mark), months[-1] if months else ""


def _save(made: "Report", out: Path, month: str, paper: str) -> None:
    from buffycoat.registry.report.page import page
    from buffycoat.web import documents

    if out.suffix == ".pdf":
        from buffycoat.web.documents import pdf
        from buffycoat.web.documents.report import report_document

        out.write_bytes(pdf.render(report_document(made, month), paper))
        return
    font = Path(documents.__file__).parents[1] / "static" / "buffycoat" / "fonts" / "atkinson-next.woff2"
    out.write_text(page(made, font.read_bytes()), encoding="utf-8")


def _note(record: Path, chosen: "Plan | None", at: datetime) -> None:
    """Keep beside the extract that its outcomes were read: a plan that is locked later is a later one."""
    from buffycoat.registry.report import plan

    try:
        with record.open("a", encoding="utf-8") as file:
            file.write(plan.noted(chosen, at))
    except OSError as error:
        _progress(f"it could not be noted beside the extract that its outcomes were read: {error}")


def _plan(path: str | None) -> tuple["Plan | None", str | None]:
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
