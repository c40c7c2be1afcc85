"""What a patient permits is asked in one place, and their own word stands there."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.change import asked_again
from buffycoat.pathway.consent.scope import SCOPES, Scope, chart_permits
from buffycoat.pathway.record import Record
from tests.spec.case import DAY, NURSE
from tests.spec.consent import FACET, NOON, SIJ, consent, offer, own_part, withdrawal

SRC = Path(__file__).parents[3] / "src" / "buffycoat"
# Who may look at a scope itself: the stage, pages that show what was signed, the demo that fills forms in.
MAY_LOOK = ("pathway/consent/", "web/", "store/demo/")


def signed(*records: Record) -> Chart:
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, NURSE, NOON)
    return chart


def test_a_yes_signed_by_both_permits() -> None:
    assert all(chart_permits(scope, signed(own_part(), consent())) for scope in SCOPES)


def test_the_patients_part_alone_permits_nothing_yet() -> None:
    assert not any(chart_permits(scope, signed(own_part())) for scope in SCOPES)
    assert not any(chart_permits(scope, signed()) for scope in SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_the_patients_own_no_stands_over_a_clinicians_yes(scope: Scope) -> None:
    said_no = own_part(**{f"scope_{scope}": False})
    assert not chart_permits(scope, signed(said_no, consent()))
    later_by_the_clinician = consent(signed_at=NOON + timedelta(hours=1), text_hash=said_no.text_hash)
    assert not chart_permits(scope, signed(said_no, later_by_the_clinician))


def test_another_consent_on_paper_replaces_the_link() -> None:
    on_paper = consent(signed_at=NOON + timedelta(days=2))
    assert chart_permits("registry", signed(own_part(scope_registry=False), on_paper))


def test_a_no_signed_anew_ends_it_before_anybody_countersigns() -> None:
    anew = own_part(scope_registry=False, signed_at=NOON + timedelta(days=2))
    assert not chart_permits("registry", signed(consent(), anew))


@pytest.mark.parametrize("scope", SCOPES)
def test_what_was_taken_back_is_permitted_to_nobody(scope: Scope) -> None:
    only = {one: one == scope for one in SCOPES}
    chart = signed(own_part(), consent(), withdrawal(**only))
    assert [one for one in SCOPES if not chart_permits(one, chart)] == [scope]


def test_no_other_code_looks_at_a_scope_by_itself() -> None:
    # But for the care itself, which the time-out asks about as of its own instant.
    names = {f"scope_{scope}" for scope in SCOPES if scope != "care"}
    looking = [
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.Constant) and node.value in names)
    ]
    assert [path for path in looking if not path.startswith(MAY_LOOK)] == []


@pytest.mark.parametrize(
    ("chart", "why"),
    [
        (signed(offer(FACET)), ("nothing",)),
        (signed(offer(FACET), own_part()), ()),
        (signed(offer(FACET), own_part(), withdrawal()), ("withdrawn",)),
        (signed(offer(FACET), own_part(), withdrawal(care=False, registry=True)), ()),
        (signed(offer(FACET), own_part(), offer(FACET, SIJ)), ("places",)),
        (signed(offer(FACET), own_part(), offer(FACET)), ("offer",)),
        (signed(offer(FACET), own_part(text_version="0")), ("text",)),
    ],
)
def test_when_the_patient_is_asked_again(chart: Chart, why: tuple[str, ...]) -> None:
    assert asked_again(chart, DAY) == why
