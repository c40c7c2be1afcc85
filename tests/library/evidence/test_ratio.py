"""Ratios and intervals against statsmodels, against the rule base, and at their edges."""

import pytest
from statsmodels.stats.contingency_tables import Table2x2

from buffycoat.library.evidence import Point, evidence, ratio
from buffycoat.library.evidence.row import weeks

COUNTED = [
    (key, point)
    for key, row in evidence().rows.items()
    for point in row.points
    if point.prp and point.control
]


@pytest.mark.parametrize(("key", "point"), COUNTED)
def test_the_interval_is_that_of_statsmodels(key, point):
    (a, n), (b, m) = point.prp, point.control
    table = Table2x2([[a, n - a], [b, m - b]])
    found = ratio(point)
    low, high = table.riskratio_confint()
    assert (found.value, found.low, found.high) == pytest.approx((table.riskratio, low, high), rel=1e-9)


@pytest.mark.parametrize(
    ("key", "what", "said"),
    [
        ("dutch_2024", "pain", "1.34 (0.81 to 2.21)"),  # the rule base's own calculation
        ("zielinski_2022", "responders", "1.33 (0.16 to 10.94)"),  # the design board's
        ("singla_2017", "responders", "3.60 (1.66 to 7.80)"),
        ("zhang_2020", "responders", "4.14 (2.22 to 7.74)"),  # printed by the review
    ],
)
def test_the_figures_that_were_agreed(key, what, said):
    found = [ratio(point) for point in evidence().rows[key].points if point.what == what]
    assert [str(one) for one in found] == [said]
    assert found[0].printed == (key == "zhang_2020")
    assert found[0].rebuilt == (key in ("zielinski_2022", "singla_2017"))


def test_without_counts_there_is_no_ratio():
    bare = [key for key, row in evidence().rows.items() if not any(ratio(point) for point in row.points)]
    assert len(bare) == 36 - 4
    assert "gupta_2024" in bare


@pytest.mark.parametrize(("prp", "control"), [([0, 20], [5, 20]), ([5, 20], [0, 20])])
def test_where_nobody_did_better_there_is_no_ratio_either(prp, control):
    assert ratio(Point(what="pain", at="8 wk", direction="none", prp=prp, control=control)) is None


def test_all_in_both_groups_is_a_ratio_of_one_without_width():
    found = ratio(Point(what="pain", at="8 wk", direction="none", prp=(9, 9), control=(7, 7)))
    assert (found.low, found.value, found.high) == (1, 1, 1)


def test_weeks():
    assert [weeks(at) for at in ("8 wk", "6 mo", "12 mo", "earlier", "later")] == [8, 26, 52, 0, 52]


def test_rates_name_their_study():
    disc = evidence().rates("DISC")
    assert {("dutch_2024", 48, 21, 44), ("dutch_2024", 36, 16, 45), ("dutch_2024", 2.0, 1, 49)} <= {
        (one.row, one.percent, one.events, one.of) for one in disc
    }
    assert set(disc) < set(evidence().rates())
