"""The small words of a form, in English for the practice and in both languages for patients."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a form says that no record declares."""

    lang: str
    yes: str = "Yes"
    no: str = "No"
    unknown: str = "Not known"
    unasked: str = "Not asked"
    none: str = "None"
    choose: str = "Choose"
    add: str = "Add a row"
    remove: str = "Remove"
    row: str = "Row"
    source: str = "From"
    partial: str = "2019, 2019-03 or 2019-03-04"
    lines: str = "One a line."
    confirm: str = "It is right as it stands"
    required: str = "needed"
    optional: str = "may stay empty"
    contradiction: str = "Either an answer, or the tick: not both."
    no_date: str = "“{text}” is not a day that exists. Write it as 2026-11-19 or 19 Nov 2026."
    no_instant: str = "“{text}” is not a day and time that the clock showed. Write it as 2026-11-19 08:30."
    no_number: str = "“{text}” is not a number."
    missing: str = "This needs an answer before it can be signed."
    not_offered: str = "“{text}” is not one of the answers."
    refused: str = "“{text}” cannot be read: {why}."
    problems: str = "Not signed yet: {n} to settle"
    problem_one: str = "Not signed yet: one thing to settle"


ENGLISH = Words("en")
PATIENT = Words(
    "en",
    unknown="I am not sure",
    unasked="Leave this one out",
    no_date="“{text}” is not a day we can read. Write it like 2026-11-19.",
    missing="Please answer this one.",
    problems="{n} answers need another look",
    problem_one="One answer needs another look",
)
SPANISH = Words(
    "es",
    yes="Sí",
    no="No",
    unknown="No estoy seguro o segura",
    unasked="Dejar sin contestar",
    none="Ninguno",
    choose="Elija",
    add="Agregar otro",
    remove="Quitar",
    row="Número",
    source="Según",
    partial="2019, 2019-03 o 2019-03-04",
    lines="Uno por línea.",
    confirm="Está bien así",
    required="necesario",
    optional="puede quedar vacío",
    contradiction="Una respuesta o la casilla, no las dos.",
    no_date="“{text}” no es un día que podamos leer. Escríbalo así: 2026-11-19.",
    no_instant="“{text}” no es un día y hora que podamos leer. Escríbalo así: 2026-11-19 08:30.",
    no_number="“{text}” no es un número.",
    missing="Por favor, conteste esta pregunta.",
    not_offered="“{text}” no es una de las respuestas.",
    refused="“{text}” no se puede leer: {why}.",
    problems="Hay {n} respuestas que revisar",
    problem_one="Hay una respuesta que revisar",
)
