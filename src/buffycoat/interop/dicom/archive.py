"""The image archive, asked by DICOMweb: studies of a day, what is in them, the bytes, the pictures."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from buffycoat.interop.dicom.address import Address
from buffycoat.interop.dicom.contents import study_of
from buffycoat.interop.dicom.identity import AnotherPatient, Person, same_patient
from buffycoat.interop.dicom.opening import DAMAGE, EXTRA, quiet
from buffycoat.interop.dicom.patience import Patience, TooSlow
from buffycoat.store.imaging import Fetched, Found, NotOurs, NotThere, Shot, Study, Trouble
from buffycoat.store.models import Patient

T = TypeVar("T")
LISTED = (
    "Modality", "SeriesNumber", "SeriesDescription", "StudyDescription", "NumberOfFrames", "ContentTime",
)  # fmt: skip
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MOST_OBJECTS = 500  # of one study; a C-arm's has a few dozen


class Archive:
    """One visit to the archive: all that is asked through it together has the seconds of its address."""

    def __init__(self, address: Address) -> None:
        self._patience = Patience(address.timeout)
        self._client = _client(address)

    def studies(self, day: date, patient: Patient) -> Found:
        """The studies of a day that are this patient’s, found by record number and by birth date."""
        keys = [{"PatientBirthDate": patient.birth_date.strftime("%Y%m%d")}]
        if patient.mrn:
            keys.append({"PatientID": patient.mrn})
        listed = [one for key in keys for one in self._search(day, key)]
        found, refused = list[Study](), list[str]()
        for one in {str(one.get("StudyInstanceUID", "")): one for one in listed}.values():
            try:
                remark = whose(one, patient, "study")
            except AnotherPatient as error:
                if _number_agrees(one, patient):  # a stranger of the same birth date is no news
                    refused.append(str(error))
            else:
                found.append(self._study(str(one.StudyInstanceUID), remark))
        return Found(tuple(found), tuple(refused))

    def _search(self, day: date, key: dict[str, str]) -> list[Any]:
        wanted = {"StudyDate": day.strftime("%Y%m%d"), **key}
        return self._read(lambda: self._client.search_for_studies(search_filters=wanted))

    def _study(self, uid: str, remark: str) -> Study:
        listed = self._read(lambda: self._client.search_for_instances(uid, fields=LISTED, limit=MOST_OBJECTS))
        return study_of(uid, remark, listed)

    def fetch(self, shot: Shot, patient: Patient) -> Fetched:
        """The bytes of one object, once they say themselves that they are this patient’s."""
        dataset, content = self._instance(shot)
        remark = self._ask(lambda: whose(dataset, patient, "image"))
        return Fetched(shot, content, hashlib.sha256(content).hexdigest(), remark)

    def dataset(self, shot: Shot, patient: Patient) -> Any:
        """The same, opened."""
        dataset, _ = self._instance(shot)
        self._ask(lambda: whose(dataset, patient, "image"))
        return dataset

    def _instance(self, shot: Shot) -> tuple[Any, bytes]:
        dataset = self._ask(
            lambda: self._client.retrieve_instance(shot.study, shot.series, shot.instance), object_=True
        )
        named = [str(dataset.get(name, "")) for name in ("StudyInstanceUID", "SOPInstanceUID", "SOPClassUID")]
        if named != [shot.study, shot.instance, shot.class_uid]:
            raise Trouble("The archive sent another object than the one that was asked for.")
        return dataset, dataset.buffer.getvalue()

    def picture(self, shot: Shot) -> tuple[bytes, str]:
        """A picture to look at, drawn by the archive, and its media type."""
        content = self._ask(
            lambda: self._client.retrieve_instance_rendered(
                shot.study, shot.series, shot.instance, media_types=("image/png",)
            ),
            object_=True,
        )
        for start, kind in PICTURES.items():
            if content.startswith(start):
                return content, kind
        raise Trouble("The archive sent something that is no picture.")

    def store(self, dataset: Any) -> None:
        """Put one object into the archive."""
        told = self._ask(lambda: self._client.store_instances([dataset], dataset.StudyInstanceUID))
        if told is None or told.get("FailedSOPSequence"):
            raise Trouble("The archive did not take it.")

    def holds(self, study: str, instance: str) -> bool:
        """Whether an object is in the archive."""
        wanted = {"SOPInstanceUID": instance}
        return bool(self._read(lambda: self._client.search_for_instances(study, search_filters=wanted)))

    def _read(self, question: Callable[[], Iterable[Any]]) -> list[Any]:
        """A list of what is found, each as a dataset."""
        from pydicom.dataset import Dataset

        return self._ask(lambda: [Dataset.from_json(one) for one in question()])

    def _ask(self, question: Callable[[], T], object_: bool = False) -> T:
        import requests

        try:
            return self._patience.ask(lambda: _quietly(question))
        except (TooSlow, requests.Timeout) as error:
            seconds = f"{self._patience.seconds:g}"
            raise Trouble(f"The archive did not answer within {seconds} seconds.") from error
        except requests.exceptions.SSLError as error:
            raise Trouble("The archive’s certificate is not one that is trusted here.") from error
        except requests.ConnectionError as error:
            raise Trouble("The archive cannot be reached.") from error
        except requests.HTTPError as error:
            raise _refused(error, object_) from error
        except AnotherPatient as error:
            raise NotOurs(str(error)) from error
        except DAMAGE as error:
            raise Trouble("The archive sent something that cannot be read.") from error


def whose(dataset: Any, patient: Patient, thing: str) -> str:
    """A remark, or "", when a dataset names this patient; AnotherPatient otherwise."""
    said = [str(dataset.get(name, "") or "") for name in ("PatientID", "PatientName", "PatientBirthDate")]
    held = {"mrn": patient.mrn, "name": patient.name, "birth_date": patient.birth_date}
    return same_patient(Person(*said), **held, thing=thing)


def _number_agrees(dataset: Any, patient: Patient) -> bool:
    return bool(patient.mrn) and str(dataset.get("PatientID", "")).strip() == patient.mrn


def _quietly(question: Callable[[], T]) -> T:
    with quiet():
        return question()


def _refused(error: Any, object_: bool) -> Trouble:
    status = error.response.status_code
    if status in (401, 403):
        return Trouble("The archive refuses our user name or password.")
    if status == 404 and object_:
        return NotThere("The archive does not have it.")
    return Trouble(f"The archive answered with an error ({status}).")


def _client(address: Address) -> Any:
    """A client that asks this archive and nobody else: no proxy, no redirect, no second try."""
    try:
        from dicomweb_client.api import DICOMwebClient
        from requests import Session
    except ImportError as error:
        raise Trouble(EXTRA) from error
    session = Session()
    session.trust_env = False
    session.max_redirects = 0
    session.verify = address.certificates or True
    if address.user:
        session.auth = (address.user.encode(), address.password.encode())
    client = DICOMwebClient(address.url, session=session, timeout=address.timeout)
    client.set_http_retry_params(retry=False)
    return client
