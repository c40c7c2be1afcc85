"""What each chart gave at the last extract, kept beside the charts so that only grown ones are read again."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from buffycoat import __version__
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import chart_permits, taken_back
from buffycoat.registry import dictionary, reading
from buffycoat.registry.reading import Reading

BROKEN = "the chart's chain is broken"
NO_INJECTION = "no injection in force"
NO_CONSENT = "no consent to the registry"
WITHDRAWN = "consent to the registry taken back"


@dataclass(frozen=True)
class Kept:
    """One chart as the registry knows it. `agreed_at`: when consent was signed; `back`: withdrawals."""

    patient: str
    head: str
    broken: bool
    permits: bool
    agreed_at: str
    back: tuple[tuple[str, bool | None], ...]
    reading: Reading | None

    def why_not(self, theirs: Iterable["Kept"]) -> str:
        """Why it is left out; "" when it is told. `theirs`: all charts of the same person."""
        if self.broken:
            return BROKEN
        if self.reading is None:
            return NO_INJECTION
        # A withdrawal holds for the person, whichever of their charts it was written in.
        back = [
            Withdrawal.model_validate({"withdrawn_at": at, "registry": said})
            for one in theirs
            for at, said in one.back
        ]
        # Of a consent only its day is asked here; its words stay in the chart.
        consent = Consent.model_construct(signed_at=_instant(self.agreed_at)) if self.agreed_at else None
        if back and taken_back("registry", consent, back):
            return WITHDRAWN
        return "" if self.permits else NO_CONSENT


def of(chart: Chart, patient: str) -> Kept:
    """Read one chart. One whose chain is broken tells nothing."""
    consent = chart.newest(Consent)
    broken = chart.broken() is not None
    return Kept(
        patient,
        chart.head,
        broken,
        chart_permits("registry", chart),
        consent.signed_at.isoformat() if consent else "",
        tuple((one.withdrawn_at.isoformat(), one.registry) for one in chart.every(Withdrawal)),
        None if broken else reading.read(chart),
    )


def _instant(text: str) -> Any:
    return Withdrawal.model_validate({"withdrawn_at": text}).withdrawn_at


def made_by(key: bytes) -> str:
    """What the readings were made by: another program, dictionary or key reads every chart again."""
    with open(reading.__file__, "rb") as source:
        program = hashlib.sha256(source.read()).hexdigest()
    said = f"{__version__} {program} {dictionary.fingerprint()}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def load(path: Path, key: bytes) -> dict[str, Kept]:
    """The readings kept at the last extract; none where there are none, or others made them."""
    try:
        with path.open(encoding="utf-8") as lines:
            if json.loads(next(lines)) != made_by(key):
                return {}
            return {one["episode"]: _kept(one) for one in map(json.loads, lines)}
    except (FileNotFoundError, StopIteration, ValueError, KeyError, TypeError):
        return {}  # nothing is lost: every chart is read again


def _kept(given: Mapping[str, Any]) -> Kept:
    told = given["reading"]
    held = told and Reading(
        date.fromisoformat(told["injected"]), told["episode"], tuple(told["answers"]), tuple(told["events"])
    )
    back = tuple((at, said) for at, said in given["back"])
    rest = {name: given[name] for name in ("patient", "head", "broken", "permits", "agreed_at")}
    return Kept(**rest, back=back, reading=held)


def save(path: Path, key: bytes, held: Mapping[str, Kept]) -> None:
    """Keep the readings, for whoever runs the practice and nobody else. The file is whole or not there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(made_by(key)) + "\n")
        for episode in sorted(held):
            one = asdict(held[episode]) | {"episode": episode}
            file.write(json.dumps(one, default=str, ensure_ascii=False) + "\n")
    part.replace(path)
