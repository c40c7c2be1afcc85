"""Whatever is signed, amended, taken back and gone past, no more is injected than was made.

Once purely, over charts of any entries, with the guard that the store’s action asks; once through the store’s
own actions, where roles, stages and cards have their say as well.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from buffycoat.pathway.chart import Chart, Retraction, Signer
from buffycoat.pathway.injection import balance
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.record import Record
from buffycoat.pathway.walk import walk
from buffycoat.store import clock
from buffycoat.store.actions import Refused, override, retract, sign
from buffycoat.store.charts import chart as read_chart
from tests.journeys import answers as said
from tests.journeys.ready import product_made, signed
from tests.journeys.story import Story
from tests.people import DOCTOR, NURSE

SLACK = 1e-6  # mL, and billions: what adding decimals in binary can be out by
ML = st.sampled_from([0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 2.9, 3.0, 5.5, 6.0, 7.0])
REASON = "It was written down wrongly at the bench."
Step = tuple[str, dict[str, Any]]


def steps() -> st.SearchStrategy[list[Step]]:
    """What people may do in any order: sign anew, amend, take back, go past every card that lets them."""
    kinds = st.sampled_from(["draw", "product", "injection"])
    figures = st.fixed_dictionaries(
        {
            "kind": kinds,
            "ml": ML,
            "more": st.lists(ML, max_size=2),
            "count": st.sampled_from([None, 900.0, 1680.0, 15000.0]),
            "sample": st.sampled_from([None, 0.5, 2.0]),
            "discarded": st.sampled_from([None, 0.0, 4.5]),
            "blood": st.sampled_from([60.0, 30.0, 5.0]),
            "which": st.integers(0, 5),
        }
    )
    do = st.sampled_from(["sign", "sign", "amend", "amend", "retract", "override"])
    return st.lists(st.tuples(do, figures), min_size=1, max_size=10)


def record_of(figures: dict[str, Any]) -> Record:
    """The record that a step is about."""
    if figures["kind"] == "draw":
        return said.draw(blood_volume=figures["blood"])
    if figures["kind"] == "product":
        facts = said.product().model_dump(exclude_unset=True)
        more = {"volume": figures["ml"], "platelets": figures["count"], "sample_volume": figures["sample"]}
        return Product.model_validate(facts | more)
    sites = [{**said.SITE, "volume": one} for one in (figures["ml"], *figures["more"])]
    return said.injection(sites=tuple(sites), discarded_volume=figures["discarded"])


def target(chart: Chart, figures: dict[str, Any]) -> int | None:
    """An entry in force of the kind that a step is about."""
    kinds = {"draw": Draw.kind, "product": Product.kind, "injection": Injection.kind}
    fit = [entry.number for entry in chart.in_force if entry.kind == kinds[figures["kind"]]]
    return fit[figures["which"] % len(fit)] if fit else None


def adds_up(chart: Chart) -> None:
    """Counted here a second time, from the signed texts: what went in came out of the product."""
    products, given_sites = chart.every(Product), [s for one in chart.every(Injection) for s in one.sites]
    injected = sum(site.volume for site in given_sites)
    if not injected:
        return
    assert products, "injected, and nothing was made"
    made = products[-1]
    others = (made.sample_volume or 0) + sum(one.discarded_volume or 0 for one in chart.every(Injection))
    assert injected + others <= made.volume + SLACK
    if made.platelets is not None:
        conc = made.platelets / 1000
        assert conc * injected <= conc * made.volume + SLACK
        not_more_than_drawn(chart, conc * injected)


def not_more_than_drawn(chart: Chart, injected: float) -> None:
    """A count amended afterwards may say so; then a card stands that nobody goes past."""
    draw = chart.newest(Draw)
    if draw is None or injected <= (draw.baseline_platelets or 0) / 1000 * draw.blood_volume + SLACK:
        return
    hard = [card for card in walk(chart, said.day(0)).cards if card.override_by == ()]
    assert [card for card in hard if card.key == "preparation.balance:recovery_highest"]


@settings(deadline=None, max_examples=300)
@given(steps())
def test_no_sequence_of_entries_that_the_guard_lets_through_injects_more_than_was_made(
    taken: list[Step],
) -> None:
    who, at, chart = Signer(id="n", name="N", role="nurse"), said.at(0, "10:00"), Chart("one")
    for number, (do, figures) in enumerate(taken):
        record: Record = Retraction(reason=REASON) if do == "retract" else record_of(figures)
        amends = target(chart, figures) if do != "sign" else None
        if do == "override" or (do != "sign" and amends is None):
            continue
        grown = chart.sign(record, who, at + timedelta(minutes=number), amends)
        if not balance.why_not(chart, grown):
            chart = grown
        adds_up(chart)


@settings(deadline=None, max_examples=100)
@given(steps())
def test_without_the_guard_the_card_stands_and_nobody_goes_past_it(taken: list[Step]) -> None:
    """A chart of before the guard, or one that another program wrote: the rule says it all the same."""
    who, at, chart = Signer(id="n", name="N", role="nurse"), said.at(0, "10:00"), Chart("one")
    for number, (_, figures) in enumerate(taken):
        chart = chart.sign(record_of(figures), who, at + timedelta(minutes=number))
    over = balance.account_of(chart).over > 0
    found = [card for card in walk(chart, said.day(0)).cards if card.key == "injection.volume:sum"]
    assert bool(found) == over
    assert all((card.indicator, card.override_by) == ("critical", ()) for card in found)


class TestThroughTheStore(TestCase):
    """Through the store’s own actions; each example begins from the same chart, signed up to the time-out."""

    @classmethod
    def setUpTestData(cls) -> None:
        """The product is made and the time-out taken."""
        story, patch = Story(), pytest.MonkeyPatch()
        patch.setattr(clock, "now", lambda: story.now)
        try:
            product_made(story)
            signed(story, said.time_out())
            story.turn_to(0, "10:30")
        finally:
            patch.undo()
        cls.episode, cls.now = story.episode_id, story.now

    @settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
    @given(steps())
    def test_no_sequence_of_actions_injects_more_than_was_made(self, taken: list[Step]) -> None:
        for number, (do, figures) in enumerate(taken):
            held = read_chart(self.episode)
            try:
                _act(do, figures, held, self.now + timedelta(minutes=number))
            except Refused:
                assert read_chart(self.episode) == held
            adds_up(read_chart(self.episode))


def _act(do: str, figures: dict[str, Any], held: Chart, at: datetime) -> None:
    """One thing that somebody does, as a page would."""
    seen, number = len(held.entries), target(held, figures)
    by = DOCTOR if figures["kind"] == "injection" else NURSE
    if do == "override":
        for card in walk(held, clock.day_of(at)).cards:
            if card.indicator == "critical" and DOCTOR.role in card.override_by:
                override(DOCTOR, held.episode, card.key, REASON, seen=seen, at=at)
                return
    elif do == "retract":
        if number is not None:
            retract(by, held.episode, number, REASON, seen=seen, at=at)
    elif do == "sign" or number is not None:
        sign(by, held.episode, record_of(figures), seen=seen, at=at, amends=None if do == "sign" else number)
