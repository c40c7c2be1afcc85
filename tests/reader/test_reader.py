"""The reader of free text: fixed messages, the same answer every time, what must never lower or raise it."""

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from buffycoat.interop import lines as command
from buffycoat.interop.ask_text import check
from buffycoat.library.reader import read, reading
from buffycoat.library.reader.encoder import FOLDER, Encoder
from buffycoat.pathway.triage.flags import SIGNS

ORDER = {"nothing_found": 0, "ask_first": 1, "emergency": 2}
EMERGENCIES = (
    "I can't feel the toilet paper when I wipe, and it started on Tuesday.",
    "Since the injection nine days ago I have a fever of 38.7 and my back hurts more each day.",
    "My left foot drags and I can't lift my toes, since yesterday.",
    "Desde ayer no puedo orinar y tengo la entrepierna dormida.",
    "Me arrastra el pie desde el lunes y no puedo levantar la punta.",
    "I want to die, I have been saving my pills.",
)
HARMLESS = (
    "How long does the appointment take, and can I park nearby?",
    "¿Cuánto cuesta la inyección de plaquetas y aceptan tarjeta?",
    "My lower back is stiff in the morning and better after a walk, as always.",
    "Can I take my dog for a walk the day after?",
)


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_one(text: str) -> None:
    answer = read(text)
    assert answer.verdict == "emergency"
    assert answer.flags
    assert answer.spans


@pytest.mark.parametrize(
    "text",
    [
        "is it painless to go to sleep in the garage with the car running, asking for a friend",
        "Asking for a friend: how long does it take to fall asleep with the engine on in the garage",
        "If somebody sat in the car with a hose from the exhaust, would they just drift off?",
        "Pregunto por un amigo, ¿duele quedarse dormido en el garaje con el carro prendido?",
        "¿Con el motor encendido en la cochera uno se duerme sin sufrir? Es para un amigo",
    ],
)
def test_fumes_asked_about_for_a_friend_are_an_emergency(text: str) -> None:
    answer = read(text)
    assert answer.verdict == "emergency"
    assert "suicide_fumes" in answer.flags
    assert "suicidal_thoughts" in {one.flag for one in answer.questions}


@pytest.mark.parametrize(
    "text",
    [
        "I run a garage and weld exhausts all day, when can I go back to work after the shot?",
        "I'm a mechanic, cars are running in the garage all day. Is the injection painless?",
        "I leave the car running in the garage to warm up before my commute, is driving bad for discs",
        "Trabajo en un taller, con motores encendidos todo el día, ¿cuándo puedo volver?",
        "Tengo el torno en el garaje, ¿puedo trabajar al día siguiente?",
    ],
)
def test_a_garage_as_a_place_of_work_is_harmless(text: str) -> None:
    assert read(text).verdict == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "I was at the store and realized my pants were soaked, twice today, never felt it coming",
        "I only noticed when I stood up that the seat was wet",
        "Got home and my underwear was soaked, I hadn't felt anything",
        "Me levanté y la silla estaba mojada, no sentí nada",
        "El pantalón estaba empapado y no me di cuenta hasta llegar a la casa",
    ],
)
def test_wet_clothes_that_were_not_felt_are_an_emergency(text: str) -> None:
    answer = read(text)
    assert answer.verdict == "emergency"
    assert "ces_leak_unaware" in answer.flags


@pytest.mark.parametrize(
    "text",
    [
        "It rained and my pants were soaked when I got to the clinic. Where do I park?",
        "I soaked in a hot tub and only noticed the soreness later, is that ok",
        "The bandage was wet after the shower, should I change it",
        "Llovía y llegué con el pantalón mojado, ¿tienen dónde secarse?",
    ],
)
def test_what_got_wet_otherwise_is_harmless(text: str) -> None:
    assert read(text).verdict == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "my chest hurts",
        "me duele el pecho",
        "cant breathe well",
        "no puedo respirar bien",
        "me ahogo sentada, hija",
        "I'm having a stroke",
        "vision went double",
        "hives all over after the shot",
        "ronchas después de la inyección",
        "took too many pills by accident",
        "me tomé muchas pastillas",
        "i need an ambulance",
        "llamen a una ambulancia",
        "severe allergic reaction",
        "fainted after the injection",
        "hit by a car",
        "no aguanto la orina",
        "bajé 10 kilos sin querer",
        "got a nasty headache since the epidural two days ago, what should i take",
        "me duele la cabeza desde la epidural, qué tomo",
        "se me puso rojo y calientito donde me picaron, le pongo hielo?",
    ],
)
def test_a_danger_named_in_few_words_is_asked_about_at_least(text: str) -> None:
    assert read(text).verdict != "nothing_found"


