"""One word for a set of cards: what stops outright, what is reviewed, and who clears each reason."""

from typing import Any

import pytest

from buffycoat.pathway.candidacy.summary import REASONS, stops, verdict, who
from buffycoat.pathway.card import Card


def card(code: str = "x", indicator: Any = "critical", **more: Any) -> Card:
    return Card(indicator=indicator, summary="s", sources=("practice",), status="P", code=code, **more)


def test_what_stops_outright() -> None:
    """3.2: nobody may go past it, or it is absolute while it is critical, or an emergency stands open."""
    assert stops(card(override_by=()))
    assert stops(card("anticoagulant"))
    assert stops(card("bleeding_disorder"))
    assert [stops(card(tier=tier)) for tier in ("emergency", "same_day", "two_weeks", "routine", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert not stops(card())
    assert not stops(card("active_cancer"))
    assert not stops(card("anticoagulant", "warning", override_by=()))


def test_the_verdict() -> None:
    info, warning, critical, stop = (
        card(indicator="info"),
        card(indicator="warning"),
        card(),
        card(override_by=()),
    )
    assert [verdict(one) for one in ((), (info,), (info, warning), (critical,), (info, stop))] == [
        "suitable", "suitable", "needs_review", "needs_review", "not_suitable",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "whom"),
    [
        ("anticoagulant", "prescriber"), ("bleeding_disorder", "haematologist"),
        ("active_infection", "clinician"),
        ("pregnancy", "nobody"), ("fused_level_target", "nobody"), ("red_flag_unresolved", "clinician"),
        ("antiplatelet", "cardiologist"), ("self_stopped_anticoagulant", "prescriber, today"),
        ("thrombocytopenia", "physician"), ("active_cancer", "oncologist"), ("cancer_history", "oncologist"),
        ("high_neurologic_risk", "spine specialist"), ("systemic_steroid", "prescriber"),
        ("immunosuppression", "rheumatology"), ("inflammatory_disease", "rheumatology"),
        ("adjacent_to_fusion", "surgeon"), ("capacity", "capacity"), ("minor", "guardian"),
        ("missing_data", "asks and signs"), ("unread", "sent the case"), ("smoking", "the proceduralist"),
    ],
)  # fmt: skip
def test_who_clears_each_reason(code: str, whom: str) -> None:
    assert whom in who(card(code))
    assert who(card("something_else", override_by=())) == "nobody"
    assert code in REASONS.rows or whom == "the proceduralist"
