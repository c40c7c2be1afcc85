"""A dose report on a page: whose it is, what was read, what is signed; and the practice’s statistics."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from buffycoat.interop.dicom.rdsr_command import into, run
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.practice.doses import Given, by_target, spread
from buffycoat.store.charts import chart
from buffycoat.store.models import Staff
from tests.dose_reports import report, usual


def of(id: str = "A-1", name: str = "Example^Ann", born: str = "19700517") -> bytes:
    """The usual report of this patient."""

    def change(made: Any) -> None:
        made.PatientID, made.PatientName, made.PatientBirthDate = id, name, born

    return report(usual(), change)


def send(clinic, content: bytes, role: str = "nurse"):
    browser = clinic.at_screen(role)
    return browser, browser.post(clinic.address("radiation"), {"file": SimpleUploadedFile("r.dcm", content)})


def signed(clinic) -> list[Radiation]:
    return list(chart(clinic.episode.pk).every(Radiation))


def sealed(answer) -> dict[str, str]:
    text = answer.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("read", ":seen")}


def test_a_report_is_read_looked_over_and_signed(clinic):
    browser, answer = send(clinic, of())
    text = answer.content.decode()
    assert answer.status_code == 200
    for shown in ("19.8 s", "65.2 µGy·m²", "3.86 mGy", "Acme C-arm 9", "19 Nov 2026"):
        assert shown in text
    assert signed(clinic) == []
    assert browser.post(clinic.address("radiation"), sealed(answer)).status_code == 302
    (record,) = signed(clinic)
    assert (record.fluoroscopy_time, record.dap_total, record.kerma_total) == (19.8, 65.2, 3.86)
    assert record.file_sha256
    assert record.remarks is None
    page = browser.get(clinic.address()).content.decode()
    assert "fluoroscopy 19.8 s, area product 65.2 µGy·m², air kerma 3.86 mGy" in page


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"id": "B-2", "name": "Other^Bo", "born": "19800101"}, "another patient’s"),
        ({"born": "19700518"}, "the birth date differs"),
        ({"id": "B-2", "born": ""}, "the record number differs"),
        ({"name": "Other^Bo", "born": ""}, "the name differs"),
        ({"name": "", "born": ""}, "only the record number agrees"),
        ({"id": "", "name": "", "born": ""}, "names nobody"),
    ],
)
def test_a_report_that_is_not_known_to_be_this_patients_is_refused(clinic, other, why):
    _, answer = send(clinic, of(**other))
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert 'name="read"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"id": "OTHER-9"}, "The record number in the report is another; name and birth date agree."),
        ({"name": "Maiden^Ann"}, "The name in the report is another; record number and birth date agree."),
        ({"name": "EXAMPLE^ANN"}, ""),
    ],
)
def test_one_identifier_may_be_another_when_two_agree_and_it_is_said(clinic, other, said):
    _, answer = send(clinic, of(**other))
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_what_is_no_dose_report_is_told_and_nothing_is_signed(clinic):
    _, answer = send(clinic, b"%PDF-1.7")
    assert answer.status_code == 422
    assert "r.dcm: not a DICOM file" in answer.content.decode()
    _, nothing = send(clinic, of()[:2000])
    assert nothing.status_code == 422
    assert clinic.at_screen("nurse").post(clinic.address("radiation"), {}).status_code == 422


def test_the_same_report_is_not_signed_twice(clinic):
    browser, answer = send(clinic, of())
    browser.post(clinic.address("radiation"), sealed(answer))
    again = browser.post(clinic.address("radiation"), sealed(answer))
    assert again.status_code == 409
    _, answer = send(clinic, of())
    assert "This very file is in the chart already" in answer.content.decode()
    assert len(signed(clinic)) == 1


def test_a_reading_that_was_changed_on_the_way_is_not_signed(clinic):
    browser, answer = send(clinic, of())
    held = sealed(answer)
    answer = browser.post(clinic.address("radiation"), held | {"read": "x" + held["read"]})
    assert answer.status_code == 409
    assert signed(clinic) == []


def test_who_does_not_sign_it_is_told(clinic):
    browser = clinic.at_screen("front_desk")
    assert browser.get(clinic.address("radiation")).status_code == 403


def test_a_report_is_signed_from_the_command_line(clinic, tmp_path: Path, capsys):
    clinic.at_screen("nurse")
    mine, other = tmp_path / "mine.dcm", tmp_path / "other.dcm"
    mine.write_bytes(of())
    other.write_bytes(of(born="19000101"))
    username = Staff.objects.get(role="nurse").username
    status = run([str(mine), str(other), str(mine)], into(clinic.episode.pk, username))
    first, second, third = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert status == 1
    assert first["signed"]["number"] == clinic.entries()
    assert "birth date differs" in second["error"]["message"]
    assert "already" in third["error"]["message"]
    assert second["dap_gy_m2"]["total"] == 0.0000652
    with pytest.raises(LookupError, match="nobody here"):
        into(clinic.episode.pk, "nobody")
    with pytest.raises(LookupError, match="no episode"):
        into("none", username)


@pytest.mark.parametrize(("sent", "status"), [(["good"], 0), (["good", "bad"], 1), (["bad", "."], 2)])
def test_the_exit_status_of_the_command(tmp_path: Path, capsys, sent, status):
    (tmp_path / "good").write_bytes(of())
    (tmp_path / "bad").write_bytes(b"nothing")
    assert run([str(tmp_path / name) for name in sent]) == status
    assert len(capsys.readouterr().out.splitlines()) == len(sent)


def test_the_statistics_of_the_practice(clinic):
    browser = clinic.at_screen("manager")
    assert "No radiation dose is signed yet" in browser.get("/radiation/").content.decode()
    assert clinic.at_screen("nurse").get("/radiation/").status_code == 403
    assert "No diagnostic reference range is shown" in browser.get("/radiation/").content.decode()


def test_the_spread_is_the_median_and_the_quartiles_of_those_that_are_known():
    assert (spread([1, 2, 3, 4, 5]).lower, spread([1, 2, 3, 4, 5]).median) == (2, 3)
    assert spread([1, 2, 3, 4]).median is None
    facet = [Given(frozenset({"FACET"}), {"time": float(one)}) for one in range(1, 8)]
    both = Given(frozenset({"FACET", "DISC"}), {"kerma": 9.0})
    lines = by_target([*facet, both], {"DISC": "Disc", "FACET": "Facet joint"})
    assert [(one.name, one.procedures) for one in lines] == [
        ("Facet joint", 7),
        ("Several targets", 1),
        ("All procedures", 8),
    ]
    assert lines[0].spreads["time"].median == 4
    assert lines[0].spreads["kerma"].count == 0


def test_a_later_report_of_a_study_replaces_the_earlier_one_in_the_statistics():
    from buffycoat.store.doses import _added, counted

    one, later = (Radiation(study_uid="1.2", dap_total=value, kerma_total=1) for value in (10, 12))
    second = Radiation(study_uid="1.3", dap_total=5)
    assert _added(counted((one, later, second))) == {"dap": 17.0}


def test_a_dose_of_an_episode_without_an_injection_is_in_no_statistics(clinic):
    clinic.sign(Radiation(kerma_total=5, given_on=datetime(2026, 11, 19, tzinfo=UTC).date()))
    assert (
        "No radiation dose is signed yet" in clinic.at_screen("manager").get("/radiation/").content.decode()
    )
