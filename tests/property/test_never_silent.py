"""Whatever else a chart holds, an answer that matters and is not known is never passed over in silence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Declared, Record
from buffycoat.pathway.stage import Stage
from buffycoat.pathway.walk import BY_NAME, STAGES
from tests.records_strategy import answers, records_of

NURSE = Signer(id="n1", name="Nurse One", role="nurse")
AT = datetime(2026, 11, 19, 8, tzinfo=UTC)
DAY = date(2026, 11, 19)
KINDS = [(stage, kind) for stage in STAGES for kind in stage.records]
calm = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def open_items(held: Declared, path: str) -> Iterator[str]:
    """Paths of what matters in a record and its parts, and has no answer: worked out here a second time."""
    for name, declared in type(held).items.items():
        value = getattr(held, name)
        if declared.matters and (name not in held.model_fields_set or value is None):
            yield f"{path}.{name}"
        for index, part in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(part, Declared):
                yield from open_items(part, f"{path}.{name}.{index}")


def asked(stage: Stage, records: list[Record]) -> set[str]:
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, NURSE, AT)
    return {ask for card in stage.cards(chart, DAY) for ask in card.asks}


@pytest.mark.parametrize(
    ("stage", "kind"), KINDS, ids=lambda one: getattr(one, "kind", getattr(one, "name", ""))
)
@calm
@given(data=st.data())
def test_every_open_answer_that_matters_is_asked_for(
    stage: Stage, kind: type[Record], data: st.DataObject
) -> None:
    record = data.draw(records_of(kind))
    assert set(open_items(record, kind.kind)) <= asked(stage, [record])


@pytest.mark.parametrize(
    ("stage", "kind"), KINDS, ids=lambda one: getattr(one, "kind", getattr(one, "name", ""))
)
@calm
@given(data=st.data())
def test_taking_one_answer_away_is_noticed(stage: Stage, kind: type[Record], data: st.DataObject) -> None:
    """One answer that matters is made unknown, or never asked, in a record that is otherwise as drawn."""
    matter = [name for name, declared in kind.items.items() if declared.matters and not declared.required]
    if not matter:
        assert all(declared.required for declared in kind.items.values() if declared.matters)
        return
    name = data.draw(st.sampled_from(matter))
    given_answers = data.draw(answers(kind))
    given_answers.pop(name, None)
    if data.draw(st.booleans()):
        given_answers[name] = None
    try:
        record = kind.model_validate(given_answers)
    except ValueError:
        return  # answers that the kind refuses together
    assert f"{kind.kind}.{name}" in asked(stage, [record])


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_with_nothing_signed_asks_for_all_that_matters(stage: Stage) -> None:
    matter = {
        f"{kind.kind}.{name}"
        for kind in stage.required
        for name, declared in kind.items.items()
        if declared.matters
    }
    assert matter <= asked(stage, [])


def test_every_stage_has_something_that_matters() -> None:
    """A stage whose answers could all stay open would make this file pass for nothing."""
    for stage in BY_NAME.values():
        assert any(declared.matters for kind in stage.records for declared in kind.items.values()), stage.name
