"""Whatever is sent, in whatever place: cards, or an error in JSON with words. Never a 500."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buffycoat.interop.cds_hooks.services import HOOKS, SERVICES
from tests.bundles import allergy, condition, lab, order, platelets, procedure
from tests.cds import call, orders, post, service_of

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
)
ODD = st.recursive(
    SCALARS | st.sampled_from(["2021-02-30", "Patient/robin", "#m", "9999-12-31T23:59:59+14:00", "0001"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
RECORD = (
    condition("Malignant neoplasm of breast", "2021-01-01"),
    order("Warfarin Sodium 5 MG Oral Tablet", "2021-03-01", "855332"),
    allergy("Latex"),
    platelets(90),
    lab("6301-6", 2.5, "INR"),
    procedure("TLIF L4-L5"),
    procedure("PRP injection", "2021-03-30"),
)
APPOINTMENT = {"resourceType": "Appointment", "start": "2021-04-12T13:00:00Z", "description": "PRP"}
CONTEXTS: dict[str, dict[str, Any]] = {
    "patient-view": {},
    "order-select": orders(order("Naproxen"), chosen=["MedicationRequest/1"]),
    "order-sign": orders(order("Naproxen"), order("Warfarin")),
    "appointment-book": {"appointments": {"resourceType": "Bundle", "entry": [{"resource": APPOINTMENT}]}},
}
WHOLE = {hook: call(*RECORD, hook=hook, **CONTEXTS[hook]) for hook in HOOKS}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO, settings.TODAY = True, "2021-04-01"


def places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in it."""
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return [path, *(place for name, value in inner for place in places(value, (*path, name)))]


PLACES = {hook: places(held)[1:] for hook, held in WHOLE.items()}


def answered(client: Any, held: Any, path: str = "") -> None:
    got = post(client, held, path)
    assert got.status_code in (200, 400, 412), got.content
    assert set(got.json()) == ({"cards"} if got.status_code == 200 else {"error"})


@pytest.mark.django_db
@pytest.mark.parametrize("hook", HOOKS)
def test_the_whole_calls_are_good(client, hook):
    got = post(client, WHOLE[hook])
    assert got.status_code == 200
    assert got.json()["cards"]


@pytest.mark.django_db
@MANY
@given(data=st.data())
def test_one_place_that_holds_something_odd(client, data):
    hook = data.draw(st.sampled_from(HOOKS))
    *way, last = data.draw(st.sampled_from(PLACES[hook]))
    held = copy.deepcopy(WHOLE[hook])
    inner = held
    for step in way:
        inner = inner[step]
    inner[last] = data.draw(ODD)
    answered(client, held, f"/cds-services/{service_of(hook)}")


@pytest.mark.django_db
@MANY
@given(data=st.data())
def test_one_place_that_is_missing(client, data):
    hook = data.draw(st.sampled_from(HOOKS))
    *way, last = data.draw(st.sampled_from(PLACES[hook]))
    held = copy.deepcopy(WHOLE[hook])
    inner = held
    for step in way:
        inner = inner[step]
    del inner[last]
    answered(client, held, f"/cds-services/{service_of(hook)}")


@pytest.mark.django_db
@MANY
@given(held=ODD, service=st.sampled_from(list(SERVICES)), feedback=st.booleans())
def test_anything_at_all(client, held, service, feedback):
    got = post(client, json.dumps(held), f"/cds-services/{service}" + "/feedback" * feedback)
    assert got.status_code == 400
    assert set(got.json()) == {"error"}


@pytest.mark.django_db
@MANY
@given(body=st.binary(max_size=60), service=st.sampled_from(list(SERVICES)))
def test_any_bytes(client, body, service):
    got = post(client, body, f"/cds-services/{service}")
    assert got.status_code == 400
    assert set(got.json()) == {"error"}


FEEDBACK = {
    "feedback": [
        {
            "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719",
            "outcome": "accepted",
            "acceptedSuggestions": [{"id": "e56e1945-20b3-4393-8503-a1a20fd73152"}],
            "overrideReason": {"reason": {"code": "x", "system": "urn:x"}, "userComment": "no"},
            "outcomeTimestamp": "2021-12-11T10:05:31Z",
        }
    ]
}


@pytest.mark.django_db
@MANY
@given(data=st.data())
def test_feedback_with_something_odd_in_one_place(client, data):
    *way, last = data.draw(st.sampled_from(places(FEEDBACK)[1:]))
    held = copy.deepcopy(FEEDBACK)
    inner: Any = held
    for step in way:
        inner = inner[step]
    inner[last] = data.draw(ODD)
    got = post(client, held, "/cds-services/prp-orders/feedback")
    assert got.status_code in (200, 400), got.content
    assert set(got.json()) == ({"stored"} if got.status_code == 200 else {"error"})
