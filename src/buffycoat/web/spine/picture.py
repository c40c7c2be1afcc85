"""The drawing as a page shows it: links with words and addresses, marks, and the notes beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from buffycoat.pathway.candidacy.anatomy import LEVEL_NAMES, LEVELS, TARGET_NAMES, site_name
from buffycoat.web.spine import rows
from buffycoat.web.spine.across import REACH, Across, across
from buffycoat.web.spine.ink import Key, Spot, Word, dot
from buffycoat.web.spine.levels import FIRST, LONG, ZOOMS, Zoom, keys, levels, zoom, zoom_named
from buffycoat.web.spine.standing import Standing
from buffycoat.web.spine.views import HEAD, WIDTH, Long, long_views, place_side, shown_level

Typed = Mapping[str, str]
NOTES, LINE, LEAST = (
    636.0,
    16.0,
    6.0,
)  # where the notes beside the drawing begin; height of a line; air between


@dataclass(frozen=True)
class Link:
    """A place on the drawing. href: empty where nothing may be chosen. on, past: outlines, empty without."""

    spot: Spot
    id: str
    said: str
    href: str
    on: str
    past: str


@dataclass(frozen=True)
class Button:
    """The same place as a button of the form."""

    code: str
    name: str
    chosen: bool
    note: str


@dataclass(frozen=True)
class LevelLink:
    """The name of a level, which shows it across."""

    level: str
    name: str
    x: float
    y: float
    href: str
    here: bool
    fused: bool


@dataclass(frozen=True)
class Picture:
    """Everything the template writes down."""

    zoom: Zoom
    level: str
    long: Long
    across: Across
    links: tuple[Link, ...]
    cut: tuple[Link, ...]
    names: tuple[LevelLink, ...]
    notes: tuple[tuple[Word, tuple[str, ...]], ...]
    buttons: tuple[Button, ...]
    regions: tuple[tuple[str, str, bool], ...]  # first level, title, whether it is shown
    choices: tuple[
        tuple[str, tuple[tuple[str, str], ...]], ...
    ]  # title of a region, its levels with their names
    fused: str
    fusion_known: bool
    chosen: tuple[str, ...]
    past: tuple[str, ...]
    heading: str = ""
    asked: bool = False  # somebody asked for this region: it is unfolded

    @property
    def size(self) -> str:
        """The drawing’s own coordinates."""
        return f"0 0 {WIDTH:g} {self.long.window.height:g}"

    @property
    def inner(self) -> str:
        """The part below the headings, beyond which nothing is drawn."""
        return f"0 {HEAD - 4:g} {WIDTH:g} {self.long.window.height - HEAD + 4:g}"


def level_shown(typed: Typed, asked: str = "", of: str = "") -> str:
    """The level across: as asked, else of the region asked, else of the first row, else L4-5."""
    if asked in LEVELS:
        return asked
    named = zoom_named(of)
    if named in FIRST:
        return FIRST[named]
    held = typed.get(rows.LEVEL, "")
    first = next((key[1] for _, key in rows.keys(dict(typed))), "")
    return held if held in LEVELS else first or FIRST["lumbar"]


def picture(
    typed: Typed, stands: Standing, level: str, of: Zoom | None = None, still: bool = False
) -> Picture:
    """Draw what stands on the form. still: a picture to look at, without a link."""
    shown = of or zoom(level)
    fused = tuple(stands.fused)
    drawn, cut = long_views(shown, fused), across(level)
    carried = dict(typed)

    def link(spot: Spot, view: str) -> Link:
        return _link(spot, view, carried, stands, still)

    spots = (Spot(key, cut.point(key[0], key[2]), "", REACH, key[0] in LONG) for key in keys(level))
    return Picture(
        zoom=shown,
        level=level,
        long=drawn,
        across=cut,
        links=tuple(link(one, "side" if one.twin else "front") for one in drawn.spots),
        cut=tuple(link(one, "across") for one in spots),
        names=tuple(_names(drawn, carried, level, fused, still)),
        notes=tuple(_notes(stands, drawn, shown)),
        buttons=() if level in fused else tuple(_buttons(level, stands)),
        regions=tuple((FIRST[one], title, one == shown) for one, title in ZOOMS.items()),
        choices=tuple((title, levels_of(one)) for one, title in ZOOMS.items()),
        fused="; ".join(f"{LEVEL_NAMES[one]}: {since}" for one, since in stands.fused.items()),
        fusion_known=stands.fusion_known,
        chosen=tuple(_told(stands.chosen)),
        past=tuple(_told(stands.past)),
    )


def _link(spot: Spot, view: str, typed: dict[str, str], stands: Standing, still: bool) -> Link:
    key = spot.key
    radius = 7.0 if view != "across" else 8.0
    shown = spot.d or dot(spot.at, radius)
    closed = still or key[1] in stands.fused
    address = (
        ""
        if closed
        else _address(rows.toggled(typed, key), key[1])
        + f"#{spot_id(key, 'front' if key[0] in LONG else 'across')}"
    )
    return Link(
        spot=spot,
        id=spot_id(key, view),
        said=said(key, stands)
        + {"front": "", "side": " (side view)", "across": " (across)" if spot.twin else ""}[view],
        href=address,
        on=shown if key in stands.chosen else "",
        past=dot(spot.at, radius + 2) if key in stands.past else "",
    )


def spot_id(key: Key, view: str) -> str:
    """The id of a place in one view."""
    return f"spot-{rows.code(key)}" + (
        "" if view == "front" or (key[0] not in LONG and view == "across") else f"-{view}"
    )


def said(key: Key, stands: Standing) -> str:
    """A place in words: what it is, whether it is chosen and how much, whether it was treated before."""
    parts = [site_name(*key)]
    if key in stands.chosen:
        parts += ["chosen", *stands.chosen[key]]
    if key in stands.past:
        parts += ["treated before", *stands.past[key]]
    return ", ".join(parts)


def _address(typed: dict[str, str], level: str) -> str:
    return "?" + urlencode({rows.NAME: rows.in_address(typed), "level": level})


def _names(
    drawn: Long, typed: dict[str, str], here: str, fused: tuple[str, ...], still: bool
) -> Iterator[LevelLink]:
    for level, (x, y) in drawn.names:
        href = "" if still else _address(typed, level) + "#across"
        short = {"SI": "SI joints", "S": "hiatus"}.get(level, level)
        yield LevelLink(level, short, x, y, href, level == here, level in fused)


def _buttons(level: str, stands: Standing) -> Iterator[Button]:
    for key in keys(level):
        past = f"before: {', '.join(stands.past[key])}" if key in stands.past else ""
        note = ", ".join(one for one in (*stands.chosen.get(key, ()), past) if one)
        yield Button(rows.code(key), site_name(*key), key in stands.chosen, note)


def _told(held: Mapping[Key, tuple[str, ...]]) -> Iterator[str]:
    for key, words in held.items():
        yield ", ".join((site_name(*key), *words))


def _notes(stands: Standing, drawn: Long, of: Zoom) -> Iterator[tuple[Word, tuple[str, ...]]]:
    """What stands beside the drawing, top down and never on top of each other."""
    wanted = sorted(_wanted(stands, drawn, of), key=lambda one: one[0])
    bottom = HEAD
    for height, kind, lead, lines in wanted:
        y = max(height, bottom + LINE)
        bottom = y + len(lines) * LINE - LINE + LEAST
        yield Word(lines[0], (NOTES, y), kind, "start", lead), lines[1:]


def _wanted(
    stands: Standing, drawn: Long, of: Zoom
) -> Iterator[tuple[float, str, tuple[float, float], tuple[str, ...]]]:
    for kind, held in (("u", stands.chosen), ("k", stands.past)):
        both: dict[tuple[str, str, tuple[str, ...]], str] = {}
        for (target, level, side), words in held.items():
            if shown_level(level, of):
                both[(target, level, words)] = both.get((target, level, words), "") + side
        for (target, level, words), found in both.items():
            at = drawn.window.onto_side(place_side(target, level))
            yield at[1], kind, at, (_short(target, level, found), *words)
    for level, since in stands.fused.items():
        if shown_level(level, of):
            at = drawn.window.onto_side(place_side("SIJ" if level == "SI" else "FACET", level))
            yield at[1], "k", at, (since, f"{LEVEL_NAMES[level]}: no target")


_SHORT = {
    "FACET": "Facet", "MB": "Medial br.", "EPI_IL": "Epidural IL", "EPI_TF": "Epidural TF",
    "EPI_CAUD": "Caudal", "SIJ": "SI joint", "TLF": "Fascia",
}  # fmt: skip


def _short(target: str, level: str, found: str) -> str:
    name = _SHORT.get(target, TARGET_NAMES[target])
    place = "" if target in ("SIJ", "EPI_CAUD") else f" {level}"
    return (
        name + place + {"R": " right", "L": " left", "M": ""}.get(found, " both" if "M" not in found else "")
    )


def levels_of(of: Zoom) -> tuple[tuple[str, str], ...]:
    """The levels of a region with their names, for the list to choose from."""
    return tuple((one, LEVEL_NAMES[one]) for one in levels(of))
