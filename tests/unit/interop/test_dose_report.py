"""What a dose report says, convention by convention; what it does not say is null, and a message why."""

import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from buffycoat.interop.dicom.answer import answer
from buffycoat.interop.dicom.opening import LIMIT, UnreadableReport
from buffycoat.interop.dicom.rdsr import read
from tests.dose_reports import (
    DCM,
    EVENTS,
    FLUOROSCOPY,
    NUMBERS,
    STATIONARY,
    TOTALS,
    code,
    event,
    item,
    number,
    report,
    totals,
    usual,
)  # fmt: skip

REAL = Path(__file__).parents[4] / "shared" / "data" / "rdsr"
KNOWN = {"fluoroscopy": 0.0000341, "acquisition": 0.0000311, "total": 0.0000652}
UNKNOWN = {"fluoroscopy": None, "acquisition": None, "total": None}


def said(content: bytes) -> dict[str, Any]:
    return answer(read(content))


def codes(found: dict[str, Any], level: str = "warning") -> list[str]:
    return [one["code"] for one in found["messages"] if one["level"] == level]


def texts(found: dict[str, Any]) -> str:
    return " | ".join(one["text"] for one in found["messages"])


def with_total(name: str, *made: Dataset) -> bytes:
    """The usual report with one of its totals written in these other ways."""
    rest = {key: value for key, value in TOTALS.items() if key != name}
    return report([totals(more=made, **rest), *usual()[1:]])


@pytest.mark.parametrize("implicit", [False, True])
def test_a_report_by_the_book(implicit: bool) -> None:
    found = said(report(usual(), implicit=implicit))
    assert found["fluoroscopy_seconds"] == {"fluoroscopy": 19.8, "acquisition": 1.4, "total": 21.2}
    assert found["dap_gy_m2"] == KNOWN
    assert found["air_kerma_gy"] == {"fluoroscopy": 0.00199, "acquisition": 0.00187, "total": 0.00386}
    assert [one["type"] for one in found["events"]] == ["fluoroscopy", "fluoroscopy", "acquisition"]
    assert [one["seconds"] for one in found["events"]] == [12.5, 7.3, 1.4]
    assert found["manufacturer"] == "Acme"
    assert (found["model"], found["serial_number"]) == ("C-arm 9", "S-1")
    assert found["patient"] == {"id": "M-1", "name": "Ruiz^Ana", "birth_date": "19700102"}
    assert found["messages"] == []


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("0.0000652", "Gy.m2"), ("0.0652", "mGy.m2"), ("65.2", "uGy.m2"), ("6.52", "dGy.cm2"),
        ("65.2", "cGy.cm2"), ("0.652", "Gy.cm2"), ("652", "mGy.cm2"), ("65200", "nGy.m2"),
        ("0.0000652", "Gym2"), ("6.52", "dGycm2"), ("65.2", "µGy·m²"), ("65.2", "uGy*m2"),
        ("6.52e-05", "Gy.m2"), ("6.52e-005", "Gy.m2"),
    ],
)  # fmt: skip
def test_an_area_product_in_the_unit_it_states(value: str, unit: str) -> None:
    found = said(with_total("dap_total", number("dap_total", value, unit)))
    assert found["dap_gy_m2"] == KNOWN
    assert codes(found) == []


@pytest.mark.parametrize(
    ("value", "unit"), [("3.86", "mGy"), ("3860", "uGy"), ("0.386", "cGy"), ("0.00386", "Gy")]
)
def test_an_air_kerma_in_the_unit_it_states(value: str, unit: str) -> None:
    assert (
        said(with_total("kerma_total", number("kerma_total", value, unit)))["air_kerma_gy"]["total"]
        == 0.00386
    )


@pytest.mark.parametrize(
    ("value", "unit"), [("0.33", "min"), ("19800", "ms"), ("19.8", "s"), ("0.0055", "h")]
)
def test_a_time_in_the_unit_it_states(value: str, unit: str) -> None:
    found = said(with_total("time_fluoroscopy", number("time_fluoroscopy", value, unit)))
    assert found["fluoroscopy_seconds"]["fluoroscopy"] == 19.8


@pytest.mark.parametrize("unit", ["rad.cm2", "Gy", "s", "R", "mGy/min", "MGY.M2", "Sv", "1", "Gy.m3"])
def test_an_unknown_unit_is_refused_by_name_and_the_events_stand_in(unit: str) -> None:
    found = said(with_total("dap_total", number("dap_total", "6.52", unit)))
    assert unit in texts(found)
    assert "not_read" in codes(found)
    assert found["dap_gy_m2"]["total"] == pytest.approx(KNOWN["total"], rel=1e-12)


