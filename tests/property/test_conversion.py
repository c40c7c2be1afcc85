"""Units are converted as exact fractions would have it, whatever is remembered or cut short on the way."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway import units

WAYS = sorted(units._SPELLINGS)  # the table itself: every way there is
NUMBERS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False) | st.integers(-(10**9), 10**9).map(
    float
)


@given(NUMBERS, st.sampled_from(WAYS))
def test_a_value_is_what_its_fraction_is(value, way):
    to, spelled = way
    held = units._SPELLINGS[way]
    slow = float(Fraction(repr(value)) * held.times + held.plus)
    fast = units.convert(value, spelled, to)
    assert (fast, str(fast)) == (slow, str(slow)), "to the last digit, and 0.0 is not −0.0"


@given(st.sampled_from(WAYS), st.sampled_from(WAYS))
def test_a_spelling_is_remembered_for_its_own_unit_only(one, other):
    """“g/L” is a tenth of a g/dL, and no cell count; asked in turn, neither takes the other's answer."""
    for to, spelled in (one, other, one):
        assert units._spelling(spelled, to) == units._SPELLINGS[to, spelled]
