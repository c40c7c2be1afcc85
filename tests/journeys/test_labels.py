"""Whose blood is it? The right label passes; another’s stops every door, is written down, and rings."""

from datetime import timedelta

import pytest

from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.label import labels
from buffycoat.pathway.walk import walk
from buffycoat.store import clock
from buffycoat.store.actions import Refused, override, scan, sign
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent, EntryRow, Episode
from tests.journeys import answers as said
from tests.journeys.form import Form
from tests.journeys.ready import product_made, signed
from tests.journeys.story import Story
from tests.journeys.visitor import Visitor
from tests.people import DESK, DOCTOR, NURSE, RESEARCHER

REASON = "Both syringes found, each with its patient; the other one was never opened."


@pytest.fixture
def other(story: Story) -> str:
    """Another patient's label, from the same morning."""
    key = product_made(story, "Rose Birch")
    return labels(chart(key), 1)[0].code


@pytest.fixture
def ready(other: str, story: Story) -> Story:
    """June Alder's blood is spun, counted and labelled."""
    product_made(story)
    return story


def own(story: Story) -> str:
    """The label on June Alder's syringe."""
    return labels(story.chart, 1)[0].code


def scanned(story: Story, text: str) -> Visitor:
    """What a nurse sees after scanning a label at the bench."""
    bench = story.by("nurse").open(f"/episodes/{story.episode_id}/bench")
    boxes = [one for one in bench.page.every("form") if one.attrs.get("action", "").endswith("/scan")]
    bench.form = Form.of(boxes[0])
    return bench.fill({"label": text}).press("Is it this patient’s?")


def cards(story: Story, rule: str) -> list[str]:
    """What a rule says now."""
    return [card.summary for card in walk(story.chart, clock.today()).cards if card.rule == rule]


def test_the_right_label_is_recorded_and_the_injection_goes_on(ready: Story) -> None:
    code = own(ready)
    page = ready.sign("nurse", said.time_out(label_scanned=code))
    assert page.status == 200
    newest = ready.chart.newest(TimeOut)
    assert newest is not None
    assert newest.label_scanned == code
    assert cards(ready, "injection.label") == []
    assert not ready.chart.signed(Incident)
    assert AuditEvent.objects.get(action="scan").what == "the right label"
    ready.turn_to(0, "10:30")
    signed(ready, said.injection())
    assert ready.chart.signed(Injection)


def then_it_is_stopped_and_written_down(story: Story, code: str) -> None:
    """A card that nobody goes past, an incident, an event, and a line on Today."""
    assert cards(story, "injection.label") == ["Another patient’s label: do not inject"]
    (incident,) = story.chart.every(Incident)
    assert (incident.what, incident.scanned, incident.found_by) == ("another patient", code, "Nurse")
    for by in (NURSE, DOCTOR):
        with pytest.raises(Refused):
            override(
                by, story.episode_id, "injection.label:another patient", REASON, seen=len(story.chart.entries)
            )
    with pytest.raises(Refused, match=r"(?i)another patient’s label"):
        signed(story, said.injection())
    assert story.episode.alert == "same_day"
    today = story.by("front_desk").open("/")
    assert "June Alder" in today.words
    assert "another patient’s label" in today.words
    events = AuditEvent.objects.filter(action="scan").order_by("pk")
    assert [one.what for one in events] == ["another patient", "its label was scanned for another patient"]
    rose = Episode.objects.get(patient__name="Rose Birch")
    assert [one.episode_id for one in events] == [story.episode_id, rose.pk]


def test_another_patients_label_through_the_page(ready: Story, other: str) -> None:
    ready.sign("nurse", said.time_out(label_scanned=other))
    then_it_is_stopped_and_written_down(ready, other)
    assert "Another patient’s label: do not inject" in ready.page().cards("critical")


def test_another_patients_label_through_the_stores_action(ready: Story, other: str) -> None:
    sign(NURSE, ready.episode_id, said.time_out(label_scanned=other), seen=len(ready.chart.entries))
    then_it_is_stopped_and_written_down(ready, other)


