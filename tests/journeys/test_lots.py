"""Lots: an expired or recalled one cannot be used, whichever door; from a lot to everybody it reached."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest

from buffycoat.interop import lines, recall_command
from buffycoat.interop.sign_command import engine_of
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.record import Record
from buffycoat.practice.lots import Lot, Standing, Stop
from buffycoat.store import lots, recall, stock
from buffycoat.store.actions import Refused, keep_lot, override, retract, sign, stop_lot
from buffycoat.store.models import AuditEvent
from buffycoat.store.stock import LotUse
from buffycoat.store.verify import verify
from tests.journeys import answers as said
from tests.journeys.ready import blood_drawn, consented, product_made, signed
from tests.journeys.story import Story
from tests.people import DESK, DOCTOR, MANAGER, NURSE

DAY = said.day(0)
KIT = "Two-spin kit, 60 mL"
NOTICE = "Field notice FSN-7 of the maker: the filter may leak"


def received(lot: str = "K27Q1", **other: Any) -> stock.Lot:
    facts = {"supply": "kit", "name": KIT, "lot": lot, "expires_on": DAY + timedelta(300), "received": 20}
    return keep_lot(MANAGER, Lot.model_validate(facts | other))


def stopped(row: stock.Lot, standing: Standing = "recalled") -> None:
    stop_lot(MANAGER, row, Stop(standing=standing, reason=NOTICE, since=DAY))


def by_command(story: Story, record: Record) -> dict[str, Any]:
    """`buffycoat sign`, as another program calls it."""
    story.by("nurse")
    out, case = io.StringIO(), {"episode": story.episode_id, "kind": record.kind}
    case["record"] = json.loads(record.body())
    lines.run(engine_of("sign", "nurse"), [json.dumps(case)], out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def refused_by_all(story: Story, record: Record, words: str) -> None:
    """Through the page, the command line and the store's action: nothing is written."""
    before = len(story.chart.entries)
    with pytest.raises(Refused, match=words):
        sign(NURSE, story.episode_id, record, seen=before)
    answer = by_command(story, record)
    assert answer["status"] == "refused"
    assert words in answer["messages"][0]
    page = story.sign("nurse", record)
    assert page.status == 409
    assert words in page.words
    assert len(story.chart.entries) == before


@pytest.fixture
def at_the_draw(story: Story) -> Story:
    story.episode_id = consented(story)
    story.turn_to(0, "09:05")
    return story


@pytest.mark.parametrize("standing", ["recalled", "quarantined"])
def test_a_stopped_lot_cannot_be_drawn_with(at_the_draw: Story, standing: Standing) -> None:
    stopped(received(), standing)
    refused_by_all(at_the_draw, said.draw(kit_lot="k27-q1"), f"lot K27Q1 is {standing} since")


def test_an_expired_lot_cannot_be_drawn_with_though_the_form_says_otherwise(at_the_draw: Story) -> None:
    received(expires_on=DAY - timedelta(1))
    refused_by_all(at_the_draw, said.draw(), "lot K27Q1 expired on")


def test_an_expiry_written_by_hand_stops_too(at_the_draw: Story) -> None:
    refused_by_all(at_the_draw, said.draw(kit_expires_on=DAY - timedelta(1)), "The kit expired on")


def test_on_its_last_day_a_lot_may_be_used(at_the_draw: Story) -> None:
    received(expires_on=DAY)
    sign(NURSE, at_the_draw.episode_id, said.draw(), seen=len(at_the_draw.chart.entries))


def test_an_anticoagulant_is_a_lot_like_any_other(at_the_draw: Story) -> None:
    stopped(received("A1", supply="anticoagulant", name="ACD-A"))
    refused_by_all(at_the_draw, said.draw(anticoagulant_lot="A1"), "anticoagulant lot A1 is recalled")


def test_blood_drawn_before_the_recall_goes_no_further(story: Story) -> None:
    product_made(story)
    stopped(received())
    refused_by_all(story, said.time_out(), "kit lot K27Q1 is recalled")


