"""The drawing of the spine: bodies lie apart, both views agree, every place can be reached."""

import math
from itertools import combinations, pairwise

import pytest

from buffycoat.pathway.candidacy.anatomy import LEVELS, impossible
from buffycoat.web.spine import fronts, sides
from buffycoat.web.spine.across import HEIGHT, REACH, WIDTH, across
from buffycoat.web.spine.centreline import LEANS, SIZES, VERTEBRAE, frames, smooth
from buffycoat.web.spine.ink import Spot
from buffycoat.web.spine.levels import LONG, ZOOMS, keys, levels, zoom
from buffycoat.web.spine.paths import between, mirrored, moved, oval, points
from buffycoat.web.spine.picture import level_shown, picture, said
from buffycoat.web.spine.standing import Standing
from buffycoat.web.spine.views import HEAD, NAMES, WINDOWS, long_views
from buffycoat.web.spine.views import WIDTH as LONG_WIDTH

HIT = 24  # px: the least of WCAG 2.2
PHONE = 358  # px: what a page of 390 leaves


def test_every_vertebra_from_c2_to_s1_is_there_in_order():
    named = [f"C{n}" for n in range(2, 8)] + [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)]
    assert list(VERTEBRAE) == [*named, "S1"] == list(frames())


def test_bodies_never_overlap_and_the_disc_lies_between():
    for upper, lower in pairwise(frames().values()):
        assert upper.bottom[1] < lower.top[1], f"{upper.name} reaches into {lower.name}"
        ends = [upper.at(side * upper.depth / 2, upper.height) for side in (-1, 1)]
        starts = [lower.at(side * lower.depth / 2, 0) for side in (-1, 1)]
        for end, start in zip(
            ends, starts, strict=True
        ):  # front and back edge: the disc is a wedge, never negative
            along = (start[0] - end[0]) * math.sin(lower.lean) + (start[1] - end[1]) * math.cos(lower.lean)
            assert along > 0, f"the edges of {upper.name} and {lower.name} cross"


def test_a_body_is_as_tall_as_its_table_says():
    for name in SIZES.rows:
        assert frames()[name].height == pytest.approx(SIZES[name].height, rel=0.02)


def test_both_views_have_the_same_heights():
    for name, one in frames().items():
        if name == "S1":
            continue
        front, side = points(fronts.body(one)), points(sides.body(one))
        assert max(y for _, y in front) == pytest.approx((side[3][1] + side[4][1]) / 2, abs=1.1)
        assert fronts.disc_height(one) == pytest.approx(sides.disc_middle(one)[1])


def test_the_curve_goes_through_its_table_and_is_smooth():
    where, lean = [0.0, 1.0, 2.0, 4.0], [-12.0, 19.0, 21.0, 0.0]
    for at, value in zip(where, lean, strict=True):
        assert smooth(where, lean, at) == pytest.approx(value)
    steps = [smooth(where, lean, n / 100) for n in range(401)]
    assert max(abs(b - a) for a, b in pairwise(steps)) < 0.6
    assert max(steps) <= 21.0 + 1e-9
    assert {row.status for row in LEANS.rows.values()} == {"P"}


def test_neck_and_loin_bow_forward_and_the_chest_back():
    middle = {name: one.top[0] for name, one in frames().items()}
    assert middle["C4"] < min(middle["C2"], middle["C7"])
    assert middle["T7"] > max(middle["T1"], middle["T12"])
    assert middle["L3"] < min(middle["T12"], middle["S1"])


@pytest.mark.parametrize("level", LEVELS)
def test_every_target_of_every_level_is_drawn_and_can_be_hit(level):
    made, reached = picture({}, Standing(), level), set()
    assert level in levels(zoom(level))
    wide, tall = LONG_WIDTH, made.long.window.height
    for one in (*made.links, *made.cut):
        spot, box = one.spot, (wide, tall) if one in made.links else (WIDTH, HEIGHT)
        if spot.key[1] != level:
            continue
        reached.add(spot.key)
        assert one.href
        assert spot.reach <= spot.at[0] <= box[0] - spot.reach
        assert spot.at[1] <= box[1] - spot.reach / 2
        assert spot.at[1] >= (HEAD if one in made.links else spot.reach)
    assert reached == set(keys(level))
    assert reached == {
        (target, level, side)
        for target in ("DISC", "FACET", "MB", "EPI_IL", "EPI_TF", "EPI_CAUD", "SIJ", "LIG", "MULT", "TLF")
        for side in "RLM"
        if not impossible(target, level, side)
    }


@pytest.mark.parametrize("level", LEVELS)
def test_each_target_is_one_tab_stop(level):
    made = picture({}, Standing(), level)
    stops = [
        one.spot.key for one in (*made.links, *made.cut) if not one.spot.twin and one.spot.key[1] == level
    ]
    assert sorted(stops) == sorted(keys(level))
    ids = [one.id for one in (*made.links, *made.cut)]
    assert len(ids) == len(set(ids))


