"""Skull base, atlas and dens: the part above the discs, which has shapes of its own."""

from buffycoat.web.spine.ink import Ink
from buffycoat.web.spine.paths import Point, mirrored

CONDYLE, ATLAS = 33.0, 56.0  # heights of the joints C0-1 and C1-2, in both views
FRONT_JOINTS = {"C0-1": (19.0, CONDYLE), "C1-2": (20.0, ATLAS)}
SIDE_JOINTS: dict[str, Point] = {"C0-1": (22.0, CONDYLE), "C1-2": (22.0, ATLAS)}
_SKULL_FRONT = "M-58 -10Q-50 14 -31 24Q-20 34 -9 28Q0 24 9 28Q20 34 31 24Q50 14 58 -10Z"
_MASS_FRONT = "M-10 38Q-19 33 -28 35L-38 43Q-41 47 -36 50L-29 51Q-20 55 -11 51Q-7 45 -10 38Z"
_DENS_FRONT = "M-6 60Q-7 46 -5 38Q0 31 5 38Q7 46 6 60Z"
_SKULL_SIDE = "M-14 -10Q-10 8 4 22Q12 33 22 33Q32 33 38 26Q58 24 74 8Q82 0 84 -10Z"
_DENS_SIDE = "M2 57.1Q4.1 42.2 9.7 36.2Q16.6 32.6 19.1 40.3Q19.9 49.7 16.7 60.2Z"
_ARCH_SIDE = "M26 41Q40 41 52 46Q60 51 53 55Q40 53 27 51Z"
_MASS_SIDE = "M13 37Q22 40 31 36L33 50Q32 54 24 55Q17 56 13 54Q11 45 13 37Z"
_ANTERIOR_SIDE = "M-4 40Q-9 46 -5 54Q-1 57 1 52Q2 45 0 40Q-2 38 -4 40Z"


def front() -> tuple[Ink, ...]:
    """From the front: condyles on the lateral masses of the atlas, and the dens between them."""
    masses = (_MASS_FRONT, mirrored(_MASS_FRONT, 0))
    slits = ("M-28 34Q-19 37 -10 32", "M-29 54Q-20 58 -11 55")
    return (
        Ink("b", _SKULL_FRONT),
        *(Ink("b", one) for one in masses),
        Ink("far", "M-10 42Q0 45 10 42"),
        Ink("far", "M-10 50Q0 53 10 50"),
        Ink("b", _DENS_FRONT),
        *(Ink("j", one) for slit in slits for one in (slit, mirrored(slit, 0))),
    )


def side() -> tuple[Ink, ...]:
    """From the left: the arch of the atlas in front of and behind the dens."""
    shapes = (_ARCH_SIDE, _DENS_SIDE, _ANTERIOR_SIDE, _MASS_SIDE, _SKULL_SIDE)
    return (
        *(Ink("b", one) for one in shapes),
        Ink("j", "M13 34Q22 38 31 33"),
        Ink("j", "M14 57Q22 59 32 54"),
    )
