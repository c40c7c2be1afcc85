"""The note on linked images: whose, of which study, what it says, and the same name each time."""

from datetime import UTC, datetime
from io import BytesIO

from pydicom import dcmread

from buffycoat.interop.dicom.key_objects import note, title, uid
from buffycoat.pathway.injection.images import Images
from tests.images import CLASSES, STUDY, image
from tests.treated import GIVEN_AT

AT = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)


def linked() -> Images:
    """One image of the needle, one of the whole procedure, of two series."""
    one = {"shows": "needle", "class_uid": CLASSES["XA"], "sha256": "0" * 64}
    place = {"target": "FACET", "level": "L4-5", "side": "R"}
    return Images.model_validate(
        {
            "images": [
                {**one, **place, "series_uid": f"{STUDY}.1", "instance_uid": f"{STUDY}.1.1"},
                {**one, "shows": "level", "series_uid": f"{STUDY}.2", "instance_uid": f"{STUDY}.2.1"},
            ],
            "study_uid": STUDY,
            "fetched_at": AT,
        }
    )


def made(**said: str):
    record, beside = linked(), dcmread(BytesIO(image(1, **said)))
    return note(record, "ab" * 32, title(record, GIVEN_AT), "Dr Żółć", AT, beside)


def test_it_is_of_the_patient_and_the_study_of_its_images():
    found, beside = made(), dcmread(BytesIO(image(1)))
    for name in (
        "PatientID",
        "PatientName",
        "PatientBirthDate",
        "PatientSex",
        "StudyInstanceUID",
        "StudyDate",
    ):
        assert found[name].value == beside[name].value
    assert found.SeriesInstanceUID != beside.SeriesInstanceUID
    assert (found.ContentDate, found.ContentTime) == ("20261119", "163000")


def test_it_says_who_when_and_where():
    items = {one.ValueType: one for one in made().ContentSequence}
    assert items["TEXT"].TextValue.splitlines() == [
        "Spine injection of 19 November 2026",
        "1. Facet joint L4-5, right: needle in place",
        "2. The whole procedure: level being counted",
    ]
    assert str(items["PNAME"].PersonName) == "Dr Żółć"


def test_what_the_images_do_not_say_stays_empty_and_is_there():
    found = made(PatientSex="", ReferringPhysicianName="")
    assert (found.PatientSex, found.AccessionNumber) == ("", "")


def test_its_name_is_made_from_the_entry():
    assert made().SOPInstanceUID == made().SOPInstanceUID == uid("ab" * 32)
    assert uid("ab" * 32) != uid("ac" * 32)
    assert uid("ab" * 32) != uid("ab" * 32, "series")
    assert uid("ab" * 32).startswith("2.25.")
    assert len(uid("ab" * 32)) <= 64
