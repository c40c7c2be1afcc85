"""Registries of people who were never there: what is true of them is planted, so it can be looked for.

`pain`: answers over the visits. Who has more pain is likelier to be given PRP; the worse the last answer, the
likelier the following ones are lost; `unseen`: how often an answer of 6 and more is lost itself, with PRP.
`response`: half the pain or not at 26 weeks, by treatment and dose, of which the truth is known exactly.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import binom

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.frame import CODES, FLAGS, NUMBERS, SCORED, UNKNOWN, Frame

MAIN = WEEKS.index(26)
RESCUE = 900  # days until rescue, on average
BAD = 6  # pain from which on it is lost unseen
Real = NDArray[np.float64]


def _frame(columns: dict[str, NDArray[np.generic]], nrs: Real, sites: tuple[str, ...] = ("one",)) -> Frame:
    """A frame with these columns and pain scores (n, visits), not a number where not answered."""
    many = len(nrs)
    held = {name: np.full(many, UNKNOWN, np.uint8) for name in (*CODES, *FLAGS, "kit")}
    held |= {name: np.full(many, -1, kind) for name, kind in NUMBERS.items()}
    held |= {"site": np.zeros(many, np.int16), "worst_event": np.zeros(many, np.uint8)}
    held["elapsed"] = np.full(many, 500, np.int16)
    held |= {name: values.astype(held[name].dtype) for name, values in columns.items()}
    table = np.full((many, len(SCORED) * len(WEEKS)), UNKNOWN, np.uint8)
    table[:, : len(WEEKS)] = np.where(np.isnan(nrs), UNKNOWN, nrs)
    return Frame(held, table, sites, ())


def pain(seed: int, effect: float, unseen: float = 0.0, people: int = 300) -> Frame:
    """PRP (0) or a steroid (1), two targets; PRP moves pain by `effect` at every later visit."""
    rng = np.random.default_rng([7, seed])
    base = np.clip(np.rint(rng.normal(6, 1.2, people)), 3, 9)
    prp = rng.random(people) < expit(0.4 * (base - 6))
    age = rng.integers(30, 80, people)
    scores = np.full((people, len(WEEKS)), np.nan)
    scores[:, 0] = base
    own, last, here = rng.normal(0, 0.8, people), base, np.ones(people, bool)
    for visit in range(1, len(WEEKS)):
        wanted = 1.5 + 0.5 * base + effect * prp + own + rng.normal(0, 0.7, people)
        now = np.clip(np.rint(wanted), 0, 10)
        here &= rng.random(people) > 0.02 * last + unseen * (prp & (now >= BAD))
        scores[here, visit] = now[here]
        last = now
    rng = np.random.default_rng([9, seed])
    free, followed = rng.exponential(RESCUE, people).astype(int), rng.integers(100, 500, people)
    columns = {
        "arm": np.where(prp, 0, 1),
        "target": rng.integers(0, 2, people),
        "age": age,
        "followed": np.minimum(free, followed),
        "rescue": np.where(free < followed, free, -1),
    }
    return _frame(columns, scores)


BASES = np.arange(4, 10)
COMMON = np.array([0.1, 0.2, 0.25, 0.2, 0.15, 0.1])  # how common each pain before is
LEAST_DOSE, WIDE, TRIES = 20, 8, 10  # tenths of a billion: wide steps, and within one all alike


def _treated(base: Real) -> Real:
    return np.asarray(expit(0.5 * (base - 6.5)))


def _high(base: Real) -> Real:
    """The chance of each wide step: who has more pain is given more."""
    return np.asarray(0.35 + 0.03 * (base - 6.5))


def _answers(base: Real) -> Real:
    return np.asarray(0.95 - 0.05 * (base - 4))


@dataclass(frozen=True)
class Response:
    """Half the pain or not. `effect`: log-odds of PRP at 5 billion; `slope`: of each billion more."""

    effect: float
    slope: float

    def chance(self, base: Real, prp: Real, dose: Real) -> Real:
        """Of half the pain: less often the more pain there was."""
        more = self.effect + self.slope * (dose - 50) / 10
        return np.asarray(expit(-0.2 - 0.3 * (base - 6.5) + np.where(prp, more, 0)))

    @cache  # noqa: B019  # two registries, kept while the tests run
    def difference(self) -> float:
        """The overlap-weighted difference in the share of responders among those who answer."""
        steps = np.arange(WIDE * (TRIES + 1))
        dose = binom.pmf(steps // WIDE, TRIES, _high(BASES)[:, None]) / WIDE
        with_prp = (dose * self.chance(BASES[:, None], np.True_, LEAST_DOSE + steps)).sum(axis=1)
        gap = with_prp - self.chance(BASES, np.False_, np.zeros(1))
        weight = COMMON * _answers(BASES) * _treated(BASES) * (1 - _treated(BASES))
        return float((weight * gap).sum() / weight.sum())

    def registry(self, seed: int, people: int = 1000, practices: int = 8) -> Frame:
        """People of some practices, which are all alike, by whatever they were given."""
        rng = np.random.default_rng([8, seed])
        base = rng.choice(BASES, people, p=COMMON).astype(float)
        prp = rng.random(people) < _treated(base)
        dose = LEAST_DOSE + WIDE * rng.binomial(TRIES, _high(base)) + rng.integers(0, WIDE, people)
        half = rng.random(people) < self.chance(base, prp, dose)
        scores = np.clip(np.rint(base[:, None] - 1 + rng.normal(0, 1, (people, len(WEEKS)))), 0, 10)
        scores[:, 0] = base
        scores[:, MAIN] = np.where(half, base // 2, base)
        scores[rng.random(people) > _answers(base), MAIN] = np.nan
        columns = {
            "arm": np.where(prp, 0, 1),
            "target": np.zeros(people),
            "age": rng.integers(30, 80, people),
            "dose": np.where(prp, dose, -1),
            "site": rng.integers(0, practices, people),
            "followed": np.full(people, 365),
        }
        return _frame(columns, scores, tuple(f"practice {one}" for one in range(practices)))
