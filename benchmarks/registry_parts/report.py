"""Our whole report from Parquet in a warm process: python -m benchmarks.registry_parts.report FOLDER TIMES

As `buffycoat report` makes it: read, every number, ours beside the trials, made for release, composed.
"""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from buffycoat.registry import results
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.report import compose, published, release


def once(folder: Path) -> dict[str, float]:
    """Seconds of one report: reading, the numbers, both, and of processor time."""
    began, used = perf_counter(), process_time()
    held = results.read(folder)
    read = perf_counter()
    found = results.results(held)
    compose.compose(release.released(found, LEAST), own=published.ours(held))
    ended = perf_counter()
    return {
        "read": read - began,
        "numbers": ended - read,
        "wall": ended - began,
        "cpu": process_time() - used,
    }


if __name__ == "__main__":
    where = Path(sys.argv[1])
    once(where)  # warm: code, files and memory
    taken = [once(where) for _ in range(int(sys.argv[2]))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # Linux counts in KiB
    best = min(taken, key=lambda one: one["wall"])
    cpu = min(one["cpu"] for one in taken)
    walls = [one["wall"] for one in taken]
    print(json.dumps({"best": best, "cpu": cpu, "walls": walls, "peak_gb": peak * 1.024}))
