"""The MIBO checklist reads what is in force in a chart, and counts nothing that is not there."""

from datetime import UTC, datetime, timedelta

import pytest

from buffycoat.pathway import walk
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.preparation.mibo import TABLE, checklist, completeness
from buffycoat.pathway.preparation.records import Product
from buffycoat.pathway.record import RECORDS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NURSE = Signer(id="1", name="Nurse One", role="nurse")
assert walk.STAGES  # so that every kind of record is declared


@pytest.mark.parametrize(
    "path", [one.strip() for row in TABLE.rows.values() for n in row.needs for one in n.split("|")]
)
def test_every_field_named_is_declared(path: str) -> None:
    stage, kind, *names = path.split(".")
    items = RECORDS[f"{stage}.{kind}"].items
    assert names[0] in items
    if len(names) == 2:
        assert names == ["sites", names[1]]
        assert names[1] in InjectedSite.items


def test_there_are_23_items_in_12_categories_at_most() -> None:
    assert len(TABLE.rows) == 23
    assert len({row.category for row in TABLE.rows.values()}) <= 12


def test_an_empty_chart_has_none_of_them() -> None:
    assert completeness(Chart("one")) == (0, 23)


def _missing(chart: Chart, key: str) -> tuple[str, ...]:
    return next(one.missing for one in checklist(chart) if one.key == key)


def test_a_value_counts_and_unknown_does_not() -> None:
    counted = Chart("one").sign(Product(volume=4, platelets=1200), NURSE, NOON)
    assert _missing(counted, "m15") == ()
    unknown = Chart("one").sign(Product(volume=4, platelets=None), NURSE, NOON)
    assert _missing(unknown, "m15") == ("preparation.product.platelets",)


def test_an_amended_entry_no_longer_counts() -> None:
    chart = Chart("one").sign(Product(volume=4, platelets=1200), NURSE, NOON)
    chart = chart.sign(Product(volume=4), NURSE, NOON + timedelta(minutes=1), amends=1)
    assert _missing(chart, "m15") == ("preparation.product.platelets",)


def test_either_of_two_fields_is_enough() -> None:
    assert _missing(Chart("one").sign(Product(volume=4, haematocrit=2), NURSE, NOON), "m17") == ()


def test_every_site_must_have_it() -> None:
    site = {"target": "DISC", "level": "L4-5", "side": "M", "volume": 1.5}
    both = ({**site, "needle_gauge": 22}, {**site, "level": "L3-4", "needle_gauge": 22})
    one = ({**site, "needle_gauge": 22}, {**site, "level": "L3-4"})
    given = {"given_at": NOON, "operator": "Doctor", "guidance": "fluoroscopy"}
    whole = Chart("one").sign(Injection.model_validate({**given, "sites": both}), NURSE, NOON)
    part = Chart("one").sign(Injection.model_validate({**given, "sites": one}), NURSE, NOON)
    assert _missing(whole, "m08") == ()
    assert _missing(part, "m08") == ("injection.injection.sites.needle_gauge",)


def test_what_belongs_to_a_protocol_is_never_counted_as_filled() -> None:
    for one in checklist(Chart("one")):
        if one.key in ("m01", "m02"):
            assert not one.complete
            assert "protocol" in one.item.kept_elsewhere
