"""What aftercare says: check-ins by the day after the injection, the missing call, the plan."""

from datetime import UTC, datetime, timedelta
from typing import Any

from buffycoat.pathway.aftercare.plan import Options, plan_for
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.record import Record
from buffycoat.pathway.triage.records import Pain
from tests.spec.case import DAY, Case
from tests.spec.words import DOUBT, DRAGS, EMERGENCY, NOTHING, NUMB_SEAT, read_as


def _injected(days_ago: int) -> Injection:
    day = DAY - timedelta(days=days_ago)
    return Injection(
        given_at=datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
        operator="Proceduralist One",
        guidance="fluoroscopy",
        sites=(InjectedSite(target="DISC", level="L4-5", side="M", volume=1.5),),
    )


def _check(days_ago: int = 0, **said: Any) -> CheckIn:
    return CheckIn.model_validate({"on": DAY - timedelta(days=days_ago), **said})


def _said(title: str, day: int, says: tuple[tuple[str, str], ...] = (), **said: Any) -> Case:
    """A check-in today, so many days after a disc injection."""
    return Case("aftercare.check_in", title, (_injected(day), _check(**said)), says)


def _scores(day: int, *scores: tuple[int, int]) -> tuple[Record, ...]:
    """A baseline of 4, an injection, and pain scores as (days ago, score)."""
    return (Pain(average=4), _injected(day), *(_check(ago, pain_now=score) for ago, score in scores))


E0, E1, E2 = "Emergency:", "Same day:", "Within two weeks:"
CHECK_INS = (
    Case(
        "aftercare.check_in",
        "weakness in own words alone, after an injection",
        (_injected(3), _check(narrative=DRAGS), read_as(DRAGS, EMERGENCY, "weakness")),
        (
            (
                "critical",
                "Emergency: possible bleeding or pressure near the cord or nerves. In their own words",
            ),
        ),
    ),
    Case(
        "aftercare.check_in",
        "own words that only triage knows",
        (_injected(3), _check(narrative=NUMB_SEAT), read_as(NUMB_SEAT, EMERGENCY, "self_harm")),
        (("critical", "Emergency: thoughts of suicide"),),
    ),
    Case(
        "aftercare.check_in",
        "own words that no sign names",
        (_injected(3), _check(narrative=NUMB_SEAT), read_as(NUMB_SEAT, EMERGENCY, "allergy")),
        (("critical", "Read what the patient wrote and call them now"),),
    ),
    _said(
        "asked directly because of the words, and said yes",
        3,
        (("critical", "Emergency: possible bleeding"),),
        asked=[{"sign": "foot_drop", "answer": True}],
    ),
    _said(
        "a sign that only triage knows, asked directly, and said yes",
        3,
        (("critical", "Emergency:"),),
        asked=[{"sign": "chest_pain", "answer": True}],
    ),
    _said("day 2, sore, all signs denied", 2, fever=False, new_weakness=False, pain_now=5),
    _said("day 2, pain rising: expected until day 3", 2, pain_rising=True),
    _said("day 4, pain rising", 4, (("critical", E1),), pain_rising=True),
    _said("day 1, new weakness", 1, (("critical", E0),), new_weakness=True),
    _said("day 200, numb between the legs", 200, (("critical", E0),), saddle_numbness=True),
    _said(
        "day 1, severe new pain with bladder trouble",
        1,
        (("critical", "a haematoma is decompressed"),),
        severe_new_pain=True,
        bladder_or_bowel=True,
    ),
    _said("day 1, severe new pain alone", 1, (("critical", E1),), severe_new_pain=True),
    _said("day 0, hives", 0, (("critical", E0),), breathless_or_hives=True),
    _said("day 2, headache when upright", 2, (("critical", E1),), headache_upright=True),
    _said("day 0, sudden severe headache", 0, (("critical", E0),), severe_headache=True),
    _said("day 5, red needle mark", 5, (("critical", E1),), wound=True),
    _said("day 20 after a disc injection, fever", 20, (("critical", E1),), fever=True),
    _said("day 20, 38.0 measured, fever denied", 20, (("critical", E1),), fever=False, temperature=38.0),
    _said("day 20, 37.9 measured", 20, fever=False, temperature=37.9),
    _said("day 8, fever and a stiff neck", 8, (("critical", E0),), fever=True, stiff_neck=True),
    _said(
        "day 30, worse after a good spell, no fever",
        30,
        (("critical", "Fever is often absent"),),
        worse_after_good_spell=True,
        fever=False,
    ),
    _said("day 3, worse after a good spell: expected until day 3", 3, worse_after_good_spell=True),
    _said("day 4, worse after a good spell", 4, (("critical", E1),), worse_after_good_spell=True),
    _said("day 6, new night pain", 6, (("critical", E1),), night_pain=True),
    _said("day 7, new night pain: now a slow infection", 7, (("critical", "infection"),), night_pain=True),
    _said("day 84, worse after a good spell", 84, (("critical", E1),), worse_after_good_spell=True),
    _said(
        "day 20 after a disc injection, fever and a weak leg",
        20,
        (("critical", E0), ("critical", E0)),
        fever=True,
        new_weakness=True,
    ),
    _said("day 20, severe new pain alone", 20, (("critical", E1),), severe_new_pain=True),
    _said("day 120, worse after a good spell", 120, (("warning", E2),), worse_after_good_spell=True),
    _said("day 120, new leg pain", 120, (("warning", E2),), new_leg_pain=True),
    _said("day 10, new leg pain", 10, (("critical", E1),), new_leg_pain=True),
    Case(
        "aftercare.check_in",
        "rising pain, day of injection not known: every window counts",
        (_check(pain_rising=True),),
        (("critical", "day after injection not known"),),
    ),
    Case("aftercare.check_in", "day 6, 3 above the baseline today only", _scores(6, (2, 5), (0, 7)), ()),
    Case(
        "aftercare.check_in",
        "day 6, 3 above the baseline for two days",
        _scores(6, (2, 7), (1, 8), (0, 7)),
        (("critical", "pain at least 3 above the baseline for 48 h"),),
    ),
    Case(
        "aftercare.check_in",
        "a check-in dated after the day read is not known yet",
        (_injected(2), _check(-1, new_weakness=True)),
        (),
    ),
)