def test_an_unknown_unit_with_no_event_to_stand_in_is_null_and_never_zero() -> None:
    found = said(
        report([totals(more=[number("dap_total", "6.52", "rad.cm2"), number("kerma_total", "1", "")])])
    )
    assert found["dap_gy_m2"] == found["air_kerma_gy"] == found["fluoroscopy_seconds"] == UNKNOWN
    assert "“rad.cm2” is not known" in texts(found)
    assert "no unit is stated" in texts(found)
    assert "no_events" in codes(found)


@pytest.mark.parametrize("value", ["-0.0000652", "5", "1e30", "12\\13"])
def test_a_value_that_cannot_be_is_not_taken(value: str) -> None:
    found = said(report([totals(more=[number("dap_total", value)])]))
    assert found["dap_gy_m2"]["total"] is None
    assert "not_read" in codes(found)


def test_area_product_and_kerma_that_do_not_go_together_are_told() -> None:
    found = said(report([totals(dap_total="0.652", kerma_total="0.00386")]))
    assert "field" in codes(found)
    assert "another unit" in texts(found)


def test_a_total_that_its_events_contradict_is_said_with_both_figures() -> None:
    found = said(with_total("dap_total", number("dap_total", "0.0000952")))
    assert found["dap_gy_m2"]["total"] == 0.0000952
    assert "contradiction" in codes(found)
    assert "95.2 µGy·m² stated, 65.2 µGy·m² summed" in texts(found)
    assert "fluoroscopy and acquisition together make 65.2 µGy·m²" in texts(found)


def test_rounding_is_no_contradiction() -> None:
    """Three events of one decimal may differ from their total by three halves of it, and the total's own."""
    parts = [event(**{**EVENTS[0], "kerma": value}) for value in ("0.0012", "0.0012", "0.0012")]
    within = said(report([totals(kerma_fluoroscopy="0.0038"), *parts]))
    beyond = said(report([totals(kerma_fluoroscopy="0.0039"), *parts]))
    assert "contradiction" not in codes(within)
    assert "contradiction" in codes(beyond)


def test_a_zero_that_the_events_contradict_is_not_given() -> None:
    found = said(with_total("kerma_total", number("kerma_total", "0")))
    assert found["air_kerma_gy"]["total"] == pytest.approx(0.00386)
    assert "A zero that the events contradict" in texts(found)


def test_a_zero_that_is_stated_is_a_zero() -> None:
    found = said(report([totals(dap_fluoroscopy="0.001", dap_acquisition="0", dap_total="0.001")]))
    assert found["dap_gy_m2"]["acquisition"] == 0.0


def test_totals_left_out_are_summed_and_said() -> None:
    found = said(report([event(**one) for one in EVENTS]))
    assert found["dap_gy_m2"] == pytest.approx(KNOWN)
    assert found["fluoroscopy_seconds"]["total"] == pytest.approx(21.2)
    assert "summed" in codes(found)


def test_no_fluoroscopy_event_and_no_total_is_not_zero_fluoroscopy() -> None:
    found = said(report([event(STATIONARY, time="1.4", dap="0.0000311", kerma="0.00187")]))
    assert found["dap_gy_m2"] == {"fluoroscopy": None, "acquisition": 0.0000311, "total": 0.0000311}


def test_an_event_without_a_figure_is_no_zero_in_the_sum() -> None:
    found = said(report([event(**EVENTS[0]), event(FLUOROSCOPY, time="3")]))
    assert found["dap_gy_m2"] == UNKNOWN
    assert found["events"][1]["dap_gy_m2"] is None
    assert "not event 2" in texts(found)


def test_an_event_of_unknown_type_counts_in_the_total_only() -> None:
    unknown = event(("99-1", "99ACME", "Roadmap"), time="2", dap="0.00001", kerma="0.001")
    found = said(report([event(**EVENTS[0]), unknown]))
    assert found["dap_gy_m2"] == {"fluoroscopy": None, "acquisition": None, "total": pytest.approx(0.0000313)}
    assert found["events"][1]["type"] is None
    assert "“Roadmap”" in texts(found)


