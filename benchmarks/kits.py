"""How often the 80 % interval for a kit holds preparations of a study that it has not seen.

Every study is left out in turn, the model fitted to the others alone, and the interval of recovery (with the
count known, the dose is that times the platelets drawn) compared with what the study found. Preparations of a
study are taken as normal on the log-odds around its printed mean, with its printed spread or, where none is
printed, the assumed one. Two figures: the share of preparations inside, and the share of study means inside.
"""

from statistics import NormalDist

from buffycoat.pathway.preparation.kits import ASSUMED, MEASURED, Measured, clinic, fit, logit


def left_out(row: Measured) -> tuple[float, float]:
    """The 80 % interval of one preparation, a share, without this row’s study."""
    pool = fit(one for one in MEASURED.rows.values() if one.study != row.study)
    return clinic(row.way, (), pool).recovery().interval(0.8)


def inside(row: Measured, low: float, high: float) -> float:
    """The share of this study’s preparations that lie between low and high."""
    share = (row.recovery or 0) / 100
    sd = ASSUMED["donor_sd"].value if row.donor_cv is None else row.donor_cv / (1 - share)
    donors = NormalDist(logit(share), sd)
    return donors.cdf(logit(high)) - donors.cdf(logit(low))


def rows(marks: str) -> list[Measured]:
    """Rows with a recovery and one of these marks."""
    return [row for row in MEASURED.rows.values() if row.recovery is not None and row.status in marks]


def coverage(marks: str) -> float:
    """The share of preparations inside, over all rows with these marks."""
    return sum(inside(row, *left_out(row)) for row in rows(marks)) / len(rows(marks))


def main() -> None:
    """Prints every row and both figures for the verified rows and for all."""
    for marks in ("V", "VK"):
        print(f"rows marked {' or '.join(marks)}")
        means = 0
        for row in rows(marks):
            low, high = left_out(row)
            share = (row.recovery or 0) / 100
            means += low <= share <= high
            print(
                f"  {row.way:38} {row.study:30} found {100 * share:5.1f} %  "
                f"80 %: {100 * low:3.0f} to {100 * high:3.0f} %  inside {100 * inside(row, low, high):3.0f} %"
            )
        count = len(rows(marks))
        print(f"  preparations inside: {100 * coverage(marks):.1f} % (nominal 80 %)")
        print(f"  study means inside:  {means} of {count} = {100 * means / count:.0f} %")


if __name__ == "__main__":
    main()
