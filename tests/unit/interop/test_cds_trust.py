"""Who may call: a token signed by a key of a configured issuer, for this address, now, and once."""

import json
from base64 import urlsafe_b64encode
from time import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.exceptions import ImproperlyConfigured

from buffycoat.config import environment
from buffycoat.interop.cds_hooks.trust import LONGEST_LIFE, SKEW, Untrusted, read_trust, verify
from tests import cds
from tests.bundles import order
from tests.cds import BASE, ISSUER, call, jwks, keys, post, trust

HERE = "/cds-services/prp-candidacy"
NOW = int(time())


def token(*path, **said):
    """A token made at the instant at which `check` reads it, however long the tests have run by then."""
    return cds.token(*path, **({"iat": NOW, "exp": NOW + 300} | said))


def check(made, **more):
    return verify(made, trust(**more), (BASE + HERE,), NOW)


def refused(made, **more):
    with pytest.raises(Untrusted) as caught:
        check(made, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kid", "alg"), [("ec", "ES384"), ("rsa", "RS384"), ("rsa", "RS256"), ("rsa", "PS512")]
)
def test_a_token_of_a_known_key_is_taken(kid, alg):
    caller = check(token(kid=kid, alg=alg))
    assert (caller.issuer, caller.name) == (ISSUER, "General EHR")


def test_the_audience_may_be_one_of_a_list():
    assert check(token(aud=["https://other.example.org", BASE + HERE])).issuer == ISSUER


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"iss": "https://stranger.example.org"}, "iss"),
        ({"iss": None}, "iss"),
        ({"aud": None}, "aud"),
        ({"aud": BASE}, "aud"),
        ({"aud": BASE + "/cds-services/prp-orders"}, "aud"),
        ({"aud": "https://other.example.org" + HERE}, "aud"),
        ({"aud": []}, "aud"),
        ({"exp": None}, "exp"),
        ({"exp": NOW - 1}, "exp"),
        ({"exp": NOW + LONGEST_LIFE + 60}, "24 hours"),
        ({"iat": None}, "iat"),
        ({"iat": NOW + SKEW + 60}, "iat"),
        ({"nbf": NOW + SKEW + 60}, "nbf"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
    ],
)
def test_a_claim_that_is_missing_or_wrong_is_named(claims, why):
    assert why in refused(token(**claims))


def test_a_clock_that_is_a_little_ahead_is_no_offence():
    assert check(token(iat=NOW + SKEW - 5)).issuer == ISSUER


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_a_shared_secret_is_never_taken(alg):
    assert "alg" in refused(
        token(alg=alg, key="a secret that is long enough for every one of them, really" * 2)
    )


def test_the_public_key_as_a_shared_secret_is_not_taken():
    public = json.dumps(jwks()["keys"][0]).encode()
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (
            {"alg": "HS384", "typ": "JWT", "kid": "ec"},
            {"iss": ISSUER, "aud": BASE + HERE, "iat": NOW, "exp": NOW + 300, "jti": "1"},
        )
    )
    sign = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA384).sign(head + b"." + body, public)
    made = b".".join((head, body, urlsafe_b64encode(sign).rstrip(b"="))).decode()
    assert "alg" in refused(made)


def test_no_signature_is_never_taken():
    unsigned = jwt.encode(
        jwt.decode(token(), options={"verify_signature": False}), None, "none", {"kid": "ec", "typ": "JWT"}
    )
    assert "alg" in refused(unsigned)


def test_another_key_under_a_known_name_is_not_taken():
    assert "signature" in refused(token(key=ec.generate_private_key(ec.SECP384R1())))


def test_a_changed_word_breaks_the_signature():
    head, _, sign = token().split(".")
    _, body, _ = token().split(".")
    assert "signature" in refused(f"{head}.{body}.{sign}")


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"kid": "unknown"}, "kid"),
        ({"typ": "JWS"}, "typ"),
        ({"jku": "https://stranger.example.org/jwks"}, "jku"),
        ({"crit": ["exp"], "exp": 1}, "crit"),
    ],
)
def test_a_header_that_is_wrong_is_named(header, why):
    assert why in refused(token(header=header), jku=f"{ISSUER}/jwks")


def test_the_address_of_the_keys_is_compared_and_never_opened():
    agreed = f"{ISSUER}/jwks"
    assert check(token(header={"jku": agreed}), jku=agreed).issuer == ISSUER
    assert check(token(), jku=agreed).issuer == ISSUER
    assert check(token(header={"jku": agreed})).issuer == ISSUER


@pytest.mark.parametrize("made", ["", "x", "a.b.c", "....", "e30.e30.e30", "é.é.é", "x" * 10_000])
def test_what_is_no_token_is_not_taken(made):
    assert refused(made)


def in_file(tmp_path, held):
    path = tmp_path / "issuers.json"
    path.write_text(json.dumps(held))
    return str(path)


def test_the_file_may_hold_the_keys_or_name_their_file(tmp_path):
    (tmp_path / "ehr.json").write_text(json.dumps(jwks()))
    one = {"issuer": ISSUER, "jwks": "ehr.json"}
    for held in ([one], {"issuers": [one], "base_url": BASE}, [one | {"jwks": jwks()}]):
        read = read_trust(in_file(tmp_path, held))
        assert verify(token(), read, (BASE + HERE,), NOW).issuer == ISSUER


