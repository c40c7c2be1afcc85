"""The engines behind `buffycoat triage`, `candidacy` and `window`: a JSON object in, the answer out."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from buffycoat.interop.lines import Engine
from buffycoat.interop.own_numbers import with_numbers
from buffycoat.library.reader import told
from buffycoat.pathway.aftercare.window import WindowCase, windows
from buffycoat.pathway.candidacy.answer import candidacy
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.triage.answer import triage
from buffycoat.pathway.triage.case import TriageCase


def engine_of(command: str, today: Callable[[], date]) -> Engine:
    """The engine of one command; a case that names no day is read as of today."""
    return lambda case: _ENGINES[command](case, today)


def _with_day(case: Mapping[str, Any], today: Callable[[], date]) -> dict[str, Any]:
    return {**case, "on": case.get("on") or today().isoformat()}


def _triage(case: Mapping[str, Any], today: Callable[[], date]) -> dict[str, Any]:
    read = TriageCase.model_validate(_with_day(case, today))
    answer = triage(read, told(read.narrative, read.language))
    answer["do_now"] = with_numbers(answer["do_now"])
    return answer


def _candidacy(case: Mapping[str, Any], today: Callable[[], date]) -> dict[str, Any]:
    read = CandidacyCase.model_validate(_with_day(case, today))
    words = read.triage.narrative if read.triage else None
    return candidacy(read, told(words, read.triage.language) if read.triage and words else None)


def _window(case: Mapping[str, Any], today: Callable[[], date]) -> dict[str, Any]:
    answer = windows(WindowCase.model_validate(case))
    words = ("text", "text_es")
    return {
        **answer,
        "can_i_take": [{**one, **{w: with_numbers(one[w]) for w in words}} for one in answer["can_i_take"]],
    }


_ENGINES: Mapping[str, Callable[[Mapping[str, Any], Callable[[], date]], dict[str, Any]]] = {
    "triage": _triage,
    "candidacy": _candidacy,
    "window": _window,
}
