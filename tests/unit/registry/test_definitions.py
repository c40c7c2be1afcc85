"""The definitions of a responder say of every pair of scores what the pathway's own rules say of it."""

from itertools import product

import numpy as np
import pytest

from buffycoat.pathway.outcomes.instruments import nrs, pgic, responders
from buffycoat.registry.definitions import DEFINITIONS, NO_BASELINE, NO_RESPONDER, NOT_ANSWERED, RESPONDER
from buffycoat.registry.frame import UNKNOWN


@pytest.mark.parametrize("key", ["a", "b"])
def test_pain_by_every_pair_of_scores(key):
    table = DEFINITIONS[key].table
    for before, now in product(range(11), range(11)):
        said = responders({"NRS": nrs(before)}, {"NRS": nrs(now)}, None)[key].responder
        assert table[before, now] == {None: NO_BASELINE, True: RESPONDER, False: NO_RESPONDER}[said]
    assert (table[1:11, UNKNOWN] == NOT_ANSWERED).all()
    assert (table[UNKNOWN] == NO_BASELINE).all()


def test_the_rating_of_change_needs_no_pain_before():
    table = DEFINITIONS["d"].table
    for now in range(1, 8):
        said = responders({}, {"PGIC": pgic(now)}, None)["d"].responder
        assert np.unique(table[:, now]).tolist() == [RESPONDER if said else NO_RESPONDER]
    assert np.unique(table[:, UNKNOWN]).tolist() == [NOT_ANSWERED]
