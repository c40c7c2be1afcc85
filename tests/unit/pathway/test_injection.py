"""The tables of consent, preparation and injection, and a day on which nothing is wrong."""

from datetime import date
from typing import get_args

import pytest

from buffycoat.pathway import consent, injection, preparation
from buffycoat.pathway.candidacy.anatomy import Target
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.limits import LIMITS, RISKS
from buffycoat.pathway.consent.texts import TEXTS
from buffycoat.pathway.injection.limits import GUIDANCE, LEAVING
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.knowledge import sources
from buffycoat.pathway.preparation.dose import LIMITS as DOSE
from buffycoat.pathway.preparation.label import labels
from buffycoat.pathway.preparation.site_volume import VOLUMES
from tests.spec import consent as said
from tests.spec import injection as room
from tests.spec import preparation as bench
from tests.spec.case import DAY, NURSE

TABLES = (LIMITS, RISKS, TEXTS, GUIDANCE, LEAVING, VOLUMES, DOSE)


@pytest.mark.parametrize("table", TABLES)
def test_every_fact_names_a_source_of_the_bibliography(table) -> None:
    assert {key for row in table.rows.values() for key in row.sources} <= set(sources())
    assert table.reviewed_by == "", "no clinician has signed a table yet"
    assert table.review_due > date(2026, 11, 19)


def test_every_target_has_its_guidance_and_the_tables_know_no_other() -> None:
    targets = set(get_args(Target))
    assert set(GUIDANCE.rows) == targets
    assert set(VOLUMES.rows) <= targets
    assert set(RISKS.rows) <= targets


def test_a_day_on_which_nothing_is_wrong_raises_only_notes() -> None:
    chart = Chart("good")
    records = (
        said.plan(said.FACET),
        said.consent(),
        bench.draw(),
        bench.spin(1, centrifuge="C1"),
        bench.spin(2, centrifuge="C1"),
        bench.product(white_cells=20),
    )
    for record in records:
        chart = chart.sign(record, NURSE, bench.NINE)
    (label,) = labels(chart, 1)
    # 6 mL were made, of which half a millilitre is injected.
    for record in (
        room.time_out(label_scanned=label.code),
        room.injection(discarded_volume=5.5),
        room.discharge(),
    ):
        chart = chart.sign(record, NURSE, bench.NINE)
    cards = [card for one in (consent, preparation, injection) for card in one.STAGE.cards(chart, DAY)]
    assert {card.rule for card in cards} == {"preparation.dose", "preparation.classes", "preparation.mibo"}
    assert {card.indicator for card in cards} == {"info"}


def test_an_injection_without_a_place_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="at least one site"):
        Injection.model_validate(
            {"given_at": bench.NINE, "operator": "Dr One", "guidance": "CT", "sites": ()}
        )


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"volume": 0}, "below the bound"),
        ({"volume": -1}, "below the bound"),
        ({"volume": None}, "valid number"),
        ({"side": "M"}, "right or left"),
        ({"level": "SI"}, "no level SI"),
    ],
)
def test_an_impossible_place_cannot_be_built(wrong: dict[str, object], why: str) -> None:
    good = {"target": "FACET", "level": "L4-5", "side": "R", "volume": 0.5}
    with pytest.raises(ValueError, match=why):
        InjectedSite.model_validate(good | wrong)
