"""Whatever is answered: one more sign never makes it less urgent, and what is not known is never a “no”."""

from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.stage import unanswered
from buffycoat.pathway.triage.records import FLAGS, WarningSigns
from buffycoat.pathway.triage.red_flags import WORST_FIRST
from buffycoat.pathway.triage.urgency import Tier, tier

FLAG = st.sampled_from(FLAGS)
ANSWERS = st.dictionaries(FLAG, st.sampled_from([True, False, None]))
NEWLY = st.none() | st.lists(FLAG, unique=True, max_size=5).map(tuple)
AGE = st.none() | st.integers(0, 110)


def _urgency(found: Tier) -> int:
    return len(WORST_FIRST) - WORST_FIRST.index(found.level) if found.level else 0


def _signs(answers: dict[str, bool | None], newly: tuple[str, ...] | None) -> WarningSigns:
    return WarningSigns.model_validate({**answers, "newly": newly})


@given(ANSWERS, NEWLY, AGE, FLAG, st.booleans())
def test_one_more_sign_never_lowers_the_tier(answers, newly, age, flag, steady) -> None:
    before = tier(_signs(answers, newly), age, steady_pain=steady)
    after = tier(_signs({**answers, flag: True}, newly), age, steady_pain=steady)
    assert _urgency(after) >= _urgency(before)


@given(ANSWERS, NEWLY, AGE, FLAG)
def test_a_sign_that_turns_new_never_lowers_the_tier(answers, newly, age, flag) -> None:
    before = tier(_signs({**answers, flag: True}, newly or ()), age)
    after = tier(_signs({**answers, flag: True}, (*(newly or ()), flag)), age)
    assert _urgency(after) >= _urgency(before)


@given(ANSWERS, NEWLY, AGE)
def test_not_knowing_is_never_less_urgent_than_knowing_that_all_is_old_and_steady(
    answers, newly, age
) -> None:
    known = tier(_signs(answers, ()), age, steady_pain=True)
    unknown = tier(_signs(answers, None), age)
    assert _urgency(unknown) >= _urgency(known)


@given(ANSWERS, AGE)
def test_what_matters_and_is_not_known_is_named_and_raises_a_card(answers, age) -> None:
    signs = _signs(answers, None)
    open_ones = {key for key in FLAGS if WarningSigns.items[key].matters and answers.get(key) is None}
    assert set(tier(signs, age).unknown) == open_ones
    asked = {ask for card in unanswered(WarningSigns, signs) for ask in card.asks}
    assert {f"triage.warning_signs.{key}" for key in open_ones} <= asked


@given(ANSWERS, NEWLY, AGE)
def test_every_present_sign_is_among_the_drivers_of_some_suspicion(answers, newly, age) -> None:
    found = tier(_signs(answers, newly), age)
    driven = {key for one in found.suspicions for key in one.drivers}
    assert {key for key, said in answers.items() if said} | set(newly or ()) <= driven
