"""Our whole report from Parquet in a warm process: python -m benchmarks.registry_parts.report FOLDER TIMES"""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

from buffycoat.registry.results import read as read_frame
from buffycoat.registry.results import results


def once(folder: Path) -> dict[str, float]:
    """Seconds of one report: reading, the numbers, both, and of processor time."""
    began, used = perf_counter(), process_time()
    held = read_frame(folder)
    read = perf_counter()
    results(held)
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
