"""The choices offered in outcome questions, each in English and Spanish."""

Choices = dict[str, tuple[str, str]]

# The Roland-Morris questionnaire as its authors reproduce it for use without permission (Roland and Morris,
# Spine 1983;8:141; Roland and Fairbank 2000, appendix), compared with two printed copies. The validated
# Spanish version is the Kovacs Foundation's and is not printed here.
ROLAND_MORRIS: tuple[str, ...] = (
    "I stay at home most of the time because of my back.",
    "I change position frequently to try and get my back comfortable.",
    "I walk more slowly than usual because of my back.",
    "Because of my back I am not doing any of the jobs that I usually do around the house.",
    "Because of my back, I use a handrail to get upstairs.",
    "Because of my back, I lie down to rest more often.",
    "Because of my back, I have to hold on to something to get out of an easy chair.",
    "Because of my back, I try to get other people to do things for me.",
    "I get dressed more slowly than usual because of my back.",
    "I only stand for short periods of time because of my back.",
    "Because of my back, I try not to bend or kneel down.",
    "I find it difficult to get out of a chair because of my back.",
    "My back is painful almost all the time.",
    "I find it difficult to turn over in bed because of my back.",
    "My appetite is not very good because of my back pain.",
    "I have trouble putting on my socks (or stockings) because of the pain in my back.",
    "I only walk short distances because of my back.",
    "I sleep less well because of my back.",
    "Because of my back pain, I get dressed with help from someone else.",
    "I sit down for most of the day because of my back.",
    "I avoid heavy jobs around the house because of my back.",
    "Because of my back pain, I am more irritable and bad tempered with people than usual.",
    "Because of my back, I go upstairs more slowly than usual.",
    "I stay in bed most of the time because of my back.",
)
VISITS: Choices = {
    "baseline": ("Before the injection", "Antes de la inyección"),
    "week_2": ("2 weeks", "2 semanas"),
    "week_6": ("6 weeks", "6 semanas"),
    "week_12": ("12 weeks", "12 semanas"),
    "week_26": ("6 months", "6 meses"),
    "week_52": ("1 year", "1 año"),
}
CHANGE: Choices = {
    "1": ("Very much better", "Muchísimo mejor"),
    "2": ("Much better", "Mucho mejor"),
    "3": ("A little better", "Un poco mejor"),
    "4": ("No different", "Igual"),
    "5": ("A little worse", "Un poco peor"),
    "6": ("Much worse", "Mucho peor"),
    "7": ("Very much worse", "Muchísimo peor"),
}
MODES: Choices = {
    "link": ("By the link, themselves", "Por el enlace, por su cuenta"),
    "paper": ("On paper", "En papel"),
    "phone": ("By telephone", "Por teléfono"),
    "in_person": ("In person", "En persona"),
}
# Four levels after the idea of the spine societies' question; our own wording.
SATISFACTION: Choices = {
    "as_hoped": ("It did what I had hoped for", "Hizo lo que yo esperaba"),
    "would_again": (
        "Less than I had hoped, but I would do it again",
        "Menos de lo que esperaba, pero lo haría otra vez",
    ),
    "helped_not_again": (
        "It helped, but I would not do it again",
        "Me ayudó, pero no lo haría otra vez",
    ),
    "same_or_worse": ("I am the same or worse", "Estoy igual o peor"),
}
RESULT_GRADES = {  # Odom 1958 and the modified MacNab 1971, in our own words; the top two are success
    "excellent": "Excellent: no trouble left, does everything",
    "good": "Good: some trouble at times, nothing given up",
    "fair": "Fair: better, but limited by it",
    "poor": "Poor: the same or worse, or treated again",
}
NO_ANSWER = {
    "not_reached": "Could not be reached",
    "unwilling": "Does not want to answer",
    "too_ill": "Too ill to answer, from something else",
    "treated_elsewhere": "Is treated elsewhere now",
    "moved": "Moved away",
    "died": "Died",
    "other": "Something else",
}
WORK: Choices = {
    "as_usual": ("As usual", "Como siempre"),
    "less": ("Less or lighter because of the pain", "Menos o más ligero por el dolor"),
    "off_sick": ("Off because of the pain", "De baja por el dolor"),
    "no_paid_work": ("No paid work for other reasons", "Sin trabajo pagado por otras razones"),
}
HARMS: Choices = {
    "soreness": ("Soreness or stiffness", "Molestia o rigidez"),
    "infection": ("Infection, or it may be one", "Infección, o podría serlo"),
    "bleeding": ("Bleeding or bruise", "Sangrado o moretón"),
    "weakness_or_numbness": ("Weakness or numbness", "Debilidad o adormecimiento"),
    "headache": ("Headache", "Dolor de cabeza"),
    "faint": ("Fainting", "Desmayo"),
    "allergy": ("Allergic reaction", "Reacción alérgica"),
    "medicine": ("Reaction to a medicine", "Reacción a un medicamento"),
    "disc": (
        "Disc slipped further, or new leg or arm pain",
        "El disco salió más, o dolor nuevo de pierna o brazo",
    ),
    "worse_pain": ("Pain worse than before", "Dolor peor que antes"),
    "other": ("Something else", "Otra cosa"),
}
GRADES: Choices = {
    "1": ("Mild: no treatment needed", "Leve: no necesita tratamiento"),
    "2": (
        "Moderate: some treatment, or everyday tasks limited",
        "Moderado: algún tratamiento, o tareas limitadas",
    ),
    "3": ("Severe: hospital, or cannot look after oneself", "Grave: hospital, o no puede cuidarse"),
    "4": ("Life in danger", "Vida en peligro"),
    "5": ("Death", "Muerte"),
}
SERIOUS: Choices = {
    "death": ("Death", "Muerte"),
    "life_threat": ("Life was in danger", "La vida estuvo en peligro"),
    "hospital": ("In hospital, or longer there", "Hospital, o más tiempo en él"),
    "disability": ("A lasting disability", "Una discapacidad duradera"),
    "intervention": ("Treatment needed to prevent one of these", "Tratamiento para evitar una de estas"),
}
RELATED: Choices = {
    "certain": ("Certain", "Seguro"),
    "probable": ("Probable", "Probable"),
    "possible": ("Possible", "Posible"),
    "unlikely": ("Unlikely", "Poco probable"),
    "cannot_be_judged": ("Cannot be judged yet", "Todavía no se puede saber"),
    "unassessable": ("Cannot be judged, even later", "No se puede saber, ni más adelante"),
}
INFECTION: Choices = {
    "no": ("No", "No"),
    "suspected": ("Suspected, not proved", "Sospecha, sin confirmar"),
    "confirmed": ("Confirmed", "Confirmada"),
}
FOUND_BY: Choices = {
    "patient": ("The patient called", "El paciente llamó"),
    "check_in": ("A check-in asked", "Se preguntó en un control"),
    "visit": ("At a visit", "En una visita"),
    "imaging": ("Imaging", "Imágenes"),
    "laboratory": ("Laboratory", "Laboratorio"),
    "other_hospital": ("Another hospital told us", "Otro hospital avisó"),
}
COURSE: Choices = {
    "ongoing": ("Still going on", "Sigue igual"),
    "better": ("Getting better", "Está mejorando"),
    "recovered": ("Gone", "Ya pasó"),
    "lasting": ("Something has stayed", "Quedó algo"),
    "death": ("The person died", "La persona murió"),
}
REPORTED_TO: Choices = {
    "none": ("Nobody yet", "Nadie todavía"),
    "medwatch": ("FDA MedWatch", "FDA MedWatch"),
    "manufacturer": ("The maker of the kit", "El fabricante del equipo"),
    "irb": ("The ethics board", "El comité de ética"),
}
SETTLED: Choices = {
    "same_event": ("The same as an adverse event that is signed", "Lo mismo que un evento ya firmado"),
    "no_event": ("Looked into: nothing unwanted happened", "Revisado: no pasó nada indeseado"),
}
TARGETS_ES = {
    "DISC": "Disco",
    "FACET": "Articulación facetaria",
    "MB": "Rama medial",
    "EPI_IL": "Epidural, interlaminar",
    "EPI_TF": "Epidural, transforaminal",
    "EPI_CAUD": "Epidural, caudal",
    "SIJ": "Articulación sacroilíaca",
    "LIG": "Ligamento",
    "MULT": "Multífido",
    "TLF": "Fascia toracolumbar",
}
