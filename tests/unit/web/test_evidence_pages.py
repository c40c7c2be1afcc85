"""The evidence as anybody reads it, and as staff do: each picture says what its row says."""

import re
from html import unescape

import pytest
from django.test import Client

from buffycoat.library.evidence import evidence, ratio
from buffycoat.pathway.knowledge import sources
from buffycoat.web.presenters.evidence import groups
from buffycoat.web.presenters.evidence_plot import TICKS, place
from buffycoat.web.presenters.evidence_words import Speak, phrases
from tests.answers.test_same_facts import digits
from tests.spec.reading_grade import HARDEST, english_grade, spanish_grade

ROW = re.compile(r'<tr id="(\w+)">(.*?)</tr>', re.DOTALL)
NUMBER = r"(\d+\.\d\d)"
DRAWN = {"dutch_2024": 2, "zielinski_2022": 1, "singla_2017": 1, "zhang_2020": 1}


def get(lang="en"):
    answer = Client().get(f"/evidence/?lang={lang}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture(scope="module", params=["en", "es"])
def lang(request):
    return request.param


def rows(page):
    return dict(ROW.findall(page))


def lines(lang):
    return {line.key: line for group in groups(Speak(lang)) for part in group.parts for line in part.lines}


def test_it_needs_no_account_cookie_script_or_database():
    answer = Client().get("/evidence/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"<script" not in answer.content


def test_every_study_and_headline_is_on_the_page_once(lang):
    page = get(lang)
    assert sorted(key for key, _ in ROW.findall(page)) == sorted(evidence().rows)
    for one in evidence().headlines.values():
        assert getattr(one.says, lang) in page
    for row in evidence().rows.values():
        assert getattr(row.found, lang) in page


def test_a_picture_stands_where_its_numbers_say(lang):
    """Read the marks back from the drawing: the same ratio and interval as in the words of the row."""
    held = rows(get(lang))
    drawn = {key: text for key, text in held.items() if 'class="pt"' in text}
    assert {key: text.count('<circle class="pt"') for key, text in drawn.items()} == DRAWN
    for key, text in drawn.items():
        cells = re.findall(rf"{NUMBER} \({NUMBER} \w+ {NUMBER}\)</span>", text)
        marks = re.findall(
            r'class="ci(?: dash)?" x1="([\d.]+)%" x2="([\d.]+)%".*?cx="([\d.]+)%"', text, re.DOTALL
        )
        assert len(cells) == len(marks) == DRAWN[key]
        for (value, low, high), (x1, x2, cx) in zip(cells, marks, strict=True):
            for number, x in ((value, cx), (low, x1), (high, x2)):
                on_axis = min(max(float(number), 0.1), 10)
                assert 0.1 * 100 ** (float(x) / 100) == pytest.approx(on_axis, rel=0.02), key


def test_the_numbers_of_a_row_are_those_of_the_table(lang):
    held = rows(get(lang))
    for key in DRAWN:
        for point in evidence().rows[key].points:
            found = ratio(point)
            if found and point.what != "side_effects":
                said = [f"{number:.2f}" for number in (found.value, found.low, found.high)]
                cells = re.findall(rf"{NUMBER} \({NUMBER} \w+ {NUMBER}\)</span>", held[key])
                labels = re.findall(r'role="img" aria-label="(.*?)"', held[key])
                assert tuple(said) in cells
                assert all(number in labels[0] for number in said)


def test_an_interval_beyond_the_axis_has_an_arrow():
    held = rows(get())
    assert 'd="M-8 -5L1 0L-8 5Z"' in held["zielinski_2022"]
    assert all('d="M-8 -5L1 0L-8 5Z"' not in text for key, text in held.items() if key != "zielinski_2022")


def test_counts_that_are_ours_are_drawn_broken_and_said_to_be():
    held = rows(get())
    assert {key for key, text in held.items() if 'class="ci dash"' in text} == {
        "zielinski_2022",
        "singla_2017",
    }
    assert "rebuilt from 90% and 25%" in held["singla_2017"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("gupta_2024", {"control": "1 wk", "none": "12 mo", "prp": "6 wk, 6 mo"}),
        ("saraf_2023", {"control": "1 mo", "none": "3 mo", "prp": "6 mo"}),
        ("china_facet", {"control": "to 1 mo", "prp": "3, 6 mo"}),
        ("chen_2022", {"control": "1, 3, 6 mo"}),
        ("xu_2021", {"none": "to 12 mo"}),
        ("won_2022", {"none": "earlier", "prp": "6 mo"}),
        ("wang_2025", {"control": "4 wk", "none": "later"}),
        ("akeda_2022", {"none": "8 wk"}),
    ],
)
def test_where_there_are_no_counts_each_side_has_its_times(key, said):
    line = lines("en")[key]
    assert {one.direction: one.times for one in line.sides} == said
    assert line.said.startswith("Direction only: ")
    assert not line.dots


def test_the_sides_say_aloud_what_they_show():
    assert lines("en")["gupta_2024"].said == (
        "Direction only: the other did better at 1 week; no difference at 12 months; "
        "PRP did better at 6 weeks and 6 months."
    )
    assert lines("es")["chen_2022"].said == "Solo el lado: fue mejor lo otro: 1 mes, 3 meses y 6 meses."


def test_without_a_comparison_there_is_no_mark_and_a_reason():
    for key, row in evidence().rows.items():
        line = lines("en")[key]
        assert bool(line.no_mark) == (not line.dots and not line.sides), key
        if row.against in ("nothing", "lower_dose", "not_prp"):
            assert line.no_mark, key


def test_marks_of_no_benefit_are_as_large_as_the_others():
    template = get()
    assert set(re.findall(r'<circle class="(?:pt|open)" c[xy]="[^"]*" cy="[^"]*" r="(\d+)"', template)) == {
        "6"
    }


def test_both_languages_show_the_same_numbers_row_by_row():
    english, spanish = rows(get("en")), rows(get("es"))
    for key in english:
        for pattern in (r'x1?="([\d.]+)%"', r'cx="([\d.]+)%"'):
            assert re.findall(pattern, english[key]) == re.findall(pattern, spanish[key]), key
        shown = [digits(re.sub(r"<[^>]+>", " ", text)) for text in (english[key], spanish[key])]
        assert set(shown[0]) ^ set(shown[1]) <= {"1"}, key


def test_the_words_around_the_table_say_the_same_numbers_in_both():
    for name, pair in phrases().items():
        assert digits(pair["en"]) == digits(pair["es"]), name
        assert re.findall(r"{\w+}", pair["en"]) == re.findall(r"{\w+}", pair["es"]), name


def test_what_explains_the_pictures_is_plain(lang):
    told = "\n".join(phrases()[name][lang] for name in phrases() if len(phrases()[name][lang]) > 60)
    assert (spanish_grade if lang == "es" else english_grade)(told) <= HARDEST


def test_how_sure_who_rated_and_who_signed_stand_on_the_page(lang):
    page = get(lang)
    for one in evidence().headlines.values():
        assert getattr(one.certainty, lang) in page or one.targets[0] in ("MB", "NECK")
    assert phrases()["not_reviewed"][lang] in page
    assert getattr(evidence().rows["schneider_2022"].interest, lang) in page
    assert phrases()["rater_ours"][lang] in page


def test_sources_lead_to_their_address_for_patients_and_to_the_bibliography_for_staff(clinic):
    page = get()
    staff = unescape(clinic.at_screen("nurse").get("/evidence/clinic/").content.decode())
    for key in {key for row in evidence().rows.values() for key in row.sources}:
        assert f'href="/sources/{key}"' in staff
        address = sources()[key].address
        assert not address or f'href="{address}"' in page


def test_staff_see_the_same_figures(clinic):
    staff = rows(unescape(clinic.at_screen("proceduralist").get("/evidence/clinic/").content.decode()))
    shown = rows(get())
    assert list(staff) == list(shown)
    for key, text in shown.items():
        assert re.findall(r'aria-label="(.*?)"', staff[key]) == re.findall(r'aria-label="(.*?)"', text)


def test_the_clinic_page_is_for_who_is_signed_in(db):
    answer = Client().get("/evidence/clinic/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_the_answers_lead_there(lang):
    page = unescape(Client().get(f"/answers/?lang={lang}").content.decode())
    assert f'href="/evidence/?lang={lang}"' in page


def test_the_scale_is_logarithmic_and_one_is_its_middle():
    assert [place(tick) for tick in TICKS] == [0, 25.93, 50, 73.86, 100]  # as on the design board
    assert place(1 / 3) + place(3) == pytest.approx(100, abs=0.01)
    assert (place(0.01), place(100)) == (0, 100)
