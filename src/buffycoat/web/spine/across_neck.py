"""The neck, cut across: at a disc, and at the atlas above the discs."""

from buffycoat.web.spine.across_trunk import Made, pair, rings
from buffycoat.web.spine.ink import Ink, Word
from buffycoat.web.spine.paths import oval

_DISC = "M200 118Q224 122 244 112Q256 98 250 78Q236 54 200 54Q164 54 150 78Q144 98 156 112Q176 122 200 118Z"
_LIP = "M158 110Q146 104 146 84Q136 90 138 108Q144 118 158 118Z"
_PILLAR = "M146 156Q120 146 96 160Q88 182 102 198Q126 208 148 196Q154 176 146 156Z"
_LAMINA = (
    "M200 216Q226 206 254 188Q262 192 260 202Q236 224 210 234Q210 254 222 270Q216 276 200 262"
    "Q184 276 178 270"
    "Q190 254 190 234Q164 224 140 202Q138 192 146 188Q174 206 200 216Z"
)
_BAR = "M146 100Q126 96 112 112Q106 124 116 132Q132 136 148 126L156 116Z"
_LONGUS = "M192 50Q168 42 150 56Q140 72 148 74Q162 56 192 50Z"
_DEEP = "M184 240Q160 226 134 212Q122 236 138 262Q162 278 182 272Q188 256 184 240Z"
_OUTER = "M128 208Q94 204 72 224Q66 268 104 292Q150 302 186 292Q150 282 132 262Q118 236 128 208Z"
_FASCIA = "M48 228Q60 312 200 314Q340 312 352 228"


def neck(level: str) -> Made:
    """C2-3 to C7-T1: the root leaves behind the vertebral artery; facets lie in pillars at the side."""
    inks = (
        *pair("m", _LONGUS, _DEEP, _OUTER),
        Ink("fascia", _FASCIA),
        *rings(_DISC, (200, 88)),
        *pair("b", _LIP, _BAR),
        *pair("vessel", oval(124, 114, 8, 8)),
        Ink(
            "canal",
            "M146 138Q200 118 254 138Q260 168 246 186Q222 204 200 214Q178 204 154 186Q140 168 146 138Z",
        ),
        Ink("sac", oval(200, 164, 38, 26)),
        Ink("n", oval(200, 162, 27, 14)),
        *pair("n", "M160 150Q132 134 98 142L98 150Q132 146 160 158Z"),
        *pair("b", _PILLAR),
        Ink("b", _LAMINA),
        *pair("j", "M98 176Q120 186 146 172"),
        *pair("ligament", "M88 168Q92 190 104 202"),
        Ink("ligament", "M200 266L200 312"),
    )
    # Eight roots for seven vertebrae: the root is called after the vertebra below, and C8 leaves under C7.
    nerve = "C8" if level == "C7-T1" else f"C{level.split('-')[1]}"
    words = (
        Word("Vertebral artery", (290, 72), anchor="start", lead=(280, 108)),
        Word(f"{nerve} root", (330, 140), anchor="start", lead=(302, 146)),
        Word("Cord", (290, 30), anchor="start", lead=(206, 158)),
        Word("Facet", (344, 178), anchor="start", lead=(290, 180)),
        Word("Ligament", (4, 200), anchor="start", lead=(80, 192)),
        Word("Fascia", (4, 320), anchor="start", lead=(68, 286)),
        Word("Multifidus", (262, 338), anchor="start", lead=(244, 258)),
        Word("Longus colli", (122, 44), anchor="end", lead=(152, 60)),
    )
    points = {
        "FACET": (120.0, 180.0),
        "MB": (110.0, 216.0),
        "EPI_TF": (106.0, 144.0),
        "LIG": (80.0, 192.0),
        "MULT": (156.0, 250.0),
        "TLF": (82.0, 288.0),
    }
    middle = {"DISC": (200.0, 88.0), "EPI_IL": (200.0, 204.0), "LIG": (200.0, 280.0), "TLF": (200.0, 314.0)}
    return inks, words, points, middle


def atlas(level: str) -> Made:
    """C0-1 and C1-2: no disc; the joints lie in front of the cord, beside the dens."""
    inks = (
        *pair("m", "M184 250Q160 240 136 232Q122 250 138 276Q162 290 184 284Z", _OUTER),
        Ink("fascia", _FASCIA),
        Ink("b", "M112 84Q156 48 200 50Q244 48 288 84L276 100Q240 70 200 72Q160 70 124 100Z"),
        Ink("b", "M112 176Q150 232 200 232Q250 232 288 176L300 184Q262 250 200 252Q138 250 100 184Z"),
        *pair("b", "M150 84Q116 78 96 104Q84 132 96 172Q106 190 122 176Q150 150 158 120Q160 96 150 84Z"),
        *pair("b", "M100 118Q74 112 58 126Q56 144 76 148Q94 146 102 140Z"),
        *pair("joint", oval(128, 128, 17, 28)),
        Ink("b", oval(200, 100, 24, 22)),
        Ink("ligament", "M158 122Q200 132 242 122"),
        Ink("sac", oval(200, 172, 44, 30)),
        Ink("n", oval(200, 170, 28, 17)),
        *pair("n", "M158 176Q136 182 116 200L120 208Q142 192 160 184Z"),
        *pair("vessel", oval(76, 131, 8, 8)),
        Ink("ligament", "M200 254L200 312"),
    )
    words = (
        Word("Vertebral artery", (4, 78), anchor="start"),
        Word("Dens", (200, 104)),
        Word("Facet", (330, 84), anchor="start", lead=(282, 116)),
        Word("Ligament", (4, 200), anchor="start", lead=(76, 178)),
        Word("Fascia", (4, 320), anchor="start", lead=(68, 286)),
        Word("Multifidus", (262, 338), anchor="start", lead=(244, 268)),
        Word(f"{'C1' if level == 'C0-1' else 'C2'} root", (330, 222), anchor="start", lead=(284, 206)),
        Word("Cord", (310, 34), anchor="start", lead=(208, 166)),
    )
    points = {
        "FACET": (128.0, 128.0),
        "EPI_TF": (124.0, 198.0),
        "LIG": (76.0, 176.0),
        "MULT": (156.0, 262.0),
        "TLF": (82.0, 288.0),
    }
    middle = {"EPI_IL": (200.0, 218.0), "LIG": (200.0, 279.0), "TLF": (200.0, 314.0)}
    return inks, words, points, middle
