"""Images of the injection, as linked from the archive: where each was taken, and the hash of its bytes."""

from typing import ClassVar, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from buffycoat.pathway.candidacy.anatomy import (
    LEVEL_NAMES,
    SIDE_NAMES,
    TARGET_NAMES,
    Level,
    Side,
    Target,
    impossible,
    site_name,
)
from buffycoat.pathway.record import Instant, Part, Record, item

Shows = Literal["needle", "contrast", "injected", "level", "other"]
SHOWS: dict[str, str] = {
    "needle": "Needle in place",
    "contrast": "Spread of contrast",
    "injected": "After the injection",
    "level": "Level being counted",
    "other": "Something else",
}
FROM = "From the archive"


class LinkedImage(Part):
    """One image. Without target, level and side it is of the whole procedure."""

    target: Target | None = item("Target", options=TARGET_NAMES)
    level: Level | None = item("Level", options=LEVEL_NAMES)
    side: Side | None = item("Side", options=SIDE_NAMES)
    shows: Shows = item("What it shows", required=True, options=SHOWS)
    modality: str | None = item("Modality")
    series_uid: str = item("Series UID", required=True)
    instance_uid: str = item("Instance UID", required=True)
    class_uid: str = item("Class UID", required=True)
    sha256: str = item("SHA-256 of its bytes, as fetched", required=True)

    @model_validator(mode="after")
    def _somewhere_or_nowhere(self) -> "LinkedImage":
        place = (self.target, self.level, self.side)
        if any(place) and not all(place):
            raise PydanticCustomError("site", "a place has a target, a level and a side, or none of them")
        if self.target and self.level and self.side:
            why = impossible(self.target, self.level, self.side)
            if why:
                raise PydanticCustomError("site", "{why}", {"why": why})
        return self

    @property
    def where(self) -> str:
        """The place in words."""
        if self.target and self.level and self.side:
            return site_name(self.target, self.level, self.side)
        return "The whole procedure"


class Images(Record):
    """Images of one study in the archive, each at the place whose needle it shows."""

    stage: ClassVar[str] = "injection"
    title: ClassVar[str] = "Images"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True  # they were taken, whatever else stands in the way since

    images: tuple[LinkedImage, ...] = item("Images", required=True, sources=("rule-9.6",))
    study_uid: str = item("Study UID", required=True, group=FROM)
    fetched_at: Instant = item("Fetched at", required=True, group=FROM)
    remarks: str | None = item("What the archive says otherwise than the chart", long=True, group=FROM)

    @model_validator(mode="after")
    def _something(self) -> "Images":
        if not self.images:
            raise PydanticCustomError("images", "at least one image is linked")
        if len({one.instance_uid for one in self.images}) < len(self.images):
            raise PydanticCustomError("images", "one image is linked once")
        return self
