"""Through the command line's engines: a sign never lowers, not knowing never clears, days move together."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from buffycoat.pathway.candidacy.answer import candidacy
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.candidacy.clock import drug_timeline, planned_day, window
from buffycoat.pathway.candidacy.drugs import DRUGS
from buffycoat.pathway.candidacy.records import Drug, Medicines, Plan, Site
from buffycoat.pathway.candidacy.target import CLASSES
from buffycoat.pathway.triage.answer import triage
from buffycoat.pathway.triage.case import TriageCase
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.told import TOLD, Told
from tests.cases.test_cases import CANDIDACY, TIERS, VERDICTS

ON = "2026-11-19"
SLOW = settings(deadline=None)  # on a busy machine one case may take its time
FLAG = st.sampled_from(FLAGS)
AGED = st.fixed_dictionaries(
    {"answer": st.sampled_from([True, False, None])},
    optional={"onset": st.sampled_from(["2026-11-18", "2026-11", "2019"]), "trend": st.just("worse")},
)
ANSWERS = st.dictionaries(FLAG, st.sampled_from([True, False, None]), max_size=12)
DATED = st.dictionaries(FLAG, AGED, max_size=8)
READ = st.just(Told("nothing_found")) | st.builds(
    lambda families: Told("emergency", tuple(families)),
    st.lists(st.sampled_from(sorted(TOLD.rows)), max_size=2),
)
KNOWN = [one["case"] for one in CANDIDACY if "verdict" in one["expect"]]


def _tier(red_flags: dict[str, Any], told: Told, **more: Any) -> int:
    case = TriageCase.model_validate({"on": ON, "red_flags": red_flags, **more})
    return TIERS.index(triage(case, told)["tier"])


@SLOW
@given(ANSWERS, FLAG, READ, st.none() | st.integers(0, 100))
def test_adding_a_red_flag_never_lowers_the_tier(answers, flag, told, age) -> None:
    assert _tier({**answers, flag: True}, told, age=age) >= _tier(answers, told, age=age)


@SLOW
@given(DATED, READ)
def test_words_that_read_as_an_emergency_never_lower_the_tier(answers, told) -> None:
    assert _tier(answers, told) >= _tier(answers, Told("nothing_found"))


@SLOW
@given(DATED, FLAG)
def test_a_doubt_in_the_words_is_asked_the_same_day_unless_it_was_answered(answers, flag) -> None:
    found = _tier(answers, Told("ask_first", ask=(flag,)))
    answered = answers.get(flag, {}).get("answer") is not None
    assert found >= (0 if answered else TIERS.index("same_day"))


def _verdict(case: dict[str, Any]) -> int:
    return VERDICTS.index(candidacy(CandidacyCase.model_validate(case))["verdict"])


_EVENTS = (
    "steroid_injection_on", "antibiotics_ended_on", "red_flags", "newly", "blood_thinner_status",
)  # fmt: skip


def _less_known(case: dict[str, Any]) -> list[str]:
    # Days and places are no answers about a danger, and an event that nobody names did not happen.
    kept = ("on", "target", "level", "side", "sites", "planned_on", *_EVENTS)
    return [key for key in case if key not in kept]


@SLOW
@given(st.sampled_from(KNOWN), st.data(), st.booleans())
def test_what_is_not_known_never_makes_a_candidate_suitable(case, data, absent) -> None:
    # Of what is known against somebody, nothing is left: the verdict then rests on the gap itself.
    field = data.draw(st.sampled_from(_less_known(case)))
    without = {key: value for key, value in case.items() if key != field or not absent}
    if not absent:
        without[field] = None
    assert _verdict(without) >= min(_verdict(case), 1)
    if field in _ASKED:
        assert _verdict(without) >= 1
    if case[field] in _QUIET:
        assert _verdict(without) >= _verdict(case)


# Fields whose absence alone keeps anybody from being suitable.
_ASKED = (
    "fused_levels", "medications", "infection_now", "bleeding_disorder", "cancer", "neurologic_risk",
    "conditions", "capacity_doubt", "expects_cure", "exercise_tried", "months_of_pain", "labs", "age",
    "smoker",
    "structural", "severe_change", "psychosocial_load",
)  # fmt: skip
_QUIET: tuple[Any, ...] = (False, [], "never", "no", "none")


@SLOW
@given(
    st.sampled_from(sorted(DRUGS.rows)),
    st.sampled_from(CLASSES),
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.integers(0, 400),
)
def test_the_drug_clock_is_monotone_in_the_planned_day(key, grade, first, later) -> None:
    drug = Drug(name=DRUGS[key].ingredients[0])
    early, late = window(drug, grade, first), window(drug, grade, first + timedelta(days=later))
    for name in ("hold_from", "hold_from_bleeding", "hold_from_platelets", "restart", "restart_bleeding"):
        one, two = getattr(early, name), getattr(late, name)
        assert (one is None) == (two is None)
        if one:
            assert two - one == timedelta(days=later)


@SLOW
@given(st.dates(date(2026, 11, 19), date(2032, 12, 31)), st.integers(0, 60))
def test_a_later_planned_day_never_makes_a_hold_begin_earlier(planned, later) -> None:
    drugs = Medicines(drugs=tuple(Drug(name=row.ingredients[0]) for row in DRUGS.rows.values()))
    sites = (Site(target="DISC", level="L4-5", side="M"),)
    day = date(2026, 11, 19)
    plans = [Plan(sites=sites, planned_on=planned + timedelta(days=n)) for n in (0, later)]
    early, late = (drug_timeline(drugs, plan, day) for plan in plans)
    assert planned_day(plans[0], day) <= planned_day(plans[1], day)
    assert [one.drug for one in early] == [one.drug for one in late]
    assert all(a.hold_from <= b.hold_from for a, b in zip(early, late, strict=True) if a.hold_from)
