"""What aftercare writes down: the plan the patient takes home, and how the patient reports back."""

from datetime import date
from typing import Any, ClassVar, Literal

from buffycoat.pathway.record import Instant, Part, Record, item
from buffycoat.pathway.triage.flags import FLAG_NAMES, FLAG_NAMES_ES, FlagName

Topic = Literal["activity", "pain relief", "exercise", "warning", "drug", "message"]
TOPICS = {
    "activity": "Activity",
    "pain relief": "Pain relief",
    "exercise": "Exercise",
    "warning": "Warning",
    "drug": "Medicine",
    "message": "What to expect",
}
TOPICS_ES = {
    "activity": "Actividad",
    "pain relief": "Alivio del dolor",
    "exercise": "Ejercicio",
    "warning": "Aviso",
    "drug": "Medicina",
    "message": "Qué esperar",
}


Zone = Literal[
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
]  # fmt: skip
ZONES = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Puerto Rico",
}
ZONES_ES = {
    "America/New_York": "Hora del este",
    "America/Chicago": "Hora del centro",
    "America/Denver": "Hora de la montaña",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Hora del Pacífico",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawái",
    "America/Puerto_Rico": "Puerto Rico",
}


class Advice(Part):
    """One piece of advice with the days it holds; no last day means from then on."""

    topic: Topic = item("About", required=True, options=TOPICS, options_es=TOPICS_ES)
    first_day: date = item("From", es="Desde", required=True)
    last_day: date | None = item("Until and including", es="Hasta, inclusive")
    text: str = item("Advice", required=True, long=True)
    text_es: str = item("The advice in Spanish", required=True, long=True)


class Contact(Part):
    """One contact after the injection: the day it is due, and the days between which it counts."""

    visit: str = item("Contact", required=True)
    due: date = item("Due on", es="Fecha", required=True)
    earliest: date = item("Counts from", es="Desde", required=True)
    latest: date = item("Counts until", es="Hasta", required=True)


class AftercarePlan(Record):
    """The plan by date, as it was handed over."""

    stage: ClassVar[str] = "aftercare"
    title: ClassVar[str] = "Aftercare plan"

    given_at: Instant = item("Injected at", es="Hora de la inyección", required=True)
    advice: tuple[Advice, ...] | None = item("What to do, day by day", matters="warning")
    contacts: tuple[Contact, ...] | None = item("When we talk again", matters="warning")
    warning_card_given: bool | None = item(
        "Was the card with the warning signs and the 24-hour number handed over and explained?",
        matters="critical",
        sources=("rule-9.3",),
    )
    understood: bool | None = item(
        "Did the patient say the warning signs back in their own words?", matters="warning"
    )
    escort: str | None = item("Who takes the patient home?")


class Reach(Record):
    """How the practice may write to the patient about how they are. Not asked is no."""

    stage: ClassVar[str] = "aftercare"
    title: ClassVar[str] = "Messages"
    anytime: ClassVar[bool] = True

    channel: Literal["email", "sms", "none"] = item(
        "May we write to you about your plan and ask how you are?",
        es="¿Podemos escribirle sobre su plan y preguntarle cómo está?",
        help="A message says nothing of your treatment; it leads to a page that asks for your date of birth.",
        help_es="El mensaje no habla de su tratamiento; lleva a una página que pide su fecha de nacimiento.",
        required=True,
        options={"email": "Yes, by e-mail", "sms": "Yes, by text message", "none": "No messages"},
        options_es={"email": "Sí, por correo", "sms": "Sí, por mensaje de texto", "none": "Ningún mensaje"},
    )
    email: str | None = item("E-mail address", es="Correo electrónico")
    mobile: str | None = item("Mobile number", es="Número de celular")
    time_zone: Zone | None = item(
        "Where do you live? Nothing is sent at night there.",
        es="¿Dónde vive? Allí no se envía nada de noche.",
        options=ZONES,
        options_es=ZONES_ES,
    )


class Asked(Part):
    """A warning sign that was asked directly, because of what the patient wrote."""

    sign: FlagName = item(
        "Warning sign", es="Señal", required=True, options=FLAG_NAMES, options_es=FLAG_NAMES_ES
    )
    answer: bool | None = item("Answer", es="Respuesta")


def _sign(ask: str, es: str, matters: str = "critical", **declared: Any) -> Any:
    return item(ask, es=es, matters=matters, **{"sources": ("rule-5.2",), **declared})


