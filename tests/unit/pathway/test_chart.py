"""The chart: entries follow one another, and any change to what was signed is found."""

from datetime import UTC, datetime

import pytest

from buffycoat.pathway.candidacy.records import Allergies, Plan
from buffycoat.pathway.chart import Chart, Retraction, Signer

NURSE = Signer(id="n1", name="Nurse One", role="nurse")
AT = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)


def plan(goal: str) -> Plan:
    return Plan.model_validate({"goal": goal})


@pytest.fixture
def chart() -> Chart:
    signed = Chart("one").sign(plan("walk"), NURSE, AT).sign(Allergies(allergies=()), NURSE, AT)
    return signed.sign(plan("walk 3 km"), NURSE, AT, amends=1)


def test_a_signed_chart_is_whole(chart: Chart) -> None:
    assert chart.broken() is None
    assert [entry.number for entry in chart.entries] == [1, 2, 3]


def test_an_amendment_takes_the_place_of_what_it_amends(chart: Chart) -> None:
    assert [record.goal for record in chart.every(Plan)] == ["walk 3 km"]
    assert len(chart.entries) == 3


def test_a_retraction_takes_an_entry_out_of_force(chart: Chart) -> None:
    after = chart.sign(Retraction(reason="written for another patient"), NURSE, AT, amends=2)
    assert after.newest(Allergies) is None
    assert after.broken() is None


@pytest.mark.parametrize(("amends", "why"), [(1, "not in force"), (9, "not in force"), (2, "cannot amend")])
def test_only_an_entry_in_force_of_the_same_kind_can_be_amended(chart: Chart, amends: int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        chart.sign(plan("run"), NURSE, AT, amends=amends)


@pytest.mark.parametrize(
    "change",
    [
        {"body": '{"goal":"fly"}'},
        {"signer": Signer(id="n2", name="Nurse One", role="nurse")},
        {"signed_at": datetime(2026, 11, 18, tzinfo=UTC)},
        {"amends": 1},
        {"kind": "candidacy.plan"},
        {"previous": "f" * 64},
        {"number": 7},
        {"episode": "two"},
    ],
)
def test_any_change_after_signing_is_found_where_it_was_made(chart: Chart, change: dict[str, object]) -> None:
    second = chart.entries[1].model_copy(update=change)
    broken = Chart("one", (chart.entries[0], second, chart.entries[2])).broken()
    assert broken is not None
    assert broken.number == 2


def test_a_change_with_its_hash_made_anew_breaks_the_next_link(chart: Chart) -> None:
    forged = chart.entries[1].model_copy(update={"body": '{"allergies":null}'})
    forged = forged.model_copy(update={"hash": forged.fingerprint()})
    broken = Chart("one", (chart.entries[0], forged, chart.entries[2])).broken()
    assert broken is not None
    assert broken.number == 3


def test_a_missing_entry_is_found(chart: Chart) -> None:
    broken = Chart("one", (chart.entries[0], chart.entries[2])).broken()
    assert broken is not None
    assert "missing" in broken.why
