"""A level cut across, front at the top and the patient’s right on the left, as on CT; by kind of level."""

from collections.abc import Mapping
from dataclasses import dataclass

from buffycoat.pathway.candidacy.anatomy import region
from buffycoat.web.spine import across_neck, across_pelvis, across_trunk
from buffycoat.web.spine.ink import Ink, Word
from buffycoat.web.spine.paths import Point

MIDDLE, WIDTH, HEIGHT = 200.0, 400.0, 344.0
REACH = 17.0  # half a hit area: 24 px are left of it on a phone


@dataclass(frozen=True)
class Across:
    """One cut. points: where each target is, on the patient’s right or in the midline."""

    inks: tuple[Ink, ...]
    words: tuple[Word, ...]
    points: Mapping[str, Point]
    middle_points: Mapping[str, Point]  # of targets that may also be in the midline

    def point(self, target: str, side: str) -> Point:
        """Where a target is; the left side mirrors the right."""
        if side == "M":
            return self.middle_points[target]
        x, y = self.points[target]
        return (x, y) if side == "R" else (2 * MIDDLE - x, y)


def across(level: str) -> Across:
    """The cut for this level."""
    if level in ("SI", "S"):
        made = across_pelvis.joints() if level == "SI" else across_pelvis.hiatus()
    elif level in ("C0-1", "C1-2"):
        made = across_neck.atlas(level)
    else:
        cut = {"cervical": across_neck.neck, "thoracic": across_trunk.chest, "lumbar": across_trunk.loin}
        made = cut[region(level)](level)
    return Across(*made)
