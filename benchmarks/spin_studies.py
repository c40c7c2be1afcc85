"""How well the physics of a spin predicts published recoveries, each study by constants fitted without it.

What is fitted: aggregation, hindrance, expulsion of spin_constants.toml, and the handling factor of a second
spin. How: 1,536 evenly spread draws from broad priors; the full solver calculates each study at every draw;
the draws are weighted by how well they meet the studies (recovery, volume, best G); constants are weighted
means. To leave a study out is to leave its terms out of the weights: nothing of it is seen. The error to beat
is 4.4 points (a constant: 6.0).

Chosen with knowledge of these data, and said here because it flatters the figure (the variants printed at the
end show by how much): how each harvest is read, the tubes, and which constants are fitted at all.
- "plasma", "without buffy coat" (12 regimens, Perez): cut 1 to 2 mm above the interface, averaged (1 mm was
  the prototype's, 2 mm is the only cut stated in print: Kawase 2018);
- not stated (Muthu) or "PRP expressed" from a bag (Slichter): 1 mm below to 1 mm above, averaged;
- Jo: 1 mm below. The abstract says "upper plasma layer"; only with the buffy coat does any constant fit.
- The handling factor has no prior here: the note's 0.90 ± 0.08 was drawn from Jo, and would bring Jo back in
  where Jo is left out. With that prior, or without any loss, see the variants.
- Tubes are assumed: 14 mm bore at 9 mL, 11 mm at 3.5 mL, a 15 mL cone of 14.7 mm, a bag 134 mm high.
  Haematocrit 42 %, 10 % anticoagulant (bag 67.5 mL in 450 mL).
"""

import csv
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import NormalDist

import numpy as np

from buffycoat.pathway.preparation import cells
from buffycoat.pathway.preparation.column import Column
from buffycoat.pathway.preparation.harvest import harvest
from buffycoat.pathway.preparation.second_spin import kept
from buffycoat.pathway.preparation.settle import settle

MOST, DRAWS, BATCH = 4.4, 1536, 48
CUTS = np.array([-2, -1.5, -1, -0.5, -0.01, 0.01, 0.5, 1, 1.5, 2])
HANDLING = np.linspace(0.7, 1, 61)
ROWS = {
    row["study"].split(" (")[0]: row
    for row in csv.DictReader(Path(cells.__file__).with_name("spin_studies.csv").open(encoding="utf-8"))
}
NINE, SMALL, CONE = Column(14, 9, 160), Column(11, 3.5, 160), Column(14.7, 10, 160, 22)
BAG = Column(70.1, 517.5, 220)


@dataclass(frozen=True)
class Study:
    """One study: its row, its tube as assumed, the haematocrit in the tube, how its harvest is read."""

    row: str
    column: Column
    haematocrit: float
    harvest: str  # clear, unstated, below
    whole: bool  # the recovery is that of both spins


STUDIES = {
    "12 regimens": Study("12-regimen single spin", NINE, 0.378, "clear", False),
    "Jo": Study("Jo", NINE, 0.378, "below", False),
    "Perez": Study("Perez 2014", SMALL, 0.378, "clear", True),
    "Muthu": Study("Muthu 2022", CONE, 0.378, "unstated", True),
    "Slichter": Study("Slichter & Harker", BAG, 0.42 * 450 / 517.5, "unstated", True),
}


def number(key: str, column: str) -> float:
    """A figure of a study as printed."""
    return float(ROWS[STUDIES[key].row][column])


def measured(key: str) -> float:
    """The recovery to be predicted: the middle of the range where a range was printed."""
    if not STUDIES[key].whole:
        return number(key, "spin1_plt_recovery_pct") / 100
    return (number(key, "overall_recovery_pct_low") + number(key, "overall_recovery_pct_high")) / 200


