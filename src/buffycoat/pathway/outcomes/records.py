"""How a person is doing at each visit, in their own answers, and what went wrong on the way."""

from datetime import date
from typing import Any, ClassVar, Literal

from buffycoat.pathway.candidacy.anatomy import LEVEL_NAMES, TARGET_NAMES, Level, Target
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.record import Part, Record, item

Visit = Literal["baseline", "week_2", "week_6", "week_12", "week_26", "week_52"]
Mode = Literal["link", "paper", "phone", "in_person"]
Harm = Literal[
    "soreness", "infection", "bleeding", "weakness_or_numbness", "headache", "faint", "allergy", "medicine",
    "disc", "worse_pain", "other",
]  # fmt: skip
Serious = Literal["death", "life_threat", "hospital", "disability", "intervention"]
ReportedTo = Literal["none", "medwatch", "manufacturer", "irb"]


def _choice(ask: str, es: str, choices: words.Choices, **declared: Any) -> Any:
    english = {key: pair[0] for key, pair in choices.items()}
    spanish = {key: pair[1] for key, pair in choices.items()}
    return item(ask, es=es, options=english, options_es=spanish, **declared)


def _zero_to_ten(ask: str, es: str, **declared: Any) -> Any:
    return item(
        ask,
        es=es,
        help="0 is none, 10 is the worst you can imagine.",
        help_es="0 es nada, 10 es lo peor que pueda imaginar.",
        low=0,
        high=10,
        **declared,
    )


def _statement(number: int) -> Any:
    return item(
        words.ROLAND_MORRIS[number - 1],
        es=f"Frase {number} de la lista impresa: ¿es cierta para usted hoy?",
    )


class RolandMorris(Part):
    """The 24 answers of the Roland-Morris questionnaire, by the number of the statement.

    English as published. In Spanish only the numbers stand here: the practice hands out its licensed copy.
    """

    s01: bool | None = _statement(1)
    s02: bool | None = _statement(2)
    s03: bool | None = _statement(3)
    s04: bool | None = _statement(4)
    s05: bool | None = _statement(5)
    s06: bool | None = _statement(6)
    s07: bool | None = _statement(7)
    s08: bool | None = _statement(8)
    s09: bool | None = _statement(9)
    s10: bool | None = _statement(10)
    s11: bool | None = _statement(11)
    s12: bool | None = _statement(12)
    s13: bool | None = _statement(13)
    s14: bool | None = _statement(14)
    s15: bool | None = _statement(15)
    s16: bool | None = _statement(16)
    s17: bool | None = _statement(17)
    s18: bool | None = _statement(18)
    s19: bool | None = _statement(19)
    s20: bool | None = _statement(20)
    s21: bool | None = _statement(21)
    s22: bool | None = _statement(22)
    s23: bool | None = _statement(23)
    s24: bool | None = _statement(24)

    @property
    def answers(self) -> tuple[bool | None, ...]:
        """The 24 answers in order; None for a statement left blank."""
        return tuple(getattr(self, name) for name in type(self).items)


class Outcome(Record):
    """What the person answers at a visit."""

    stage: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "Answers at a visit"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    visit: Visit = _choice("Which visit?", "¿Qué visita?", words.VISITS, required=True)
    answered_on: date = item("Answered on", es="Fecha de las respuestas", required=True)
    mode: Mode | None = _choice("How were they given?", "¿Cómo se dieron?", words.MODES)
    nrs_average: int | None = _zero_to_ten(
        "Your back or neck pain on average over the last 7 days?",
        "¿Cuánto le dolió la espalda o el cuello, en promedio, en los últimos 7 días?",
        matters="warning",
        sources=("Ostelo2008",),
        status="V",
    )
    nrs_worst: int | None = _zero_to_ten(
        "The same pain at its worst over the last 7 days?",
        "¿Y en el peor momento de los últimos 7 días?",
    )
    # Three questions (PEG-type, own words): the published PEG's own text is not reproduced.
    three_pain: int | None = _zero_to_ten(
        "In the past week, how strong was your pain on average?",
        "En la última semana, ¿qué tan fuerte fue su dolor en promedio?",
    )
    three_liked: int | None = _zero_to_ten(
        "In the past week, how much did pain get in the way of what you like to do?",
        "En la última semana, ¿cuánto le estorbó el dolor para hacer lo que le gusta?",
    )
    three_everyday: int | None = _zero_to_ten(
        "In the past week, how much did pain get in the way of everyday tasks?",
        "En la última semana, ¿cuánto le estorbó el dolor en las tareas de cada día?",
    )
    roland_morris: RolandMorris | None = item(
        "Which of these describe you today? (Roland-Morris)",
        es="La lista impresa de 24 frases (Roland-Morris)",
        help="Say yes only if you are sure that it describes you today.",
        help_es="Diga sí a cada una que sea cierta hoy. Si puede, no deje ninguna sin contestar.",
    )
    roland_morris_total: int | None = item(
        "Or its total, if it was counted on paper", es="O el total, si se contó en el papel", low=0, high=24
    )
    pgic: int | None = _choice(
        "Compared with before the injection, you are now",
        "Comparado con antes de la inyección, ahora está",
        words.CHANGE,
        low=1,
        high=7,
    )
    satisfaction: Literal["as_hoped", "would_again", "helped_not_again", "same_or_worse"] | None = _choice(
        "Looking back, the injection", "Pensándolo bien, la inyección", words.SATISFACTION
    )
    rescue_injection: bool | None = item(
        "Since the injection, any other injection or nerve treatment for this pain?",
        es="Desde la inyección, ¿otra inyección o tratamiento de los nervios por este dolor?",
    )
    rescue_surgery: bool | None = item(
        "Since the injection, an operation for this pain?",
        es="Desde la inyección, ¿una operación por este dolor?",
    )
    rescue_on: date | None = item("If so, on which day?", es="Si fue así, ¿qué día?")
    rescue_drugs: bool | None = item(
        "Any new or stronger pain medicine since the injection?",
        es="¿Algún medicamento nuevo o más fuerte para el dolor desde la inyección?",
    )
    rescue_drugs_named: str | None = item("Which?", es="¿Cuál?")
    work: Literal["as_usual", "less", "off_sick", "no_paid_work"] | None = _choice(
        "Work", "Trabajo", words.WORK
    )

    @property
    def rescue(self) -> bool | None:
        """Whether another injection or operation was needed; None while that is not known."""
        said = (self.rescue_injection, self.rescue_surgery)
        return True if True in said else None if None in said else False