FLUOROSCOPIES = (
    FLUOROSCOPY,
    ("44491008", "SCT", "Fluoroscopy"),
    ("P5-06000", "SNM3", "Fluoro"),
    ("", "", "Fluoroscopy"),
    ("77", "99ACME", "FLUOROSCOPY"),
)


@pytest.mark.parametrize("kind", FLUOROSCOPIES)
def test_fluoroscopy_by_each_of_its_codes(kind: tuple[str, str, str]) -> None:
    assert said(report([event(kind, dap="0.00001")]))["events"][0]["type"] == "fluoroscopy"


def test_a_private_code_is_read_by_its_words_and_said() -> None:
    private = number("dap_total", "0.0000652", said=("X12", "99ACME", "Dose Area Product Total"))
    found = said(with_total("dap_total", private))
    assert found["dap_gy_m2"] == KNOWN
    assert "99ACME" in texts(found)


def test_a_code_and_words_that_name_two_things_are_not_read() -> None:
    torn = number("dap_total", "0.0000652", said=("113727", DCM, "Dose Area Product Total"))
    found = said(with_total("dap_total", torn))
    assert "name two things" in texts(found)
    assert "summed" not in codes(found)  # the two parts make the total
    assert found["dap_gy_m2"]["total"] == 0.0000652


def test_totals_and_events_in_nested_containers_are_found() -> None:
    inner = item("CONTAINER", ("1", "99ACME", "Group"), [number("dap_total", "0.0000652")])
    wrapped = item("CONTAINER", ("2", "99ACME", "Events"), usual()[1:])
    rest = {key: value for key, value in TOTALS.items() if key != "dap_total"}
    found = said(report([totals(more=[inner], **rest), wrapped]))
    assert found["dap_gy_m2"] == KNOWN
    assert len(found["events"]) == 3


def test_two_planes_are_added_up_and_said() -> None:
    found = said(report([totals("A", **TOTALS), totals("B", **TOTALS)]))
    assert found["dap_gy_m2"]["total"] == pytest.approx(0.0001304)
    assert "not the dose of one patch of skin" in texts(found)


def test_a_plane_that_leaves_a_total_out_leaves_it_open() -> None:
    found = said(report([totals("A", **TOTALS), totals("B", dap_total="0.00001")]))
    assert found["air_kerma_gy"]["total"] is None
    assert found["dap_gy_m2"]["total"] == pytest.approx(0.0000752)
    assert "not_every_plane" in codes(found)


def test_a_total_of_all_planes_is_not_added_to_its_planes() -> None:
    found = said(report([totals("A", dap_total="0.00001"), totals("all", **TOTALS)]))
    assert found["dap_gy_m2"] == KNOWN


@pytest.mark.parametrize(("second", "wanted"), [("0.0000652", 0.0000652), ("0.0000653", None)])
def test_the_same_totals_twice_count_once_and_a_disagreement_is_not_settled(
    second: str, wanted: float | None
) -> None:
    found = said(report([totals(dap_total="0.0000652"), totals(dap_total=second)]))
    assert found["dap_gy_m2"]["total"] == wanted
    assert ("contradiction" in codes(found)) == (wanted is None)


def test_a_number_twice_in_an_event_with_two_values_is_neither() -> None:
    found = said(report([event(dap="0.00001", more=[number("dap", "0.00002")])]))
    assert found["events"][0]["dap_gy_m2"] is None
    assert "stands twice in event 1" in texts(found)


def test_the_same_event_twice_counts_once() -> None:
    uid = item("UIDREF", ("113769", DCM, "Irradiation Event UID"), UID="1.2.9")
    found = said(report([event(dap="0.00001", more=[uid]), event(dap="0.00001", more=[uid])]))
    assert len(found["events"]) == 1
    assert "event_twice" in codes(found)


def test_a_time_told_as_pulses_is_worked_out_and_said() -> None:
    found = said(report([totals(time_fluoroscopy="3", time_acquisition="0"), event(pulses="24", rate="7.5")]))
    assert found["events"][0]["seconds"] == 3.2
    assert found["events"][0]["seconds_from"] == "pulses"
    assert found["fluoroscopy_seconds"]["fluoroscopy"] == 3.0
    assert "contradiction" not in codes(found)


def test_a_number_that_the_maker_calls_unknown_is_null_with_the_makers_words() -> None:
    name = (NUMBERS["dap_total"][0], DCM, NUMBERS["dap_total"][1])
    empty = item("NUM", name, NumericValueQualifierCodeSequence=[code("114010", DCM, "Value unknown")])
    found = said(report([totals(more=[empty])]))
    assert found["dap_gy_m2"]["total"] is None
    assert "Value unknown" in texts(found)