def far_enough(spots: list[Spot], scale: float) -> None:
    for one, other in combinations(spots, 2):
        apart = math.dist(one.at, other.at) * scale
        assert apart >= HIT, f"{one.key} and {other.key} are {apart:.0f} px apart"


@pytest.mark.parametrize("of", ZOOMS)
def test_hit_areas_are_24_px_and_apart_in_the_long_views(of):
    drawn = long_views(of).spots
    assert all(2 * one.reach >= HIT for one in drawn)
    far_enough([one for one in drawn if not one.twin], 1)
    far_enough([one for one in drawn if one.twin], 1)


@pytest.mark.parametrize("level", LEVELS)
def test_hit_areas_are_24_px_and_apart_across_even_on_a_phone(level):
    scale = PHONE / WIDTH
    assert 2 * REACH * scale >= HIT
    cut = across(level)
    far_enough([Spot(key, cut.point(key[0], key[2])) for key in keys(level)], scale)


@pytest.mark.parametrize("level", LEVELS)
def test_right_is_on_the_left_of_the_page(level):
    for one in (*picture({}, Standing(), level).cut, *(long_views(zoom(level)).spots)):
        spot = one if isinstance(one, Spot) else one.spot
        middle = WIDTH / 2 if not isinstance(one, Spot) else WINDOWS[zoom(level)].front
        if spot.twin and isinstance(one, Spot):
            continue
        assert {"R": spot.at[0] < middle, "L": spot.at[0] > middle, "M": spot.at[0] == middle}[spot.key[2]]


@pytest.mark.parametrize("level", LEVELS)
def test_a_fused_level_has_no_link_at_all(level):
    made = picture({}, Standing(fused={level: "Fused 2019"}, fusion_known=True), level)
    assert not [one for one in (*made.links, *made.cut) if one.spot.key[1] == level and one.href]
    assert made.buttons == ()
    assert "Fused 2019" in made.fused
    assert [one for one in made.links if one.href], "other levels keep theirs"
    assert any(word.text == "Fused 2019" for word, _ in made.notes)


def test_hardware_is_drawn_where_it_is_fused():
    plain, fused = long_views("lumbar"), long_views("lumbar", ("L5-S1", "SI"))
    assert sum(ink.kind in ("rod", "metal", "screw") for ink in plain.front + plain.side) == 0
    assert sum(ink.kind in ("rod", "metal", "screw") for ink in fused.front + fused.side) >= 10


def test_what_is_chosen_and_what_was_treated_are_marked_and_said():
    key = ("FACET", "L3-4", "L")
    stands = Standing(chosen={key: ("0.5 mL", "0.82 billion")}, past={key: ("14 Mar 2025", "0.60 billion")})
    made = picture({}, stands, "L3-4")
    marked = [one for one in (*made.links, *made.cut) if one.spot.key == key]
    assert len(marked) == 3
    assert all(one.on and one.past for one in marked)
    words = "Facet joint L3-4, left, chosen, 0.5 mL, 0.82 billion, treated before, 14 Mar 2025, 0.60 billion"
    assert said(key, stands) == words
    beside = {word.text: rest for word, rest in made.notes}
    assert "Facet L3-4 left" in beside


def test_notes_beside_the_drawing_never_lie_on_each_other():
    chosen = {key: ("0.5 mL", "0.8 billion") for key in keys("L4-5")}
    made = picture({}, Standing(chosen=chosen, past=dict.fromkeys(keys("L4-5"), ("2024",))), "L4-5")
    tops = [(word.at[1], word.at[1] + 16 * len(rest)) for word, rest in made.notes]
    assert all(end < start for (_, end), (start, _) in pairwise(tops))
    assert all(abs(x - NAMES) > 200 for x in (word.at[0] for word, _ in made.notes))


def test_the_level_shown_is_the_one_asked_for_or_that_of_the_first_row():
    row = {"sites:rows": "1", "sites.0.target": "DISC", "sites.0.level": "C5-6", "sites.0.side": "M"}
    assert level_shown({}) == "L4-5"
    assert level_shown(row) == "C5-6"
    assert level_shown({**row, ":level": "T7-8"}) == "T7-8"
    assert level_shown({**row, ":level": "<b>"}) == "C5-6"
    assert level_shown({}, of="thoracic") == "T7-8"


def test_outlines_are_moved_whole():
    assert moved("M0 0L1 2Z", lambda p: (p[0] + 1, p[1])) == "M1.0 0.0L2.0 2.0Z"
    assert mirrored("M1 5Q2 3 4 4Z", 10) == "M19.0 5.0Q18.0 3.0 16.0 4.0Z"
    assert between("M0 0L2 2Z", "M2 0L4 2Z", 0.5) == "M1.000 0.000L3.000 2.000Z"
    xs, ys = zip(*points(oval(5, 5, 2, 1)), strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == (3, 7, 4, 6)


def test_only_four_targets_are_in_the_long_views():
    assert {one.key[0] for of in ZOOMS for one in long_views(of).spots} == set(LONG)
