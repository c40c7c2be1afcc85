"""What a study holds, from what the archive lists of it: series of pictures, dose reports, the rest."""

from collections.abc import Iterable
from typing import Any

from buffycoat.interop.dicom.opening import DOSE_REPORT, PLAIN_REPORTS
from buffycoat.store.imaging import Series, Shot, Study

PICTURED = {"XA", "RF", "US", "CT", "DX", "CR", "MR", "OT"}
REPORTS = (DOSE_REPORT, *PLAIN_REPORTS)


def study_of(uid: str, remark: str, listed: Iterable[Any]) -> Study:
    """The objects of one study, in the order of their series and numbers."""
    objects = sorted(listed, key=_place)
    shots = [(one, _shot(uid, one)) for one in objects]
    pictured = [(one, shot) for one, shot in shots if shot.modality in PICTURED]
    reports = tuple(shot for _, shot in shots if shot.class_uid in REPORTS)
    rest = (shot for _, shot in shots if shot.modality not in PICTURED and shot.class_uid not in REPORTS)
    return Study(
        uid=uid,
        description=next((said for one in objects if (said := _text(one, "StudyDescription"))), ""),
        remark=remark,
        series=_series(pictured),
        dose_reports=reports,
        others=tuple(shot.modality or "?" for shot in rest),
    )


def _series(pictured: list[tuple[Any, Shot]]) -> tuple[Series, ...]:
    held: dict[str, list[tuple[Any, Shot]]] = {}
    for one, shot in pictured:
        held.setdefault(shot.series, []).append((one, shot))
    return tuple(
        Series(
            uid=uid,
            number=_text(group[0][0], "SeriesNumber"),
            modality=group[0][1].modality,
            description=_text(group[0][0], "SeriesDescription"),
            images=tuple(shot for _, shot in group),
        )
        for uid, group in held.items()
    )


def _shot(study: str, one: Any) -> Shot:
    frames = _text(one, "NumberOfFrames")
    return Shot(
        study=study,
        series=_text(one, "SeriesInstanceUID"),
        instance=_text(one, "SOPInstanceUID"),
        class_uid=_text(one, "SOPClassUID"),
        modality=_text(one, "Modality"),
        number=_text(one, "InstanceNumber"),
        frames=int(frames) if frames.isdecimal() else 1,
        made_at=_time(_text(one, "ContentTime")),
    )


def _place(one: Any) -> tuple[int, str, int]:
    return _number(one, "SeriesNumber"), _text(one, "SeriesInstanceUID"), _number(one, "InstanceNumber")


def _number(one: Any, name: str) -> int:
    text = _text(one, name)
    return int(text) if text.isdecimal() else 0


def _text(one: Any, name: str) -> str:
    value = one.get(name)
    return "" if value is None else str(value).strip()


def _time(text: str) -> str:
    return f"{text[:2]}:{text[2:4]}:{text[4:6]}" if text[:6].isdecimal() and len(text) >= 6 else ""
