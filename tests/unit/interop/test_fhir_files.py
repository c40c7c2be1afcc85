"""A file that is not one patient's FHIR R4 bundle gets a clear error; one that is has one digest."""

import json
import random
from datetime import date

import pytest

from buffycoat.interop import fhir
from tests.bundles import bundle, condition, lab, order, patient, platelets, resource, written

ON = date(2021, 4, 1)


def read(data: bytes) -> fhir.Imported:
    return fhir.read(data, on=ON, file_name="robin.json")


def deep(levels: int) -> bytes:
    return b'{"resourceType":"Bundle","entry":[],"extension":' + b"[" * levels + b"]" * levels + b"}"


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b" \n", "empty"),
    "text": (b"not json at all", "not JSON"),
    "cut short": (written(bundle(condition("Hypertension")))[:-40], "cut short"),
    "cut short in a text": (b'{"resourceType": "Bun', "cut short"),
    "XML": (b'<?xml version="1.0"?><Bundle/>', "XML"),
    "zip": (b"PK\x03\x04rest", "zip"),
    "UTF-16": ("{}".encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": ("{}".encode("utf-16-le"), "UTF-16"),
    "Latin-1": (
        json.dumps(bundle(who=patient(name=[{"text": "José"}])), ensure_ascii=False).encode("latin-1"),
        "not UTF-8",
    ),
    "half a character": (
        b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"\\ud800"}}]}',
        "half",
    ),
    "a list": (b"[]", "list"),
    "a number": (b"3", "bare"),
    "NaN": (b'{"resourceType": NaN}', "NaN"),
    "an endless number": (b'{"a": ' + b"9" * 6000 + b', "b": nul}', "not JSON"),
    "a key twice": (b'{"resourceType":"Bundle","resourceType":"Patient"}', "twice"),
    "NDJSON": (written(patient()) + b"\n" + written(condition("Gout")) + b"\n", "NDJSON"),
    "deep": (deep(80), "deeper"),
    "very deep": (deep(100_000), "deep"),
    "not FHIR": (b'{"patients": []}', "no resourceType"),
    "a single Patient": (written(patient()), "a single Patient"),
    "no entries": (b'{"resourceType":"Bundle"}', "without entries"),
    "no Patient": (
        written({"resourceType": "Bundle", "entry": [{"resource": condition("Gout")}]}),
        "no Patient",
    ),
    "two Patients": (written(bundle(patient(id="other", birthDate="1980-01-01"))), "2 Patients"),
    "a history": (written(bundle(type="history")), "history"),
    "R5": (written(bundle(order("x", medication={"concept": {"text": "x"}}))), "R5"),
    "DSTU2 order": (written(bundle(resource("MedicationOrder"))), "DSTU2"),
    "STU3 status": (written(bundle(condition("Gout", clinicalStatus="active"))), "STU3"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name: str) -> None:
    data, why = BAD[name]
    with pytest.raises(fhir.UnreadableFile) as told:
        read(data)
    assert why in told.value.why
    assert told.value.file == "robin.json"


def test_a_file_over_the_limit_is_refused_with_both_numbers() -> None:
    with pytest.raises(fhir.UnreadableFile, match=r"1,000 bytes") as told:
        fhir.read(b" " * 1001, on=ON, file_name="big.json", limit=1000)
    assert "1,001" in told.value.why


def test_a_byte_order_mark_is_read_over() -> None:
    assert read(b"\xef\xbb\xbf" + written(bundle())).who.name == "Robin Vance"


def test_entries_without_a_resource_are_counted_and_unknown_types_named() -> None:
    held = bundle(
        condition("Gout"),
        {"resourceType": "Claim", "id": "1"},
        {"resourceType": "Claim", "id": "2"},
        {"odd": 1},
    )
    held["entry"] += [{"fullUrl": "urn:uuid:empty"}, "nonsense", {"resource": 4}]
    imported = read(written(held))
    assert imported.empty == 3
    assert imported.read == {"Patient": 1, "Condition": 1}
    assert imported.unknown == {"Claim": 2, "(no resourceType)": 1}


def test_one_bundle_has_one_digest_however_it_is_written() -> None:
    held = bundle(condition("Gout"), order("Naproxen"), platelets(250.0), lab("718-7", 13.5, "g/dL"))
    digest = read(written(held)).digest
    shuffled = held | {"entry": random.Random(1).sample(held["entry"], len(held["entry"])), "id": "another"}
    for entry in shuffled["entry"]:
        entry["resource"] = dict(reversed(entry["resource"].items())) | {
            "meta": {"lastUpdated": "2024-01-01"}
        }
    assert read(json.dumps(shuffled, indent=3).encode()).digest == digest
    assert read(written(held).replace(b"250.0", b"250")).digest == digest
    assert read(written(held).replace(b"13.5", b"13.6")).digest != digest


def test_a_resource_given_twice_in_the_same_words_counts_once() -> None:
    gout = condition("Gout")
    assert read(written(bundle(gout, gout))).digest == read(written(bundle(gout))).digest
    assert read(written(bundle(gout, gout))).read["Condition"] == 1


def test_the_order_of_a_file_decides_nothing_even_between_resources_of_one_name() -> None:
    """Two that share an address say different things; which of them comes first in the file is chance."""
    one, other = condition("Gout", id="c1"), condition("Angina", id="c1")
    unnamed = [platelets(250), platelets(251), platelets(250, "2021-02-01T08:00:00+00:00")]
    warfarin = resource("Medication", id="m", code={"text": "Warfarin"})
    aspirin = resource("Medication", id="m", code={"text": "Aspirin"})
    pointing = order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})
    held = bundle(one, other, *unnamed, warfarin, aspirin, pointing)
    said = fhir.line(read(written(held)))
    for seed in range(10):
        entries = list(held["entry"])
        random.Random(seed).shuffle(entries)
        assert fhir.line(read(written(held | {"entry": entries}))) == said
    assert any("Stands twice" in str(one) for one in said["doubts"])
