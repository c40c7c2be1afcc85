"""Writes the small data that R was asked about. Run once; the files it made are kept."""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def main() -> None:
    """Both files, from one seed."""
    rng = np.random.default_rng(20261122)
    arm, base = rng.integers(0, 2, 80), rng.integers(3, 11, 80)
    shape = np.array([[9, 5, 4, 3], [5, 10, 6, 4], [4, 6, 11, 7], [3, 4, 7, 13]])
    y = 20 + 1.5 * base[:, None] - arm[:, None] * np.array([0, 1, 2, 3])
    y = np.rint(y + rng.multivariate_normal(np.zeros(4), shape, 80)).astype(int)
    gone = rng.random((80, 4)) < [0.0, 0.1, 0.2, 0.3]
    with (HERE / "visits.csv").open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["id", "arm", "base", "visit", "y"])
        for one in range(80):
            for visit in range(4):
                if not gone[one, visit]:
                    write.writerow([one, arm[one], base[one], visit, y[one, visit]])
    group = rng.integers(0, 3, 120)
    event, last = (rng.exponential(150 + 90 * group)).astype(int) + 1, rng.integers(20, 400, 120)
    with (HERE / "rescue.csv").open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["group", "day", "event", "age"])
        for one in zip(group, np.minimum(event, last), event <= last, rng.integers(20, 85, 120), strict=True):
            write.writerow([int(value) for value in one])


if __name__ == "__main__":
    main()
