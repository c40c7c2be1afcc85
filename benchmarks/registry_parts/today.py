"""Today's way, the same parts by pandas, lifelines and statsmodels: python -m … FOLDER [mixed]

Written as a careful analyst writes it: columns read once, one wide table, no loops over people.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from statsmodels.stats.proportion import proportion_confint

from buffycoat.registry.columns import WEEKS
from buffycoat.registry.sums import LATE

TAKEN: dict[str, tuple[float, float]] = {}
FOLLOWED = WEEKS[1:]


@contextmanager
def part(name: str) -> Iterator[None]:
    """Take the wall and processor seconds of one part."""
    began, used = perf_counter(), process_time()
    yield
    TAKEN[name] = perf_counter() - began, process_time() - used


def load(folder: Path) -> pd.DataFrame:
    """One row an episode, pain by visit beside it."""

    def read(
        table: str, columns: list[str], filters: list[tuple[str, str, str]] | None = None
    ) -> pd.DataFrame:
        parts = [pd.read_parquet(site / f"{table}.parquet", columns=columns, filters=filters).assign(
                     site=site.name)
                 for site in sorted(folder.glob("site=*"))]  # fmt: skip
        return pd.concat(parts, ignore_index=True)

    wanted = [
        "episode",
        "arm",
        "target",
        "age",
        "sex",
        "smoker",
        "bmi",
        "dose",
        "elapsed",
        "followed",
        "rescue",
    ]
    # As ours does, only the answers about pain are read: the file's index tells which these are.
    answers = read("answers", ["episode", "week", "score"], [("instrument", "==", "nrs")])
    pain = answers.pivot(index=["site", "episode"], columns="week", values="score")
    pain.columns = [f"y{week}" for week in pain.columns]
    worst = read("events", ["episode", "grade"]).groupby(["site", "episode"]).grade.max().rename("worst")
    held = read("episodes", wanted).set_index(["site", "episode"]).join(pain).join(worst)
    return held.reset_index().assign(
        worst=lambda one: one.worst.fillna(0), y0=lambda one: one.y0.astype(float)
    )


def response(held: pd.DataFrame) -> None:
    """Responders by target and visit with Wilson intervals, observed and with the missing as failures."""
    for week in FOLLOWED:
        now = held[held.y0 > 0]
        now = now.assign(down=now[f"y{week}"] * 2 <= now.y0, given=now[f"y{week}"].notna())
        now = now[now.given | (now.elapsed >= week * 7 + LATE[week])]
        groups = now.groupby(["arm", "target"], observed=True)
        table = groups.agg(due=("given", "size"), given=("given", "sum"), down=("down", "sum"))
        proportion_confint(table.down, table.given, method="wilson")
        proportion_confint(table.down, table.due, method="wilson")


def pain(held: pd.DataFrame) -> None:
    """Mean pain with its interval."""
    long = held.melt(["arm", "target"], [f"y{week}" for week in WEEKS]).dropna()
    table = long.groupby(["arm", "target", "variable"], observed=True).value.agg(["size", "mean", "std"])
    table["reach"] = 1.96 * table["std"] / np.sqrt(table["size"])


def rescue(prp: pd.DataFrame) -> None:
    """Kaplan-Meier by target, and a log-rank test."""
    had = prp.rescue.notna()
    day = prp.rescue.where(had, prp.followed).astype(float).clip(upper=730)
    for target in prp.target.unique():
        here = prp.target == target
        KaplanMeierFitter().fit(day[here], had[here])
    multivariate_logrank_test(day, prp.target, had)


def dose(prp: pd.DataFrame) -> None:
    """Response at 26 weeks by dose: a natural spline in a logistic regression, a model a target."""
    for _, here in judged(prp).dropna(subset=["dose"]).groupby("target", observed=True):
        smf.logit("down ~ cr(dose, df=3) + y0 + age", here.astype({"dose": float})).fit(disp=0)


def judged(held: pd.DataFrame) -> pd.DataFrame:
    """Who answered at 26 weeks, and whether pain is down by half."""
    kept = held[(held.y0 > 0) & held.y26.notna()]
    return kept.assign(down=(2 * kept.y26 <= kept.y0).astype(int))


def practices(prp: pd.DataFrame) -> None:
    """Observed and expected responders by practice."""
    here = judged(prp)
    model = smf.logit("down ~ y0 + age + C(target)", here.astype({"target": str})).fit(disp=0)
    here.assign(expected=model.predict(), spread=model.predict() * (1 - model.predict())).groupby("site")[
        ["down", "expected", "spread"]].sum()  # fmt: skip


def weighted(held: pd.DataFrame) -> None:
    """PRP against each other arm by overlap weights, with a robust error."""
    for other in ("steroid", "radiofrequency"):
        here = judged(held[held.arm.isin(["prp", other])])
        here = here.assign(prp=(here.arm == "prp").astype(int))
        e = smf.logit("prp ~ y0 + age", here).fit(disp=0).predict()
        weight = np.where(here.prp == 1, 1 - e, e)
        smf.wls("down ~ prp", here, weights=weight).fit(cov_type="HC1")


def harms(prp: pd.DataFrame) -> None:
    """Events by target and grade with exact intervals; who answered which visits."""
    for _, here in prp.groupby("target", observed=True):
        for grade in (1, 3):
            proportion_confint((here.worst >= grade).sum(), len(here), method="beta")
    prp[[f"y{week}" for week in FOLLOWED]].notna().value_counts()


def mixed(held: pd.DataFrame) -> None:
    """PRP against steroid over the visits: random intercept and slope, by restricted maximum likelihood."""
    here = held[held.arm.isin(["prp", "steroid"]) & held.y0.notna()]
    here = here.assign(prp=(here.arm == "prp").astype(int), who=np.arange(len(here)))
    here = here[["who", "prp", "age", "y0", *(f"y{week}" for week in FOLLOWED)]]
    long = here.melt(["who", "prp", "age", "y0"]).dropna().astype({"value": float})
    long["at"] = long.variable.map({f"y{week}": at for at, week in enumerate(FOLLOWED)}).astype(float)
    smf.mixedlm("value ~ C(at) * prp + C(at) * y0 + age", long, groups="who", re_formula="~at").fit(reml=True)


def main(folder: Path, with_mixed: bool) -> None:
    """Every part once, its seconds as JSON."""
    warnings.simplefilter("ignore")
    with part("load"):
        held = load(folder)
    prp = held[held.arm == "prp"]
    for of, rows in ((response, held), (pain, held), (rescue, prp), (dose, prp), (practices, prp),
                     (weighted, held), (harms, prp)):  # fmt: skip
        with part(of.__name__):
            of(rows)
    if with_mixed:
        with part("mixed"):
            mixed(held)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024 / 1e6
    print(json.dumps({"parts": TAKEN, "peak_gb": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "mixed" in sys.argv[2:])
