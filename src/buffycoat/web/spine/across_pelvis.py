"""The sacrum, cut across: through the sacroiliac joints, and at the hiatus."""

from buffycoat.web.spine.across_trunk import Made, pair
from buffycoat.web.spine.ink import Ink, Word
from buffycoat.web.spine.paths import oval

_SACRUM = (
    "M200 70Q256 66 300 96Q304 140 270 190Q248 214 222 222Q212 244 200 252Q188 244 178 222"
    "Q152 214 130 190Q96 140 100 96Q144 66 200 70Z"
)
_WING = (
    "M92 88Q60 92 34 66Q22 70 30 90Q70 130 92 172Q102 204 84 232Q100 244 116 220Q124 200 122 188"
    "Q90 140 92 88Z"
)
_JOINT = "M96 92Q94 140 126 190"
_LOW = (
    "M200 150Q250 150 276 176Q282 190 268 196Q248 200 236 216Q230 226 220 216Q212 202 200 202"
    "Q188 202 180 216Q170 226 164 216Q152 200 132 196Q118 190 124 176Q150 150 200 150Z"
)


def joints() -> Made:
    """Sacroiliac: the joint runs oblique, front to back; the strong ligaments lie behind it."""
    inks = (
        *pair("m", "M184 236Q160 222 136 204Q116 214 120 250Q150 288 190 286Q194 260 184 236Z"),
        *pair("m", "M84 82Q64 66 50 72Q54 56 90 52Q126 52 128 70Q104 76 96 84Z"),
        Ink("fascia", "M60 246Q110 306 200 306Q290 306 340 246"),
        Ink("b", _SACRUM),
        *pair("b", _WING),
        Ink("canal", oval(200, 172, 22, 13)),
        *(Ink("n", oval(x, 171, 3.4, 3.4)) for x in (188, 200, 212)),
        *pair("n", oval(152, 134, 9, 11)),
        *pair("j", _JOINT),
        *pair("ligament", "M126 194Q118 200 112 212", "M134 200Q124 208 116 220"),
    )
    words = (
        Word("Sacrum", (200, 110)),
        Word("Ilium", (44, 140), anchor="end", lead=(70, 124)),
        Word("Ilium", (356, 140), anchor="start", lead=(330, 124)),
        Word("Multifidus", (160, 258)),
    )
    return inks, words, {"SIJ": (112.0, 168.0)}, {}


def hiatus() -> Made:
    """Caudal: the hiatus between the cornua, closed by the sacrococcygeal ligament."""
    inks = (
        *pair("m", "M120 190Q70 176 44 214Q60 276 140 292Q178 292 186 270Q150 250 120 190Z"),
        Ink("b", _LOW),
        Ink("canal", oval(200, 206, 18, 9)),
        Ink("ligament", "M174 214Q200 226 226 214"),
        Ink("fascia", "M40 256Q110 300 200 296Q290 300 360 256"),
    )
    words = (
        Word("Sacrum", (200, 178)),
        Word("Cornu", (290, 132), anchor="start", lead=(232, 206)),
        Word("Rectum in front", (200, 96)),
        Word("Sacrococcygeal ligament", (214, 330), anchor="start", lead=(200, 222)),
    )
    return inks, words, {}, {"EPI_CAUD": (200.0, 208.0)}