def test_an_antibiotic_of_a_recalled_lot_stops_the_time_out(story: Story) -> None:
    product_made(story)
    stopped(received("C9", supply="antibiotic", name="Cefazolin"))
    facts = {"antibiotic_given": True, "antibiotic_lot": "C9", "antibiotic_drug": "Cefazolin"}
    when = {"antibiotic_at": said.at(0, "09:30")}
    time_out = TimeOut.model_validate(said.time_out().model_dump(exclude_unset=True) | facts | when)
    refused_by_all(story, time_out, "antibiotic lot C9 is recalled")


def test_nobody_goes_past_the_card(story: Story) -> None:
    product_made(story)
    stopped(received())
    (card,) = [one for one in lots.cards(story.chart) if one.indicator == "critical"]
    assert (card.override_by, NOTICE in card.detail) == ((), True)
    with pytest.raises(Refused):
        override(DOCTOR, story.episode_id, card.key, "It will be all right", seen=len(story.chart.entries))
    page = story.page("proceduralist")
    assert "The kit lot K27Q1 is recalled since" in page.words
    assert "Go past it, with a reason: The kit lot" not in page.words


def test_a_lot_that_nobody_knows_is_a_warning_and_no_pass(story: Story) -> None:
    blood_drawn(story)
    (card,) = lots.cards(story.chart)
    assert (card.indicator, card.code) == ("warning", "lot_unknown")
    assert "not on this practice’s list" in story.page().words
    received(expires_on=None)
    assert [one.code for one in lots.cards(story.chart)] == ["lot_no_expiry"]
    stock.Lot.objects.all().delete()
    received()
    assert lots.cards(story.chart) == ()


def test_another_makers_lot_of_the_same_number_stops_nothing(at_the_draw: Story) -> None:
    received()
    stopped(received(name="Another kit"))
    sign(NURSE, at_the_draw.episode_id, said.draw(), seen=len(at_the_draw.chart.entries))


def test_an_unnamed_kit_of_a_number_that_is_recalled_is_stopped(at_the_draw: Story) -> None:
    received()
    stopped(received(name="Another kit"))
    refused_by_all(at_the_draw, said.draw(kit=None), "is recalled")


def test_the_expiry_is_copied_from_the_list_where_nobody_wrote_one(at_the_draw: Story) -> None:
    received()
    facts = said.draw().model_dump(exclude_unset=True, exclude={"kit_expires_on"})
    sign(NURSE, at_the_draw.episode_id, Draw.model_validate(facts), seen=len(at_the_draw.chart.entries))
    drawn = at_the_draw.chart.newest(Draw)
    assert drawn is not None
    assert drawn.kit_expires_on == DAY + timedelta(300)


def test_a_slip_beside_a_lot_recalled_since_can_be_amended(story: Story) -> None:
    blood_drawn(story)
    row, entry = received(), story.chart.entries[-1]
    stopped(row)
    mended = said.draw(blood_volume=55)
    sign(NURSE, story.episode_id, mended, seen=len(story.chart.entries), amends=entry.number)
    stopped(received("K99"))
    number, seen = story.chart.entries[-1].number, len(story.chart.entries)
    with pytest.raises(Refused, match="K99 is recalled"):
        sign(NURSE, story.episode_id, said.draw(kit_lot="K99"), seen=seen, amends=number)


def test_who_keeps_the_list_and_that_it_is_audited(db: None) -> None:
    facts = Lot(supply="kit", name=KIT, lot="K1")
    for by in (NURSE, DESK):
        with pytest.raises(Refused):
            keep_lot(by, facts)
    row = keep_lot(MANAGER, facts)
    with pytest.raises(Refused, match="on the list already"):
        keep_lot(MANAGER, facts.model_copy(update={"lot": "k-1"}))
    with pytest.raises(Refused):
        stop_lot(NURSE, row, Stop(standing="recalled", reason=NOTICE, since=DAY))
    stopped(row)
    events = AuditEvent.objects.filter(action__in=("equip", "recall")).order_by("pk")
    assert [one.action for one in events] == ["equip", "recall"]


