"""Chest and small of the back, cut across at a disc."""

from buffycoat.web.spine.ink import Ink, Word
from buffycoat.web.spine.paths import Point, mirrored, moved, oval

Made = tuple[tuple[Ink, ...], tuple[Word, ...], dict[str, Point], dict[str, Point]]
M = 200.0
_ERECTOR = "M122 196Q72 176 50 214Q44 262 96 286Q122 290 140 262Q124 230 122 196Z"
_MULTIFIDUS = "M184 232Q158 214 126 206Q128 240 146 266Q170 286 192 284Q190 254 184 232Z"
_PSOAS = "M120 56Q70 44 60 92Q60 134 100 132Q124 118 120 56Z"
_FASCIA = "M30 226Q46 306 200 306Q354 306 370 226"
_DISC = "M200 142Q226 146 256 140Q286 126 282 92Q272 40 200 38Q128 40 118 92Q114 126 144 140Q174 146 200 142Z"
_SUPERIOR = "M148 166Q138 154 126 164Q112 180 118 198Q122 208 132 206Q132 186 148 176Z"
_ARCH = (
    "M200 204Q222 190 240 178Q252 178 262 194Q266 210 252 212Q230 214 212 228Q206 250 208 278"
    "Q200 288 192 278"
    "Q194 250 188 228Q170 214 148 212Q134 210 138 194Q148 178 160 178Q178 190 200 204Z"
)
_CANAL = "M156 150Q200 142 244 150Q240 172 222 186L200 204L178 186Q160 172 156 150Z"
_SAC = "M173 152Q200 147 227 152Q227 172 200 186Q173 172 173 152Z"
_SLIT = "M151 173Q135 184 134 207"
_SIDE_LIGAMENT = "M116 176Q84 166 44 176"
_MID_LIGAMENT = "M200 280L200 300"
ROOTLETS = (
    (182, 158),
    (191, 157),
    (200, 158),
    (209, 157),
    (218, 158),
    (188, 166),
    (200, 167),
    (212, 166),
    (200, 176),
)
CORD_ENDS = ("L2-3", "L3-4", "L4-5", "L5-S1")  # below about L1-2 the sac holds roots, not cord
_HEART = (
    "M200 132Q232 138 252 124Q272 104 260 72Q240 38 200 40Q160 38 140 72Q128 104 148 124Q168 138 200 132Z"
)
_RIB = "M146 122Q132 124 126 142Q104 168 70 190Q48 206 36 240L46 246Q60 216 82 202Q118 180 140 148Z"
_CHEST_ARCH = (
    "M200 204Q218 200 232 186Q250 182 262 196Q292 204 312 220Q316 232 304 236Q280 226 254 222"
    "Q226 224 210 240"
    "Q204 262 208 290Q200 298 192 290Q196 262 190 240Q174 224 146 222Q120 226 96 236Q84 232 88 220"
    "Q108 204 138 196"
    "Q150 182 168 186Q182 200 200 204Z"
)
_LUNG = "M112 52Q60 40 22 70L14 210Q30 214 44 196Q100 160 122 120Q108 84 112 52Z"
_CHEST_MUSCLE = "M186 246Q172 236 150 234Q142 252 152 280Q170 294 190 294Q188 268 186 246Z"
_CHEST_ERECTOR = "M142 236Q104 236 84 250Q70 276 94 296Q124 304 150 292Q138 264 142 236Z"


def rings(outline: str, middle: Point) -> tuple[Ink, ...]:
    """The rings of a disc: its outline, again and again, smaller."""

    def smaller(part: float) -> str:
        return moved(outline, lambda p: tuple(m + part * (v - m) for v, m in zip(p, middle, strict=True)))  # type: ignore[arg-type,return-value]  # a point has two parts

    return (Ink("d", outline), *(Ink("far", smaller(part)) for part in (0.86, 0.72, 0.58)))


def pair(kind: str, *outlines: str) -> tuple[Ink, ...]:
    """Outlines of the right side, and their mirror images."""
    return tuple(Ink(kind, made) for one in outlines for made in (one, mirrored(one, M)))


def _cord_or_roots(level: str) -> tuple[Ink, ...]:
    if level in CORD_ENDS:
        return tuple(Ink("n", oval(x, y, 2.6, 2.6)) for x, y in ROOTLETS)
    return (Ink("n", oval(200, 163, 13, 9)),)