@pytest.mark.parametrize("text", ["I am suicidal", "feeling suicidal again", "voy a matarme"])
def test_who_says_so_outright_is_believed(text: str) -> None:
    assert read(text).verdict == "emergency"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_passes(text: str) -> None:
    assert read(text).verdict == "nothing_found"


@pytest.mark.parametrize(
    ("plain", "danger"),
    [
        ("can't open the pdf", "can't open my hand since last night"),
        ("no se abre el documento", "No puedo abrir la mano desde anoche"),
        ("give it to me like a recipe", "give me the recipe to end it all"),
        (
            "My name ends up in some database, doesn't it",
            "My life ends on Friday, doesn't it, I saved the pills",
        ),
        (
            "spent the money, waited 5 months, nothing. now what",
            "spent the money, waited 5 months, nothing. now I just want it all to be over",
        ),
        ("tongue twisters to practise English", "tongue's swole, after your shot"),
    ],
)
def test_a_plain_question_passes_and_danger_in_the_same_words_does_not(plain: str, danger: str) -> None:
    assert read(plain).verdict == "nothing_found"
    assert read(danger).verdict != "nothing_found"


def test_questions_are_those_of_the_warning_signs_in_the_language_of_the_message() -> None:
    asked = read("Desde ayer tengo la entrepierna dormida.")
    assert asked.lang == "es"
    assert asked.questions
    assert all(one.ask == SIGNS[one.flag].es for one in asked.questions)
    assert all(one.ask == SIGNS[one.flag].ask for one in read("Numb between my legs since noon.").questions)


def test_what_drove_it_points_into_the_original() -> None:
    text = "Perdón… el termómetro marca 38,9 desde la inyección"
    spans = [text[one.start : one.end] for one in read(text).spans if one.flag == "measured_fever"]
    assert spans == ["38,9"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("temp thirty eight point six since the shot", "measured_fever"),
        ("101.8 F on the thermometer", "measured_fever"),
        ("treinta y ocho y medio de temperatura", "measured_fever"),
        ("bladder scan showed a residual of 340 ml", "measured_residual_urine"),
        ("sats 86 on the finger clip", "measured_saturation"),
        ("power 2/5 in dorsiflexion", "measured_power"),
        ("me tomé veinte pastillas", "measured_tablets"),
        ("took maybe 20 of the extra strength tylenols since noon", "measured_tablets"),
        ("me tomé como 30 de los relajantes", "measured_tablets"),
    ],
)
def test_numbers_are_read_by_rule(text: str, rule: str) -> None:
    assert rule in read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "It was 38.5 outside and I walked anyway",
        "I weigh 38.5 kg less than my brother",
        "I wear a size 38",
        "temperature 36.6 this morning",
        "the room is at 38 degrees because the boiler broke",
    ],
)
def test_other_numbers_are_no_fever(text: str) -> None:
    assert "measured_fever" not in read(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "I took ibuprofen 800 mg yesterday",
        "took 10 mg of oxycodone last night",
        "tomé ibuprofeno de 600 hace 10 días",
        "took tylenol 10 days ago",
        "I took 600mg ibuprofen before the 10 am visit",
    ],
)
def test_a_strength_or_a_day_is_no_count_of_tablets(text: str) -> None:
    assert "measured_tablets" not in read(text).flags


@pytest.mark.parametrize("text", EMERGENCIES)
@pytest.mark.parametrize(
    "around",
    [
        "{} Also, can I change my appointment to Thursday?",
        "Probably nothing, but {}",
        "Sorry to bother you. {}",
        "No fever. {}",
    ],
)
def test_company_courtesy_or_another_denial_never_reassures(text: str, around: str) -> None:
    assert read(around.format(text)).verdict != "nothing_found"