class AdverseEvent(Record):
    """Something unwanted that happened after a treatment, whether or not the treatment caused it."""

    stage: ClassVar[str] = "outcomes"
    title: ClassVar[str] = "Adverse event"
    many: ClassVar[bool] = True
    anytime: ClassVar[bool] = True

    what: Harm = _choice("What happened?", "¿Qué pasó?", words.HARMS, required=True)
    description: str | None = item("In your own words", es="En sus propias palabras", long=True)
    began_on: date = item("First noticed on", es="Notado por primera vez el", required=True)
    grade: int | None = _choice(
        "How bad?",
        "¿Qué tan grave?",
        words.GRADES,
        low=1,
        high=5,
        matters="warning",
        sources=("CTCAE5",),
    )
    serious: tuple[Serious, ...] | None = _choice(
        "Did it mean any of these?",
        "¿Significó algo de esto?",
        words.SERIOUS,
        help="Choose none if none applies.",
        help_es="No elija ninguna si ninguna aplica.",
        matters="warning",
        sources=("CTCAE5",),
    )
    related: (
        Literal["certain", "probable", "possible", "unlikely", "cannot_be_judged", "unassessable"] | None
    ) = _choice("Caused by the treatment?", "¿La causó el tratamiento?", words.RELATED, sources=("WHO-UMC",))
    target: Target | None = item(
        "At which target?", es="¿En qué lugar tratado?", options=TARGET_NAMES, options_es=words.TARGETS_ES
    )
    level: Level | None = item(
        "At which level?", es="¿A qué nivel?", options=LEVEL_NAMES, options_es=LEVEL_NAMES
    )
    report: int | None = item(
        "Which report of the patient does this answer? (its entry)",
        es="¿A qué aviso del paciente responde? (su número)",
        help="The patient’s own account stays as it is; this is yours, beside it.",
        help_es="El relato del paciente queda como está; este es el suyo, al lado.",
        low=1,
        high=1_000_000,
    )
    infection: Literal["no", "suspected", "confirmed"] | None = _choice(
        "Could it be an infection?",
        "¿Podría ser una infección?",
        words.INFECTION,
        matters="warning",
        sources=("practice",),
    )
    mri_on: date | None = item(
        "If so: MRI with gadolinium done on", es="Si es así: resonancia con gadolinio el"
    )
    cultures_on: date | None = item(
        "Cultures taken on, anaerobic too", es="Cultivos tomados el, también anaerobios"
    )
    cultures_final_on: date | None = item(
        "Cultures read for the last time on", es="Última lectura de los cultivos el"
    )
    organism: str | None = item("Organism, if one grew", es="Germen, si creció alguno")
    found_by: Literal["patient", "check_in", "visit", "imaging", "laboratory", "other_hospital"] | None = (
        _choice("How was it found?", "¿Cómo se supo?", words.FOUND_BY)
    )
    outcome: Literal["ongoing", "better", "recovered", "lasting", "death"] | None = _choice(
        "How is it now?", "¿Cómo está ahora?", words.COURSE
    )
    ended_on: date | None = item("Over on", es="Terminó el")
    reported_to: tuple[ReportedTo, ...] | None = _choice("Reported to", "Informado a", words.REPORTED_TO)
    reported_on: date | None = item("Reported on", es="Informado el")
