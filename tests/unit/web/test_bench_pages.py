"""The bench: every platelet drawn on one scale, doses predicted and measured, what is read over, the page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.candidacy.records import Labs, Plan, Platelets
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.ledger import ledger
from buffycoat.pathway.preparation.own_counts import OwnCount
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.preparation.syringe import bench as measurements
from buffycoat.practice.equipment import Kit
from buffycoat.store import clock
from buffycoat.web.presenters.bench_doses import doses, foreseen, places
from buffycoat.web.presenters.bench_facts import codes, facts
from buffycoat.web.presenters.ledger import drawn
from buffycoat.web.presenters.planner_ways import Practice
from tests.unit.web.markup import Markup
from tests.unit.web.test_planner_pages import DISC, FACETS, chart
from tests.unit.web.triaged import CALM

DAY = date(2026, 11, 19)
DRAWN = datetime(2026, 11, 19, 14, tzinfo=UTC)
BLOOD = {"drawn_at": DRAWN, "blood_volume": 52, "anticoagulant": "ACD-A", "anticoagulant_volume": 8}
DRAW = Draw(
    **BLOOD, baseline_platelets=238, baseline_measured_in="venous", kit="Magellan", kit_lot="B0O8-1I7"
)
MADE = Product(volume=4, platelets=1640, sample_volume=0.3, analyser_dilution=4)
SPIN = Spin(number=1, centrifuge="Centrifuge 2", calibration_due_on="2026-11-25", g_force=250, minutes=10)
PLAN = Plan(sites=(DISC, *FACETS))
SHARED = {"ml.0": "1.5", "ml.1": "0.5", "ml.2": "0.5"}


def picture(draw=DRAW, product=MADE, sites=(), asked=True, spins=()):
    held = ledger(measurements(draw, product, [ml for _, ml in sites], spins))
    return drawn(held, [name for name, _ in sites], ("238", "1,640"), asked)


def rows(*records, typed=SHARED, own=None):
    held = chart(*records)
    draw, product = held.newest(Draw), held.newest(Product)
    sites = [one for one in places(held, typed) if one.ml]
    measured = measurements(draw, product, [one.ml for one in sites])
    return doses(
        sites, ledger(measured), *foreseen(held, measured, 0, own), product.volume if product else None
    )


def test_the_ledger_is_drawn_from_vein_to_level_and_adds_up():
    held = picture(sites=(("Disc L4-5", 1.5), ("Facet, right", 0.5)))
    assert [(bar.name, bar.billions, bar.fill) for bar in held.bars] == [
        ("Drawn from the vein", "12.38", "fill"),
        ("Left in red cells and plasma", "5.82", "open"),
        ("PRP in the syringe", "6.56", "ours"),
        ("Count sample", "0.49", "open"),
        ("Disc L4-5", "2.46", "ours"),
        ("Facet, right", "0.82", "ours"),
        ("Will be left over", "2.79", "open"),
    ]
    assert held.sums == "12.38 in, 12.38 accounted for."
    # Each bar hangs where the one before ended.
    vein, left, made, sample, disc, facet, over = held.bars
    assert (vein.x, vein.width, vein.joint) == (0, 100, 100)
    assert left.x == made.width == made.joint
    assert sample.x + sample.width == pytest.approx(made.width, abs=0.02)
    assert disc.x + disc.width == pytest.approx(sample.x, abs=0.02)
    assert facet.x == pytest.approx(over.width, abs=0.02)
    assert over.joint is None


def test_where_the_blood_was_counted_is_not_known_both_readings_are_drawn():
    held = picture(Draw(**BLOOD, baseline_platelets=238))
    vein, left, *_ = held.bars
    assert vein.billions == "12.38 to 14.28"
    assert vein.doubt[0] + vein.doubt[1] == 100
    assert vein.width < 100
    assert left.doubt is not None
    assert held.recovery == "46 to 53 %"
    assert "a range is given" in " ".join(held.unsure)
    assert held.sums == "12.38 to 14.28 in, 12.38 to 14.28 accounted for."


def test_a_stated_counting_error_is_drawn_and_none_is_made_up():
    assert all(bar.whiskers is None for bar in picture().bars)
    stated = picture(
        Draw(**BLOOD, baseline_platelets=238, baseline_measured_in="venous", baseline_cv=3),
        Product(volume=4, platelets=1640, analyser_cv=4),
    )
    low, high = next(bar for bar in stated.bars if bar.fill == "ours").whiskers
    assert low < high


def test_what_was_kept_between_two_spins_has_its_line():
    first = Spin(number=1, g_force=200, minutes=10, kept_volume=25, kept_platelets=420)
    held = picture(spins=(first, Spin(number=2, g_force=1500, minutes=10)))
    assert [bar.name for bar in held.bars[:5]] == [
        "Drawn from the vein",
        "Left in red cells and plasma, spin 1",
        "Kept of spin 1",
        "Left in red cells and plasma, spin 2",
        "PRP in the syringe",
    ]
    assert held.sums == "12.38 in, 12.38 accounted for."


def test_an_impossible_count_is_drawn_without_leaving_the_page():
    over = picture(product=Product(volume=4, platelets=9000, sample_volume=0.3), sites=(("Disc", 9),))
    for bar in over.bars:
        assert 0 <= bar.x <= 100
        assert 0 <= bar.x + bar.width <= 100.01


@pytest.mark.parametrize("product", [None, Product(volume=4), Product(volume=4, platelets=1640, clumps=True)])
def test_without_a_usable_count_of_the_product_only_the_blood_is_drawn(product):
    held = picture(product=product)
    assert [bar.name for bar in held.bars] == ["Drawn from the vein"]
    assert any("product has no usable count" in line for line in held.unsure)
    assert (held.recovery, held.fold, held.made) == ("–", "–", "")


def test_each_site_has_its_dose_predicted_and_measured_on_one_axis():
    found = rows(PLAN, DRAW, MADE)
    disc, right, _ = found.rows
    assert disc.measured.text == "2.46"
    assert right.measured.text == "0.82"
    assert disc.predicted.low < disc.predicted.x < disc.predicted.high
    assert (disc.soft, right.soft) == ("soft target 1.5 to 3", "no published dose")
    assert right.band is None
    assert found.rests_on == "Published counts"
    assert not found.counted


def test_before_the_product_is_counted_there_is_a_prediction_and_nothing_measured():
    found = rows(PLAN, DRAW)
    assert all(row.predicted and row.measured is None for row in found.rows)


def test_own_recoveries_move_the_prediction():
    plain, mine = (
        rows(PLAN, DRAW, MADE),
        rows(PLAN, DRAW, MADE, own=Practice((), (OwnCount("magellan", 0.3, 4),) * 8)),
    )
    assert mine.rests_on == "Own counts"
    assert mine.rows[0].predicted.x < plain.rows[0].predicted.x


def test_the_practice_s_name_of_a_kit_leads_to_the_published_one():
    held = Practice(
        (Kit(name="Ours", way="Magellan"),), (OwnCount("Ours", 0.6, 4), OwnCount("Other", 0.1, 4))
    )
    assert held.of("ours") == ("Magellan", (0.6,))
    assert held.of("Unheard") == ("Unheard", ())


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (Draw(**BLOOD, baseline_platelets=238, baseline_measured_in="venous"), "No kit is signed"),
        (
            Draw(**BLOOD, kit="open tubes", baseline_platelets=238, baseline_measured_in="venous"),
            "spin designer",
        ),
        (Draw(**BLOOD, kit="Magellan"), "No count of the blood"),
        (Draw(**BLOOD, kit="Selphyl", baseline_platelets=238, baseline_measured_in="venous"), "not known"),
    ],
)
def test_where_nothing_can_be_predicted_the_reason_is_said(draw, says):
    found = rows(PLAN, draw)
    assert says in found.why_not
    assert all(row.predicted is None for row in found.rows)


def test_the_laboratory_stands_in_for_a_count_that_was_not_made():
    labs = Labs(platelets=Platelets(value=240, taken_on=DAY - timedelta(days=5)))
    assert rows(PLAN, labs, Draw(**BLOOD, kit="Magellan")).rows[0].predicted


def test_volumes_are_asked_until_they_are_injected():
    assert [one.box.name for one in places(chart(PLAN), {})] == ["ml.0", "ml.1", "ml.2"]
    assert places(chart(PLAN), {"ml.0": "150"})[0].ml is None, "a disc holds no 150 mL"
    given = Injection(
        given_at=DRAWN, operator="Dr", guidance="fluoroscopy",
        sites=({"target": "DISC", "level": "L4-5", "side": "M", "volume": 1.2},),
    )  # fmt: skip
    (one,) = places(chart(PLAN, given), SHARED)
    assert (one.ml, one.box) == (1.2, None)
    assert places(chart(), {}) == ()


def test_what_is_read_over_before_the_syringe_leaves():
    analyser, kit, centrifuge = facts(chart(DRAW, SPIN, MADE), DAY)
    assert analyser.value == "410 at 1:4 is 1,640"
    assert (kit.value, kit.more) == ("B0O8-1I7", "Magellan; expiry not known")
    assert (centrifuge.name, centrifuge.value) == ("Centrifuge 2", "calibrated to 25 Nov 2026")
    late = facts(chart(DRAW, SPIN, MADE), date(2026, 11, 26))[2]
    assert late.warns
    assert late.value == "calibration was due 25 Nov 2026"


def test_what_is_not_known_is_said_and_a_range_that_was_passed_warns():
    assert [one.value for one in facts(chart(), DAY)] == ["not counted", "not known", "no spin signed"]
    above = Product(volume=4, platelets=1640, analyser_dilution=1, analyser_high=1500)
    assert facts(chart(above), DAY)[0].warns
    assert facts(chart(Product(volume=4, platelets=1640)), DAY)[0].more == "dilution not known"
    old = facts(chart(Draw(**BLOOD, kit_lot="X", kit_expires_on="2026-11-18")), DAY)[1]
    assert old.warns


def test_every_class_code_is_given_or_says_why_not():
    assert codes(chart(DRAW)) == ()
    found = {one.name: one for one in codes(chart(DRAW, MADE))}
    assert set(found) == {"PAW", "Mishra", "Dohan Ehrenfest", "PLRA", "DEPA", "MARSPILL"}
    assert found["PAW"].value == "cannot be given"
    assert found["PAW"].more


@pytest.fixture
def open_bench(clinic, monkeypatch):
    """A clinic in which blood can be drawn at once: what comes before is tested elsewhere."""
    monkeypatch.setattr("buffycoat.pathway.walk.Walk.refusal", lambda self, kind: "")
    for record in (*CALM, PLAN):
        clinic.sign(record)
    return clinic


def test_before_the_draw_the_page_leads_to_the_planner(clinic):
    page = clinic.at_screen("nurse").get(clinic.address("bench")).content.decode()
    assert Markup(page).faults == []
    assert "No blood is drawn yet." in page
    assert clinic.address("planner") in page


def test_the_page_goes_with_the_work(open_bench):
    nurse = open_bench.at_screen("nurse")

    def page(**typed):
        text = nurse.get(open_bench.address("bench"), typed).content.decode()
        assert Markup(text).faults == []
        return text

    open_bench.sign(DRAW.model_copy(update={"drawn_at": clock.now() - timedelta(minutes=47)}))
    drawn_only = page()
    assert 'data-seconds="28' in drawn_only
    assert "The product is not counted yet, so no dose can be given." in drawn_only
    assert 'class="btn go" href="' + open_bench.address("sign/preparation.spin") in drawn_only
    for record in (SPIN, MADE):
        open_bench.sign(record)
    made = page(**SHARED)
    assert "12.38 in, 12.38 accounted for." in made
    assert "measured 2.46" in made
    assert "No platelet dose has been shown to be needed in the spine." in made
    assert "calibrated to 25 Nov 2026" in made
    assert "Count again" in made
    assert "Nothing is signed by this" in made
    slip = page(**SHARED | {"ml.0": "a lot"})
    assert "is not a number" in slip
    given = Injection(
        given_at=clock.now(), operator="Dr", guidance="fluoroscopy",
        sites=({"target": "DISC", "level": "L4-5", "side": "M", "volume": 1.5},),
    )  # fmt: skip
    open_bench.sign(given)
    after = page()
    assert "Injected at" in after
    assert "measured 2.46" in after
    assert "Count again" not in after
    assert "If it is shared out like this" not in after


def test_blood_that_is_too_old_says_so_where_the_time_stands(open_bench):
    open_bench.sign(DRAW.model_copy(update={"drawn_at": clock.now() - timedelta(hours=5)}))
    page = open_bench.at_screen("nurse").get(open_bench.address("bench")).content.decode()
    assert "Was to be injected by" in page
    assert 'class="big late"' in page


def test_who_may_not_sign_sees_the_bench_without_buttons(open_bench):
    open_bench.sign(DRAW)
    page = open_bench.at_screen("front_desk").get(open_bench.address("bench")).content.decode()
    assert "Since the draw" in page or "Drawn at" in page
    assert open_bench.address("sign/preparation.spin") not in page
    assert open_bench.at_screen("researcher").get(open_bench.address("bench")).status_code == 403
