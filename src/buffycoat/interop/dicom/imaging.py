"""What the pages do with the image archive: find, look, link with a hash, look again, leave a note."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from buffycoat.interop.dicom import key_objects
from buffycoat.interop.dicom.address import Address
from buffycoat.interop.dicom.archive import Archive
from buffycoat.pathway.chart import Entry
from buffycoat.pathway.injection.images import Images, LinkedImage
from buffycoat.store.imaging import Choice, Found, NotOurs, NotThere, Shot, State, Trouble
from buffycoat.store.models import Patient


class Imaging:
    """One visit to the archive, about one patient. Each of its answers may be Trouble."""

    def __init__(self, address: Address, patient: Patient) -> None:
        self._archive, self._patient = Archive(address), patient

    def studies(self, day: date) -> Found:
        """The patient’s studies of a day."""
        return self._archive.studies(day, self._patient)

    def picture(self, shot: Shot) -> tuple[bytes, str]:
        """A picture, and its media type."""
        return self._archive.picture(shot)

    def file(self, shot: Shot) -> bytes:
        """One object’s bytes, known to be this patient’s: a dose report."""
        return self._archive.fetch(shot, self._patient).content

    def link(self, choices: Iterable[Choice], at: datetime) -> Images:
        """The record to sign: each image fetched now, known to be this patient’s, with its hash."""
        fetched = [(one, self._archive.fetch(one.shot, self._patient)) for one in choices]
        remarks = "\n".join(dict.fromkeys(held.remark for _, held in fetched if held.remark))
        return Images.model_validate(
            {
                "images": [_linked(one, held.sha256) for one, held in fetched],
                "study_uid": fetched[0][0].shot.study,
                "fetched_at": at,
                **({"remarks": remarks} if remarks else {}),
            }
        )

    def states(self, record: Images) -> tuple[State, ...]:
        """Each image of a record beside what was signed of it."""
        found: list[State] = []
        for one in record.images:
            unanswered = bool(found) and found[-1].word == "not checked"
            found.append(found[-1] if unanswered else self._state(record, one))
        return tuple(found)

    def _state(self, record: Images, one: LinkedImage) -> State:
        try:
            fetched = self._archive.fetch(_shot(record, one), self._patient)
        except NotThere:
            return State("missing", "The archive does not have it any more.")
        except NotOurs as error:
            return State("another patient’s", str(error))
        except Trouble as error:
            return State("not checked", str(error))
        if fetched.sha256 != one.sha256:
            return State("changed", f"The archive holds other bytes now: SHA-256 {fetched.sha256}.")
        return State("as signed")

    def has_note(self, entry: Entry) -> bool:
        """Whether the note on an entry’s images is in the archive."""
        record = _images(entry)
        return self._archive.holds(record.study_uid, key_objects.uid(entry.hash))

    def send_note(self, entry: Entry, given_at: datetime, at: datetime) -> None:
        """Put the note on an entry’s images into the archive."""
        record = _images(entry)
        beside = self._archive.dataset(_shot(record, record.images[0]), self._patient)
        said = key_objects.title(record, given_at)
        self._archive.store(key_objects.note(record, entry.hash, said, entry.signer.name, at, beside))


def _images(entry: Entry) -> Images:
    if not isinstance(entry.record, Images):
        raise TypeError(f"entry {entry.number} holds no images")
    return entry.record


def _shot(record: Images, one: LinkedImage) -> Shot:
    return Shot(record.study_uid, one.series_uid, one.instance_uid, one.class_uid, one.modality or "")


def _linked(choice: Choice, sha256: str) -> dict[str, Any]:
    shot = choice.shot
    place = dict(zip(("target", "level", "side"), choice.place, strict=True)) if choice.place else {}
    held = {"modality": shot.modality, "series_uid": shot.series, "instance_uid": shot.instance}
    return {**place, **held, "shows": choice.shows, "class_uid": shot.class_uid, "sha256": sha256}
