"""Makes a registry of any size, seeded, in the extract's own columns, with a planted truth.

    python benchmarks/registry_data.py FOLDER [EPISODES]

Planted: PRP differs from steroid by a growing gap (steroid ahead at 2 weeks, PRP ahead from 12); more
platelets help a little up to 4 billion; who gets which arm depends on age and pain; the worse the last
answer, the likelier the next is missing; practices differ a little; 6 % have an adverse event.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from buffycoat.registry import files
from buffycoat.registry.columns import WEEKS

SITES = 200
FOLLOW = {
    2: (-0.9, -0.2),
    6: (-0.6, -0.3),
    12: (-0.3, -0.7),
    26: (-0.1, -0.9),
    52: (0.0, -0.8),
}  # steroid, PRP
ARMS = np.array(["prp", "steroid", "radiofrequency"])
TARGETS = np.array(["FACET", "DISC", "SIJ", "EPI_TF", "MULT"])
DAYS = {0: -3, 2: 14, 6: 42, 12: 84, 26: 182, 52: 364}


def _sigmoid(x: NDArray[np.floating]) -> NDArray[np.floating]:
    return 1 / (1 + np.exp(-x))


def site(name: str, many: int, seed: int, folder: Path) -> int:
    """Write one site's three files; how many answers it has."""
    rng = np.random.default_rng([20261122, seed])
    episode = np.sort(rng.choice(2**60, many, replace=False))
    age = np.clip(rng.normal(54, 14, many), 18, 90).astype(int)
    sex, smoker = rng.random(many) < 0.54, rng.random(many) < 0.18
    base = np.clip(np.rint(rng.normal(6.4, 1.5, many)), 2, 10).astype(int)
    lean = _sigmoid(1.2 - 0.03 * age + 0.1 * base)
    arm = np.where(rng.random(many) < lean * 0.55, 0, np.where(rng.random(many) < 0.6, 1, 2))
    target = rng.choice(5, many, p=[0.4, 0.22, 0.16, 0.14, 0.08])
    dose = np.clip(rng.lognormal(3.3, 0.5, many), 4, 150).astype(int)
    own, practice = rng.normal(0, 1.3, many), rng.normal(0, 0.25)
    slope = rng.normal(0, 0.9, many)
    answers = _answers(rng, episode, arm, age, base, dose, own + practice, slope)
    last = np.full(many, 30)
    np.maximum.at(last, np.searchsorted(episode, answers["episode"]), np.maximum(answers["day"], 0))
    rescue = (rng.exponential(900 - 40.0 * base, many)).astype(int) + 20
    rescued = rescue < last
    nothing = np.zeros(many, bool)
    episodes = {
        "episode": episode,
        "person": episode ^ 1,
        "arm": ARMS[arm],
        "year": rng.integers(2022, 2027, many),
        "age": age,
        "sex": np.where(sex, "female", "male"),
        "smoker": np.ma.array(smoker, mask=rng.random(many) < 0.05).filled(False),
        "bmi": np.clip(rng.normal(28, 5, many), 16, 60).astype(int),
        "months_of_pain": np.clip(rng.lognormal(3, 0.8, many), 3, 400).astype(int),
        "fused": rng.random(many) < 0.08,
        "target": TARGETS[target],
        "targets": np.ones(many, int),
        "places": rng.integers(1, 5, many),
        "guidance": np.where(target == 4, "ultrasound", "fluoroscopy"),
        "volume": rng.integers(10, 80, many),
        "dose": _some(dose, (arm == 0) & (rng.random(many) < 0.9)),
        "leukocytes": _some(np.where(rng.random(many) < 0.5, "rich", "poor"), arm == 0),
        "kit": _some(np.array([f"kit {one}" for one in rng.integers(0, 6, many)]), arm == 0),
        "elapsed": rng.integers(370, 1400, many),
        "followed": np.where(rescued, np.minimum(rescue, last), last),
        "rescue": _some(rescue, rescued & ~nothing),
    }
    hurt = np.flatnonzero(rng.random(many) < 0.06)
    events = {
        "episode": episode[hurt],
        "day": rng.integers(0, 90, len(hurt)),
        "what": rng.choice(["soreness", "infection", "headache"], len(hurt), p=[0.9, 0.02, 0.08]),
        "grade": rng.integers(1, 4, len(hurt)),
        "serious": rng.random(len(hurt)) < 0.02,
        "related": rng.choice(["possible", "unlikely"], len(hurt)),
        "infection": np.full(len(hurt), "no"),
        "target": TARGETS[target[hurt]],
        "told_by": np.full(len(hurt), "check_in"),
    }
    folder = folder / f"site={name}"
    folder.mkdir(parents=True, exist_ok=True)
    for table, held in (("episodes", episodes), ("answers", answers), ("events", events)):
        files.write(table, held, folder / f"{table}.parquet")
    return len(answers["score"])


