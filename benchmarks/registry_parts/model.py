"""The mixed model and the statistics pass: python -m benchmarks.registry_parts.model FOLDER TIMES

The unstructured MMRM of PRP against steroid by baseline and age, from a frame in memory; its refit after one
answer was corrected; every additive statistic of the report beside the decoding of its four answer columns.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from buffycoat.registry import frame, sums
from buffycoat.registry.columns import WEEKS
from buffycoat.registry.files import columns_of, sites
from buffycoat.registry.models.mmrm import Mmrm, fit
from buffycoat.registry.statistics import Products

COLUMNS = ("episode", "week", "instrument", "score")


def best(of: Callable[[], object], times: int) -> tuple[float, float]:
    """The least wall and processor seconds of some runs."""
    walls, used = [], []
    for _ in range(times):
        began, cpu = perf_counter(), process_time()
        of()
        walls.append(perf_counter() - began)
        used.append(process_time() - cpu)
    return min(walls), min(used)


def pair(held: frame.Frame) -> tuple[frame.Frame, dict[str, np.ndarray]]:
    """PRP and steroid, and what the model knows of each person."""
    kept = held.where(np.isin(held.columns["arm"], [0, 1]) & (held.scores["nrs"][:, 0] != frame.UNKNOWN))
    prp = (kept.columns["arm"] == 0).astype(np.int16)
    return kept, {
        "prp": prp,
        "baseline": kept.scores["nrs"][:, 0].astype(np.int16),
        "age": kept.columns["age"],
    }


def corrected(held: frame.Frame, columns: dict[str, np.ndarray], before: Products, model: Mmrm) -> Mmrm:
    """One answer at the last visit is changed: that person out, in again, and from where the model stood."""
    at = np.flatnonzero(held.scores["nrs"][:, len(WEEKS) - 1] != frame.UNKNOWN)[:1]
    one = held.where(np.isin(np.arange(len(held)), at))
    own = {name: values[at] for name, values in columns.items()}
    out = sums.visits(one, own)
    one.scores["nrs"][:, len(WEEKS) - 1] = 10 - one.scores["nrs"][:, len(WEEKS) - 1]
    return fit(before - out + sums.visits(one, own), common=["age"], start=model.theta)


def statistics(held: frame.Frame) -> None:
    """Every additive statistic of the report."""
    kept, columns = pair(held)
    for of in (sums.response, sums.pain, sums.rescue, sums.events):
        of(held)
    sums.visits(kept, columns)


if __name__ == "__main__":
    folder, times = Path(sys.argv[1]), int(sys.argv[2])
    whole = frame.read(folder)
    people, known = pair(whole)
    products = sums.visits(people, known)
    top = fit(products, common=["age"])
    cold = fit(products, common=["age"], start=corrected(people, known, products, top).theta)
    if abs(cold.likelihood - top.likelihood) > 1e-9 * abs(top.likelihood):
        raise SystemExit("a warm start does not find the same top")
    one = next(iter(sites(folder)))
    found = {
        "people": len(people),
        "products": best(lambda: sums.visits(people, known), times),
        "fit": best(lambda: fit(products, common=["age"]), times),
        "refit": best(lambda: corrected(people, known, products, top), times),
        "statistics": best(lambda: statistics(whole), times),
        "decode": best(lambda: [columns_of(site.file("answers"), COLUMNS) for site in sites(folder)], times),
    }
    print(json.dumps(found))
