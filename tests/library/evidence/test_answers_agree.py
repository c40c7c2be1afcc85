"""The figures in the answers about studies are those of the evidence table, in both languages."""

import re

import pytest

from buffycoat.library.answers import answers
from buffycoat.library.answers.markdown import as_text
from buffycoat.library.evidence import evidence

# Topic: headlines whose rows it tells.
TOPICS = {
    "the-evidence": ("DISC", "EPI", "FACET", "SIJ", "SOFT", "SEVERAL", "RFA", "CONTEXT"),
    "disc-prp": ("DISC",),
    "sacroiliac-prp": ("SIJ",),
    "facet-prp": ("FACET", "RFA", "CONTEXT"),
    "epidural-prp": ("EPI",),
    "ligament-and-muscle-prp": ("SOFT",),
}
# Figures in those answers that are not of a study in the table, and what they are.
OTHERS = {
    "the-evidence": {"10": "the scale of pain"},
    "disc-prp": {
        "194": "infections in published cases, section 5.1",
        "3": "months of pain before it is considered",
        "6": "months of pain before it is considered",
    },
    "sacroiliac-prp": {
        "10": "the scale of pain",
        "3": "of 6 pressure tests",
        "6": "pressure tests",
        "75": "% relief from the test block",
        "2": "points, in plain words",
        "1.9": "1.94, rounded",
        "1.1": "1.14, rounded",
        "2.8": "2.78, rounded",
    },
    "facet-prp": {"2025": "the year of the guideline"},
    "epidural-prp": {
        "130": "people given PRP in four trials, section 5.1",
        "2.3": "the rule of three, section 5.1",
        "911": "the emergency number",
        "2014": "the year of a warning",
        "17": "another injection or surgery, Gupta",
        "16": "another injection or surgery, Gupta",
        "6": "weeks of leg pain before it is considered",
    },
    "ligament-and-muscle-prp": {
        "10": "the scale of pain",
        "2": "points that count for one person",
        "3.5": "3.45, rounded",
        "0.1": "0.10",
        "911": "the emergency number",
        "12": "weeks of exercise",
        "6": "weeks of injections",
    },
}
# Topic and study: what the answer must say of it.
MUST = {
    ("the-evidence", "dutch_2024"): ("98", "21", "44", "16", "45", "22", "24"),
    ("the-evidence", "zielinski_2022"): ("26", "17%", "13%", "5%"),
    ("the-evidence", "tuakli_2016"): ("47", "2016"),
    ("the-evidence", "akeda_2022"): ("16",),
    ("the-evidence", "schneider_2022"): ("12",),
    ("the-evidence", "muthu_2025"): ("310",),
    ("the-evidence", "ssrr_2025"): ("132",),
    ("the-evidence", "xu_2021"): ("124",),
    ("the-evidence", "singla_2017"): ("40", "90%", "25%"),
    ("the-evidence", "chen_2022"): ("26",),
    ("the-evidence", "wu_2017"): ("46",),
    ("the-evidence", "won_2022"): ("34", "0.9"),
    ("the-evidence", "hussein_2016"): ("104",),
    ("disc-prp", "dutch_2024"): ("98", "12", "21", "44", "16", "45", "22", "24", "49"),
    ("disc-prp", "zielinski_2022"): ("26", "8", "17%", "13%", "5%"),
    ("disc-prp", "tuakli_2016"): ("47", "8"),
    ("disc-prp", "akeda_2022"): ("16", "8", "26"),
    ("disc-prp", "levi_2016"): ("22", "47%", "25", "70%"),
    ("disc-prp", "bmri_2022"): ("31", "71%", "48", "33"),
    ("sacroiliac-prp", "singla_2017"): ("40", "90%", "25%", "1", "5"),
    ("sacroiliac-prp", "chen_2022"): ("26", "1", "3", "6"),
    ("sacroiliac-prp", "sij_cohort"): ("50", "1.9", "1.1", "2.8"),
    ("facet-prp", "wu_2017"): ("46", "85%", "20%", "6"),
    ("facet-prp", "china_facet"): ("40", "3", "6"),
    ("facet-prp", "network_2024"): ("154", "4"),
    ("epidural-prp", "xu_2021"): ("124", "12"),
    ("epidural-prp", "bise_2020"): ("60", "6"),
    ("epidural-prp", "ruiz_2020"): ("50", "6"),
    ("epidural-prp", "saraf_2023"): ("60", "6"),
    ("epidural-prp", "gupta_2024"): ("46", "12", "17", "16"),
    ("epidural-prp", "wongjarupong_2023"): ("30", "24"),
    ("epidural-prp", "muthu_2025"): ("5", "310"),
    ("epidural-prp", "wang_2025"): ("7", "416", "4"),
    ("epidural-prp", "ssrr_2025"): ("3", "132"),
    ("ligament-and-muscle-prp", "won_2022"): ("34", "0.9", "1.75", "6"),
    ("ligament-and-muscle-prp", "hussein_2016"): ("104", "8.8", "3.5", "12"),
}


