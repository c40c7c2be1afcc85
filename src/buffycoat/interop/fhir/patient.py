"""Who the bundle is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from buffycoat.interop.fhir.bundle import Bundle, is_mrn
from buffycoat.interop.fhir.element import Resource, codes, one, several, text
from buffycoat.interop.fhir.known import Life, doubt, make, refused
from buffycoat.interop.fhir.when import When, when
from buffycoat.pathway.candidacy.records import Doubt
from buffycoat.pathway.triage.records import Referral

_NAME_USE = ("official", "usual", "", "temp", "anonymous", "nickname", "maiden", "old")
_PHONE_USE = ("mobile", "home", "", "work", "temp")
_SEXES = ("female", "male", "other", "unknown")


@dataclass(frozen=True)
class Person:
    """The identity by which a patient is found or registered. `source` is an identifier as system|value."""

    name: str
    birth_date: date
    sex: str
    mrn: str
    language: str
    phone: str
    source: str


@dataclass(frozen=True)
class Who:
    """The patient as the bundle has them. `referral` is None when no name or no whole birth date is given."""

    name: str
    born: When | None
    sex: str
    mrn: str
    language: str
    phone: str
    identity: str
    referral: Referral | None
    doubts: tuple[Doubt, ...]

    @property
    def person(self) -> Person | None:
        """The identity, if it has a name and a whole birth date. Without English or Spanish: English."""
        held = self.referral
        if held is None:
            return None
        return Person(
            name=held.name,
            birth_date=held.birth_date,
            sex=held.sex or "unknown",
            mrn=held.mrn or "",
            language=held.language or "en",
            phone=held.phone or "",
            source=self.identity,
        )

    def said(self) -> dict[str, str]:
        """What an answer line says of the patient: only what the bundle says."""
        held = {
            "name": self.name,
            "birth_date": self.born.day if self.born else "",
            "sex": self.sex,
            "mrn": self.mrn,
            "language": self.language,
            "phone": self.phone,
        }
        return {key: value for key, value in held.items() if value}


def life(bundle: Bundle, on: date) -> Life:
    """The day asked, and the patient's birth and death so far as they were known on it."""
    patient, sex = bundle.patient, text(bundle.patient.get("gender")).lower()
    died = when(patient.get("deceasedDateTime"))
    return Life(
        on=on,
        born=when(patient.get("birthDate")),
        died=died if died and died.earliest <= on else None,
        exported=bundle.exported,
        sex=sex,
    )


def who(bundle: Bundle, on: date) -> Who:
    """The patient's identity, with what does not fit in it."""
    patient = bundle.patient
    name, born, mrn = _name(patient), when(patient.get("birthDate")), _mrn(patient)
    sex = text(patient.get("gender")).lower()
    language = _language(patient)
    said = {
        "name": name,
        "birth_date": born.day if born and len(born.day) == 10 else None,
        "sex": sex if sex in _SEXES else None,
        "mrn": mrn,
        "language": language if language in ("en", "es") else None,
        "phone": _phone(patient),
    }
    doubts = list(_doubts(patient, name, born, on))
    referral = None
    if said["name"] and said["birth_date"]:
        try:
            referral = make(Referral, **said)
        except ValidationError as error:
            doubts.append(doubt("Patient", f"The identity cannot be taken over: {refused(error)}", "Patient"))
    return Who(
        name=name,
        born=born,
        sex=sex,
        mrn=mrn,
        language=language,
        phone=_phone(patient),
        identity=_identity(patient),
        referral=referral,
        doubts=tuple(doubts),
    )


def _doubts(patient: Resource, name: str, born: When | None, on: date) -> Iterator[Doubt]:
    if not name:
        yield doubt("Name", "The Patient has no name.", "Patient")
    if born is None:
        yield doubt("Birth date", "The Patient has no birth date that can be read.", "Patient")
    elif len(born.day) < 10:
        yield doubt("Birth date", f"Only {born.day} is given, not the day.", f"Patient, born {born.day}")
    elif born.earliest > on:
        yield doubt(
            "Birth date", f"Born on {born.day}, after the day asked ({on}).", f"Patient, born {born.day}"
        )
    died = when(patient.get("deceasedDateTime"))
    if died and died.earliest <= on:
        yield doubt(
            "Deceased", f"Recorded as deceased on {died.day}.", f"Patient, deceased {died.day}", stops=True
        )
        if born and born.surely_after(died):
            yield doubt(
                "Birth date", f"Born on {born.day}, after the recorded death ({died.day}).", "Patient"
            )
    elif patient.get("deceasedBoolean") is True or (patient.get("deceasedDateTime") and not died):
        yield doubt("Deceased", "Recorded as deceased, without a date.", "Patient", stops=True)


def _name(patient: Resource) -> str:
    """The official name before the usual one, and both before a maiden name; without a title."""
    found = sorted(
        several(patient, "name"), key=lambda held: (bool(one(held, "period", "end")), _rank(held, _NAME_USE))
    )
    return next(filter(None, map(_full_name, found)), "")


def _full_name(name: Resource) -> str:
    given = name.get("given")
    parts = [text(part) for part in (given if isinstance(given, list) else [given])]
    return " ".join(filter(None, [*parts, text(name.get("family"))])) or text(name.get("text"))


def _rank(held: Resource, order: tuple[str, ...]) -> int:
    use = text(held.get("use"))
    return order.index(use) if use in order else len(order)


def _phone(patient: Resource) -> str:
    telecom = (held for held in several(patient, "telecom") if held.get("system") in ("phone", "sms"))
    phones = sorted(
        (held for held in telecom if held.get("use") != "old"), key=lambda held: _rank(held, _PHONE_USE)
    )
    return next(filter(None, (text(held.get("value"), 40) for held in phones)), "")


def _language(patient: Resource) -> str:
    """The language preferred, or the first named, without its country: en-US is en."""
    spoken = sorted(several(patient, "communication"), key=lambda held: held.get("preferred") is not True)
    said = (text(one(held, "language", "coding", "code"), 20) for held in spoken)
    return next(filter(None, said), "").replace("_", "-").split("-")[0].lower()


def _identifiers(patient: Resource) -> tuple[Resource, ...]:
    held = (i for i in several(patient, "identifier") if text(i.get("value")) and i.get("use") != "old")
    return tuple(sorted(held, key=lambda identifier: not is_mrn(identifier)))


def _mrn(patient: Resource) -> str:
    return next((text(held["value"]) for held in _identifiers(patient) if is_mrn(held)), "")


def _identity(patient: Resource) -> str:
    """system|value of the record number, else of an identifier without a type; else the id of the Patient.

    Never a social security number, a licence or a passport: those have a type, and are none of our business.
    """
    for held in _identifiers(patient):
        system = text(held.get("system"))
        if is_mrn(held) or (system and not codes(held.get("type"), "identifier type")):
            return f"{system}|{text(held['value'])}"
    return f"Patient/{text(patient.get('id'))}" if text(patient.get("id")) else ""
