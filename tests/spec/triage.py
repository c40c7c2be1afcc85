"""What triage says: one example a tier, a family, a combination, and what is never taken for “no”."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from tests.spec.case import DAY, NURSE, Case
from tests.spec.triage_pain import CORD, SOURCES
from tests.spec.words import DOUBT, DRAGS, EMERGENCY, NOTHING, NUMB_SEAT, read_as


@dataclass(frozen=True)
class AskedBefore(Case):
    """A case whose records were signed some days before the day on which the rule is read."""

    days_before: int = 0

    def chart(self) -> Chart:
        """The records, signed that many days before."""
        then = self.day - timedelta(days=self.days_before)
        chart = Chart("spec")
        for record in self.given:
            chart = chart.sign(record, NURSE, datetime(then.year, then.month, then.day, 8, tzinfo=UTC))
        return chart


@dataclass(frozen=True)
class SignedBy(Case):
    """A case whose records were signed by these roles, one after the other."""

    roles: tuple[str, ...] = ()

    def chart(self) -> Chart:
        """The records in their order, each by its signer."""
        chart, morning = Chart("spec"), datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=UTC)
        for record, role in zip(self.given, self.roles, strict=True):
            chart = chart.sign(record, Signer(id=role, name=role.title(), role=role), morning)
        return chart


def _told(title: str, told: WarningSigns, then: Record, by: str, *says: str) -> SignedBy:
    """A case of triage.told_before: the patient tells, then somebody signs."""
    found = tuple(("critical", one) for one in says)
    return SignedBy("triage.told_before", title, (told, then), found, roles=("patient", by))


def _aged(years: int) -> Referral:
    return Referral(name="Invented Person", birth_date=date(DAY.year - years, 1, 15))


def _says(
    title: str, says: tuple[tuple[str, str], ...] = (), *others: Record, newly: Any = "", **flags: Any
) -> Case:
    """A case of triage.urgency; `newly` is left out of the record when not given."""
    asked = {} if newly == "" else {"newly": newly}
    return Case("triage.urgency", title, (WarningSigns.model_validate({**flags, **asked}), *others), says)


def _examined(title: str, says: tuple[tuple[str, str], ...] = (), **found: Any) -> Case:
    """A case of triage.urgency that rests on the examination alone."""
    return Case("triage.urgency", title, (Examination.model_validate(found),), says)


OLD_AND_STEADY = Pain(onset="2024", trend="same")
OLD_AND_WORSE = Pain(onset="2024", trend="worse")
NEW_THORACIC = Pain(regions=("mid_back",), onset="2026-11", trend="worse")
E0, E1, E2 = "Emergency:", "Same day:", "Within two weeks:"

URGENCY = (
    _says("every sign denied", saddle_numbness=False, fever=False, cancer_history=False),
    _says(
        "an emergency in own words alone",
        (("critical", "Emergency: possible cauda equina syndrome. In their own words"),),
        read_as(NUMB_SEAT, EMERGENCY, "cauda_equina"),
        narrative=NUMB_SEAT,
    ),
    _says(
        "own words against a ticked “no”: the words count",
        (("critical", "Same day: possible loss of motor power"),),
        read_as(DRAGS, EMERGENCY, "weakness"),
        progressive_weakness=False,
        foot_drop=False,
        narrative=DRAGS,
    ),
    _says(
        "an emergency in own words that no sign names",
        (("critical", "an emergency in the patient’s own words"),),
        read_as(NUMB_SEAT, EMERGENCY, "allergy"),
        narrative=NUMB_SEAT,
    ),
    _says(
        "a doubt in own words: asked, not counted",
        (),
        read_as(NUMB_SEAT, DOUBT, ask=("saddle_numbness",)),
        narrative=NUMB_SEAT,
    ),
    Case(
        "triage.urgency",
        "two cord signs and older than 45",
        (_aged(46), Examination.model_validate(CORD)),
        (("critical", "Likelihood ratio of the cord signs 30.9 (95% interval 5.5 to 181.8)"),),
    ),
    Case("triage.urgency", "two cord signs at 45", (_aged(45), Examination.model_validate(CORD)), ()),
    Case("triage.urgency", "two cord signs, age not known", (Examination.model_validate(CORD),), ()),
    _says(
        "clumsy hands and three cord signs: one card, and the same day",
        (("critical", "Same day: possible pressure on the cord"),),
        _aged(46),
        Examination.model_validate(CORD),
        hand_clumsiness=True,
    ),
    _says("one-sided sciatica, normal bladder", (), Pain(regions=("calf_left",)), urinary_retention=False),
    _says("asked and not known: no verdict here, the unanswered card speaks", saddle_numbness=None),
    _examined("200 mL left in the bladder", (("critical", E0),), residual_urine=200),
    _examined("199 mL left: does not rule it out, and says nothing alone", residual_urine=199),
    _examined("38.0 °C", (("critical", E1),), temperature=38),
    _examined("37.9 °C", temperature=37.9),
    _examined("the foot is lifted with power 3 of 5", (("critical", E1),), foot_lift=3),
    _examined("the foot is lifted with power 4 of 5", foot_lift=4),
    _says(
        "drug use through a vein and a raised CRP",
        (("critical", E1),),
        Examination(crp=11),
        iv_drug_use=True,
    ),
    _says(
        "drug use through a vein and a CRP of 10", (("critical", E2),), Examination(crp=10), iv_drug_use=True
    ),
    _says(
        "night pain at 51, in the middle of the back, for six weeks: still routine, all named",
        (("info", "older than 50, pain in the middle of the back, no better after 4 weeks"),),
        _aged(51),
        Pain(regions=("mid_back",), onset="2026-10-01", trend="same"),
        night_or_rest_pain=True,
    ),
    _says(
        "night pain at 19",
        (("info", "younger than 20"),),
        _aged(19),
        night_or_rest_pain=True,
    ),
    _says(
        "59, pain in the middle of the back for months, no sign",
        (),
        _aged(59),
        Pain(regions=("mid_back",), onset="2026-01", trend="worse"),
    ),
    _says("constipation alone", (("info", "Routine: constipation alone"),), constipation=True),
    _says("pins and needles in the saddle", (("critical", E0),), saddle_numbness=True),
    _says("cannot pass urine, onset not asked", (("critical", E0),), urinary_retention=True),
    _says(
        "leaking urine for years, unchanged: still spoken to today",
        (("critical", "Long-standing and unchanged"),),
        newly=(),
        urinary_incontinence=True,
    ),
    _says(
        "leaking urine for years, and new numbness",
        (("critical", "New or worse in the last 14 days: numb between the legs"),),
        newly=("saddle_numbness",),
        urinary_incontinence=True,
        saddle_numbness=True,
    ),
    _says("sciatica in both legs", (("critical", E0),), bilateral_leg_symptoms=True),
    _says(
        "both legs, getting weaker: one card a family",
        (("critical", "cauda equina"), ("critical", "motor power")),
        bilateral_leg_symptoms=True,
        progressive_weakness=True,
    ),
    _says("foot drop", (("critical", E1),), foot_drop=True),
    _says("one limb getting weaker", (("critical", E1),), progressive_weakness=True),
    _says("clumsy hands", (("critical", E2),), hand_clumsiness=True),
    _says(
        "clumsy hands, worse this week", (("critical", E1),), newly=("hand_clumsiness",), hand_clumsiness=True
    ),
    _says("fever", (("critical", E1),), fever=True),
    _says(
        "fever and unsteady legs", (("critical", E0), ("critical", "cord")), fever=True, gait_disturbance=True
    ),
    _says("very unwell with shaking chills", (("critical", E0),), very_unwell=True),
    _says("weak immune system alone", (("critical", E2),), immunosuppressed=True),
    _says(
        "spine procedure in the last 90 days, and fever",
        (("critical", "Same day: possible infection of the spine. Fever, spine injection"),),
        recent_spinal_procedure=True,
        fever=True,
    ),
    _says("cancer history and new thoracic pain", (("critical", E2),), NEW_THORACIC, cancer_history=True),
    _says("cancer history, pain of unknown age", (("critical", E2),), cancer_history=True),
    _says("cancer history, old pain that grows", (("critical", E2),), OLD_AND_WORSE, cancer_history=True),
    _says(
        "cancer history, pain two years old and steady",
        (("info", "Long-standing and unchanged"),),
        OLD_AND_STEADY,
        cancer_history=True,
    ),
    _says(
        "cancer history and weakness",
        (("critical", "Emergency: possible cancer"), ("critical", "motor power")),
        cancer_history=True,
        progressive_weakness=True,
    ),
    _says("weight loss alone", (("info", "Routine:"),), weight_loss_unexplained=True),
    _says(
        "weight loss and pain in several places",
        (("critical", E2),),
        weight_loss_unexplained=True,
        pain_many_places=True,
    ),
    _says("night pain alone", (("info", "Routine:"),), night_or_rest_pain=True),
    _says("bad crash", (("critical", E1),), major_trauma=True),
    _says(
        "bad crash, cannot move",
        (("critical", E0), ("critical", "hip")),
        major_trauma=True,
        cannot_bear_weight=True,
    ),
    _says(
        "osteoporosis alone at 60", (("info", "Routine:"),), _aged(60), osteoporosis_or_long_term_steroid=True
    ),
    _says("osteoporosis at 70", (("critical", E2),), _aged(70), osteoporosis_or_long_term_steroid=True),
    _says(
        "osteoporosis at 70, after a small fall",
        (("critical", "65 or older"),),
        _aged(70),
        osteoporosis_or_long_term_steroid=True,
        minor_injury=True,
    ),
    _says("neck hurt, 40 years old", (("critical", E1),), _aged(40), neck_injury=True),
    _says("neck hurt, age not known", (("critical", "age not known"),), neck_injury=True),
    _says("sudden tearing pain", (("critical", "aortic"),), tearing_pain=True),
    _says("signs of stroke", (("critical", "stroke"),), stroke_symptoms=True),
    _says("chest pain", (("critical", "heart or lung"),), chest_pain=True),
    _says("calf pain on walking", (("critical", E2),), calf_pain_walking=True),
    _says("thoughts of suicide", (("critical", "do not leave them alone"),), suicidal_thoughts=True),
    _says("shingles", (("critical", "72 h"),), shingles_rash=True),
    _says(
        "four signs of an inflamed spine",
        (("info", "rheumatology"),),
        stiffness=("before_45", "over_3_months", "morning_30_min", "exercise_helps"),
    ),
)

OTHERS = (
    Case("triage.narrative", "nothing written", (WarningSigns(fever=False),), ()),
    Case(
        "triage.narrative",
        "written, and nothing has read it",
        (WarningSigns(fever=False, narrative=NUMB_SEAT),),
        (("warning", "not understood here: read it"),),
    ),
    Case(
        "triage.narrative",
        "read, and not understood",
        (WarningSigns(narrative=NUMB_SEAT), read_as(NUMB_SEAT, NOTHING, understood=False)),
        (("warning", NUMB_SEAT),),
    ),
    Case(
        "triage.narrative",
        "a reading of other words says nothing of these",
        (WarningSigns(narrative=NUMB_SEAT), read_as(DRAGS, NOTHING)),
        (("warning", NUMB_SEAT),),
    ),
    Case(
        "triage.narrative",
        "read, and nothing marked: no reassurance, a person reads it too",
        (WarningSigns(narrative=NUMB_SEAT), read_as(NUMB_SEAT, NOTHING)),
        (("info", "It misses some"),),
    ),
    Case(
        "triage.narrative",
        "in doubt, and nobody asked",
        (WarningSigns(narrative=NUMB_SEAT), read_as(NUMB_SEAT, DOUBT, ask=("saddle_numbness",))),
        (("critical", "Same day: own words leave a doubt. Ask: numb between the legs"),),
    ),
    Case(
        "triage.narrative",
        "in doubt, and the patient is not sure",
        (
            WarningSigns(narrative=NUMB_SEAT, saddle_numbness=None),
            read_as(NUMB_SEAT, DOUBT, ask=("saddle_numbness",)),
        ),
        (("critical", "is not “no”"),),
    ),
    Case(
        "triage.narrative",
        "in doubt, asked directly, and denied",
        (
            WarningSigns(narrative=NUMB_SEAT, saddle_numbness=False),
            read_as(NUMB_SEAT, DOUBT, ask=("saddle_numbness",)),
        ),
        (("info", "asked directly and answered: numb between the legs"),),
    ),
    Case(
        "triage.narrative",
        "an emergency: the urgency card speaks",
        (WarningSigns(narrative=NUMB_SEAT), read_as(NUMB_SEAT, EMERGENCY, "cauda_equina")),
        (),
    ),
    Case(
        "triage.contradiction",
        "walks normally, answered; the foot drags, written",
        (
            WarningSigns(gait_disturbance=False, foot_drop=False, narrative=DRAGS),
            read_as(DRAGS, EMERGENCY, "weakness"),
        ),
        (("warning", "own words say otherwise"),),
    ),
    Case(
        "triage.contradiction",
        "the foot drags, written, and nothing denied",
        (WarningSigns(foot_drop=True, narrative=DRAGS), read_as(DRAGS, EMERGENCY, "weakness")),
        (),
    ),
    Case("triage.contradiction", "answers fit", (WarningSigns(fever=True, newly=("fever",)),), ()),
    Case(
        "triage.contradiction",
        "fever called new and denied",
        (WarningSigns(fever=False, newly=("fever",)),),
        (("warning", "Called new, but not answered “yes”: fever"),),
    ),
    Case(
        "triage.contradiction",
        "worst pain below the pain now",
        (WarningSigns(fever=False), Pain(now=8, worst=5)),
        (("warning", "worst is 5"),),
    ),
    AskedBefore("triage.ask_again", "asked 14 days ago", (WarningSigns(fever=False),), (), days_before=14),
    AskedBefore(
        "triage.ask_again",
        "asked 15 days ago, nothing planned",
        (WarningSigns(fever=False),),
        (("warning", "Not asked since 4 November"),),
        days_before=15,
    ),
    AskedBefore(
        "triage.ask_again",
        "asked 20 days ago, injection in three days",
        (WarningSigns(fever=False), Plan(planned_on=date(2026, 11, 22))),
        (("critical", "Not asked since 30 October"),),
        days_before=20,
    ),
    AskedBefore(
        "triage.ask_again",
        "asked 20 days ago, a plan without a day",
        (WarningSigns(fever=False), Plan()),
        (("critical", "Not asked is not “no”"),),
        days_before=20,
    ),
    AskedBefore(
        "triage.ask_again",
        "asked 20 days ago, injection in two months: asked again nearer the day",
        (WarningSigns(fever=False), Plan(planned_on=date(2027, 1, 19))),
        (("info", "Not asked since"),),
        days_before=20,
    ),
)

NUMB, FEVERISH, QUIET = (
    WarningSigns(saddle_numbness=True, newly=("saddle_numbness",)),
    WarningSigns(fever=True, recent_spinal_procedure=True, newly=("fever",)),
    WarningSigns(saddle_numbness=False, fever=False, newly=()),
)
CLOSED = Override(
    card="triage.urgency:cauda_equina", fingerprint="0", summary="Emergency", reason="Seen at the hospital"
)
NOT_CLOSED = "told on 19 November 2026 and not closed"
TOLD_BEFORE = (
    _told("new numbness, and then the front desk writes “no”", NUMB, QUIET, "front_desk", NOT_CLOSED),
    _told("new numbness, and then a nurse writes “no”", NUMB, QUIET, "nurse", NOT_CLOSED),
    _told("new numbness, and then a proceduralist asks again", NUMB, QUIET, "proceduralist"),
    _told("new numbness, closed with a reason", NUMB, CLOSED, "proceduralist"),
    _told("new numbness, still said: the urgency card speaks", NUMB, NUMB, "nurse"),
    SignedBy(
        "triage.told_before",
        "an emergency in own words, and then the words are gone",
        (WarningSigns(narrative=NUMB_SEAT), read_as(NUMB_SEAT, EMERGENCY, "cauda_equina"), QUIET),
        (("critical", NOT_CLOSED),),
        roles=("patient", "reader", "nurse"),
    ),
    SignedBy(
        "triage.told_before",
        "a doubt in own words, and then the answer is no",
        (
            WarningSigns(narrative=NUMB_SEAT),
            read_as(NUMB_SEAT, DOUBT, ask=("saddle_numbness",)),
            QUIET,
        ),
        (),
        roles=("patient", "reader", "nurse"),
    ),
    _told(
        "fever after a spinal procedure, and then the front desk writes “no”",
        FEVERISH,
        QUIET,
        "front_desk",
        "Same day",
    ),
    _told("fever after a spinal procedure, and then a nurse asks again", FEVERISH, QUIET, "nurse"),
)
CASES = (*URGENCY, *OTHERS, *TOLD_BEFORE, *SOURCES)
