"""What an image archive holds and does not, as pages and the archive’s reader both speak of it."""

from dataclasses import dataclass
from typing import Literal


class Trouble(Exception):
    """The archive did not do what it was asked; the text says why, as it stands on a page."""


class NotThere(Trouble):
    """The archive answered: it does not have this."""


class NotOurs(Trouble):
    """It is another patient’s, or not known to be this one’s."""


@dataclass(frozen=True)
class Shot:
    """One object in the archive: an image, or a dose report."""

    study: str
    series: str
    instance: str
    class_uid: str
    modality: str
    number: str = ""
    frames: int = 1
    made_at: str = ""  # HH:MM:SS by the clock of the equipment


@dataclass(frozen=True)
class Series:
    """Images that were taken together."""

    uid: str
    number: str
    modality: str
    description: str
    images: tuple[Shot, ...]


@dataclass(frozen=True)
class Study:
    """One study of this patient. `remark`: which identifier is another, where two agree."""

    uid: str
    description: str
    remark: str
    series: tuple[Series, ...] = ()
    dose_reports: tuple[Shot, ...] = ()
    others: tuple[str, ...] = ()  # modalities of what has no picture


@dataclass(frozen=True)
class Found:
    """The studies of a day. `refused`: why others, found by one identifier, are not shown."""

    studies: tuple[Study, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Fetched:
    """One object as it came: its bytes, their hash, and whether an identifier is another."""

    shot: Shot
    content: bytes
    sha256: str
    remark: str


@dataclass(frozen=True)
class Choice:
    """An image that somebody chose, the place it is of (target, level, side; or none), and what it shows."""

    shot: Shot
    place: tuple[str, str, str] | None
    shows: str


@dataclass(frozen=True)
class State:
    """How an image in the archive stands to what was signed of it, and `why` where it is not the same."""

    word: Literal["as signed", "changed", "missing", "another patient’s", "not checked"]
    why: str = ""
