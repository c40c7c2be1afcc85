"""Hypothesis strategies that read the records' own declarations: any record, and any chart of records."""

import types
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime

from buffycoat.pathway import walk  # noqa: F401  # declares every kind of record
from buffycoat.pathway.candidacy.anatomy import LEVELS, SIDE_NAMES, TARGET_NAMES, impossible
from buffycoat.pathway.candidacy.records import Site
from buffycoat.pathway.chart import Chart, Retraction, Signer
from buffycoat.pathway.record import RECORDS, Declared, Item, PartialDate, Record

# Records that tests declare for themselves are left out.
KINDS = tuple(kind for kind, record in sorted(RECORDS.items()) if record.__module__.startswith("buffycoat."))
DAYS = st.dates(date(1920, 1, 1), date(2030, 12, 31))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2030, 12, 31), timezones=st.timezones())  # noqa: DTZ001
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WORDS = TEXTS.filter(str.strip)
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
SITES = [
    {"target": target, "level": level, "side": side}
    for target in TARGET_NAMES
    for level in LEVELS
    for side in SIDE_NAMES
    if not impossible(target, level, side)
]
_PLAIN = {bool: st.booleans(), date: DAYS, datetime: INSTANTS, AwareDatetime: INSTANTS}


def answers(declared: type[Declared]) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to a record's or a part's questions: each with a value, not known, or not asked."""
    asked = {
        name: _field(field.annotation, declared.items[name]) for name, field in declared.model_fields.items()
    }
    required = {name: one for name, one in asked.items() if declared.items[name].required}
    maybe = {name: st.none() | one for name, one in asked.items() if name not in required}
    drawn = st.fixed_dictionaries(required, optional=maybe)
    if issubclass(declared, Site):  # three answers that hang together: drawn apart they are mostly impossible
        return st.builds(lambda given, site: given | site, drawn, st.sampled_from(SITES))
    return drawn


def _field(annotation: Any, declared: Item) -> st.SearchStrategy[Any]:
    """Values of one field, within its bounds."""
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return st.one_of([_field(kind, declared) for kind in kinds])
    if annotation == PartialDate:
        return PARTIAL
    if get_origin(annotation) is Annotated:
        return _field(get_args(annotation)[0], declared)
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) is tuple:
        least = 1 if declared.required else 0
        return st.lists(_field(get_args(annotation)[0], declared), min_size=least, max_size=2).map(tuple)
    return _one(annotation, declared)


def _one(kind: Any, declared: Item) -> st.SearchStrategy[Any]:
    low, high = declared.low, declared.high
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is int:
        return st.integers(
            int(low if low is not None else -(10**6)), int(high if high is not None else 10**6)
        )
    if kind is float:
        return st.floats(low if low is not None else -1e6, high if high is not None else 1e6)
    if kind is str:
        return WORDS if declared.required else TEXTS
    if issubclass(kind, Declared):
        return answers(kind)
    raise TypeError(f"no strategy for {kind}: add one here")


def records_of(kind: type[Record]) -> st.SearchStrategy[Record]:
    """Records of one kind; answers that the kind itself refuses together are left out."""
    return answers(kind).map(lambda given: _made(kind, given)).filter(lambda record: record is not None)


def _made(kind: type[Record], given: dict[str, Any]) -> Record | None:
    try:
        return kind.model_validate(given)
    except ValueError:
        return None


def records() -> st.SearchStrategy[Record]:
    """Records of every kind."""
    return st.sampled_from(KINDS).flatmap(lambda kind: records_of(RECORDS[kind]))


SIGNERS = st.builds(Signer, id=WORDS, name=WORDS, role=st.sampled_from(["nurse", "proceduralist"]))


@st.composite
def charts(draw: st.DrawFn, episode: str = "one", most: int = 6) -> Chart:
    """Charts of records of any kinds, some amended or taken back."""
    chart = Chart(episode)
    moment = draw(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
    for _ in range(draw(st.integers(0, most))):
        record = draw(records())
        fit = [e.number for e in chart.in_force if record.kind in (e.kind, Retraction.kind)]
        if record.kind == Retraction.kind and not fit:
            continue
        amends = draw(st.sampled_from(fit if record.kind == Retraction.kind else [None, *fit]))
        moment += draw(st.timedeltas(timedelta(0), timedelta(days=30)))
        chart = chart.sign(record, draw(SIGNERS), moment, amends)
    return chart
