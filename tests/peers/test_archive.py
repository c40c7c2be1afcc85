"""A real Orthanc: images found, linked by hash, looked at again; a note put back; a dose report read."""

import hashlib
import json
import re
import time
from io import BytesIO

import pytest
from django.test import Client
from pydicom import dcmread

from buffycoat.interop.dicom import rdsr
from buffycoat.interop.dicom.address import Address
from buffycoat.interop.dicom.imaging import Imaging
from buffycoat.interop.dicom.key_objects import NOTE, uid
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.store.charts import chart
from buffycoat.store.models import EntryRow, Episode
from tests.images import STUDY, dose_report, image
from tests.peers.orthanc import PASSWORD, USER, Orthanc
from tests.people import sign_in
from tests.treated import DAY, treated

RIGHT, LEFT = "FACET L4-5 R", "FACET L4-5 L"


@pytest.fixture
def episode(db, settings, orthanc: Orthanc) -> Episode:
    """Ann, injected on both sides of L4-5 today, in a practice that has this archive."""
    settings.TODAY = str(DAY)
    settings.ARCHIVE = Address(orthanc.address, USER, PASSWORD)
    return treated()


@pytest.fixture
def doctor(episode) -> Client:
    """The proceduralist at a screen."""
    client = Client()
    sign_in(client, "proceduralist")
    return client


def at(episode: Episode, rest: str = "") -> str:
    return f"/episodes/{episode.pk}/{rest}"


def offered(client: Client, episode: Episode) -> dict[str, str]:
    """What the form of the images' page carries."""
    text = client.get(at(episode, "images")).content.decode()
    found = dict(re.findall(r'name="(shot:[^"]+|:seen)" value="([^"]*)"', text))
    assert ":seen" in found, text
    return found


def link(client: Client, episode: Episode, **places: str):
    """Choose images by the end of their number and link each to a place."""
    sent = offered(client, episode)
    for end, place in places.items():
        one = f"{STUDY}.{end.removeprefix('of_').replace('_', '.')}"
        sent |= {f"place:{one}": place, f"shows:{one}": "needle"}
    return client.post(at(episode, "images"), sent, follow=True)


def key_in(found: bytes) -> str:
    """Orthanc's own key of the one thing that was looked up."""
    (one,) = json.loads(found)
    return one["ID"]


def test_images_of_two_sides_are_linked_looked_at_and_noted(doctor, episode, orthanc):
    orthanc.put(image(1), image(2), image(3), dose_report())
    text = doctor.get(at(episode, "images")).content.decode()
    assert text.count('class="no-shot"') == 0
    assert [word in text for word in ("XA image 1", "XA image 3", "Read the dose report")] == [True] * 3
    assert "127.0.0.1" not in text
    answer = link(doctor, episode, of_1_1=RIGHT, of_1_2=LEFT)
    assert "Their note is in the archive." in answer.content.decode()

    (record,) = chart(episode.pk).every(Images)
    assert [one.where for one in record.images] == ["Facet joint L4-5, right", "Facet joint L4-5, left"]
    assert [one.sha256 for one in record.images] == [
        hashlib.sha256(image(number)).hexdigest() for number in (1, 2)
    ]
    assert record.remarks is None
    held = doctor.get(at(episode, "images/held")).content.decode()
    assert held.count("As signed, looked at") == 2
    picture = re.search(r'<img src="([^"]+)"', held)[1]
    shown = doctor.get(picture)
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert "no-store" in shown["Cache-Control"]
    page = doctor.get(at(episode)).content.decode()
    assert "Images linked: Facet joint L4-5, right, needle in place" in page


def test_the_note_is_a_key_object_selection_that_others_can_read(doctor, episode, orthanc):
    orthanc.put(image(1), image(1, series=2, modality="US"))
    link(doctor, episode, of_1_1=RIGHT, of_2_1=LEFT)
    (entry,) = chart(episode.pk).signed(Images)
    key = key_in(orthanc.ask("tools/lookup", uid(entry.hash).encode()))
    note = dcmread(BytesIO(orthanc.ask(f"instances/{key}/file")))
    assert (note.SOPClassUID, note.Modality, note.StudyInstanceUID) == (NOTE, "KO", STUDY)
    assert (note.PatientID, str(note.PatientName)) == ("A-1", "Example^Ann")
    said = next(one.TextValue for one in note.ContentSequence if one.ValueType == "TEXT")
    assert said.splitlines() == [
        "Spine injection of 19 November 2026",
        "1. Facet joint L4-5, right: needle in place",
        "2. Facet joint L4-5, left: needle in place",
    ]
    referenced = [
        one.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
        for one in note.ContentSequence
        if one.ValueType == "IMAGE"
    ]
    (evidence,) = note.CurrentRequestedProcedureEvidenceSequence
    by_series = {
        one.SeriesInstanceUID: [each.ReferencedSOPInstanceUID for each in one.ReferencedSOPSequence]
        for one in evidence.ReferencedSeriesSequence
    }
    assert referenced == [f"{STUDY}.1.1", f"{STUDY}.2.1"]
    assert by_series == {f"{STUDY}.1": [f"{STUDY}.1.1"], f"{STUDY}.2": [f"{STUDY}.2.1"]}