@dataclass(frozen=True)
class Reading:
    """What a person must decide before a study can be compared; the first is the one reported."""

    clear: tuple[float, float] = (1, 2)
    unstated: tuple[float, float] = (-1, 1)
    below: tuple[float, float] = (-1, -1)
    handling: str = "fitted"  # fitted (nothing known before), prior (0.90 ± 0.08), none (always 1)
    scatter: float = 0.04  # of a recovery after one spin
    scatter_whole: float = 0.06  # of a recovery after two
    scatter_volume: float = 0.02
    scatter_best: float | None = 0.2  # of the published best G, in logarithms; None: not used
    expulsion_prior: float = 0.9  # even from 0 to here


def _digits(index: int, base: int) -> float:
    """The van der Corput sequence: evenly spread numbers between 0 and 1 without chance."""
    value, part = 0.0, 1.0
    while index:
        part /= base
        value += part * (index % base)
        index //= base
    return value


def _priors() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draws: aggregation lognormal about 4 (factor 2), hindrance 4.65 ± 0.8, expulsion even in 0 to 0.9."""
    even = np.array([[_digits(i + 1, base) for base in (2, 3, 5)] for i in range(DRAWS)])
    normal = np.vectorize(NormalDist().inv_cdf)
    return (
        4 * np.exp(0.7 * normal(even[:, 0])),
        np.maximum(4.65 + 0.8 * normal(even[:, 1]), 2.2),
        0.9 * even[:, 2],
    )


PRIORS = _priors()


@cache
def grid(key: str) -> tuple[np.ndarray, np.ndarray]:
    """Recovery and volume share after the first spin, shape (draws, cuts), by the full solver."""
    study, gmin = STUDIES[key], number(key, "spin1_g") * number(key, "spin1_min")
    recovery, volume = np.empty((2, DRAWS, CUTS.size))
    for some in np.array_split(np.argsort(PRIORS[0]), DRAWS // BATCH):
        drawn = cells.CELLS.fitted(*(prior[some] for prior in PRIORS))
        blood = np.full(some.size, study.haematocrit)
        shares = harvest(settle(study.column, blood, gmin, drawn, 200, 48), CUTS)
        recovery[some], volume[some] = shares.platelets[0], shares.volume[0]
    return recovery, volume


@cache
def best(key: str) -> np.ndarray:
    """The G in g·min at which a study's tube gives most at a cut of 1.5 mm, at every draw; shape (draws,)."""
    study, gmin = STUDIES[key], np.geomspace(300, 5000, 36)
    found = np.empty(DRAWS)
    for some in np.array_split(np.argsort(PRIORS[0]), DRAWS // BATCH):
        drawn = cells.CELLS.fitted(*(prior[some] for prior in PRIORS))
        blood = np.full(some.size, study.haematocrit)
        recovery = harvest(settle(study.column, blood, gmin, drawn, 100, 32), 1.5).platelets[:, :, 0]
        found[some] = [_peak(np.log(gmin), one) for one in recovery.T]
    return found


def _peak(where: np.ndarray, height: np.ndarray) -> float:
    """exp of the place of a smooth maximum: a parabola through the highest 5 points."""
    top = int(np.clip(height.argmax(), 2, height.size - 3))
    near = slice(top - 2, top + 3)
    square, line, _ = np.polyfit(where[near] - where[top], height[near], 2)
    if square >= 0:
        return float(np.exp(where[height.argmax()]))
    return float(np.exp(where[top] + np.clip(-line / 2 / square, -0.3, 0.3)))


def _averaged(values: np.ndarray, between: tuple[float, float]) -> np.ndarray:
    """The mean over cuts spread evenly between two."""
    wanted = np.linspace(*between, 9)
    weights = sum(np.array([np.interp(cut, CUTS, one) for one in np.eye(CUTS.size)]) for cut in wanted)
    return values @ (weights / wanted.size)


def physics(key: str, reading: Reading) -> np.ndarray:
    """Recovery of a study at every draw, by physics alone; shape (draws,)."""
    study = STUDIES[key]
    recovery, volume = (_averaged(values, getattr(reading, study.harvest)) for values in grid(key))
    if not study.whole or not ROWS[study.row]["spin2_keep_fraction"]:
        return recovery
    gmin = number(key, "spin2_g") * number(key, "spin2_min")
    plasma = np.maximum(volume * study.column.even_mm, 0.1)  # a draw that separates nothing recovers nothing
    return recovery * kept(gmin, plasma, number(key, "spin2_keep_fraction"), study.column.radius_mm)


def weights(reading: Reading, without: str | None = None) -> np.ndarray:
    """How well each draw and each handling factor meets the studies; shape (draws, handling), sum 1."""
    fit = np.zeros((DRAWS, HANDLING.size))
    fit[PRIORS[2] > reading.expulsion_prior] = -np.inf
    if reading.handling == "none":
        fit[:, :-1] = -np.inf
    if reading.handling == "prior":
        fit -= (HANDLING - 0.90) ** 2 / 2 / 0.08**2
    for key, study in STUDIES.items():
        if key == without:
            continue
        made = physics(key, reading)[:, None] * (HANDLING if study.whole else 1)
        scatter = reading.scatter_whole if study.whole else reading.scatter
        fit -= (made - measured(key)) ** 2 / 2 / scatter**2
        if key == "12 regimens":
            volume = _averaged(grid(key)[1], reading.clear)[:, None]
            fit -= (volume - number(key, "spin1_volume_fraction")) ** 2 / 2 / reading.scatter_volume**2
        if reading.scatter_best and key in ("12 regimens", "Perez"):
            published = number(key, "spin1_g") * number(key, "spin1_min")
            fit -= (np.log(best(key) / published) ** 2 / 2 / reading.scatter_best**2)[:, None]
        if key == "Jo" and reading.handling != "none":
            second, sd = number(key, "spin2_recovery_pct") / 100, number(key, "spin2_recovery_sd_pct") / 100
            fit -= (HANDLING - second) ** 2 / 2 / sd**2
    made = np.exp(fit - fit.max())
    return made / made.sum()


def predict(key: str, reading: Reading, weight: np.ndarray) -> tuple[float, float]:
    """Mean and SD of a study's recovery under these weights (of the constants alone, without scatter)."""
    made = physics(key, reading)[:, None] * (HANDLING if STUDIES[key].whole else 1)
    mean = float((weight * made).sum())
    return mean, float(np.sqrt((weight * (made - mean) ** 2).sum()))


def constants(weight: np.ndarray) -> dict[str, tuple[float, float]]:
    """Weighted mean and SD of what is fitted."""
    found = {}
    names = "aggregation", "hindrance", "expulsion", "handling"
    shares = *(weight.sum(1),) * 3, weight.sum(0)
    for name, values, share in zip(names, (*PRIORS, HANDLING), shares, strict=True):
        mean = float((share * values).sum())
        found[name] = mean, float(np.sqrt((share * (values - mean) ** 2).sum()))
    return found


def errors(reading: Reading) -> dict[str, float]:
    """Error in points of each study, predicted by constants that were fitted without it."""
    return {key: 100 * (predict(key, reading, weights(reading, key))[0] - measured(key)) for key in STUDIES}


def mean_error(found: dict[str, float]) -> float:
    """Mean absolute error in points."""
    return float(np.mean(np.abs(list(found.values()))))


def baseline() -> float:
    """What the mean of the other studies would have scored."""
    known = {key: measured(key) for key in STUDIES}
    return mean_error({k: 100 * (np.mean([v for o, v in known.items() if o != k]) - known[k]) for k in known})


def optima() -> list[tuple[str, float, float, float]]:
    """Name, height in mm, published best G and that of the shipped constants, in g·min; cut 1.5 mm."""
    published = [
        ("Perez, 3.5 mL", SMALL, 0.378, 1000.0),
        ("12 regimens, 9 mL assumed", NINE, 0.378, 1600.0),
        ("Araki, 15 mL cone, 14 mL assumed", Column(14.7, 14, 160, 22), 0.378, 2500.0),
        ("Araki, 15 mL cone, 10 mL assumed", CONE, 0.378, 2500.0),
        ("Slichter, 450 mL bag", BAG, 0.365, 9000.0),
    ]
    gmin, found = np.geomspace(300, 15000, 60), []
    for name, column, haematocrit, known in published:
        recovery = harvest(settle(column, haematocrit, gmin), 1.5).platelets[:, 0, 0]
        found.append((name, column.height_mm, known, _peak(np.log(gmin), recovery)))
    return found


def report(reading: Reading) -> bool:
    """Print everything; whether the error is at most what is wanted, and the shipped constants are these."""
    whole = weights(reading)
    print("Constants that were not fitted:")
    for key, row in cells.CONSTANTS.rows.items():
        if "Fitted" not in row.why:
            print(f"  {key:22} {row.value:<8g} {row.unit:14} {row.status:2} {', '.join(row.sources)}")
    print("Fitted to all five studies (mean, SD):")
    for name, (mean, sd) in constants(whole).items():
        print(f"  {name:22} {mean:.3f} ± {sd:.3f}, shipped {cells.constant(name):g}")
    print("Rows used: recovery of all five; volume share of the 12 regimens; second spin of Jo (handling);")
    print("best G of the 12 regimens and Perez. Not used: Ozer (harvest unknown, is not reproduced), Araki")
    print("(compared below), the tested grids, and every row without a recovery.")
    found = errors(reading)
    print("Each study by constants fitted without it:")
    for key in STUDIES:
        mean, sd = predict(key, reading, weights(reading, key))
        fitted = ", ".join(f"{value[0]:.2f}" for value in constants(weights(reading, key)).values())
        print(
            f"  {key:12} measured {100 * measured(key):5.1f}   predicted {100 * mean:5.1f} ± {100 * sd:3.1f}"
            f"   error {found[key]:+5.1f}   constants {fitted}"
        )
    square = float(np.sqrt(np.mean(np.square(list(found.values())))))
    print(f"Leave-one-study-out mean absolute error {mean_error(found):.2f} points,")
    print(f"root mean square {square:.2f};")
    print(f"wanted at most {MOST}; the mean of the other studies scores {baseline():.2f}")
    shipped = all(
        abs(cells.constant(name) - mean) < 0.2 * sd for name, (mean, sd) in constants(whole).items()
    )
    return mean_error(found) <= MOST and shipped


def sensitivity() -> None:
    """The same figure under every other reading that was tried."""
    print("The same figure under other readings (each changes the reported one in one or more ways):")
    every = []
    for clear in ((1, 1), (1, 2), (2, 2)):
        for unstated in ((-1, 1), (-2, 2), (-1, 2), (1, 1)):
            for handling in ("fitted", "prior", "none"):
                found = errors(Reading(clear=clear, unstated=unstated, handling=handling))
                every.append(mean_error(found))
                print(f"  clear {clear} unstated {unstated} handling {handling:7}: {every[-1]:.2f}")
    print(
        f"  of {len(every)}: lowest {min(every):.2f}, median {np.median(every):.2f}, highest {max(every):.2f}"
    )
    others = {
        "Jo read as unstated": Reading(below=(-1, 1)),
        "Jo read as clear": Reading(below=(1, 2)),
        "scatter halved": Reading(scatter=0.02, scatter_whole=0.03, scatter_volume=0.01),
        "scatter doubled": Reading(scatter=0.08, scatter_whole=0.12, scatter_volume=0.04),
        "expulsion at most 0.45": Reading(expulsion_prior=0.45),
        "two spins scatter as one": Reading(scatter_whole=0.04),
        "best G not used": Reading(scatter_best=None),
        "best G counts twice": Reading(scatter_best=0.1),
    }
    for name, reading in others.items():
        print(f"  {name}: {mean_error(errors(reading)):.2f}")


def main() -> int:
    """Print the whole account."""
    reached = report(Reading())
    print("Best G in g·min, shipped constants (the first two took part in the fit):")
    for name, height, known, own in optima():
        print(f"  {name:33} {height:5.1f} mm  published {known:5.0f}  physics {own:5.0f}", end="")
        print(f"  {own / known - 1:+.0%}")
    for key in ("Perez", "12 regimens"):
        own = float(np.exp((weights(Reading(), key).sum(1) * np.log(best(key))).sum()))
        print(f"  {key}, by constants fitted without it: {own:.0f}")
    sensitivity()
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