def loin(level: str) -> Made:
    """Lumbar: psoas in front, facets upright behind the sac, multifidus beside the spinous process."""
    # L1 and L2 are narrower than L5: the disc alone is drawn so.
    wide = {"L1-2": 0.88, "L2-3": 0.92, "L3-4": 0.96, "L4-5": 1.0, "L5-S1": 1.05}[level]
    outline = moved(_DISC, lambda p: (M + (p[0] - M) * wide, p[1]))
    inks = (
        *pair("m", _PSOAS, _ERECTOR, _MULTIFIDUS),
        Ink("fascia", _FASCIA),
        *rings(outline, (200, 92)),
        Ink("canal", _CANAL),
        Ink("sac", _SAC),
        *_cord_or_roots(level),
        *pair("n", oval(164, 155, 4.5, 4.5), oval(100, 138, 9, 6.5)),
        *pair("b", _SUPERIOR),
        Ink("b", _ARCH),
        *pair("j", _SLIT),
        *pair("ligament", _SIDE_LIGAMENT),
        Ink("ligament", _MID_LIGAMENT),
    )
    words = (
        Word("Psoas", (309, 92)),
        Word("Ligament", (4, 160), anchor="start"),
        Word("Facet", (4, 222), anchor="start", lead=(124, 204)),
        Word("Fascia", (4, 316), anchor="start", lead=(66, 282)),
        Word("Multifidus", (262, 338), anchor="start", lead=(240, 256)),
        Word(f"{level.split('-')[0]} root", (350, 142), anchor="start", lead=(310, 138)),
        Word("Erector", (309, 240)),
        Word(
            "Cauda equina" if level in CORD_ENDS else "Cord or conus",
            (300, 36),
            anchor="start",
            lead=(206, 156),
        ),
    )
    points = {
        "FACET": (134.0, 200.0),
        "MB": (106.0, 186.0),
        "EPI_TF": (100.0, 138.0),
        "LIG": (74.0, 170.0),
        "MULT": (158.0, 244.0),
        "TLF": (76.0, 284.0),
    }
    middle = {"DISC": (200.0, 92.0), "EPI_IL": (200.0, 196.0), "LIG": (200.0, 268.0), "TLF": (200.0, 306.0)}
    return inks, words, points, middle


def chest(level: str) -> Made:
    """Thoracic: rib heads at the disc, lungs beside it, the cord in a round canal, facets facing back."""
    inks = (
        *pair("lung", _LUNG),
        *pair("m", _CHEST_MUSCLE, _CHEST_ERECTOR),
        Ink("fascia", "M34 256Q60 314 200 316Q340 314 366 256"),
        *rings(_HEART, (200, 88)),
        *pair("b", _RIB),
        Ink("canal", oval(200, 166, 36, 30)),
        Ink("sac", oval(200, 166, 26, 22)),
        Ink("n", oval(200, 165, 15, 12)),
        *pair("n", oval(150, 166, 9, 6)),
        Ink("b", _CHEST_ARCH),
        *pair("j", "M140 200Q154 206 168 202", "M146 124Q142 134 142 142", "M88 218Q84 210 86 200"),
        *pair("ligament", "M88 204Q94 212 92 222"),
        Ink("ligament", "M200 292L200 314"),
    )
    lowest = level.split("-")[0]
    words = (
        Word("Lung", (62, 110)),
        Word("Lung", (338, 110)),
        Word("Rib", (376, 236)),
        Word(f"{lowest} root", (318, 170), anchor="start", lead=(260, 166)),
        Word("Cord", (290, 24), anchor="start", lead=(206, 160)),
        Word("Erector", (288, 278)),
        Word("Facet", (330, 204), anchor="start", lead=(260, 205)),
        Word("Ligament", (4, 236), anchor="start", lead=(80, 216)),
        Word("Fascia", (4, 320), anchor="start", lead=(66, 294)),
        Word("Multifidus", (262, 338), anchor="start", lead=(232, 272)),
    )
    points = {
        "FACET": (152.0, 204.0),
        "MB": (120.0, 210.0),
        "EPI_TF": (142.0, 164.0),
        "LIG": (90.0, 212.0),
        "MULT": (168.0, 262.0),
        "TLF": (76.0, 296.0),
    }
    middle = {"DISC": (200.0, 88.0), "EPI_IL": (200.0, 202.0), "LIG": (200.0, 280.0), "TLF": (200.0, 316.0)}
    return inks, words, points, middle
