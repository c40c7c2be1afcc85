"""The index of lots says of any chart what a slow reading of its signed texts says."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buffycoat.pathway.chart import Chart, Retraction, Signer
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.practice.barcode import key_of
from buffycoat.practice.lot_uses import uses
from tests.records_strategy import records_of

NAMES = {
    "preparation.draw": (("kit_lot", "kit"), ("anticoagulant_lot", "anticoagulant")),
    "injection.time_out": (("antibiotic_lot", "antibiotic"), ("contrast_lot", "contrast")),
    "injection.injection": (("kit_lot", "kit"),),
}
NURSE = Signer(id="nurse", name="Nurse", role="nurse")
START = datetime(2026, 11, 19, 9, tzinfo=UTC)
LOTS = st.sampled_from(["K1", "k-1", "K2", " ", None, "(01)07032069804988(10)K1"])
Line = tuple[str, str, int, str, str, str, float | None]


def slowly(chart: Chart) -> set[Line]:
    """Every (supply, lot, entry, target, level, side, volume), from the JSON of what nothing replaced."""
    replaced = [one.amends for one in chart.entries]
    bodies = [
        (one.number, one.kind, json.loads(one.body)) for one in chart.entries if one.number not in replaced
    ]
    sites: list[Any] = [
        site for _, kind, body in bodies if kind == "injection.injection" for site in body["sites"]
    ]
    named = [
        (supply, key_of(body.get(field)), number, kind)
        for number, kind, body in bodies
        for field, supply in NAMES.get(kind, ())
    ]
    drawn = {key for supply, key, _, kind in named if (supply, kind) == ("kit", "preparation.draw")}
    lines: set[Line] = set()
    for supply, key, number, kind in named:
        if not key or (kind == "injection.injection" and key in drawn):
            continue
        for site in sites:
            lines.add((supply, key, number, site["target"], site["level"], site["side"], site["volume"]))
        if not sites:
            lines.add((supply, key, number, "", "", "", None))
    return lines


def check(chart: Chart) -> None:
    found = uses(chart)
    quick = {(u.supply, u.key, u.entry, u.target, u.level, u.side, u.volume) for u in found}
    assert quick == slowly(chart)
    places = [(u.supply, u.key, u.entry, u.place) for u in found]
    assert len(places) == len(set(places)), "each place of a lot once"


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Charts of what names a lot, with few lots, some entries amended or taken back."""
    chart = Chart("one")
    for number in range(draw(st.integers(1, 6))):
        record = draw(records_of(draw(st.sampled_from((Draw, TimeOut, Injection, Product)))))
        lots = [name for name in type(record).items if name.endswith("_lot")]
        record = record.model_copy(update={name: draw(LOTS) for name in lots})
        fit = [one.number for one in chart.in_force if one.kind == record.kind]
        at = START + timedelta(minutes=number)
        chart = chart.sign(record, NURSE, at, draw(st.sampled_from([None, *fit])))
        if draw(st.integers(0, 5)) == 0:
            gone = draw(st.sampled_from([one.number for one in chart.in_force]))
            chart = chart.sign(Retraction(reason="another patient’s"), NURSE, at, gone)
    return chart


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(charts())
def test_index_and_slow_reading_agree(chart: Chart) -> None:
    check(chart)
