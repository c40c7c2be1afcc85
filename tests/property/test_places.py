"""However keys lie, each is found where it stands, and one that is not there is said not to be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from buffycoat.registry.places import Places

anything = st.integers(-(2**63), 2**63 - 1)
close = st.integers(2**40, 2**40 + 300)
keys = st.one_of(st.sets(anything, max_size=60), st.sets(anything | close, max_size=200), st.sets(close))


@given(keys, st.lists(st.integers(0, 10**6), max_size=50), anything | close)
def test_keys_are_found_and_others_are_not(held: set[int], asked: list[int], other: int) -> None:
    among = np.array(sorted(held), np.int64)
    places = Places.of(among)
    if held:
        wanted = among[[one % len(among) for one in asked]] if asked else among[:0]
        found = places(wanted)
        assert found is not None
        assert (among[found] == wanted).all()
    if other not in held:
        assert places(np.array([*sorted(held)[:3], other], np.int64)) is None
