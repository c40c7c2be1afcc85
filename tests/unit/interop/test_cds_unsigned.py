"""What an EHR sent is read by the rules without being signed: with the same result, and never as a chart."""

from datetime import UTC, date, datetime

import pytest

from buffycoat.interop import fhir
from buffycoat.interop.cds_hooks.together import chart_of
from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.records import Allergies, History, Labs, Medicines, Plan, Site
from buffycoat.pathway.chart import Chart, Signer
from tests.bundles import allergy, bundle, condition, order, platelets, procedure

DAY = date(2021, 4, 1)
SENT = (
    condition("Diabetes mellitus type 2"),
    condition("Septic arthritis", "2021-03-20"),
    order("Warfarin 5 MG Oral Tablet"),
    order("Naproxen 500 MG", "2021-03-30"),
    platelets(90.5),
    procedure("Lumbar fusion L4-L5"),
    allergy("Iodinated contrast"),
)
PLAN = Plan(sites=(Site(target="FACET", level="L3-4", side="R"),), planned_on=date(2021, 4, 12))


@pytest.fixture
def imported():
    return fhir.read_object(bundle(*SENT), on=DAY, file_name="prefetch")


def signed(records):
    """The slow and obvious way: a chart in which somebody signed each of them."""
    chart, moment = Chart("slow"), datetime(2021, 4, 1, tzinfo=UTC)
    for record in records:
        chart = chart.sign(record, Signer(id="ana", name="Ana", role="nurse"), moment)
    return chart


@pytest.mark.parametrize("plan", [None, PLAN], ids=["no plan", "planned"])
def test_the_rules_say_the_same_as_of_a_signed_chart(imported, plan):
    fast = chart_of(imported, None, plan)
    slow = signed(fast.records.values())
    said = [card for rule in STAGE.rules for card in rule.cards(fast, DAY)]
    assert said == [card for rule in STAGE.rules for card in rule.cards(slow, DAY)]
    assert len(said) > 10


def test_each_record_is_what_would_be_read_back(imported):
    fast = chart_of(imported, None, PLAN)
    slow = signed(fast.records.values())
    for kind in (History, Medicines, Labs, Allergies, Plan):
        assert fast.newest(kind) == slow.newest(kind)
        assert fast.newest(kind).model_fields_set == slow.newest(kind).model_fields_set


def test_one_more_record_takes_the_place_of_its_kind(imported):
    fast = chart_of(imported, None, None)
    more = fast.having(Medicines())
    assert more.every(Medicines) == (Medicines(),)
    assert fast.newest(Medicines).drugs, "the first is as it was"


def test_nothing_in_it_passes_for_signed(imported):
    fast = chart_of(imported, None, None)
    assert fast.entries == ()
    with pytest.raises(LookupError, match="not signed"):
        fast.signed(History)