class CheckIn(Record):
    """How the patient is on one day after the injection, by their own answers. Not asked is never “no”."""

    stage: ClassVar[str] = "aftercare"
    title: ClassVar[str] = "Check-in"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    on: date = item("Which day is this about?", es="¿De qué día nos cuenta?", required=True)
    saddle_numbness: bool | None = _sign(
        "New numbness between your legs, or around your genitals or back passage?",
        "¿Siente la entrepierna, los genitales o el ano adormecidos desde hace poco?",
        help="The nerves to the bladder and bowel leave the low back. Every hour counts.",
        help_es="Los nervios de la vejiga y el intestino salen de la espalda baja. Cada hora cuenta.",
    )
    bladder_or_bowel: bool | None = _sign(
        "New trouble with peeing or with holding a bowel movement?",
        "¿Problemas nuevos para orinar o para aguantar las heces?",
        help="For example: hard to start, leaking, or you cannot feel it when you go.",
        help_es="Por ejemplo: le cuesta empezar, se le escapa, o no siente cuando orina.",
    )
    new_weakness: bool | None = _sign(
        "A new weak or numb leg or arm, or one that is getting weaker?",
        "¿Una pierna o un brazo débil o adormecido desde hace poco, o cada vez más débil?",
        help="A numb leg in the first 2 hours can come from the numbing medicine.",
        help_es="En las primeras 2 horas una pierna adormecida puede venir de la anestesia.",
    )
    severe_new_pain: bool | None = _sign(
        "Severe new pain in the back or neck, unlike before?",
        "¿Un dolor fuerte y nuevo en la espalda o el cuello, distinto al de antes?",
        help="Bleeding near the nerves is very rare, and must be found at once.",
        help_es="Un sangrado cerca de los nervios es muy raro, y hay que encontrarlo enseguida.",
    )
    fever: bool | None = _sign(
        "Fever, 38.0 °C (100.4 °F) or hotter, or shaking chills?",
        "¿Fiebre de 38.0 °C (100.4 °F) o más, o escalofríos con temblor?",
        help="An infection in the spine is rare, and must be found early.",
        help_es="Una infección en la columna es rara y hay que encontrarla pronto.",
    )
    breathless_or_hives: bool | None = _sign(
        "Short of breath, hives, a swollen face, or a seizure?",
        "¿Falta de aire, ronchas, cara hinchada o una convulsión?",
        help="These can be a strong reaction to a medicine.",
        help_es="Pueden ser una reacción fuerte a una medicina.",
    )
    stiff_neck: bool | None = _sign(
        "A stiff neck with fever or with a bad headache?",
        "¿El cuello rígido, con fiebre o con un dolor de cabeza fuerte?",
        "warning",
        help="This can be an infection around the nerves.",
        help_es="Puede ser una infección alrededor de los nervios.",
    )
    severe_headache: bool | None = _sign(
        "A very severe headache that came on at once?",
        "¿Un dolor de cabeza muy fuerte que empezó de golpe?",
        "warning",
    )
    headache_upright: bool | None = _sign(
        "A headache that comes when you sit or stand, and goes when you lie down?",
        "¿Un dolor de cabeza que viene al sentarse o pararse y se quita al acostarse?",
        "warning",
        help="A small leak of spinal fluid can do this. It can be treated.",
        help_es="Puede ser una pequeña fuga de líquido de la columna. Se puede tratar.",
    )
    wound: bool | None = _sign(
        "Is the place of the needle red, hot, swollen or leaking?",
        "¿Está rojo, caliente, hinchado o supura el lugar de la aguja?",
        "warning",
    )
    pain_rising: bool | None = _sign(
        "Is the pain going up from day to day?", "¿El dolor sube de un día a otro?", "warning"
    )
    worse_after_good_spell: bool | None = _sign(
        "Was it better for days, and is it now getting worse?",
        "¿Estuvo mejor varios días y ahora va empeorando?",
        "warning",
        help="A slow infection of a disc can begin like this, often without fever.",
        help_es="Una infección lenta de un disco puede empezar así, muchas veces sin fiebre.",
    )
    night_pain: bool | None = _sign(
        "New pain that wakes you at night?", "¿Un dolor nuevo que lo despierta de noche?", "warning"
    )
    new_leg_pain: bool | None = _sign(
        "New pain running down a leg or an arm?",
        "¿Un dolor nuevo que baja por una pierna o un brazo?",
        "warning",
    )
    temperature: float | None = item(
        "Temperature, if you measured it",
        es="Temperatura, si se la tomó",
        unit="°C",
        low=25,
        high=45,
        plausible=(35, 42),
    )
    pain_now: int | None = item(
        "Your pain right now, from 0 to 10",
        es="Su dolor en este momento, de 0 a 10",
        help="0 is no pain, 10 is the worst you can imagine.",
        help_es="0 es sin dolor, 10 es el peor que imagine.",
        low=0,
        high=10,
        matters="info",
        sources=("Ostelo2008",),
        status="V",
    )
    anti_inflammatory: bool | None = item(
        "Any ibuprofen, naproxen or similar since the injection?",
        es="¿Ha tomado ibuprofeno, naproxeno o algo parecido desde la inyección?",
        help="Heart aspirin goes on: never stop it on your own.",
        help_es="La aspirina para el corazón sigue: nunca la deje por su cuenta.",
    )
    narrative: str | None = item(
        "Is there anything else, in your own words?",
        es="¿Algo más, con sus palabras?",
        help="A person reads this. If it cannot wait, call.",
        help_es="Una persona lo lee. Si no puede esperar, llame.",
        long=True,
    )
    asked: tuple[Asked, ...] | None = item(
        "Asked directly, because of these words", es="Preguntado por lo que escribió"
    )
