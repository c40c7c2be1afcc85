"""What a patient still agrees to, and which text is in force."""

from datetime import UTC, date, datetime, timedelta

import pytest

from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import SCOPES, Scope, permitted, taken_back
from buffycoat.pathway.consent.texts import Text, text_in_force

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def consent(registry: bool | None, signed_at: datetime = NOON) -> Consent:
    return Consent(
        text_version="1",
        explained_by="Dr One",
        signed_name="Ana Ruiz",
        signed_at=signed_at,
        scope_registry=registry,
    )


def withdrawal(hours: float, registry: bool | None) -> Withdrawal:
    return Withdrawal(withdrawn_at=NOON + timedelta(hours=hours), registry=registry)


@pytest.mark.parametrize(
    ("said", "withdrawals", "expected"),
    [
        (consent(True), [], True),
        (consent(False), [], False),
        (consent(None), [], False),
        (None, [], False),
        (consent(True), [withdrawal(1, True)], False),
        (consent(True), [withdrawal(1, None)], False),
        (consent(True), [withdrawal(1, False)], True),
        (consent(True), [withdrawal(-1, True)], True),
        (consent(True, NOON + timedelta(hours=2)), [withdrawal(1, True)], True),
        (consent(True), [withdrawal(1, False), withdrawal(2, True)], False),
    ],
)
def test_only_a_yes_that_was_not_taken_back_permits(
    said: Consent | None, withdrawals: list[Withdrawal], expected: bool
) -> None:
    assert permitted("registry", said, withdrawals) is expected


@pytest.mark.parametrize("scope", SCOPES)
def test_a_withdrawal_that_says_nothing_takes_everything_back(scope: Scope) -> None:
    silent = Withdrawal(withdrawn_at=NOON)
    assert taken_back(scope, consent(True), [silent]) is silent


def test_every_scope_is_an_item_of_both_records() -> None:
    assert {f"scope_{scope}" for scope in SCOPES} <= set(Consent.items)
    assert set(SCOPES) <= set(Withdrawal.items)


def test_the_newest_text_begun_is_in_force() -> None:
    def begun(day: date) -> Text:
        return Text(from_day=day, sources=("practice",), status="P")

    texts = {"b": begun(date(2026, 6, 1)), "a": begun(date(2025, 1, 1)), "c": begun(date(2027, 1, 1))}
    assert [text_in_force(date(y, 7, 1), texts) for y in (2024, 2025, 2026, 2027)] == ["", "a", "b", "c"]
    assert text_in_force(date(2026, 6, 1), texts) == "b"