def test_a_note_that_is_gone_is_sent_again_and_there_is_one(doctor, episode, orthanc):
    orthanc.put(image(1))
    link(doctor, episode, of_1_1=RIGHT)
    (entry,) = chart(episode.pk).signed(Images)
    key = key_in(orthanc.ask("tools/lookup", uid(entry.hash).encode()))
    orthanc.ask(f"instances/{key}", method="DELETE")
    assert "Their note is not in the archive." in doctor.get(at(episode, "images/held")).content.decode()
    for _ in range(2):
        doctor.post(at(episode, f"images/{entry.number}/note"))
    assert "Their note is in the archive." in doctor.get(at(episode, "images/held")).content.decode()
    assert len(json.loads(orthanc.ask("tools/lookup", uid(entry.hash).encode()))) == 1


def test_an_image_that_was_changed_or_lost_since_is_told(doctor, episode, orthanc):
    orthanc.put(image(1), image(2))
    link(doctor, episode, of_1_1=RIGHT, of_1_2=LEFT)
    for end in ("1.1", "1.2"):
        found = orthanc.ask("tools/lookup", f"{STUDY}.{end}".encode())
        orthanc.ask("instances/" + key_in(found), method="DELETE")
    orthanc.put(image(1, SeriesDescription="Touched since"))
    held = doctor.get(at(episode, "images/held")).content.decode()
    assert "NOT as signed, looked at" in held
    assert "Not in the archive, looked at" in held
    assert "<img" not in held


def test_another_patients_study_is_told_and_cannot_be_linked(doctor, episode, orthanc):
    orthanc.put(
        image(1, PatientBirthDate="19710517"),
        image(1, study="2.25.1002", PatientID="B-2", PatientName="Other^Bo"),
        image(1, study="2.25.1003", StudyDate="20261118"),
    )
    text = doctor.get(at(episode, "images")).content.decode()
    assert "The study is another patient’s: the birth date differs." in text
    assert "no study of this patient on that day" in text
    assert "Other" not in text
    assert "shot:" not in text


def test_an_image_that_is_not_its_studys_patient_is_not_linked(doctor, episode, orthanc):
    """The study's list may agree and one image in it not: each says itself whose it is."""
    orthanc.put(image(1))
    sent = offered(doctor, episode)
    orthanc.empty()
    orthanc.put(image(1, PatientName="Other^Bo", PatientID="B-2"))
    sent |= {f"place:{STUDY}.1.1": RIGHT, f"shows:{STUDY}.1.1": "needle"}
    answer = doctor.post(at(episode, "images"), sent)
    assert answer.status_code == 502
    assert "The image is another patient’s: the record number and name differ." in answer.content.decode()
    assert not EntryRow.objects.filter(kind=Images.kind).exists()


def test_one_identifier_may_be_another_and_it_is_signed_with_the_images(doctor, episode, orthanc):
    orthanc.put(image(1, PatientName="Maiden^Ann"))
    link(doctor, episode, of_1_1="whole")
    (record,) = chart(episode.pk).every(Images)
    assert record.remarks == "The name in the image is another; record number and birth date agree."
    assert record.images[0].where == "The whole procedure"


def test_the_dose_report_is_read_from_the_archive_and_signed(doctor, episode, orthanc):
    orthanc.put(image(1), dose_report())
    text = doctor.get(at(episode, "images")).content.decode()
    sealed = re.search(r'name="archive" value="([^"]+)"', text)[1]
    answer = doctor.post(at(episode, "radiation"), {"archive": sealed})
    assert "65.2 µGy·m²" in answer.content.decode()
    held = dict(re.findall(r'name="(read|:seen)" value="([^"]*)"', answer.content.decode()))
    assert doctor.post(at(episode, "radiation"), held).status_code == 302
    (record,) = chart(episode.pk).every(Radiation)
    assert (record.fluoroscopy_time, record.study_uid) == (19.8, STUDY)
    assert record.file_sha256 == rdsr.read(dose_report()).sha256


def test_a_wrong_password_is_told_plainly(doctor, episode, orthanc, settings):
    settings.ARCHIVE = Address(orthanc.address, USER, "wrong")
    text = doctor.get(at(episode, "images")).content.decode()
    assert "The archive refuses our user name or password." in text
    assert "Today keeps naming what is not linked" in text


def test_names_in_other_scripts_survive(episode, orthanc):
    orthanc.put(image(1, SpecificCharacterSet="ISO_IR 192", PatientName="山田^太郎"))
    episode.patient.name = "太郎 山田"
    visit = Imaging(Address(orthanc.address, USER, PASSWORD), episode.patient)
    (study,) = visit.studies(DAY).studies
    assert study.remark == ""


def test_an_archive_that_stops_in_the_middle_is_told_in_time(doctor, episode, orthanc, settings):
    orthanc.put(image(1))
    sent = offered(doctor, episode)
    settings.ARCHIVE = Address("http://127.0.0.1:9/dicom-web", USER, PASSWORD, timeout=2)
    sent |= {f"place:{STUDY}.1.1": RIGHT, f"shows:{STUDY}.1.1": "needle"}
    began = time.monotonic()
    answer = doctor.post(at(episode, "images"), sent)
    assert answer.status_code == 502
    assert "Nothing was linked. The archive cannot be reached." in answer.content.decode()
    assert time.monotonic() - began < 4
    assert isinstance(chart(episode.pk).newest(Injection).sites[0], InjectedSite)
