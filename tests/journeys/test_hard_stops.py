"""Each hard stop of the room is tried through the pages, the command line and the store’s action: none opens.

The store’s action is the one way by which any program writes; of other systems FHIR import signs nothing
(test_fused_doors) and CDS Hooks only reads. A stop of the time-out is tried by an injection after it; a stop
of the injection by the injection itself, as new and as an amendment of one that was in order.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from buffycoat.interop import lines
from buffycoat.interop.sign_command import engine_of
from buffycoat.pathway.candidacy.records import Allergies, History, Medicines
from buffycoat.pathway.card import Card
from buffycoat.pathway.consent.records import Withdrawal
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.label import labels
from buffycoat.pathway.record import Record
from buffycoat.pathway.walk import walk
from buffycoat.practice.competencies import SignOff
from buffycoat.practice.lots import Lot, Stop
from buffycoat.store import clock
from buffycoat.store.actions import (
    Refused,
    keep_lot,
    keep_sign_off,
    override,
    sign,
    stop_lot,
)
from buffycoat.store.models import Staff
from buffycoat.store.roles import ROLES
from tests.journeys import answers as said
from tests.journeys.ready import product_made, signed
from tests.journeys.story import Story
from tests.people import DOCTOR, MANAGER, NURSE, signer

DOORS = ("page", "command", "action")
REASON = "The surgeon and the patient both want it today."
STOPS = [name for name, one in TimeOut.items.items() if one.matters == "critical"]


def through(story: Story, door: str, role: str, record: Record, amends: int | None = None) -> str:
    """Try to sign through one door; "" when it was signed, else the words of the refusal."""
    if door == "page":
        return _by_page(story, role, record, amends)
    if door == "command":
        return _by_command(story, role, record, amends)
    try:
        sign(signer(role), story.episode_id, record, seen=len(story.chart.entries), amends=amends)
    except Refused as refusal:
        return refusal.reason
    return ""


def _by_page(story: Story, role: str, record: Record, amends: int | None) -> str:
    end = f"entries/{amends}/amend" if amends else f"sign/{record.kind}"
    page = story.by(role).open(f"/episodes/{story.episode_id}/{end}")
    if page.status == 200:
        page.write(record).press("Sign as")
    return "" if page.status == 200 else page.words


def _by_command(story: Story, role: str, record: Record, amends: int | None) -> str:
    story.by(role)  # makes their account
    case = {"episode": story.episode_id, "kind": record.kind, "record": json.loads(record.body())}
    out = io.StringIO()
    sent = json.dumps(case | ({"amends": amends} if amends else {}))
    lines.run(engine_of("sign", role), [sent], out)
    answer = json.loads(out.getvalue())
    return "" if answer.get("status") == "signed" else str(answer)


def nobody_goes_past(story: Story, code: str) -> None:
    """Every critical card of this code is refused to every role, by the page and by the action."""
    found = [card for card in _critical(story) if card.code == code]
    assert found, [card.summary for card in _critical(story)]
    for card in found:
        assert card.override_by == (), card.summary
        for role in ROLES:
            with pytest.raises(Refused):
                override(signer(role), story.episode_id, card.key, REASON, seen=len(story.chart.entries))
        page = story.by("proceduralist").open(f"/episodes/{story.episode_id}/override?card={quote(card.key)}")
        assert page.status == 403


def _critical(story: Story) -> list[Card]:
    return [card for card in walk(story.chart, clock.today()).cards if card.indicator == "critical"]


def go_past_what_may_be(story: Story) -> None:
    """The proceduralist goes past every card that lets anybody past, so that only the hard ones are left."""
    for card in _critical(story):
        if "proceduralist" in card.override_by:
            override(DOCTOR, story.episode_id, card.key, REASON, seen=len(story.chart.entries))


# -- what is wrong before the needle -----------------------------------------------------------------


def _amended(kind: type[Record], **other: Any) -> Callable[[Story], None]:
    """A record of candidacy is put right by who knew better, after the blood was spun."""

    def act(story: Story) -> None:
        made = {History: said.history, Medicines: said.medicines, Allergies: said.allergies}[kind]()
        record = kind.model_validate(made.model_dump(exclude_unset=True) | other)
        number, seen = story.chart.signed(kind)[-1].number, len(story.chart.entries)
        sign(NURSE, story.episode_id, record, seen=seen, amends=number)
        go_past_what_may_be(story)

    return act


def _withdrawn(story: Story) -> None:
    signed(story, Withdrawal(withdrawn_at=said.at(0, "09:50"), care=True))
    go_past_what_may_be(story)


def _stopped(standing: str) -> Callable[[Story], None]:
    def act(story: Story) -> None:
        row = keep_lot(MANAGER, Lot(supply="kit", name="Two-spin kit, 60 mL", lot="K27Q1"))
        facts = {"standing": standing, "reason": "Field notice FSN-7", "since": said.day(0)}
        stop_lot(MANAGER, row, Stop.model_validate(facts))

    return act


def _expired(story: Story) -> None:
    day = said.day(0) - timedelta(1)
    keep_lot(MANAGER, Lot(supply="kit", name="Two-spin kit, 60 mL", lot="K27Q1", expires_on=day))


def _another_is_signed_off(story: Story) -> None:
    """The practice keeps who may inject, and it is somebody else."""
    other = Staff.objects.create(username="other", first_name="Dr", last_name="Other", role="proceduralist")
    facts = {"competency": "spine_procedures", "given": "signed off", "on": said.day(-30)}
    keep_sign_off(MANAGER, other, SignOff.model_validate(facts))


def _nothing(story: Story) -> None:
    """The chart is in order."""


def drug(name: str, **more: Any) -> dict[str, Any]:
    """One medicine, taken every day."""
    return {"drugs": ({"name": name, "use": "taking", **more},)}


def allergic(substance: str, severe: bool | None) -> dict[str, Any]:
    """One allergy."""
    return {"allergies": ({"substance": substance, "severe": severe},)}


@dataclass(frozen=True)
class Stop_:
    """One hard stop: what the time-out says, what the chart says, and the code of a card nobody goes past."""

    name: str
    time_out: dict[str, Any] = field(default_factory=dict)
    chart: Callable[[Story], None] = _nothing
    code: str = "time_out"


BEFORE = (
    *(Stop_(f"{name}: no", {name: False}) for name in STOPS if not name.startswith("level_counted")),
    *(Stop_(f"{name}: not known", {name: None}) for name in STOPS),
    Stop_("counted twice by one", {"level_counted_second": "proceduralist"}),
    Stop_("label read by one", {"label_read_second": "nurse"}, code="identity"),
    Stop_("label read by nobody", {"label_read_by": None}, code="identity"),
    Stop_("label of nobody", {"label_scanned": "7-AAAA-AAAA"}, code="wrong_label"),
    Stop_("transitional anatomy not stated", {"transitional_anatomy": None}),
    Stop_("ultrasound for a disc", {"guidance": "ultrasound"}, code="guidance"),
    Stop_("guidance not stated", {"guidance": None}, code="guidance"),
    Stop_("no antibiotic, no reason", {"antibiotic_given": False}, code="antibiotic"),
    Stop_("antibiotic without its time", {"antibiotic_at": None}, code="antibiotic"),
    Stop_("antibiotic without its name", {"antibiotic_drug": None}, code="antibiotic"),
    Stop_("severe reaction to contrast", {"contrast_reaction": "severe"}, code="allergy"),
    Stop_("reaction to contrast not written down", {"contrast_reaction": None}, code="allergy"),
    Stop_("gadolinium at a disc", {"contrast_planned": "gadolinium"}, code="allergy"),
    Stop_("contrast allergy in the chart", {}, _amended(Allergies, **allergic("iohexol", True)), "allergy"),
    Stop_("penicillin, and cefazolin", {}, _amended(Allergies, **allergic("penicillin", True)), "allergy"),
    Stop_("chlorhexidine on the skin", {}, _amended(Allergies, **allergic("chlorhexidine", None)), "allergy"),
    Stop_("apixaban, no agreement", {}, _amended(Medicines, **drug("apixaban")), "anticoagulant"),
    Stop_(
        "apixaban, taken yesterday",
        {},
        _amended(Medicines, **drug("apixaban", hold_agreed=True, last_taken=str(said.day(-1)))),
        "anticoagulant",
    ),
    Stop_("an infection in the chart", {}, _amended(History, infection_now=True), "active_infection"),
    Stop_("pregnant in the chart", {}, _amended(History, pregnant="yes"), "pregnancy"),
    Stop_("consent taken back", {}, _withdrawn, ""),
    Stop_("consent dated after the time-out", {"taken_at": said.at(-8, "10:00")}, code="consent"),
    Stop_("a recalled kit", {}, _stopped("recalled"), ""),
    Stop_("a quarantined kit", {}, _stopped("quarantined"), ""),
    Stop_("an expired kit", {}, _expired, ""),
    Stop_("an operator who is not signed off", {}, _another_is_signed_off, ""),
)


@pytest.mark.parametrize("stop", BEFORE, ids=lambda one: one.name)
def test_no_injection_is_signed_behind_it(story: Story, stop: Stop_) -> None:
    product_made(story)
    stop.chart(story)
    label = {"label_scanned": labels(story.chart, 1)[0].code}
    answers = said.time_out().model_dump(exclude_unset=True) | label | stop.time_out
    # A box without “not known” beside it is left empty: not asked.
    time_out = TimeOut.model_validate(
        {name: one for name, one in answers.items() if one is not None or name in STOPS}
    )
    for door in DOORS:
        through(story, door, "nurse", time_out)
        for way in DOORS:
            assert through(story, way, "proceduralist", said.injection()), f"{door}, {way}"
    if stop.code:
        nobody_goes_past(story, stop.code)
    go_past_what_may_be(story)
    for way in DOORS:
        assert through(story, way, "proceduralist", said.injection()), f"{way}, after every override"
    assert not story.chart.signed(Injection)


def test_the_same_with_everything_in_order_is_signed(story: Story) -> None:
    """So that the table above cannot pass because of something else."""
    product_made(story)
    assert through(story, "page", "nurse", said.time_out()) == ""
    assert through(story, "page", "proceduralist", said.injection()) == ""


def test_no_injection_is_signed_without_a_time_out(story: Story) -> None:
    product_made(story)
    for way in DOORS:
        assert "time-out" in through(story, way, "proceduralist", said.injection())


# -- what is wrong in the injection itself -----------------------------------------------------------


def site(**other: Any) -> dict[str, Any]:
    """The one place of the plan, and what is other."""
    return {"sites": ({**said.SITE, "volume": 1, **other},)}


THEMSELVES = {
    "disc by ultrasound": ({"guidance": "ultrasound"}, "A disc needs fluoroscopy or CT"),
    "another level": (site(level="L5-S1"), "Not planned: Disc L5-S1"),
    "another target": (site(target="FACET", side="R"), "Not planned: Facet joint L4-5, right"),
    "more than was made": (site(volume=6), "than was made"),
}


@pytest.fixture
def in_the_room(story: Story) -> Story:
    """A time-out in order."""
    product_made(story)
    signed(story, said.time_out())
    story.turn_to(0, "10:30")
    return story


@pytest.mark.parametrize("name", THEMSELVES)
def test_it_is_not_signed_as_new_nor_as_an_amendment(in_the_room: Story, name: str) -> None:
    other, words = THEMSELVES[name]
    for way in DOORS:
        assert words in through(in_the_room, way, "proceduralist", said.injection(**other))
    signed(in_the_room, said.injection())
    number = in_the_room.chart.entries[-1].number
    for way in DOORS:
        assert words in through(in_the_room, way, "proceduralist", said.injection(**other), number)
        assert words in through(in_the_room, way, "proceduralist", said.injection(**other))
    assert in_the_room.chart.every(Injection) == (said.injection(),)


def test_guidance_is_required(in_the_room: Story) -> None:
    page = in_the_room.form("proceduralist", Injection).write(said.injection())
    page.form.boxes["guidance"].value = None
    assert page.press("Sign as").status == 422
    body = json.loads(said.injection().body())
    del body["guidance"]
    case = {"id": 1, "episode": in_the_room.episode_id, "kind": Injection.kind, "record": body}
    out = io.StringIO()
    lines.run(engine_of("sign", "proceduralist"), [json.dumps(case)], out)
    assert json.loads(out.getvalue())["error"]["field"] == "guidance"
    with pytest.raises(ValueError, match="guidance"):
        Injection.model_validate(body)
    assert not in_the_room.chart.signed(Injection)


def test_what_has_happened_is_written_down_once_it_is_an_incident(in_the_room: Story) -> None:
    """Otherwise a recall would forget whoever was injected at the wrong place; the card about it stands."""
    wrong = said.injection(**site(level="L5-S1"))
    signed(in_the_room, Incident(what="other", found_at=said.at(0, "10:20"), found_by="Nurse"))
    assert "Incident" in through(in_the_room, "page", "proceduralist", wrong)
    go_past_what_may_be(in_the_room)  # what was found and done about it is signed
    assert through(in_the_room, "page", "proceduralist", wrong) == ""
    assert "wrong_place" in {card.code for card in _critical(in_the_room)}
    later = said.discharge().model_copy(update={"discharged_at": said.at(0, "11:10")})
    assert through(in_the_room, "action", "nurse", later) == ""
