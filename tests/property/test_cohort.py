"""Whatever is chosen, the registry's numbers are those of choosing each option alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.registry.cohort import Filter, counted, singles_out, told
from buffycoat.registry.disclosure import LEAST
from buffycoat.registry.linked import FEW, HIDDEN

SIZES = (2, 3, 4)


@st.composite
def asked(draw: st.DrawFn) -> tuple[tuple[Filter, ...], dict[str, set[str]], int]:
    """Three filters over some rows, and a choice."""
    many = draw(st.integers(0, 30))
    found, chosen = [], {}
    for at, size in enumerate(SIZES):
        codes = np.array(draw(st.lists(st.integers(0, size - 1), min_size=many, max_size=many)), np.int64)
        options = tuple((str(one), str(one)) for one in range(size))
        found.append(Filter(f"f{at}", f"Filter {at}", options, codes))
        if wanted := draw(st.sets(st.sampled_from([value for value, _ in options]))):
            chosen[f"f{at}"] = wanted
    return tuple(found), chosen, many


@settings(deadline=None)
@given(asked())
def test_an_option_s_number_is_the_size_of_the_cohort_that_it_would_make(case):
    filters, chosen, many = case
    found = counted(filters, chosen, many)
    for one in filters:
        for place, (value, _) in enumerate(one.options):
            alone = counted(filters, chosen | {one.key: {value}}, many)
            assert found.episodes[one.key][place] == alone.kept.sum()
        wanted = chosen.get(one.key, {value for value, _ in one.options})
        inside = [number for (value, _), number in zip(one.options, found.episodes[one.key], strict=True)
                  if value in wanted]  # fmt: skip
        assert sum(inside) == found.kept.sum()


@settings(deadline=None)
@given(asked())
def test_a_cohort_that_singles_nobody_out_differs_from_each_neighbour_by_none_or_enough(case):
    filters, chosen, many = case
    kept = counted(filters, chosen, many).kept
    differ = []
    for key, wanted in chosen.items():
        fewer = [wanted - {one} for one in wanted]
        for less in [one for one in fewer if one] + [set()]:
            other = counted(filters, chosen | {key: less}, many).kept
            differ.append(int((kept != other).sum()))
        differ += [int((kept & (filter_.codes == int(one))).sum()) for one in wanted
                   for filter_ in filters if filter_.key == key]  # fmt: skip
    some = any(0 < one < LEAST for one in differ)
    assert bool(singles_out(filters, chosen, counted(filters, chosen, many))) == some


@settings(deadline=None, max_examples=30)
@given(asked())
def test_no_small_number_is_told_and_what_is_told_is_near(case):
    filters, chosen, many = case
    found = counted(filters, chosen, many)
    shown = told(filters, chosen, found)
    for one in filters:
        for number, said in zip(found.episodes[one.key].tolist(), shown[one.key], strict=True):
            if 0 < number < LEAST:
                assert said in (FEW, HIDDEN)
            elif said != HIDDEN:
                assert abs(said - number) < LEAST
                assert said % LEAST == 0