def private():
    held = jwt.algorithms.ECAlgorithm.to_jwk(keys()["ec"], as_dict=True)
    return {"keys": [held | {"kid": "ec"}]}


def weak():
    held = jwt.algorithms.RSAAlgorithm.to_jwk(
        rsa.generate_private_key(65537, 1024).public_key(), as_dict=True
    )
    return {"keys": [held | {"kid": "weak"}]}


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ([], "issuers"),
        ({}, "issuers"),
        ({"issuers": 1}, "int"),
        ([{"issuer": ISSUER}], "jwks"),
        ([{"issuer": ISSUER, "jwks": {}}], "keys"),
        ([{"issuer": ISSUER, "jwks": "nowhere.json"}], "nowhere"),
        ([{"issuer": ISSUER, "jwks": {"keys": [{"kty": "oct", "k": "AA", "kid": "s"}]}}], "shared"),
        ([{"issuer": ISSUER, "jwks": {"keys": [jwks()["keys"][0] | {"kid": ""}]}}], "kid"),
        ([{"issuer": ISSUER, "jwks": {"keys": [jwks()["keys"][0] | {"use": "enc"}]}}], "signatures"),
        ([{"issuer": ISSUER, "jwks": {"keys": [jwks()["keys"][0] | {"alg": "RS384"}]}}], "cannot sign"),
        ([{"issuer": ISSUER, "jwks": {"keys": [{"kty": "EC", "kid": "x"}]}}], "cannot be read"),
        ([{"issuer": ISSUER, "jwks": private()}], "private"),
        ([{"issuer": ISSUER, "jwks": weak()}], "1024 bits"),
        ([{"issuer": ISSUER, "jwks": jwks()}] * 2, "twice"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_told_at_the_start(tmp_path, monkeypatch, held, why):
    monkeypatch.setenv("BUFFYCOAT_CDS_ISSUERS", in_file(tmp_path, held))
    with pytest.raises(ImproperlyConfigured, match=why):
        environment.cds_trust()


def test_without_the_variable_nobody_is_trusted(monkeypatch):
    monkeypatch.delenv("BUFFYCOAT_CDS_ISSUERS", raising=False)
    assert environment.cds_trust() is None


@pytest.fixture
def ehr(settings, tmp_path):
    """An installation that was given the file of issuers."""
    held = {"issuers": [{"issuer": ISSUER, "name": "General EHR", "jwks": jwks()}]}
    settings.CDS_TRUST = read_trust(in_file(tmp_path, held))
    settings.TODAY = "2021-04-01"


@pytest.mark.django_db
@pytest.mark.parametrize("kid", ["ec", "rsa"])
def test_from_key_to_cards(client, ehr, kid):
    got = post(client, call(order("Warfarin", "2021-03-01")), token=cds.token(kid=kid))
    assert got.status_code == 200
    assert got.json()["cards"][0]["summary"].startswith("Warfarin: anticoagulant")


@pytest.mark.django_db
def test_the_same_token_is_taken_once(client, ehr):
    made = cds.token()
    assert post(client, call(), token=made).status_code == 200
    again = post(client, call(), token=made)
    assert (again.status_code, "jti" in again.json()["error"]["message"]) == (401, True)
    assert post(client, call(), token=cds.token()).status_code == 200


@pytest.mark.django_db
def test_two_issuers_may_use_one_number(client, settings):
    settings.TODAY = "2021-04-01"
    for issuer in (ISSUER, "https://second.example.org"):
        settings.CDS_TRUST = trust(issuer=issuer)
        assert post(client, call(), token=cds.token(iss=issuer, jti="1")).status_code == 200


def test_without_a_token_or_with_a_bad_one_nothing_is_answered(client, ehr):
    for got in (
        post(client, call()),
        post(client, call(), Authorization="Basic eDp5"),
        post(client, call(), token="x"),
        post(client, call(), token=cds.token("/cds-services/prp-orders")),
    ):
        assert (got.status_code, set(got.json())) == (401, {"error"})
        assert got["WWW-Authenticate"].startswith("Bearer")


def test_without_configured_issuers_it_is_503_except_in_the_demo(client, settings):
    settings.CDS_TRUST, settings.DEMO = None, False
    got = post(client, call(), token=cds.token())
    assert got.status_code == 503
    assert "Not configured" in got.json()["error"]["message"]


@pytest.mark.django_db
def test_behind_a_proxy_the_configured_address_is_the_one_meant(client, settings):
    settings.TODAY = "2021-04-01"
    settings.CDS_TRUST = trust().model_copy(update={"base_url": "https://prp.example.org/"})
    assert post(client, call(), token=cds.token(aud="https://prp.example.org" + HERE)).status_code == 200
    assert post(client, call(), token=cds.token()).status_code == 401


def test_plain_http_is_only_for_this_machine(client, settings):
    settings.CDS_TRUST, settings.SECURE = trust(), True
    got = client.post(HERE, "{}", "application/json", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7")
    assert (got.status_code, got.json()["error"]["message"]) == (403, "Only over https.")
    over_tls = client.post(
        HERE, "{}", "application/json", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7", secure=True
    )
    assert over_tls.status_code == 401
