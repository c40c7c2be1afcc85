"""What triage writes down: who was referred and why, the warning signs, and where it hurts."""

from datetime import date
from typing import Any, ClassVar, Literal, get_args

from buffycoat.pathway.record import PartialDate, Record, item, loinc
from buffycoat.pathway.triage.flags import FLAGS, FlagName
from buffycoat.pathway.triage.warning_signs import WarningSigns

__all__ = ["FLAGS", "FlagName", "Movement", "Pain", "Referral", "Region", "WarningSigns"]

Region = Literal[
    "neck", "arm_right", "arm_left", "mid_back", "low_back_middle", "low_back_right", "low_back_left",
    "buttock_right", "buttock_left", "groin_right", "groin_left", "hip_side_right", "hip_side_left",
    "thigh_right", "thigh_left", "knee_right", "knee_left", "calf_right", "calf_left", "foot_right",
    "foot_left",
]  # fmt: skip
_SIDES = {"right": ("right", "derecho", "derecha"), "left": ("left", "izquierdo", "izquierda")}
# Place, in English and Spanish, and the gender of the Spanish word (0 masculine, 1 feminine).
_PLACES = {
    "arm": ("arm", "brazo", 0),
    "low_back": ("low back", "espalda baja, lado", 0),
    "buttock": ("buttock", "glúteo", 0),
    "groin": ("groin", "ingle", 1),
    "hip_side": ("side of the hip", "lado de la cadera", 1),
    "thigh": ("thigh", "muslo", 0),
    "knee": ("knee", "rodilla", 1),
    "calf": ("calf or shin", "pantorrilla o espinilla", 1),
    "foot": ("foot", "pie", 0),
}
_MIDDLE = {
    "neck": ("Neck", "Cuello"),
    "mid_back": ("Middle of the back", "Mitad de la espalda"),
    "low_back_middle": ("Low back, in the middle", "Espalda baja, en el centro"),
}


def _region(name: str, spanish: bool) -> str:
    """A region in words: “Right calf or shin”, “Pantorrilla o espinilla derecha”."""
    if name in _MIDDLE:
        return _MIDDLE[name][spanish]
    place, side = name.rsplit("_", 1)
    english, words, gender = _PLACES[place]
    if spanish:
        return f"{words} {_SIDES[side][1 + gender]}".capitalize()
    return f"{_SIDES[side][0]} {english}".capitalize()


REGIONS = {name: _region(name, False) for name in get_args(Region)}
REGIONS_ES = {name: _region(name, True) for name in get_args(Region)}

Movement = Literal[
    "sitting", "rising", "standing", "walking", "bending_forward", "leaning_back", "twisting", "lying",
    "coughing",
]  # fmt: skip
MOVEMENTS = {
    "sitting": "Sitting",
    "rising": "Getting up from a chair",
    "standing": "Standing",
    "walking": "Walking",
    "bending_forward": "Bending forward",
    "leaning_back": "Leaning back",
    "twisting": "Twisting",
    "lying": "Lying down",
    "coughing": "Coughing or sneezing",
}
MOVEMENTS_ES = {
    "sitting": "Estar sentado o sentada",
    "rising": "Levantarse de una silla",
    "standing": "Estar de pie",
    "walking": "Caminar",
    "bending_forward": "Doblarse hacia adelante",
    "leaning_back": "Inclinarse hacia atrás",
    "twisting": "Girar el cuerpo",
    "lying": "Acostarse",
    "coughing": "Toser o estornudar",
}


class Referral(Record):
    """Who the patient is, and why they come."""

    stage: ClassVar[str] = "triage"
    title: ClassVar[str] = "Referral"

    name: str = item("Full name", es="Nombre completo", required=True)
    birth_date: date = item("Date of birth", es="Fecha de nacimiento", required=True)
    sex: Literal["female", "male", "other", "unknown"] | None = item(
        "Sex in the record",
        es="Sexo en el expediente",
        options={"female": "Female", "male": "Male", "other": "Other", "unknown": "Not recorded"},
        options_es={"female": "Femenino", "male": "Masculino", "other": "Otro", "unknown": "No consta"},
    )
    mrn: str | None = item("Medical record number")
    language: Literal["en", "es"] | None = item(
        "Language for letters and pages",
        es="Idioma para cartas y páginas",
        options={"en": "English", "es": "Spanish"},
        options_es={"en": "Inglés", "es": "Español"},
    )
    phone: str | None = item("Telephone", es="Teléfono", matters="info")
    reason: str | None = item("Why does the patient come?", es="¿Por qué viene?", long=True, matters="info")
    referred_by: str | None = item("Referred by", es="¿Quién lo refiere?")


def _score(ask: str, es: str, code: str = "") -> Any:
    return item(
        ask,
        es=es,
        help="0 is no pain, 10 is the worst you can imagine.",
        help_es="0 es sin dolor, 10 es el peor que imagine.",
        low=0,
        high=10,
        coding=(loinc(code),) if code else (),
        sources=("Ostelo2008",),
        status="V",
        matters="info",
    )


class Pain(Record):
    """Where it hurts, since when, how much, and what makes it better or worse."""

    stage: ClassVar[str] = "triage"
    title: ClassVar[str] = "Pain"

    regions: tuple[Region, ...] | None = item(
        "Where does it hurt? Mark every place.",
        es="¿Dónde le duele? Marque cada lugar.",
        options=REGIONS,
        options_es=REGIONS_ES,
        matters="warning",
    )
    leg_worse_than_back: bool | None = item(
        "Is the leg (or arm) worse than the back (or neck)?",
        es="¿Le duele más la pierna (o el brazo) que la espalda (o el cuello)?",
    )
    onset: PartialDate | None = item(
        "When did this pain begin?",
        es="¿Cuándo empezó este dolor?",
        help="A year is enough if you do not remember the day.",
        help_es="Basta el año si no recuerda el día.",
        matters="warning",
    )
    sudden: bool | None = item("Did it begin suddenly?", es="¿Empezó de repente?")
    trend: Literal["better", "same", "worse"] | None = item(
        "In the last weeks, how has the pain changed?",
        es="En las últimas semanas, ¿cómo ha cambiado el dolor?",
        options={"better": "Getting better", "same": "About the same", "worse": "Getting worse"},
        options_es={"better": "Va mejorando", "same": "Sigue más o menos igual", "worse": "Va empeorando"},
        matters="warning",
    )
    now: int | None = _score(
        "Your pain right now, from 0 to 10", "Su dolor en este momento, de 0 a 10", "72514-3"
    )
    average: int | None = _score("On average in the last 7 days", "En promedio, en los últimos 7 días")
    worst: int | None = _score("At its worst in the last 7 days", "El peor de los últimos 7 días")
    worse_with: tuple[Movement, ...] | None = item(
        "What makes it worse?", es="¿Qué lo empeora?", options=MOVEMENTS, options_es=MOVEMENTS_ES
    )
    better_with: tuple[Movement, ...] | None = item(
        "What makes it better?", es="¿Qué lo alivia?", options=MOVEMENTS, options_es=MOVEMENTS_ES
    )
