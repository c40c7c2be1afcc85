"""Sacrum, coccyx, iliac wings and the sacroiliac joints, hung on the upper endplate of S1."""

import math

from buffycoat.web.spine.centreline import frames
from buffycoat.web.spine.ink import Ink
from buffycoat.web.spine.paths import Point, mirrored, moved, oval

# Outlines as first drawn; S1 lay at this height, and at this place and lean from the side.
_Y, _SIDE, _LEAN = 932.0, (452.0, 932.3), math.radians(38.1)
_WING = (
    "M-70 1044Q-58 1024 -64 992L-70 980Q-83 958 -80 932Q-84 902 -104 882Q-124 866 -142 882"
    "Q-158 900 -156 936Q-152 962 -136 988Q-124 1014 -132 1044"
)
_SACRUM = (
    "M-35 932L35 932Q52 924 80 934Q82 958 70 980Q52 1008 26 1026Q12 1036 8 1038L-8 1038"
    "Q-12 1036 -26 1026Q-52 1008 -70 980Q-82 958 -80 934Q-52 924 -35 932Z"
)
_COCCYX = "M-8 1039L8 1039L5 1052Q0 1058 -5 1052Z"
_LINES = ("M-26 965Q0 967 26 965", "M-21 988Q0 990 21 988", "M-16 1007Q0 1009 16 1007")
_HOLES = ((33, 962, 5, 6.5), (27, 985, 4.5, 5.5), (21, 1004, 4, 4.5), (15, 1021, 3, 3.5))
_JOINT = "M-80 934Q-83 958 -70 980L-64 992"
_HIATUS = "M0 1014Q9 1022 7 1034Q0 1039 -7 1034Q-9 1022 0 1014Z"
_SIDE_SACRUM = (
    "M431.9 948Q453.6 933.5 472 916.5L477.6 917.1Q467.3 902.4 465.8 890.8Q470.7 885.7 479.5 895.3"
    "Q489.4 907.9 499.1 910.4Q507.6 916.5 507 927.1Q519.2 932.8 517.8 944Q526.8 952.2 524.7 964.1"
    "Q531.6 971.3 530.3 982.6Q533 995.7 534.1 1010.1L524.7 1017.5Q508.5 1009.9 493.7 991"
    "Q467 963.6 431.9 948Z"
)
_SIDE_COCCYX = (
    "M525.9 1019.1L534.5 1012.3Q540.5 1028 535.3 1047.3Q530.9 1048.2 529.6 1041.6Q531.7 1029.7 525.9 1019.1Z"
)
_SIDE_LINES = ("M464.1 964.6L483.7 949.2", "M483.4 981.2L499.2 968.9", "M498.6 997.3L511.2 987.4")
_SIDE_JOINT = (
    "M463.2 936.1Q479.6 918.1 491.9 928.8Q498.5 938.9 498.7 948.9Q511.8 959 508.8 971.4"
    "Q501 977.6 492.7 963.8Q481.2 952.5 470 951.1Q460.6 945.7 463.2 936.1Z"
)


def _lowered(point: Point) -> Point:
    return point[0], point[1] + frames()["S1"].top[1] - _Y


def _cut(point: Point) -> Point:
    """The wings are drawn nearer than they reach: only their joints matter here."""
    x, y = _lowered(point)
    return math.copysign(min(abs(x), 78 + (abs(x) - 78) * 0.55), x) if abs(x) > 78 else x, y


def _hung(point: Point) -> Point:
    """From the side: turned to the lean of S1."""
    first = frames()["S1"]
    turn, x, y = _LEAN - first.lean, point[0] - _SIDE[0], point[1] - _SIDE[1]
    return (
        first.top[0] + x * math.cos(turn) - y * math.sin(turn),
        first.top[1] + x * math.sin(turn) + y * math.cos(turn),
    )


def front() -> tuple[Ink, ...]:
    """From the front: wings, sacrum with its foramina, both joint lines, and the hiatus behind, dashed."""
    wings = [moved(one, _cut) for one in (_WING, mirrored(_WING, 0))]
    holes = [oval(sign * x, y, rx, ry) for x, y, rx, ry in _HOLES for sign in (-1, 1)]
    below = [
        ("b", _SACRUM),
        ("b", _COCCYX),
        *(("far", one) for one in _LINES),
        *(("m", one) for one in holes),
    ]
    joints = [("j", _JOINT), ("j", mirrored(_JOINT, 0)), ("behind", _HIATUS)]
    return (
        *(Ink("wing", one + "Z") for one in wings),
        *(Ink("far", one) for one in wings),
        *(Ink(kind, moved(one, _lowered)) for kind, one in (*below, *joints)),
    )


def side() -> tuple[Ink, ...]:
    """From the left: the sacrum, and the ear-shaped face of the joint, dashed because the wing hides it."""
    shapes = [("b", _SIDE_COCCYX), ("b", _SIDE_SACRUM), *(("far", one) for one in _SIDE_LINES)]
    return tuple(Ink(kind, moved(one, _hung)) for kind, one in (*shapes, ("behind", _SIDE_JOINT)))


def front_joint(sign: int) -> Point:
    """The middle of a sacroiliac joint; sign -1 is the patient’s right."""
    return _lowered((sign * 78.0, 958.0))


def front_hiatus() -> Point:
    """The sacral hiatus, seen through the sacrum."""
    return _lowered((0.0, 1026.0))


def side_joint() -> Point:
    """The sacroiliac joint from the side."""
    return _hung((487.0, 948.0))


def side_hiatus() -> Point:
    """The sacral hiatus: where the back wall of the canal ends."""
    return _hung((533.0, 1002.0))
