"""The outcomes report of a million episodes from raw Parquet, beside pandas, lifelines and statsmodels.

    python benchmarks/registry.py [FOLDER]

Makes (or finds in FOLDER) registries of 10,000 and 1,000,000 episodes and runs everything on the same files
in one go, one process after another. Today's way does every part at 10,000, and every part but the mixed
model at 1,000,000; that one is carried over by the growth measured before (processor time, exponent 0.99).
1 when a target is missed; each line gives both times and their ratio.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SMALL, LARGE, TIMES = 10_000, 1_000_000, 5
GROWTH = (
    0.99  # of statsmodels' mixed model from 10,000 to 1,000,000 episodes: docs/evidence/registry-speed.md
)


def part(name: str, *told: object) -> dict[str, Any]:
    """One part in a process of its own; what it printed last."""
    # One thread to a matrix product: our threads are over parts, and statsmodels is no faster with two.
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", f"benchmarks.registry_parts.{name}", *map(str, told)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def made(home: Path, episodes: int) -> Path:
    """A registry of this many episodes, if it is not there yet."""
    folder = home / str(episodes)
    if not folder.is_dir():
        sites = 20 if episodes <= SMALL else 200
        code = (
            f"from benchmarks.registry_data import *; print(make(Path({str(folder)!r}), {episodes}, {sites}))"
        )
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return folder


def seconds(parts: dict[str, list[float]], which: int) -> float:
    """All parts of today's way: 0 wall, 1 processor."""
    return sum(one[which] for one in parts.values())


def line(what: str, theirs: float, ours: float) -> None:
    """Both times and their ratio."""
    ratio = theirs / ours
    print(f"{what}: {theirs:,.3f} s and {ours:.4f} s, ratio {ratio:,.{0 if ratio > 20 else 1}f}", flush=True)


def run(home: Path) -> list[str]:
    """Everything; the targets that were missed."""
    small, large = made(home, SMALL), made(home, LARGE)
    ours_large, model_large = part("report", large, TIMES), part("model", large, TIMES)
    ours_small, model_small = part("report", small, TIMES), part("model", small, TIMES)
    today_small, today_large = part("today", small, "mixed"), part("today", large)
    print(f"load while running: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, one in (("10,000", today_small), ("1,000,000", today_large)):
        told = ", ".join(f"{key} {wall:.2f} ({cpu:.2f})" for key, (wall, cpu) in one["parts"].items())
        print(f"today at {name}, wall (processor) seconds: {told}; peak {one['peak_gb']:.2f} GB")
    best = ours_large["best"]
    print(
        f"ours at 1,000,000: read {best['read']:.2f} + numbers {best['numbers']:.2f} = {best['wall']:.2f} s"
    )
    print(f"processor {ours_large['cpu']:.2f} s, peak {ours_large['peak_gb']:.2f} GB")
    report(today_small, today_large, ours_small, ours_large)
    return models(today_small, model_small, model_large) + [
        told for told, good in {
            f"report {best['wall']:.2f} s, wanted 1": best["wall"] <= 1,
            f"peak {ours_large['peak_gb']:.2f} GB, wanted 0.6": ours_large["peak_gb"] <= 0.6,
        }.items() if not good
    ]  # fmt: skip


def report(
    small: dict[str, Any], large: dict[str, Any], ours: dict[str, Any], ours_large: dict[str, Any]
) -> None:
    """The whole report, by wall and by processor time."""
    grown = (LARGE / SMALL) ** GROWTH
    for which, name, own in (
        (0, "wall", lambda one: one["best"]["wall"]),
        (1, "processor", lambda one: one["cpu"]),
    ):
        line(f"whole report at 10,000, {name}, today and ours", seconds(small["parts"], which), own(ours))
        here = seconds(large["parts"], which)
        line(f"all but the mixed model at 1,000,000, {name}", here, own(ours_large))
        whole = here + small["parts"]["mixed"][which] * grown
        line(
            f"whole report at 1,000,000 (mixed model x {grown:.1f} of 10,000's), {name}",
            whole,
            own(ours_large),
        )


def models(today: dict[str, Any], small: dict[str, Any], large: dict[str, Any]) -> list[str]:
    """The mixed model, its refit and the statistics pass; the targets that were missed."""
    missed = []
    theirs = today["parts"]["mixed"]
    for which, name in enumerate(("wall", "processor")):
        ours = small["products"][which] + small["fit"][which]
        line(f"mixed model at 10,000, {name}, statsmodels and ours with its sums", theirs[which], ours)
        missed += [f"mixed model {theirs[which] / ours:.0f} times, wanted 1,000"] * (
            theirs[which] < 1000 * ours
        )
    many = large["people"]
    for key, most in (("fit", 0.1), ("refit", 0.02)):
        wall, cpu = large[key]
        told = f"{wall * 1e3:.1f} ms ({cpu * 1e3:.1f} processor)"
        print(f"exact unstructured MMRM of {many:,} people, {key}: {told}")
        missed += [f"{key} {wall * 1e3:.0f} ms, wanted {most * 1e3:.0f}"] * (wall > most)
    line(
        "statistics pass and decoding of the four answer columns", large["statistics"][0], large["decode"][0]
    )
    if large["statistics"][0] > 5 * large["decode"][0]:
        missed.append("the statistics take more than 5 times the decoding")
    return missed


def main() -> int:
    """Run; say what was missed."""
    with tempfile.TemporaryDirectory() as own:
        missed = run(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(own))
    print("missed: " + "; ".join(missed) if missed else "every target met")
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
