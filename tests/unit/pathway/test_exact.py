"""The exact interval, held to SciPy and to statsmodels."""

import pytest
from scipy.stats import beta
from statsmodels.stats.proportion import proportion_confint

from buffycoat.practice.exact import rate
from buffycoat.registry.models.proportion import exact

COUNTS = [(0, 1), (0, 12), (0, 130), (1, 2), (1, 49), (3, 276), (12, 4891), (5, 5), (49, 50), (1900, 2000)]
MANY = [(1, 10_000), (300, 10_000), (5_000, 10_000), (9_700, 10_000), (10_000, 10_000)]


@pytest.mark.parametrize(("events", "of"), COUNTS + MANY)
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_it_is_clopper_and_pearsons(events, of, level):
    tail = (1 - level) / 2
    made = rate(events, of, level)
    low = 0.0 if events == 0 else beta.ppf(tail, events, of - events + 1)
    high = 1.0 if events == of else beta.ppf(1 - tail, events + 1, of - events)
    assert (made.low, made.high) == pytest.approx((low, high), abs=1e-9)
    theirs = proportion_confint(events, of, alpha=1 - level, method="beta")
    assert (made.low, made.high) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("events", "of"), COUNTS)
def test_it_is_the_registrys_too(events, of):
    mine, theirs = rate(events, of), exact(events, of)
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_of_none_the_rule_of_three_is_said_and_is_never_more_than_all():
    assert rate(0, 60).three == pytest.approx(0.05)
    assert rate(0, 2).three == 1.0
    assert rate(1, 60).three is None


def test_among_nobody_there_is_no_interval():
    assert (rate(0, 0).low, rate(0, 0).high, rate(0, 0).three) == (None, None, None)


@pytest.mark.parametrize(("events", "of"), [(2, 1), (-1, 5), (0, -1)])
def test_what_is_no_proportion_is_refused(events, of):
    with pytest.raises(ValueError, match="is not a proportion"):
        rate(events, of)