OTHERS = (
    Case("aftercare.safety_call", "the day itself", (_injected(0),), ()),
    Case(
        "aftercare.safety_call",
        "day 2, not called yet",
        (_injected(2),),
        (("info", "due by 20 November 2026"),),
    ),
    Case(
        "aftercare.safety_call", "day 4, never called", (_injected(4),), (("warning", "No check-in since"),)
    ),
    Case(
        "aftercare.safety_call",
        "asked on the day itself only",
        (_injected(4), _check(4)),
        (("warning", "No check-in"),),
    ),
    Case("aftercare.safety_call", "asked on day 2", (_injected(4), _check(2)), ()),
    Case("aftercare.narrative", "nothing written", (_check(),), ()),
    Case(
        "aftercare.narrative",
        "something written",
        (_check(narrative="my foot feels odd"),),
        (("warning", "on 19 November 2026 that was not understood here"),),
    ),
    Case(
        "aftercare.narrative",
        "read, and nothing marked",
        (_check(narrative=DRAGS), read_as(DRAGS, NOTHING)),
        (("info", "It misses some"),),
    ),
    Case(
        "aftercare.narrative",
        "in doubt, and nobody asked",
        (_check(narrative=DRAGS), read_as(DRAGS, DOUBT, ask=("foot_drop",))),
        (("critical", "Ask: cannot lift the foot"),),
    ),
    Case(
        "aftercare.narrative",
        "in doubt, asked directly, and the patient is not sure",
        (
            _check(narrative=DRAGS, asked=[{"sign": "chest_pain", "answer": None}]),
            read_as(DRAGS, DOUBT, ask=("chest_pain",)),
        ),
        (("critical", "Same day: own words leave a doubt on 19 November 2026"),),
    ),
    Case(
        "aftercare.narrative",
        "in doubt, asked directly, and denied",
        (
            _check(narrative=DRAGS, asked=[{"sign": "chest_pain", "answer": False}]),
            read_as(DRAGS, DOUBT, ask=("chest_pain",)),
        ),
        (("info", "asked directly and answered"),),
    ),
    Case(
        "aftercare.narrative",
        "in doubt whether there was an injection: the chart knows",
        (_injected(3), _check(narrative=DRAGS), read_as(DRAGS, DOUBT, ask=("recent_spinal_procedure",))),
        (("info", DRAGS),),
    ),
    Case(
        "aftercare.narrative",
        "in doubt, and the check-in itself has the answer",
        (_check(narrative=DRAGS, new_weakness=False), read_as(DRAGS, DOUBT, ask=("foot_drop",))),
        (("info", DRAGS),),
    ),
    Case(
        "aftercare.contradiction",
        "no new weakness, answered; the foot drags, written",
        (_check(narrative=DRAGS, new_weakness=False), read_as(DRAGS, EMERGENCY, "weakness")),
        (("warning", "own words say otherwise"),),
    ),
    Case(
        "aftercare.contradiction",
        "the foot drags, written, and nothing denied",
        (_check(narrative=DRAGS), read_as(DRAGS, EMERGENCY, "weakness")),
        (),
    ),
    Case("aftercare.anti_inflammatory", "none taken", (_injected(3), _check(anti_inflammatory=False)), ()),
    Case(
        "aftercare.anti_inflammatory",
        "naproxen on day 3",
        (_injected(3), _check(anti_inflammatory=True)),
        (("warning", "none until 23 November 2026"),),
    ),
    Case(
        "aftercare.anti_inflammatory",
        "on day 10, after a week without",
        (_injected(10), _check(anti_inflammatory=True)),
        (),
    ),
    Case(
        "aftercare.anti_inflammatory",
        "on day 10, where the plan says two weeks",
        (_injected(10), plan_for(_injected(10), Options(nsaid_days=14)), _check(anti_inflammatory=True)),
        (("warning", "none until 23 November 2026"),),
    ),
    Case("aftercare.plan_date", "the plan of this injection", (_injected(1), plan_for(_injected(1))), ()),
    Case(
        "aftercare.plan_date",
        "injected a day later than planned",
        (_injected(1), plan_for(_injected(2))),
        (("warning", "counts from 17 November 2026, the injection was on 18 November 2026"),),
    ),
)

CASES = (*CHECK_INS, *OTHERS)
