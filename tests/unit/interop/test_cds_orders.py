"""Orders and appointments around PRP: what is said of them, and the silence about all others."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from buffycoat.interop.cds_hooks.answer import answer
from buffycoat.interop.cds_hooks.here import Here
from buffycoat.interop.cds_hooks.prp import is_prp
from buffycoat.pathway.candidacy.records import Drug, Medicines, Plan, Site
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import InjectedSite, Injection
from tests.bundles import concept, order, platelets, procedure
from tests.cds import asked, call, orders

DAY = date(2021, 4, 1)
ZONE = ZoneInfo("America/New_York")
ANA = Signer(id="ana", name="Ana Ruiz", role="proceduralist")
AT = datetime(2021, 3, 20, 15, tzinfo=UTC)
FACET = {"target": "FACET", "level": "L4-5", "side": "R"}
PLANNED = Chart("planned").sign(Plan(sites=(Site(**FACET),), planned_on=date(2021, 4, 12)), ANA, AT)
GIVEN = PLANNED.sign(
    Injection(
        given_at=datetime(2021, 3, 29, 15, tzinfo=UTC), operator="Ana Ruiz", guidance="fluoroscopy",
        sites=(InjectedSite(**FACET, volume=1),),
    ), ANA, AT,
)  # fmt: skip


def cards(held, *charts):
    return answer(asked(held), DAY, ZONE, lambda who: Here(charts), "https://prp.example/episodes/{}/").body[
        "cards"
    ]


def drafted(*drafts, charts=(), hook="order-sign", there=(), **more):
    return cards(call(*there, hook=hook, **orders(*drafts, **more)), *charts)


@pytest.mark.parametrize(
    ("drug", "words"),
    [
        ("Naproxen 500 MG Oral Tablet", "NSAID ordered"),
        ("Prednisone 20 MG Oral Tablet", "steroid ordered"),
        ("Warfarin Sodium 5 MG Oral Tablet", "anticoagulant ordered"),
        ("Clopidogrel 75 MG Oral Tablet", "antiplatelet ordered"),
    ],
)
@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_a_drug_ordered_before_planned_prp_is_a_card(hook, drug, words):
    more = {"chosen": ["MedicationRequest/1"]} if hook == "order-select" else {}
    (card,) = [c for c in drafted(order(drug), charts=(PLANNED,), hook=hook, **more) if words in c["summary"]]
    assert card["summary"] == f"{drug}: {words}; PRP is planned on 2021-04-12"
    assert card["indicator"] in ("warning", "critical")


@pytest.mark.parametrize(
    ("drug", "until"),
    [("Naproxen 500 MG Oral Tablet", "2021-04-05"), ("Apixaban 5 MG Oral Tablet", None)],
)
def test_a_drug_ordered_soon_after_prp_is_told_the_day_of_the_table(drug, until):
    found = drafted(order(drug), charts=(GIVEN,))
    assert [until in card["summary"] for card in found] == ([True] if until else [])


def test_a_blood_thinner_after_prp_is_never_advised_against():
    chart = PLANNED.sign(
        GIVEN.every(Injection)[0].model_copy(update={"given_at": datetime(2021, 4, 1, 15, tzinfo=UTC)}),
        ANA,
        AT,
    )
    (card,) = drafted(order("Apixaban 5 MG Oral Tablet"), charts=(chart,))
    assert card["indicator"] == "warning"
    assert "nobody here advises leaving it out" in card["detail"]
    assert "suggestions" not in card


def test_prp_that_only_the_ehr_knows_of_counts_too():
    done = procedure("Injection of platelet rich plasma, lumbar facet joint", "2021-03-30")
    (card,) = drafted(order("Naproxen"), there=(done,))
    assert "after PRP on 2021-03-30" in card["summary"]
    assert drafted(order("Naproxen"), there=(procedure("PRP", "2021-03-01"),)) == []


@pytest.mark.parametrize("drug", ["Lisinopril 10 MG", "Amoxicillin 500 MG", "Acetaminophen 500 MG"])
def test_other_drugs_are_no_card(drug):
    assert drafted(order(drug), charts=(PLANNED,)) == []


def test_without_prp_no_order_is_a_card():
    assert drafted(order("Naproxen"), order("Warfarin"), there=(order("Aspirin"),)) == []


def test_an_order_that_ends_in_time_is_no_card():
    course = {"timing": {"repeat": {"boundsPeriod": {"end": "2021-04-03"}}}}
    assert drafted(order("Naproxen", dosageInstruction=[course]), charts=(PLANNED,)) == []
    late = {"timing": {"repeat": {"boundsPeriod": {"end": "2021-04-10"}}}}
    assert len(drafted(order("Naproxen", dosageInstruction=[late]), charts=(PLANNED,))) == 1


def test_only_the_selected_order_is_spoken_of():
    found = drafted(
        order("Warfarin"),
        order("Naproxen"),
        charts=(PLANNED,),
        hook="order-select",
        chosen=["MedicationRequest/2"],
    )
    assert [card["summary"].split(":")[0] for card in found] == ["Naproxen"]


def test_an_anti_inflammatory_can_be_taken_out_again_with_one_action():
    (card,) = drafted(order("Naproxen"), charts=(PLANNED,))
    (one,) = card["suggestions"]
    assert one["actions"] == [
        {"type": "delete", "description": "Take out MedicationRequest/1", "resourceId": "MedicationRequest/1"}
    ]
    (other,) = [c for c in drafted(order("Warfarin"), charts=(PLANNED,)) if "ordered" in c["summary"]]
    assert "suggestions" not in other


def test_a_drug_by_reference_is_found_among_the_drafts():
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "Naproxen"}}
    held = orders(
        order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})
    )
    held["draftOrders"]["entry"].append({"resource": medicine})
    (card,) = cards(call(hook="order-sign", **held), PLANNED)
    assert card["summary"].startswith("Naproxen: NSAID ordered")


def test_a_card_leads_to_the_chart_that_was_read():
    (card,) = drafted(order("Naproxen"), charts=(PLANNED,))
    assert card["links"] == [
        {
            "label": "Open the chart in Buffycoat",
            "url": "https://prp.example/episodes/planned/",
            "type": "absolute",
        }
    ]


def prp(kind="ServiceRequest", **more):
    return {"resourceType": kind, "id": "9", "code": concept("Platelet rich plasma injection")} | more


def test_an_order_of_prp_is_answered_with_candidacy():
    bundle = {"resourceType": "Bundle", "entry": [{"resource": prp()}]}
    held = call(order("Warfarin", "2021-03-01"), hook="order-sign", draftOrders=bundle)
    summaries = [card["summary"] for card in cards(held)]
    assert summaries[0].startswith("Warfarin: anticoagulant")
    assert "3 laboratory values are missing or too old" in summaries


def appointment(words, start="2021-04-12T13:00:00Z", **more):
    held = {"resourceType": "Appointment", "status": "proposed", "start": start, "description": words} | more
    return {"appointments": {"resourceType": "Bundle", "entry": [{"resource": held}]}}


def test_an_appointment_for_prp_is_answered_with_what_comes_before_it():
    held = call(order("Warfarin", "2021-03-01"), hook="appointment-book", **appointment("PRP lumbar facet"))
    summaries = [card["summary"] for card in cards(held)]
    assert summaries[0].startswith("Warfarin: anticoagulant")
    assert any(one.startswith("Pregnancy: not asked") for one in summaries)


def test_ages_are_counted_to_the_day_of_the_appointment_in_the_practices_own_time():
    held = call(platelets(250, "2021-03-31T08:00:00Z"), hook="appointment-book",
                **appointment("PRP", "2021-05-01T01:00:00Z"))  # fmt: skip
    found = " ".join(card["detail"] + card["summary"] for card in cards(held))
    assert "31 days" not in found, "1 May in Greenwich is 30 April here, and 30 days are not too old"


def test_an_appointment_for_something_else_is_no_card():
    for words in ("Annual physical", "Follow-up after PRP", "PRP follow-up", "PRP laser, left eye"):
        held = call(order("Warfarin", "2021-03-01"), hook="appointment-book", **appointment(words))
        assert cards(held) == [], words


def test_a_list_of_appointments_as_in_the_specifications_example_is_read():
    held = appointment("PRP injection")["appointments"]["entry"][0]["resource"]
    assert cards(call(order("Warfarin"), hook="appointment-book", appointments=[held]))


@pytest.mark.parametrize(
    "said",
    [
        {"code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "0232T"}]}},
        {"serviceType": [{"text": "Plasma rico en plaquetas, lumbar"}]},
        {"reasonCode": [{"text": "Intradiscal PRP"}]},
        {"description": "platelet-rich plasma"},
    ],
)
def test_prp_is_known_by_code_and_by_words(said):
    assert is_prp(said)


@pytest.mark.parametrize("said", ["No PRP", "prpx", "Panretinal photocoagulation (PRP)", "Visit since PRP"])
def test_prp_is_not_read_into_other_words(said):
    assert not is_prp({"description": said})


AGREED = Drug(name="Warfarin", use="taking", hold_agreed=True, agreed_on=date(2021, 3, 18))


def test_what_was_signed_here_counts_and_what_the_ehr_adds_is_added():
    chart = PLANNED.sign(Medicines(drugs=(AGREED,)), ANA, AT)
    held = call(order("Warfarin Sodium 5 MG", "2021-03-01"), order("Clopidogrel", "2021-03-01"))
    found = {card["summary"].split(":")[0]: card for card in cards(held, chart)}
    assert "no agreement" not in found.get("Warfarin", {}).get("summary", "")
    assert "Warfarin Sodium 5 MG" not in found
    assert found["Clopidogrel"]["indicator"] in ("warning", "critical")