def _some(values: NDArray[np.generic], known: NDArray[np.bool_]) -> object:
    import pyarrow as pa

    return pa.array(values, mask=~known)


def _answers(
    rng: np.random.Generator,
    episode: NDArray[np.int64],
    arm: NDArray[np.int64],
    age: NDArray[np.int64],
    base: NDArray[np.int64],
    dose: NDArray[np.int64],
    own: NDArray[np.floating],
    slope: NDArray[np.floating],
) -> dict[str, NDArray[np.generic]]:
    rows, here, before = [], np.ones(len(episode), bool), base.astype(float)
    for at, week in enumerate(WEEKS):
        if week == 0:
            pain, answered = base, rng.random(len(episode)) < 0.98
        else:
            steroid, prp = FOLLOW[week]
            effect = np.select([arm == 0, arm == 1], [prp - 0.012 * np.minimum(dose, 40), steroid], -0.5)
            mean = 0.85 * base + 0.6 + 0.008 * (age - 54) + effect + own + slope * (at - 3) / 2
            pain = np.clip(np.rint(mean + rng.normal(0, 1.2, len(base))), 0, 10).astype(int)
            here &= rng.random(len(base)) > 0.02 + 0.008 * before
            answered = here & (rng.random(len(base)) > 0.02 + 0.012 * before)
            before = np.where(answered, pain, before)
        day = DAYS[week] + rng.integers(-2, 5, len(base))
        function = np.clip(np.rint(pain * 2.1 + rng.normal(0, 2.5, len(base))), 0, 24).astype(int)
        rated = np.clip(np.rint(4 + (pain - base) * 0.6 + rng.normal(0, 0.8, len(base))), 1, 7).astype(int)
        for name, score in (("nrs", pain), ("rmdq", function), ("pgic", rated)):
            if name != "pgic" or week:
                given = answered & (rng.random(len(base)) < (0.99 if name == "nrs" else 0.97))
                rows.append((episode[given], np.full(given.sum(), week), day[given],
                             np.full(given.sum(), name), score[given]))  # fmt: skip
    names = ("episode", "week", "day", "instrument", "score")
    return {name: np.concatenate(part) for name, part in zip(names, zip(*rows, strict=True), strict=True)}


def make(folder: Path, episodes: int, sites: int = SITES) -> int:
    """Write a registry of this many episodes; how many answers it has."""
    share = np.random.default_rng(1).dirichlet(np.full(sites, 4.0))
    many = np.maximum(1, np.floor(share * (episodes - sites)).astype(int) + 1)
    many[0] += episodes - int(many.sum())
    return sum(site(f"{one:03d}", int(size), one, folder) for one, size in enumerate(many))


if __name__ == "__main__" and len(sys.argv) == 1:
    print("makes a registry for registry.py; measures nothing itself")
elif __name__ == "__main__":
    to, wanted = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    print(f"{make(to, wanted):,} answers of {wanted:,} episodes in {to}")