def test_a_barcode_fills_in_what_was_not_typed_and_never_overrules_it(db: None) -> None:
    code = "(01)07032069804988(17)270531(10)K27-Q1"
    row = received(None, scanned=code, expires_on=None)
    assert (row.lot, row.key, row.device) == ("K27-Q1", "k27q1", "07032069804988")
    assert str(row.expires_on) == "2027-05-31"
    with pytest.raises(Refused, match="something else than what is typed: expires on"):
        received("K27Q1", scanned=code)
    with pytest.raises(Refused, match="cannot be read as GS1"):
        received("K28", scanned="(01)123")


def test_from_a_lot_to_each_level_and_from_a_patient_to_each_lot(
    story: Story, django_assert_num_queries: Any
) -> None:
    product_made(story)
    row = received()
    signed(story, said.time_out())
    story.turn_to(0, "10:30")
    signed(story, said.injection())
    with django_assert_num_queries(1):
        found = recall.of_lot("k27 q1")
    sites = said.injection().sites
    assert [one.use.volume for one in found] == [site.volume for site in sites]
    assert [(one.use.level, one.use.side) for one in found] == [(one.level, one.side) for one in sites]
    counted = said.product().platelets or 0
    assert [one.use.dose for one in found] == [pytest.approx(counted / 1000 * one.volume) for one in sites]
    patient = story.episode.patient
    with django_assert_num_queries(1):
        assert {one.use.lot for one in recall.of_patient(patient)} >= {"K27Q1"}
    assert recall.used()[row.pk] == 1
    assert recall.open_recalls() == ()
    stopped(row)
    assert recall.open_recalls() == ((row, 1),)
    closed = Stop(standing="recalled", reason=NOTICE, since=DAY, closed_on=DAY)
    stop_lot(MANAGER, row, closed)
    assert recall.open_recalls() == ()


def test_an_entry_taken_back_is_in_no_recall(story: Story) -> None:
    blood_drawn(story)
    number = story.chart.entries[-1].number
    assert LotUse.objects.count() == 1
    retract(NURSE, story.episode_id, number, "another patient’s blood", seen=len(story.chart.entries))
    assert recall.of_lot("K27Q1") == ()
    assert list(verify()) == []


def test_verify_finds_an_index_that_was_changed(story: Story) -> None:
    blood_drawn(story)
    assert list(verify()) == []
    LotUse.objects.update(key="other")
    assert [one.why for one in verify()] == ["the index of lots differs from the chart"]
    LotUse.objects.all().delete()
    assert len(list(verify())) == 1


def test_the_manager_receives_a_lot_recalls_it_and_sees_whom_it_reached(story: Story) -> None:
    blood_drawn(story)
    page = story.by("manager").open("/lots/").follow("Receive a lot")
    code = "(01)07032069804988(17)271231(10)K27Q1"
    page.fill({"supply": "kit", "name": KIT, "scanned": code, "received": "20"}).press("Keep it")
    assert "19 left of 20, 1 used" in page.words
    page.follow("Stop it").fill({"standing": "recalled", "reason": NOTICE}).press("Keep it")
    assert "1 patient with lot k27q1" in page.words
    assert "June Alder" in page.words
    assert "1 patient had it" in story.by("nurse").open("/").words
    assert story.by("nurse").open("/recall/export?lot=K27Q1").status == 403
    answer = story.by("manager").client.get("/recall/export?lot=K27Q1")
    assert "June Alder" in answer.content.decode()
    at_her = AuditEvent.objects.filter(action="export", patient_id=story.episode.patient_id)
    assert [one.what for one in at_her] == ["recall of lot K27Q1"]


def test_the_command_line_names_the_same_people(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    blood_drawn(story)
    story.by("manager")
    assert recall_command.run("k27-q1", "manager") == 0
    said_of = capsys.readouterr()
    assert said_of.out == recall.as_csv(recall.of_lot("K27Q1"))
    assert "1 patients. not on the list of lots" in said_of.err
    assert recall_command.run("nothing", "manager") == 1
    story.by("nurse")
    with pytest.raises(LookupError, match="may not take a list of patients out"):
        recall_command.run("K27Q1", "nurse")