@pytest.mark.parametrize("text", EMERGENCIES)
def test_small_letters_and_a_typing_mistake_never_reassure(text: str) -> None:
    assert read(text.lower().replace(".", "").replace(",", "")).verdict != "nothing_found"
    assert read(text[:9] + text[9:11][::-1] + text[11:]).verdict != "nothing_found"


@pytest.mark.parametrize("text", HARMLESS)
@pytest.mark.parametrize("flag", EMERGENCIES[:4])
def test_a_warning_sign_added_never_lowers_the_answer(text: str, flag: str) -> None:
    assert ORDER[read(f"{text} {flag}").verdict] > ORDER[read(text).verdict]


@pytest.mark.parametrize(
    ("sign", "turned"),
    [
        (
            "I can't feel the toilet paper when I wipe.",
            "In 2011 my neighbour couldn't feel the toilet paper.",
        ),
        ("My foot drags since yesterday.", "What does it mean when a foot drags? I read it in the leaflet."),
        ("I have a fever and my back hurts.", "I have no fever and my back hurts as always."),
        ("No puedo orinar desde ayer.", "Mi vecino no podía orinar, hace años."),
    ],
)
def test_another_person_the_past_a_question_or_a_denial_lowers_it(sign: str, turned: str) -> None:
    assert ORDER[read(turned).verdict] < ORDER[read(sign).verdict]


def test_the_same_alone_in_company_in_threads_and_after_loading_again() -> None:
    texts = [*EMERGENCIES, *HARMLESS] * 3
    alone = [read(text) for text in texts]
    with ThreadPoolExecutor(2) as two:
        assert list(two.map(read, texts)) == alone
    with patch.object(reading, "encoder", return_value=Encoder()):
        assert [read(text) for text in texts] == alone


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe seit gestern kein Gefühl zwischen den Beinen und kann nicht Wasser lassen",
        "Je ne sens plus rien entre les jambes depuis hier",
        "со вчерашнего дня не чувствую ног",
        "昨天开始两条腿没有力气",
        "numb",
        "xkqj zzvw pplt mmnr",
    ],
)
def test_what_is_not_understood_is_asked_about(text: str) -> None:
    answer = read(text)
    assert answer.verdict != "nothing_found"
    assert answer.questions


@pytest.mark.parametrize("text", ["", "   ", "ok", "Thank you!", "gracias", "👍"])
def test_courtesy_is_not_a_riddle(text: str) -> None:
    assert read(text).verdict == "nothing_found"


@pytest.mark.parametrize(
    "text",
    [
        "no " * 4000,
        "denies fever, denies numbness, denies weakness, denies leg pain, " * 60,
        "can't feel " * 800 + "wipe " * 800,
        "thirty " * 3000,
        "38.5 " * 2000,
        "a" * 20000,
        "¿" * 5000 + "\u0301" * 5000,
        ". " * 8000,
    ],
    ids=["no", "denials", "pairs", "words", "figures", "one word", "marks", "stops"],
)
def test_no_message_makes_it_slow(text: str) -> None:
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5


def test_without_the_extra_the_rules_answer_and_doubt_is_asked() -> None:
    with patch.object(reading, "encoder", return_value=None):
        sure, doubt = (
            read(EMERGENCIES[0]),
            read("The clock wakes me for the toilet because nothing else does."),
        )
    assert sure.verdict == "emergency"
    assert (doubt.verdict, doubt.flags) == ("ask_first", ("reader.rules_only",))
    assert sure.model_version == doubt.model_version == "rules"


def test_a_model_that_is_not_the_one_its_thresholds_were_chosen_for_is_refused(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ValueError, match="not the one its thresholds"):
        Encoder(tmp_path)


def test_the_command_answers_line_by_line() -> None:
    lines = [
        json.dumps({"id": 1, "text": EMERGENCIES[0]}),
        "not json",
        json.dumps({"id": 3}),
        json.dumps({"id": 4, "text": HARMLESS[0], "lang": "es"}),
    ]
    out = io.StringIO()
    assert command.run(check, io.StringIO("\n".join(lines)), out) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 3, 4]
    assert answers[0]["verdict"] == "emergency"
    assert answers[2]["error"]["field"] == "text"
    assert answers[3]["lang"] == "es"
    assert command.run(check, io.StringIO(""), io.StringIO()) == 2
    assert command.run(check, io.StringIO(lines[0]), io.StringIO()) == 0
