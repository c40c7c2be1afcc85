"""Who gets in: staff only, with a second factor, and everything about it is noted."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from buffycoat.store.models import AuditEvent, Staff
from tests.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"


@pytest.fixture
def nurse():
    return Staff.objects.create_user(
        "ana", password=PASSWORD, first_name="Ana", last_name="Ruiz", role="nurse"
    )


def typed(client, **fields):
    return client.post(reverse("account_login"), {"login": "ana", "password": PASSWORD} | fields)


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_nobody_signed_in_sees_no_patient(client):
    for page in (reverse("today"), reverse("patients"), reverse("import")):
        answer = client.get(page)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client):
    sign_in(client, second_factor=False)
    for page in (reverse("today"), reverse("patients"), "/anything"):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))
    assert client.get(reverse("account_logout")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client):
    staff = sign_in(client, second_factor=False)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get(reverse("today")).url == reverse("mfa_activate_totp")


def test_staff_with_a_second_factor_get_to_the_pages(client):
    sign_in(client)
    assert client.get(reverse("today")).status_code == 200


def test_setting_one_up_needs_the_password_again_and_then_lets_in(client, nurse):
    typed(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.split("?")[0] == reverse("account_reauthenticate")
    client.post(asked.url, {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    secret = client.session["mfa.totp.secret"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.status_code == 302
    assert client.get(reverse("today")).status_code == 200


def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(client, nurse):
    secret = generate_totp_secret()
    TOTP.activate(nurse, secret)
    assert typed(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("today")).url.split("?")[0] == reverse("account_login")
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert (right.status_code, right.url) == (302, "/")
    assert client.get(reverse("today")).status_code == 200


def test_signing_in_and_failing_to_are_noted(client, nurse):
    typed(client, password="not the phrase")
    typed(client, login="nobody")
    typed(client)
    events = AuditEvent.objects.filter(action="sign-in").order_by("pk")
    assert [(one.actor_id, one.role, one.what) for one in events] == [
        ("ana", "", "refused"),
        ("nobody", "", "refused"),
        ("ana", "nurse", ""),
    ]


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/"])
def test_there_is_no_sign_up_and_nothing_that_sends_mail(client, page):
    answer = client.post(
        f"/accounts/{page}", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    assert not Staff.objects.exists()
