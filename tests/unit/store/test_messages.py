"""Messages follow the person: by day, not at night, and not any more once something speaks against it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buffycoat.pathway.aftercare.messages import TEMPLATES, is_quiet, restart_days, wanted
from buffycoat.pathway.aftercare.plan import plan_for
from buffycoat.pathway.aftercare.records import CheckIn, Reach
from buffycoat.pathway.candidacy.records import Drug, Medicines
from buffycoat.pathway.chart import Retraction
from buffycoat.pathway.consent.records import Withdrawal
from buffycoat.pathway.outcomes.entered import NoAnswers
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart
from buffycoat.store.messages import Message
from buffycoat.store.models import Link
from tests.people import DOCTOR, NURSE
from tests.treated import DAY, GIVEN_AT, injection, treated, written

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("America/New_York")
EMAIL = {"channel": "email", "email": "ann@example.org"}


def at(days: int, hour: int = 12, zone: str = "America/New_York") -> datetime:
    return datetime.combine(DAY + timedelta(days=days), datetime.min.time(), ZoneInfo(zone)).replace(
        hour=hour
    )


@pytest.fixture
def ann(settings):
    episode = treated()
    written(episode, Reach(**EMAIL), NURSE)
    return episode


def send(now: datetime) -> list[str]:
    """A run in which the server takes everything; what went out."""
    actions.settle_interrupted(set(), now)
    actions.fill_outbox(now)
    sent = []
    for message_id in actions.waiting_messages(now):
        if ready := actions.claim(message_id, now):
            actions.note_sent(ready.id, now)
            sent.append(Message.objects.get(pk=ready.id).key)
    actions.hand_over(now)
    return sent


def state(key: str) -> tuple[str, str]:
    row = Message.objects.get(key=key)
    return row.state, row.why


def test_a_year_of_messages_for_somebody_who_never_answers(ann):
    seen = [(day, key) for day in range(-1, 420) for key in send(at(day, 18))]
    expected = [
        (0, "advice.day_0"),
        (1, "advice.day_1"),
        (2, "check_in.safety_call"),
        (3, "check_in.safety_call.reminder"),
        (3, "advice.day_3"),
        (7, "advice.day_7"),
        (8, "restart.8"),
        *[
            (due + later, f"check_in.week_{week}{more}")
            for week, due in ((2, 14), (6, 42), (12, 84), (26, 182), (52, 364))
            for later, more in ((0, ""), (2, ".reminder"))
        ],
    ]
    assert sorted(seen) == sorted(expected)
    assert Message.objects.filter(state="person").count() == 6, "one reminder each, then a person"


def test_somebody_who_answers_is_left_alone(ann):
    send(at(14))
    assert state("check_in.week_2")[0] == "sent"
    written(ann, Outcome(visit="week_2", answered_on=DAY + timedelta(days=15)), NURSE)
    assert send(at(16)) == []
    assert state("check_in.week_2.reminder") == ("stopped", "answered")
    assert actions.to_call() == []


def test_how_somebody_is_one_day_is_no_answer_to_the_questions_of_a_visit(ann):
    """A call on day 36 kept the questions of six weeks from ever being asked. It does spare the reminder."""
    written(ann, CheckIn(on=DAY + timedelta(days=36)), NURSE, at(36))
    assert send(at(42)) == ["check_in.week_6"]
    assert send(at(44)) == []
    assert state("check_in.week_6.reminder") == ("stopped", "answered")


def test_a_link_that_was_sent_back_is_an_answer(ann):
    send(at(14))
    Link.objects.filter(visit="week_2").update(used_at=at(14, 13))
    assert send(at(16)) == []


def test_after_one_reminder_a_person_calls_until_somebody_is_heard_from(ann):
    for day in (14, 16, 17):
        send(at(day))
    assert [(what, name) for what, _, _, name in actions.to_call()] == [
        ("Call: no answer to two messages", "Ann Example")
    ]
    written(ann, CheckIn(on=DAY + timedelta(days=17)), NURSE, at(17, 15))
    assert actions.to_call() == []


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (Withdrawal(withdrawn_at=at(1), care=True, contact=False), "withdrawn: care"),
        (Withdrawal(withdrawn_at=at(1), care=False, contact=True), "withdrawn: contact"),
        (Withdrawal(withdrawn_at=at(1)), "withdrawn: care"),
        (Reach(channel="none"), "no messages are wanted"),
        (Reach(channel="email"), "no address"),
    ],
)
def test_what_ends_messages(ann, record, why):
    actions.fill_outbox(at(2))
    written(ann, record, NURSE, at(2))
    assert send(at(2)) == []
    assert state("check_in.safety_call") == ("stopped", why)
    assert [send(at(day)) for day in (3, 14, 42)] == [[], [], []]


@pytest.mark.parametrize(
    ("said", "why", "later"),
    [
        ({"reason": "died"}, "died", []),
        ({"reason": "unwilling", "for_good": True}, "no answers: does not want to answer", []),
        ({"reason": "moved", "for_good": False}, "no answers: moved away", ["check_in.week_6"]),
    ],
)
def test_a_reason_why_answers_will_not_come_ends_what_asks_for_them(ann, said, why, later):
    """A family was asked “How are you doing?” after the practice had written down that the patient died."""
    actions.fill_outbox(at(14))
    written(ann, NoAnswers(visit="week_2", on=DAY + timedelta(days=14), **said), NURSE, at(14))
    assert send(at(14)) == []
    assert state("check_in.week_2") == ("stopped", why)
    assert send(at(42)) == later


def test_who_will_not_answer_still_gets_the_plan_and_the_safety_call(ann):
    written(ann, NoAnswers(visit="week_2", on=DAY, reason="unwilling", for_good=True), NURSE, at(0))
    assert [key for day in (1, 2, 14) for key in send(at(day))] == ["advice.day_1", "check_in.safety_call"]


def test_nothing_is_sent_after_a_death(ann):
    told = AdverseEvent(what="other", began_on=DAY, grade=5, outcome="death", description="Not related.")
    written(ann, told, DOCTOR, at(1, 8))
    assert [send(at(day)) for day in (1, 2, 3, 14)] == [[], [], [], []]


def test_only_what_was_taken_back_ends(ann):
    written(ann, Withdrawal(withdrawn_at=at(1), care=False, contact=False, registry=True), NURSE, at(1))
    assert send(at(2)) == ["check_in.safety_call"]


def test_an_injection_that_was_cancelled_ends_them(ann):
    actions.fill_outbox(at(2))
    written(ann, Retraction(reason="the wrong chart"), NURSE, at(2), amends=2)
    assert send(at(2)) == []
    assert state("check_in.safety_call") == ("stopped", "the injection was cancelled")


def test_nobody_is_asked_while_an_alarm_is_open(ann):
    written(ann, CheckIn(on=DAY, new_weakness=True), NURSE, at(0, 15))
    ann.refresh_from_db()
    assert ann.alert == "emergency"
    assert send(at(1)) == []
    assert state("advice.day_1")[0] == "waiting", "held, not lost: it may be closed in time"
    assert send(at(2)) == []
    assert state("advice.day_1") == ("stopped", "its day is over")


def test_without_a_yes_nothing_is_sent(settings):
    treated()
    assert send(at(2)) == []
    assert Message.objects.count() == 0


@pytest.mark.parametrize(("hour", "sent"), [(3, []), (7, []), (8, 1), (19, 1), (20, []), (23, [])])
def test_not_at_night(ann, hour, sent):
    Message.objects.create(
        episode=ann, key="x", template="day_1", opens_at=at(1, 0), closes_at=at(2, 0), changed_at=at(1, 0)
    )
    assert (len(send(at(1, hour))) >= 1) is bool(sent)


def test_night_is_where_the_patient_is(settings):
    episode = treated()
    written(episode, Reach(**EMAIL, time_zone="Pacific/Honolulu"), NURSE)
    assert send(at(2, 12)) == [], "seven in the morning there"
    assert send(at(2, 15)) == ["check_in.safety_call"], "ten there"
    assert is_quiet(datetime(2026, 11, 21, 17, tzinfo=UTC), ZoneInfo("Pacific/Honolulu"))


def test_a_paused_blood_thinner_has_its_day(settings):
    episode = treated()
    written(episode, Medicines(drugs=(Drug(name="clopidogrel", use="taking"),)), NURSE)
    written(episode, Reach(**EMAIL), NURSE)
    plan = plan_for(injection(), zone=HERE)
    assert restart_days(chart(episode.pk), plan, HERE)[0] == date(2026, 11, 20)
    assert send(at(1)) == ["restart.1"], "and not the other note of that day, which leads to the same page"


def test_an_interrupted_message_goes_again_under_its_own_name(ann):
    now = at(2)
    actions.fill_outbox(now)
    first = actions.claim(actions.waiting_messages(now)[0], now)
    assert actions.claim(first.id, now) is None, "what is on its way is nobody else's"
    assert actions.settle_interrupted(set(), now) == 1
    second = actions.claim(first.id, now)
    assert (second.reference, second.token) == (first.reference, first.token)
    assert actions.settle_interrupted({first.reference}, now) == 0
    assert state("check_in.safety_call")[0] == "sent"


def test_a_message_that_is_never_taken_becomes_a_persons(ann):
    now = at(2)
    actions.fill_outbox(now)
    for _ in range(20):
        ready = actions.claim(actions.waiting_messages(now)[0], now)
        actions.note_not_sent(ready.id, "the server said 451", now, for_good=False)
    assert state("check_in.safety_call") == ("failed", "the server said 451")
    assert actions.to_call()[0][0] == "Call: a message did not arrive"


def test_links_of_messages_open_as_long_as_an_answer_counts(ann, settings):
    send(at(14))
    link = Link.objects.get(visit="week_2")
    assert clock.day_of(link.expires_at) == DAY + timedelta(days=18)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Honolulu", "America/Puerto_Rico"])
def test_every_message_opens_by_day_and_closes_after(zone):
    plan = plan_for(injection(), zone=HERE)
    for one in wanted(plan, (DAY + timedelta(days=1),), ZoneInfo(zone), HERE):
        assert one.opens < one.closes
        assert not is_quiet(one.opens, ZoneInfo(zone)), one
        assert one.opens > GIVEN_AT


def test_subjects_tell_nothing():
    for row in TEMPLATES.rows.values():
        for text in (row.subject, row.subject_es):
            assert not any(
                word in text.lower() for word in ("inject", "inyec", "prp", "spine", "columna", "pain")
            )
        assert max(len(row.text), len(row.text_es)) < 200
