"""What the outcome rules say: baselines, visits, response, rescue, harm."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.outcomes.entered import EnteredScores
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.settled import Settled
from tests.spec.case import DAY, Case


def _injected(days_ago: int) -> Injection:
    day = DAY - timedelta(days=days_ago)
    return Injection(
        given_at=datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
        operator="Proceduralist One",
        guidance="fluoroscopy",
        sites=(InjectedSite(target="DISC", level="L4-5", side="M", volume=1.5),),
        images_saved=True,
        kit_lot="B0O8-1I7",
        immediate_event=False,
    )


def _answers(visit: Any, days_ago: int, nrs: int | None, rescue: bool | None = False) -> Outcome:
    later = {} if visit == "baseline" else {"rescue_injection": rescue, "rescue_surgery": rescue}
    answered_on = DAY - timedelta(days=days_ago)
    return Outcome(visit=visit, answered_on=answered_on, nrs_average=nrs, **later)


def _harm(**given: Any) -> AdverseEvent:
    return AdverseEvent.model_validate(
        {
            "what": "worse_pain",
            "began_on": date(2026, 11, 15),
            "grade": 2,
            "serious": (),
            "infection": "no",
            **given,
        }
    )


def _entered(**given: Any) -> EnteredScores:
    return EnteredScores.model_validate({"visit": "baseline", "filled_in_on": DAY, **given})


BASELINE = _answers("baseline", 100, 7)

CASES = (
    Case(
        "outcomes.baseline",
        "injection in a week, no baseline",
        (Plan(planned_on=date(2026, 11, 26)),),
        (("warning", "planned for 26 November 2026"),),
    ),
    Case(
        "outcomes.baseline",
        "injected without a baseline",
        (_injected(3),),
        (("warning", "given on 16 November 2026"),),
    ),
    Case(
        "outcomes.baseline",
        "baseline written down two days after the injection",
        (_injected(30), _answers("baseline", 28, 6)),
        (("warning", "after the injection"),),
    ),
    Case(
        "outcomes.baseline",
        "baseline of last spring",
        (_injected(3), _answers("baseline", 200, 6)),
        (("warning", "197 days older"),),
    ),
    Case(
        "outcomes.baseline",
        "planned in two months: nothing is due yet",
        (Plan(planned_on=date(2027, 1, 20)),),
        (),
    ),
    Case("outcomes.baseline", "baseline four days before", (_injected(3), _answers("baseline", 7, 6)), ()),
    Case(
        "outcomes.visit",
        "12-week answers fell due nine days ago",
        (_injected(93), BASELINE, _answers("week_2", 79, 6), _answers("week_6", 51, 5)),
        (("info", "12 weeks: answers fell due 9 days ago"),),
    ),
    Case(
        "outcomes.visit",
        "two windows closed without answers, a third is open",
        (_injected(93), BASELINE),
        (("warning", "Answers missing: 2 weeks, 6 weeks"), ("info", "12 weeks")),
    ),
    Case("outcomes.visit", "due today", (_injected(14), BASELINE), (("info", "fell due today"),)),
    Case("outcomes.visit", "all answers in", (_injected(20), BASELINE, _answers("week_2", 6, 5)), ()),
    Case("outcomes.visit", "tomorrow is two weeks", (_injected(13), BASELINE), ()),
    Case(
        "outcomes.worse",
        "two points worse at 12 weeks",
        (BASELINE, _answers("week_12", 1, 9)),
        (("warning", "7 → 9 of 10 at 12 weeks"),),
    ),
    Case("outcomes.worse", "one point worse", (BASELINE, _answers("week_12", 1, 8)), ()),
    Case(
        "outcomes.worse",
        "worse at 6 weeks, better since",
        (BASELINE, _answers("week_6", 40, 9), _answers("week_12", 1, 4)),
        (),
    ),
    Case(
        "outcomes.no_response",
        "7 to 5 at 12 weeks is 29 %",
        (BASELINE, _answers("week_12", 1, 5)),
        (("info", "No repeat without a new diagnosis"),),
    ),
    Case("outcomes.no_response", "7 to 4 is 43 %", (BASELINE, _answers("week_12", 1, 4)), ()),
    Case(
        "outcomes.no_response",
        "at 6 weeks it is too early to judge",
        (BASELINE, _answers("week_6", 1, 7)),
        (),
    ),
    Case(
        "outcomes.rescue",
        "a steroid injection at week 20",
        (BASELINE, _answers("week_26", 1, 2, rescue=True)),
        (("info", "Counts as failure"),),
    ),
    Case(
        "outcomes.rescue",
        "not asked is not “none”",
        (BASELINE, _answers("week_12", 1, 2, rescue=None)),
        (("warning", "not known at 12 weeks"),),
    ),
    Case("outcomes.rescue", "asked, and none", (BASELINE, _answers("week_12", 1, 2)), ()),
    Case(
        "outcomes.serious",
        "in hospital, and nobody told",
        (_harm(serious=("hospital",), reported_to=("none",)),),
        (("critical", "not reported: pain worse than before of 15 November 2026"),),
    ),
    Case(
        "outcomes.serious",
        "in hospital, reported",
        (_harm(serious=("hospital",), reported_to=("medwatch",)),),
        (),
    ),
    Case("outcomes.serious", "not serious", (_harm(),), ()),
    Case(
        "outcomes.infection",
        "suspected in a disc three weeks on",
        (_injected(25), _harm(what="infection", infection="suspected", target="DISC", level="L4-5")),
        (("critical", "Infection suspected in the disc L4-5, day 21 after the injection"),),
    ),
    Case(
        "outcomes.infection",
        "pain that may be an infection",
        (_harm(infection="suspected"),),
        (("critical", "Infection suspected"),),
    ),
    Case(
        "outcomes.infection",
        "called an infection, and nobody said whether it is one",
        (AdverseEvent(what="infection", began_on=date(2026, 11, 15)),),
        (("critical", "Infection suspected"),),
    ),
    Case("outcomes.infection", "ruled out", (_harm(what="infection", infection="no"),), ()),
    Case(
        "outcomes.infection",
        "confirmed, treated, gone",
        (_harm(what="infection", infection="confirmed", outcome="recovered"),),
        (),
    ),
    Case(
        "outcomes.severe",
        "grade 3 and still going on",
        (_harm(grade=3, outcome="ongoing"),),
        (("warning", "Grade 3: pain worse than before, day 4"),),
    ),
    Case("outcomes.severe", "grade 3 and gone", (_harm(grade=3, outcome="recovered"),), ()),
    Case("outcomes.severe", "grade 2", (_harm(),), ()),
    Case(
        "outcomes.proposed",
        "pain back after a good spell on day 20, and nobody has judged it",
        (_injected(20), CheckIn(on=DAY, worse_after_good_spell=True)),
        (("info", "To judge: infection, told by the patient for 19 November 2026"),),
    ),
    Case(
        "outcomes.proposed",
        "fever in a check-in, answered by a clinician’s event of the same kind",
        (_injected(20), CheckIn(on=DAY, fever=True), _harm(what="infection", began_on=DAY)),
        (),
    ),
    Case(
        "outcomes.proposed",
        "fever in a check-in, and another trouble that does not answer it",
        (_injected(20), CheckIn(on=DAY, fever=True), _harm(what="headache", began_on=DAY)),
        (("info", "To judge: infection"),),
    ),
    Case(
        "outcomes.proposed",
        "fever in a check-in, signed by a clinician as another trouble that names its entry",
        (_injected(20), CheckIn(on=DAY, fever=True), _harm(what="medicine", began_on=DAY, report=2)),
        (),
    ),
    Case(
        "outcomes.proposed",
        "looked into: nothing unwanted happened",
        (
            _injected(20),
            CheckIn(on=DAY, fever=True),
            Settled(report=2, what="infection", verdict="no_event", reason="Thermometer was wrong; CRP 2."),
        ),
        (),
    ),
    Case(
        "outcomes.proposed",
        "the patient rates the change as worse",
        (_injected(84), _answers("week_12", 0, 7).model_copy(update={"pgic": 6})),
        (("info", "To judge: pain worse than before"),),
    ),
    Case(
        "outcomes.proposed", "a check-in without an alarm", (_injected(20), CheckIn(on=DAY, fever=False)), ()
    ),
    Case("outcomes.proposed", "before any injection", (CheckIn(on=DAY, fever=True),), ()),
    Case(
        "outcomes.entered",
        "an Oswestry sum and percent that differ",
        (_entered(odi_sum=20, odi_percent=50),),
        (("warning", "No score: ODI at before the injection"),),
    ),
    Case(
        "outcomes.entered",
        "a neck index with seven of ten sections",
        (_entered(ndi_sum=20, ndi_answered=7),),
        (("warning", "No score: NDI"),),
    ),
    Case("outcomes.entered", "an Oswestry score of 42 percent", (_entered(odi_percent=42),), ()),
    Case("outcomes.entered", "none entered", (BASELINE,), ()),
    Case(
        "outcomes.low_mood",
        "PHQ-2 of 3",
        (_entered(phq2_first=2, phq2_second=1),),
        (("warning", "PHQ-2 is 3 of 6"),),
    ),
    Case("outcomes.low_mood", "PHQ-2 of 2", (_entered(phq2_first=1, phq2_second=1),), ()),
    Case("outcomes.low_mood", "only one item answered", (_entered(phq2_first=3, phq2_second=None),), ()),
)
