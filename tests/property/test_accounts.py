"""Whatever is told and judged in whatever order: nothing is lost, nothing is counted twice."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.outcomes.accounts import accounts, counted
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.reports import from_patient, reports
from tests.people import DESK, DOCTOR, NURSE, signer
from tests.treated import DAY, injection

EVENTS = st.builds(
    lambda what, day, grade, report: AdverseEvent(
        what=what, began_on=DAY + timedelta(days=day), grade=grade, report=report
    ),
    st.sampled_from(["soreness", "infection", "headache"]),
    st.integers(0, 120),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(1, 8),
)
SIGNED = st.lists(st.tuples(EVENTS, st.sampled_from([signer("patient"), DESK, NURSE, DOCTOR])), max_size=8)


@given(SIGNED)
def test_each_report_and_each_event_stands_in_one_account(signed):
    chart = Chart("c").sign(injection(), DOCTOR, datetime(2026, 11, 19, 15, tzinfo=UTC))
    for record, by in signed:
        chart = chart.sign(record, by, datetime(2026, 12, 1, tzinfo=UTC))
    held = accounts(chart)
    told = sorted((one.entry, one.what) for account in held for one in account.told)
    assert told == sorted((one.entry, one.what) for one in reports(chart))
    judged = sorted(account.entry.number for account in held if account.entry)
    assert judged == [one.number for one in chart.signed(AdverseEvent) if not from_patient(one)]
    assert len(counted(chart)) == len(held)
    assert len(held) <= len(signed)
