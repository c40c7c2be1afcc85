"""The command line signs through the same rules: calibration, labels, roles, and the slip of a nought."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from buffycoat.cli import main
from buffycoat.interop import lines
from buffycoat.interop.sign_command import engine_of
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.preparation.label import labels
from buffycoat.pathway.preparation.records import Draw
from buffycoat.pathway.record import Record
from buffycoat.practice.equipment import Centrifuge
from buffycoat.store.actions import keep_equipment
from buffycoat.store.charts import chart
from tests.journeys import answers as said
from tests.journeys.ready import blood_drawn, consented, product_made
from tests.journeys.story import Story
from tests.people import MANAGER


def ask(story: Story, command: str, role: str, **case: Any) -> dict[str, Any]:
    """One line to `buffycoat sign` or `scan`, in the name of somebody of a role."""
    story.by(role)  # makes their account
    out = io.StringIO()
    lines.run(engine_of(command, role), [json.dumps({"id": 7, "episode": story.episode_id, **case})], out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert answer["id"] == 7
    return answer


def as_sent(record: Record) -> dict[str, Any]:
    """A record as another program sends it."""
    return {"kind": record.kind, "record": json.loads(record.body())}


def test_a_record_is_signed(story: Story) -> None:
    story.episode_id = consented(story)
    story.turn_to(0, "09:05")
    answer = ask(story, "sign", "nurse", **as_sent(said.draw()))
    assert answer["status"] == "signed"
    assert answer["hash"] == story.chart.entries[-1].hash
    assert story.chart.newest(Draw) == said.draw()


def test_a_nought_too_many_is_asked_about_before_it_is_signed(story: Story) -> None:
    story.episode_id = consented(story)
    story.turn_to(0, "09:05")
    sent = as_sent(said.draw(baseline_platelets=2500))
    answer = ask(story, "sign", "nurse", **sent)
    assert answer["status"] == "questioned"
    (question,) = answer["questions"]
    assert (question["field"], question["meant"]) == ("baseline_platelets", 250)
    assert "did you mean 250" in question["text"]
    assert not story.chart.signed(Draw)
    assert ask(story, "sign", "nurse", **sent, confirmed=["baseline_platelets"])["status"] == "signed"
    assert "2500 ×10⁹/L is outside 20 to 1500: did you mean 250 ×10⁹/L?" in story.page().words


def test_the_form_asks_about_the_same_slip(story: Story) -> None:
    story.episode_id = consented(story)
    story.turn_to(0, "09:05")
    page = story.sign("nurse", said.draw(baseline_platelets=2500))
    assert page.status == 422
    assert "did you mean 250" in page.words
    assert not story.chart.signed(Draw)


@pytest.mark.parametrize("door", ["page", "command"])
def test_an_overdue_centrifuge_stops_this_door_too(story: Story, door: str) -> None:
    blood_drawn(story)
    keep_equipment(MANAGER, Centrifuge(name="Centrifuge 1", due_on=said.day(0) - timedelta(1)))
    seen = len(story.chart.entries)
    if door == "page":
        page = story.sign("nurse", said.spin(1))
        assert page.status == 409
        words = page.words
    else:
        answer = ask(story, "sign", "nurse", **as_sent(said.spin(1)))
        assert answer["status"] == "refused"
        words = answer["messages"][0]
    assert "The calibration of Centrifuge 1 was due on 2027-03-09" in words
    assert len(story.chart.entries) == seen


@pytest.fixture
def other(story: Story) -> str:
    """Another patient's label; then June Alder's blood, ready."""
    code = labels(chart(product_made(story, "Rose Birch")), 1)[0].code
    product_made(story)
    return code


def test_another_patients_label_in_a_time_out(story: Story, other: str) -> None:
    assert ask(story, "sign", "nurse", **as_sent(said.time_out(label_scanned=other)))["status"] == "signed"
    assert [one.what for one in story.chart.every(Incident)] == ["another patient"]
    answer = ask(story, "sign", "proceduralist", **as_sent(said.injection()))
    assert answer["status"] == "refused"
    assert "another patient’s label" in answer["messages"][0]


def test_a_label_is_read_back(story: Story, other: str) -> None:
    own = labels(story.chart, 1)[0]
    assert ask(story, "scan", "nurse", label=own.code)["status"] == "right"
    assert ask(story, "scan", "nurse", label=own.typed)["status"] == "right"
    answer = ask(story, "scan", "nurse", label=other)
    assert (answer["status"], answer["wrong"]) == ("wrong", "another patient")
    assert "do not inject" in answer["messages"][0]
    assert len(story.chart.signed(Incident)) == 1
    assert ask(story, "scan", "front_desk", label=own.code)["status"] == "refused"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"kind": "preparation.magic", "record": {}}, "kind"),
        ({"kind": "preparation.draw", "record": []}, "record"),
        ({"kind": "preparation.draw", "record": {"blood_volume": -1}}, "blood_volume"),
        ({"kind": "preparation.draw", "record": {"blood_volume": "60 kg"}}, "blood_volume"),
        ({"episode": "nobody", "kind": "preparation.draw", "record": {}}, "episode"),
    ],
)
def test_what_cannot_be_read_is_named(story: Story, case: dict[str, Any], field: str) -> None:
    story.episode_id = consented(story)
    error = ask(story, "sign", "nurse", **case)["error"]
    assert field in f"{error['field']} {error['message']}"


def test_nobody_signs_as_nobody(db: None) -> None:
    with pytest.raises(LookupError):
        engine_of("sign", "ghost")


def test_the_command_itself(story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blood_drawn(story)
    story.by("nurse")
    line = {"id": 1, "episode": story.episode_id, "label": labels(story.chart, 1)[0].typed}
    (tmp_path / "line.json").write_text(json.dumps(line))
    assert main(["scan", "--by", "nurse", str(tmp_path / "line.json")]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": 1, "status": "right", "wrong": None, "messages": []}
    assert main(["scan", "--by", "ghost", str(tmp_path / "line.json")]) == 2
    assert "nobody here signs in as ghost" in capsys.readouterr().err
