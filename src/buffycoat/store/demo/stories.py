"""The sixty episodes: who was treated a year ago, who three weeks ago, and who is on the way."""

from buffycoat.store.demo.story import Place, Reach, Story

L45, L5S1, L34 = "L4-5", "L5-S1", "L3-4"


def _disc(*levels: str) -> tuple[Place, ...]:
    return tuple(("DISC", level, "M") for level in levels)


def _facets(*levels: str, sides: str = "RL") -> tuple[Place, ...]:
    return tuple(("FACET", level, side) for level in levels for side in sides)


def _root(level: str, side: str) -> tuple[Place, ...]:
    return (("EPI_TF", level, side),)


SIJ_RIGHT: tuple[Place, ...] = (("SIJ", "SI", "R"),)
CAUDAL: tuple[Place, ...] = (("EPI_CAUD", "S", "M"),)
MULTIFIDUS: tuple[Place, ...] = (("MULT", L45, "R"), ("MULT", L45, "L"))


def _year(days: int, places: tuple[Place, ...], course: str, *odd: str, until: str = "week_52") -> Story:
    title = {"DISC": "Disc pain", "FACET": "Facet pain", "SIJ": "Sacroiliac pain", "MULT": "Muscle pain"}
    name = title.get(places[0][0], "Leg pain")
    return Story(f"{name}, low back", places, -days, course=course, answers_until=until, odd=frozenset(odd))


# Thirty treated, most of them more than a year ago. At a disc 5 of 11 are 50 % better at six months (the
# Dutch trial: 21 of 44); facets and sacroiliac joint are mixed; epidurals fade; four stopped answering.
TREATED = (
    _year(505, _disc(L45), "late"),
    _year(498, _disc(L5S1), "stalls", "flare"),
    _year(484, _disc(L45, L5S1), "worse", "herniation", "rescue surgery"),
    _year(470, _disc(L45), "better"),
    _year(463, _disc(L34), "stalls", until="week_12"),
    _year(449, _disc(L5S1), "partly"),
    _year(442, _disc(L45), "late", "flare"),
    _year(428, _disc(L5S1), "infected", "suspected discitis"),
    _year(414, _disc(L45), "better"),
    _year(407, _disc(L45), "worse", until="week_6"),
    _year(240, _disc(L5S1), "late"),
    _year(512, _facets(L45), "better"),
    _year(491, _facets(L45, L5S1), "stalls", "rescue injection"),
    _year(477, _facets(L5S1), "late"),
    _year(456, _facets(L34, L45), "partly"),
    _year(435, _facets(L45, sides="L"), "fades", "flare"),
    _year(421, _facets(L5S1), "stalls", until="week_26"),
    _year(400, _facets(L45, L5S1, sides="L"), "better"),
    _year(190, _facets(L45), "worse"),
    _year(519, SIJ_RIGHT, "better"),
    _year(458, SIJ_RIGHT, "stalls"),
    _year(402, SIJ_RIGHT, "partly", "flare"),
    _year(150, SIJ_RIGHT, "late"),
    _year(500, _root(L45, "R"), "fades"),
    _year(472, _root(L5S1, "L"), "stalls"),
    _year(444, CAUDAL, "fades", "headache"),
    _year(410, _root(L45, "L"), "late", until="week_12"),
    _year(215, CAUDAL, "stalls"),
    _year(480, MULTIFIDUS, "partly"),
    _year(130, MULTIFIDUS, "stalls"),
)
RECENT = (
    Story("Facet pain, low back", _facets(L45), -1, course="better", odd=frozenset({"no plan yet"})),
    Story("Disc pain", _disc(L5S1), -3, course="better", odd=frozenset({"no check-ins"})),
    Story("Buttock pain, right", SIJ_RIGHT, -11, course="late"),
    Story("Disc pain", _disc(L34), -20, course="early", odd=frozenset({"rising"})),
    Story("Sciatica, left", _root(L5S1, "L"), -14, course="late"),
    Story("Facet pain, both sides", _facets(L34), -85, course="late", odd=frozenset({"review"})),
    Story("Facet pain, left", _facets(L45, L5S1, sides="L"), -93, course="stalls", answers_until="week_6"),
    Story("Disc pain", _disc(L45), -52, course="partly", odd=frozenset({"flare"})),
)


def _way(title: str, places: tuple[Place, ...], injected: int, reach: Reach, *odd: str) -> Story:
    return Story(title, places, injected, reach, odd=frozenset(odd))


ON_THE_WAY = (
    _way("Low-back pain, sudden change", _disc(L45), 40, "referral", "emergency"),
    _way("New: low-back pain", _facets(L45), 40, "referral", "half asked"),
    _way("New: buttock and leg pain", CAUDAL, 41, "referral"),
    _way("New: back pain, cancer before", _facets(L45), 38, "referral", "cancer"),
    _way("New: back pain on standing", _facets(L5S1), 42, "referral"),
    _way("Low-back pain", _disc(L45), 25, "triage", "retracted", "examined"),
    _way("Back pain after fusion", (*_disc(L5S1), *_facets(L45)), 9, "candidacy", "fused"),
    _way("Sciatica, right", _root(L45, "R"), 8, "candidacy", "apixaban"),
    _way("Disc and facet pain", (*_disc(L45), *_facets(L45)), 3, "candidacy", "stale CRP"),
    _way("Disc pain", _disc(L5S1), 6, "candidacy", "platelets 96"),
    _way("Low-back pain, sitting", _disc(L34), 9, "candidacy", "no laboratory", "drug list"),
    _way("Facet pain, right", _facets(L45, sides="R"), 9, "candidacy", "amended"),
    _way("Facet pain, never came back", _facets(L5S1), -120, "candidacy"),
    _way("Sacroiliac pain", SIJ_RIGHT, 9, "candidacy", "diabetes", "hip too"),
    _way("Facet pain, left", _facets(L45, L5S1, sides="L"), 4, "consent", "teach-back"),
    _way("Disc pain, thinking it over", _disc(L45), 5, "consent", "withdrawn"),
    _way("Facet pain, both sides", _facets(L5S1), 1, "consent"),
    _way("Sciatica, left", _root(L45, "L"), 2, "consent", "naproxen"),
    _way("Buttock pain, right", SIJ_RIGHT, 0, "consent", "today"),
    _way("Low-back pain, two levels", _facets(L34, L45), 4, "consent", "few platelets"),
    _way("Disc pain", _disc(L5S1), 0, "product"),
    _way("Leg pain, right", _root(L5S1, "R"), 0, "product"),
)
STORIES = (*TREATED, *RECENT, *ON_THE_WAY)