def text(topic, lang):
    found = answers(lang)[topic]
    return f"{found.short}\n{as_text(found.body)}"


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def figures(row):
    """Every number that the table holds of a study, without its sign."""
    sizes = [row.n, *(row.arms or ()), *(row.analysed or ()), row.year, *re.findall(r"\d+", row.studies)]
    held = {str(one) for one in sizes if one}
    held |= numbers(row.follow_up or "") | numbers(f"{row.found.en} {row.note.en if row.note else ''}")
    for point in row.points:
        held |= numbers(f"{point.at} {point.since}") | numbers(point.figures.en if point.figures else "")
        values = (*(point.prp or ()), *(point.control or ()), point.prp_percent, point.control_percent)
        values += (point.percent_low, point.percent_high, point.value, point.low, point.high)
        held |= {f"{abs(one):g}" for one in values if one is not None}
    return held | {str(number) for harm in row.harms for number in (harm.events, harm.of)}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_figure_of_the_answer_stands_in_the_table(topic, lang):
    table = evidence()
    held = set().union(*(figures(row) for key in TOPICS[topic] for row in table.of(key).values()))
    strange = numbers(text(topic, lang)) - held - set(OTHERS[topic])
    assert strange == set(), f"{topic}: not in the evidence table: {sorted(strange)}"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("topic", "key"), MUST)
def test_each_study_keeps_its_figures_in_the_answer(topic, key, lang):
    said = text(topic, lang)
    for figure in MUST[topic, key]:
        number = figure.removesuffix("%")
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d]|\.\d)", said), f"{key}: no {figure}"
        rounded = {f"{float(one):.1f}" for one in figures(evidence().rows[key])}
        assert number in figures(evidence().rows[key]) | rounded, f"{figure} is not of {key}"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "the-evidence"])
def test_a_line_that_tells_of_one_study_has_no_figure_of_another(topic, lang):
    """In the lists of these answers each line begins with the size of its study."""
    rows = [row for key in TOPICS[topic] for row in evidence().of(key).values()]
    told = 0
    for line in re.findall(r"(?m)^.*\b\d+ (?:people|personas)\b.*$", text(topic, lang)):
        sizes = numbers(line) & {str(row.n) for row in rows}
        if len(sizes) != 1 or not sizes <= set(re.findall(r"(\d+) (?:people|personas)", line)):
            continue
        same = [row for row in rows if {str(row.n)} == sizes]
        held = set().union(*(figures(row) for row in same))
        held |= {f"{float(one):.1f}" for one in held if one.replace(".", "").isdigit()}
        assert numbers(line) - held - set(OTHERS[topic]) == set(), f"{topic}: {line}"
        told += 1
    assert told, "no line of this answer tells of one study"