def _is(sop_class: str) -> Any:
    return lambda made: setattr(made, "SOPClassUID", sop_class)


def test_another_kind_of_file_is_refused_by_its_class() -> None:
    with pytest.raises(UnreadableReport, match=r"CT Image Storage .*1\.2\.840\.10008\.5\.1\.4\.1\.1\.2"):
        read(report(usual(), _is("1.2.840.10008.5.1.4.1.1.2")))


def test_an_older_class_of_report_is_read_and_said() -> None:
    found = said(report(usual(), _is("1.2.840.10008.5.1.4.1.1.88.22")))
    assert found["dap_gy_m2"] == KNOWN
    assert "Enhanced SR Storage" in texts(found)


def test_a_report_of_computed_tomography_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="computed tomography"):
        read(report([item("CONTAINER", ("113811", DCM, "CT Accumulated Dose Data"))]))


@pytest.mark.parametrize("content", [b"", b"abc", b"\0" * 500, b"%PDF-1.7 nothing to see", b"\xff" * 3000])
def test_what_is_no_dicom_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableReport, match=r"^not a D"):
        read(content)


def test_a_report_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(UnreadableReport, match="neither totals nor irradiation events"):
        read(report([]))


@pytest.mark.parametrize("implicit", [False, True])
def test_a_file_cut_short_anywhere_is_refused(implicit: bool) -> None:
    whole = report(usual(), implicit=implicit)
    for length in range(1, len(whole), 61):
        with pytest.raises(UnreadableReport):
            read(whole[:-length])


def test_a_file_far_too_large_is_refused_packed_or_not() -> None:
    with pytest.raises(UnreadableReport, match="too large"):
        read(b"\0" * (LIMIT + 1))
    head = report(
        usual(), lambda made: setattr(made.file_meta, "TransferSyntaxUID", DeflatedExplicitVRLittleEndian)
    )
    start = 144 + int.from_bytes(head[140:144], "little")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = head[:start] + packer.compress(b"\0" * (LIMIT * 4)) + packer.flush()
    with pytest.raises(UnreadableReport, match="unpacked"):
        read(bomb)


def test_a_compressed_file_is_read() -> None:
    packed = report(
        usual(), lambda made: setattr(made.file_meta, "TransferSyntaxUID", DeflatedExplicitVRLittleEndian)
    )
    assert said(packed)["dap_gy_m2"] == KNOWN


def test_a_file_without_a_preamble_is_read_and_said() -> None:
    found = said(report(usual())[132:])
    assert found["dap_gy_m2"] == KNOWN
    assert "preamble" in texts(found)


def test_containers_without_end_are_refused() -> None:
    nested = totals(dap_total="0.00001")
    for _ in range(60):
        nested = item("CONTAINER", ("1", "99ACME", "Group"), [nested])
    with pytest.raises(UnreadableReport, match="nested deeper"):
        read(report([nested]))


@pytest.mark.skipif(
    not REAL.exists(), reason="the two reports of real equipment are not beside this checkout"
)
@pytest.mark.parametrize(
    ("file", "seconds", "dap", "kerma"),
    [("RF-RDSR-GE.dcm", 72.46, 0.00024126, 0.0117317), ("RF-RDSR-Siemens-Zee.dcm", 28.0, 0.000016, 0.00252)],
)
def test_two_real_reports_agree_with_the_sum_of_their_events(
    file: str, seconds: float, dap: float, kerma: float
) -> None:
    found = said((REAL / file).read_bytes())
    assert len(found["events"]) == 8
    assert found["fluoroscopy_seconds"] == {"fluoroscopy": seconds, "acquisition": 0.0, "total": seconds}
    assert found["dap_gy_m2"] == {"fluoroscopy": dap, "acquisition": 0.0, "total": dap}
    assert found["air_kerma_gy"] == {"fluoroscopy": kerma, "acquisition": 0.0, "total": kerma}
    assert sum(one["dap_gy_m2"] for one in found["events"]) == pytest.approx(dap, abs=4e-8)
    assert codes(found) == []  # nothing contradicts itself; what is out of convention is told as info
    assert "unit" in codes(found, "info")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    content = report(usual())
    monkeypatch.setitem(sys.modules, "pydicom", None)
    with pytest.raises(UnreadableReport, match=r"pip install buffycoat\[imaging\]"):
        read(content)