def test_it_clears_with_the_right_label_and_what_was_done_about_it(ready: Story, other: str) -> None:
    signed(ready, said.time_out(label_scanned=other))
    signed(ready, said.time_out(label_scanned=own(ready)))
    assert cards(ready, "injection.label") == []
    with pytest.raises(Refused, match="Incident"):
        signed(ready, said.injection())
    ready.page("proceduralist").follow("Go past it").fill({"reason": REASON}).press("Sign: go past it")
    assert ready.episode.alert == ""
    ready.turn_to(0, "10:30")
    signed(ready, said.injection())
    assert REASON in ready.page().words


def test_a_label_past_its_time(ready: Story) -> None:
    code = own(ready)
    ready.turn_to(0, "13:01")
    signed(ready, said.time_out(label_scanned=code, taken_at=said.at(0, "13:01")))
    assert cards(ready, "injection.label") == ["The label is past its use-by time: do not inject"]
    assert [one.what for one in ready.chart.every(Incident)] == ["expired"]


def test_the_label_of_a_draw_that_was_done_again(ready: Story) -> None:
    old = own(ready)
    ready.turn_to(0, "10:10")
    again = said.draw(drawn_at=said.at(0, "10:05"))
    sign(NURSE, ready.episode_id, again, seen=len(ready.chart.entries))
    found = scan(NURSE, ready.episode_id, old)
    assert found.wrong == "another draw"
    assert [one.what for one in ready.chart.every(Incident)] == ["another draw"]


def test_the_bench_reads_a_label_back(ready: Story, other: str) -> None:
    bench = scanned(ready, own(ready))
    assert "Right label: June Alder" in bench.page.text
    assert not ready.chart.signed(Incident)
    bench = scanned(ready, other)
    assert bench.status == 409
    assert bench.heading == "Another patient’s label: do not inject"
    assert "written down as an incident" in bench.words
    assert "Rose" not in bench.words, "whose it is, is for who goes and looks"
    assert len(ready.chart.signed(Incident)) == 1
    assert ready.episode.alert == "same_day"


def test_the_same_wrong_label_again_is_the_same_incident(ready: Story, other: str) -> None:
    for _ in range(2):
        assert scan(NURSE, ready.episode_id, other).wrong == "another patient"
    assert len(ready.chart.signed(Incident)) == 1
    assert AuditEvent.objects.filter(action="scan", what="another patient").count() == 2


def test_what_is_no_label_is_told_and_is_no_incident(ready: Story) -> None:
    entries = EntryRow.objects.count()
    bench = scanned(ready, "7-AAAA")
    assert (bench.status, bench.heading) == (409, "The label cannot be read: do not inject")
    assert "Nothing was scanned" in scanned(ready, "").page.text
    assert EntryRow.objects.count() == entries


def test_who_does_not_prepare_does_not_scan_or_label(ready: Story) -> None:
    for by in (DESK, RESEARCHER):
        with pytest.raises(Refused):
            scan(by, ready.episode_id, own(ready))
    assert ready.by("front_desk").open(f"/episodes/{ready.episode_id}/labels").status == 403


def test_the_printed_label_is_the_one_that_is_read_back(ready: Story) -> None:
    nurse = ready.by("nurse").open(f"/episodes/{ready.episode_id}/labels?syringes=3")
    printed = list(nurse.page.every("li", "label"))
    assert len(printed) == 3
    assert all(
        part in printed[1].text
        for part in ("June Alder", "AUTOLOGOUS", "drawn 10 Mar 2027 09:00", "use by 13:00", "syringe 2 of 3")
    )
    typed = labels(ready.chart, 1)[0].typed
    assert typed in printed[0].text
    assert scan(NURSE, ready.episode_id, typed).wrong == ""
    assert scan(NURSE, ready.episode_id, f" {typed.lower()} ").wrong == ""


def test_no_label_before_the_draw_or_after_its_time(ready: Story) -> None:
    ready.now += timedelta(hours=4)
    late = ready.by("nurse").open(f"/episodes/{ready.episode_id}/labels")
    assert (late.status, "past its use-by time" in late.words) == (409, True)
    rose = Episode.objects.get(patient__name="Rose Birch")
    assert ready.by("nurse").open(f"/episodes/{rose.pk}/labels").status == 409
