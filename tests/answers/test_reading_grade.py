"""The measure of reading grade, held against words and texts counted by hand."""

import pytest

from tests.spec.reading_grade import english_grade, grade_of, spanish_grade, spanish_points
from tests.spec.syllables import english, spanish

ENGLISH_WORDS = """
    about 2 platelet 3 platelets 3 injection 3 area 3 again 2 open 2 doctor 2 medicine 3 ago 2
    even 2 over 2 only 2 any 2 many 2 into 2 after 2 other 2 people 2 infection 3 evidence 3
    surgery 3 fever 2 pain 1 body 2 day 1 study 2 studied 2 studies 2 studying 3 trial 2 trials 2
    away 2 weeks 1 table 2 muscle 2 muscles 2 used 1 needed 2 treated 2 injected 3 nerves 1 nerve 1
    causes 2 cause 1 changes 2 change 1 whole 1 called 1 pulled 1 handled 2 possible 3 before 2
    more 1 there 1 where 1 centre 2 medial 3 special 2 patient 2 patients 2 period 3 serious 3
    previous 3 various 3 million 2 region 2 fusion 2 opinion 3 violent 3 biopsy 3 biology 4 quiet 2
    diet 2 client 2 friend 1 ingredient 4 experience 4 easier 3 earlier 3 video 3 surgeon 2 usual 3
    usually 4 actual 3 gradual 3 evaluate 4 language 2 guard 1 quality 3 value 2 continue 3 true 1
    guide 1 build 1 going 2 doing 2 seeing 2 staying 2 layer 2 beyond 2 you 1 your 1 year 1
    mechanism 4 autism 3 symptom 2 movement 2 safely 2 completely 3 immediately 5 careful 2
    treatment 2 agreement 3 doses 2 dose 1 inches 2 centrifuge 3 anesthetic 4 corticosteroid 5
    steroid 2 ibuprofen 4 aspirin 3 diagnosis 4 fluoroscopy 4 ultrasound 3 epidural 4 ligament 3
    sacroiliac 5 diabetes 4 cancer 2 pregnancy 3 bleeding 2 numbness 2 bladder 2 bowel 2 emergency 4
    hour 1 hours 1 one 1 done 1 the 1 be 1 she 1 little 2 able 2 trouble 2 disc 1 discs 1 joint 1
    joints 1 needle 2 needles 2 blood 1 swelling 2 soreness 2 exercise 3 exercises 4 insurance 3
    approve 2 approved 2 agency 3 relief 2 believe 2 receive 2 compare 2 compared 2 saline 2
    placebo 3 random 2 result 2 results 2 prescribe 2 prescribed 2 prescriber 3 hospital 3 walking 2
    driving 2 smoking 2 ice 1 ices 2 heat 1 heal 1 healed 1 worse 1 worsen 2 scale 1 male 1 file 1
    files 1 lives 1 eyes 1 eye 1 yes 1 eight 1 weight 1 weakness 2 feel 1 feels 1 tired 1 bone 1
    bones 1 spine 1 spines 1 vertebra 3 degree 2 tissue 2 issue 2 physical 3 therapy 3 therapist 3
    physiotherapy 6 medication 4 hardware 2 software 2 outcome 2 outcomes 2 guideline 2 guidelines 2
    likely 2 unlikely 3 daily 2 appointment 3 temperature 4 idea 3 create 2 created 3 react 2
    reaction 3 ideal 3 situation 4 breathe 1 breathing 2 stiff 1 stretch 1 stretched 1 pushed 1
    fixed 1 sitting 2 lying 2 trying 2 carrying 3 nothing 2 everything 3 older 2 younger 2
    thousand 2 hundred 2 percent 2 clinic 2 clinician 3 kidney 2 liver 2 allergy 3 allergic 3
    antibiotic 5 bacteria 4 sterile 2 contrast 2 radiation 4 image 2 images 3 imaging 3 procedure 3
    procedures 3 approval 3 measure 2 measured 2 pressure 2 figure 2 sure 1 future 2 injured 2
    required 2 fired 1 care 1 cared 1 rare 1 rarely 2 severe 2 severely 3
"""
SPANISH_WORDS = """
    agua 2 ahora 3 otro 2 inyección 3 oír 2 día 2 días 2 espalda 3 ahí 2 aún 2 médico 3 sangre 2
    uña 2 está 2 país 2 cuida 2 creer 2 muy 1 hoy 1 y 1 guía 2 siguiente 3 que 1 quién 1
    plaquetas 3 estudio 3 también 2 infección 3 fiebre 2 cirugía 4 dolor 2 semanas 3 rodilla 3
    cuello 2 usted 2 hueso 2 medicamento 5 riesgo 2 seguro 3 seguimiento 4 después 2 ciudad 2
    construido 3 leer 2 idea 3 área 3 oeste 3 línea 3 aéreo 4 ley 1 rey 1 ayuda 3 mayor 2 cambio 2
    nervio 2 ciática 3 vergüenza 3 pingüino 3 prohibido 3 bahía 3 veintiocho 3 automóvil 4 continúa 4
    evalúa 4
"""


def counted(listed):
    parts = listed.split()
    return [(word, int(number)) for word, number in zip(parts[::2], parts[1::2], strict=True)]


@pytest.mark.parametrize(("listed", "count"), [(ENGLISH_WORDS, english), (SPANISH_WORDS, spanish)])
def test_syllables_are_counted_as_by_hand(listed, count):
    assert [(word, number, count(word)) for word, number in counted(listed) if count(word) != number] == []


def test_flesch_kincaid_by_hand():
    # Two sentences, ten words, eleven syllables: 0.39 × 5 + 11.8 × 1.1 − 15.59.
    assert english_grade("The cat sat on the mat. It was very warm.") == pytest.approx(-0.7, abs=0.05)


def test_fernandez_huerta_by_hand():
    # Two sentences, eight words, nineteen syllables: 206.84 − 60 × 19/8 − 1.02 × 4.
    said = "La sangre llega al laboratorio. Usted espera sentado."
    assert spanish_points(said) == pytest.approx(60.3, abs=0.05)


@pytest.mark.parametrize(
    ("points", "grade"), [(95, 5), (80, 6), (70, 7), (65, 8), (64.9, 9), (60, 9), (59.9, 12), (20, 13)]
)
def test_the_spanish_table(points, grade):
    assert grade_of(points) == grade


def test_it_knows_easy_from_hard():
    assert (
        english_grade("Thrombocytopenia necessitates haematological consultation preceding intervention.")
        > 20
    )
    assert (
        spanish_grade("La trombocitopenia imposibilita administrar anticoagulantes indiscriminadamente.") > 8
    )


def test_an_item_of_a_list_ends_its_sentence_and_a_decimal_point_none():
    assert english_grade("Call us:\n- You are hot\n- You are cold") < english_grade(
        "Call us: you are hot, you are cold"
    )
    assert english_grade("It is 38.5 now.") == english_grade("It is 38 now.")


def test_an_abbreviation_is_one_syllable():
    assert english_grade("PRP is new.") == english_grade("Milk is new.")
