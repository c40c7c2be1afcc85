"""The evidence table against the rule base: every study, and its figures typed a second time."""

import re
import tomllib
from importlib.resources import files

import pytest

from buffycoat.library.evidence import evidence
from buffycoat.library.evidence.row import whole_percent
from buffycoat.library.evidence.table import Evidence
from buffycoat.pathway.candidacy.target import TARGETS
from tests.answers.test_same_facts import only_in
from tests.spec.reading_grade import HARDEST, english_grade, spanish_grade

# Number: study, PRP/comparison or all, target, mark; typed from section 8 of the rule base.
STUDIES = """
1  Tuakli-Wosornu 2016 | 29/18 | DISC    | V
2  Zielinski 2022      | 26    | DISC    | V
3  Rugpoli 2024        | 49/49 | DISC    | V
4  Akeda 2022          | 16    | DISC    | V
5  Levi 2016           | 22    | DISC    | V
6  Lutz 2022           | 37/29 | DISC    | V
7  BioMed 2022         | 31    | DISC    | V
8  Chang 2021          | -     | DISC    | V
9  Tianjin 2022-23     | -     | DISC    | V
10 Schneider 2022      | -     | DISC    | V
11 Wu 2017             | 46    | FACET   | V
12 China -             | 20/20 | FACET   | V
13 Singla 2017         | 40    | SIJ     | V
14 Chen 2022           | 26    | SIJ     | V
15 Sacroiliac -        | 50    | SIJ     | V
16 Ruiz-Lopez 2020     | 50    | EPI     | V
17 Bise 2020           | 30/30 | EPI     | V
18 Xu 2021             | 61/63 | EPI     | V
19 Wongjarupong 2023   | 30    | EPI     | V
20 Saraf 2023          | 29/31 | EPI     | V
21 Gupta 2024          | 46    | EPI     | V
22 Won 2022            | 34    | LIG     | V
23 Hussein 2016        | 104   | MULT    | V
24 Muthu 2025          | 310   | EPI     | V
25 Wang 2025           | 416   | EPI     | V
26 Spine 2025          | 132   | EPI     | V
27 Zhang 2020          | 131   | SEVERAL | V
28 Singjie 2023        | 138   | SEVERAL | V
29 Zhang 2024          | 154   | RFA     | V
30 Machado 2023        | -     | SEVERAL | V
31 CADTH 2023          | -     | SEVERAL | V
32 Muthu 2022          | -     | DISC    | K~
33 Navani 2018         | 20    | DISC    | K~
34 Cohen 2010          | 151   | OTHER   | V
35 BMJ 2025            | -     | OTHER   | V
36 MINT 2017           | 681   | OTHER   | K
"""
# What the papers print, as the rule base quotes it: number, outcome, time, side, and the figures.
PRINTED = """
1  pain         8 wk  prp          p=0.02
1  function     8 wk  prp          p=0.03
1  satisfaction 8 wk  prp          p=0.01
2  responders   8 wk  none         17% 13%
3  pain         12 mo none         p=0.244 21/44 16/45
3  function     12 mo none         p=0.753 22/44 24/45
3  quality      12 mo none         -1.19(-5.39,2.99)
4  pain         8 wk  none
4  function     26 wk prp
5  responders   1 mo  uncontrolled 14%[0,28]
5  responders   2 mo  uncontrolled 32%[12,51]
5  responders   6 mo  uncontrolled 47%[25,70]
6  satisfaction 18 mo higher_dose  p=0.032 81% 55%
7  responders   48 wk uncontrolled 71%
8  pain         2 mo  uncontrolled -0.84(-1.16,-0.52)
8  pain         6 mo  uncontrolled -1.43(-2.21,-0.65)
8  function     6 mo  uncontrolled -0.96(-1.89,-0.04)
9  responders   1 mo  uncontrolled 51.0%
9  responders   2 mo  uncontrolled 53.1%
9  responders   6 mo  uncontrolled 51.9%
11 responders   1 mo  untold       -% 85%
11 responders   6 mo  prp          p=<0.05 -% 20%
12 pain         1 mo  control
12 pain         3 mo  prp          p=<0.05
12 pain         6 mo  prp          p=<0.05
13 pain         3 mo  prp          p=0.0002
13 responders   3 mo  prp          90% 25%
14 pain         1 mo  control
14 pain         3 mo  control
14 pain         6 mo  control
14 responders   3 mo  control
15 pain         6 mo  uncontrolled -1.94(-2.78,-1.14)
15 function     6 mo  uncontrolled -9.79(-13.5,-6.1)
16 pain         1 mo  control
16 pain         3 mo  prp
16 pain         6 mo  prp
17 pain         6 wk  none         p=0.848
17 function     6 wk  none         p=0.314
18 all          12 mo none
19 leg_pain     6 wk  prp
19 leg_pain     12 wk prp
19 leg_pain     24 wk prp
19 function     24 wk prp
20 pain         1 mo  control
20 pain         3 mo  none
20 pain         6 mo  prp          p=<0.001
21 pain         1 wk  control
21 pain         6 wk  prp
21 pain         6 mo  prp          p=<0.0001
21 function     6 mo  prp          p=0.02
21 all          12 mo none
22 pain         6 mo  prp          p=0.027 -0.9(-1.75,-0.1)
24 pain         48 wk none         -0.09(-0.66,0.47)
24 function     48 wk none         0.72(-6.81,8.25)
25 function     4 wk  control      0.48(0.2,0.75)
26 pain         1 mo  control      1.04(0.63,1.46)
26 pain         6 mo  prp          -1.51(-1.98,-1.05)
26 function     6 mo  prp          -9.71(-16.6,-2.8)
27 pain         3 mo  prp          -1.47(-2.12,-0.81)
27 responders   3 mo  prp          4.14(2.22,7.74)
27 side_effects 3 mo  none         p=0.07 1.92(0.94,3.91)
28 pain         1 mo  prp
28 pain         3 mo  prp
28 pain         6 mo  prp
"""
GRADES = {"en": english_grade, "es": spanish_grade}
BY_NUMBER = {row.number: row for row in evidence().rows.values()}


def lines(table):
    return [line.strip() for line in table.strip().splitlines()]


def test_every_row_of_the_rule_base_is_there_once():
    assert sorted(row.number for row in evidence().rows.values()) == list(range(1, 37))
    assert len(lines(STUDIES)) == 36


@pytest.mark.parametrize("line", lines(STUDIES))
def test_study_year_people_target_and_mark(line):
    named, people, target, mark = (part.strip() for part in line.split("|"))
    number, study, year = named.split()
    row = BY_NUMBER[int(number)]
    assert study in row.study.en
    assert row.year == year.replace("-", "", 1) if year == "-" else row.year == year
    assert row.target.split("_")[0] == target
    assert row.status == mark
    if "/" in people:
        assert row.arms == tuple(int(one) for one in people.split("/"))
    else:
        assert (row.arms, row.n) == (None, None if people == "-" else int(people))


def printed(point):
    """The figures of a point, as the list above writes them."""
    found = [f"p={point.p}"] if point.p else []
    if point.prp and not point.rebuilt:
        found += ["/".join(map(str, point.prp)), "/".join(map(str, point.control))]
    percents = [point.prp_percent, point.control_percent]
    if percents != [None, None]:
        found += [
            "-%" if one is None else f"{one:g}%" for one in percents if one is not None or one is percents[0]
        ]
        if point.percent_low is not None:
            found[-1] += f"[{point.percent_low:g},{point.percent_high:g}]"
    if point.low is not None:
        found.append(f"{point.value:g}({point.low:g},{point.high:g})")
    return [figure.replace(".0%", "%") for figure in found]


@pytest.mark.parametrize("line", lines(PRINTED))
def test_each_result_is_as_printed(line):
    number, what, amount, unit, side, *figures = line.split()
    held = [one for one in BY_NUMBER[int(number)].points if (one.what, one.at) == (what, f"{amount} {unit}")]
    assert [one.direction for one in held] == [side]
    assert printed(held[0]) == [figure.replace(".0%", "%") for figure in figures]


def test_counts_give_the_percentages_that_the_papers_print():
    pairs = [
        (share, percent)
        for row in evidence().rows.values()
        for point in row.points
        for share, percent in ((point.prp, point.prp_percent), (point.control, point.control_percent))
        if share and percent is not None
    ]
    assert pairs == [((3, 18), 17), ((1, 8), 13), ((18, 20), 90), ((5, 20), 25)]
    assert all(whole_percent(share) == percent for share, percent in pairs)


def test_no_other_split_of_zielinski_gives_the_printed_percentages():
    """17 and 13% of 26 people: only 18 and 8, which is the two to one that was planned."""
    fits = [
        (prp, 26 - prp)
        for prp in range(13, 22)
        if any(whole_percent((a, prp)) == 17 for a in range(prp + 1))
        and any(whole_percent((b, 26 - prp)) == 13 for b in range(27 - prp))
    ]
    assert fits == [(18, 8)]


def test_a_count_that_is_ours_says_so():
    rebuilt = {key for key, row in evidence().rows.items() if any(point.rebuilt for point in row.points)}
    assert rebuilt == {"zielinski_2022", "singla_2017"}


def test_every_target_that_may_be_chosen_has_its_sentence():
    for target in TARGETS.rows:
        assert evidence().headline(target).says.en
    with pytest.raises(KeyError, match="says nothing of 'KNEE'"):
        evidence().headline("KNEE")


def test_nobody_is_named_as_having_reviewed_it():
    assert evidence().reviewed_by == ""


def texts():
    """Every text in two languages, with where it stands."""
    table = evidence()
    for key, one in table.headlines.items():
        yield from ((f"{key}.{name}", getattr(one, name)) for name in ("title", "says", "certainty"))
    for key, row in table.rows.items():
        for name in ("study", "comparator", "found", "bias", "note", "interest"):
            if getattr(row, name):
                yield f"{key}.{name}", getattr(row, name)
        yield from (
            (f"{key}.{point.at}", text)
            for point in row.points
            for text in (point.rebuilt, point.figures)
            if text
        )
        yield from ((f"{key}.harm", harm.what) for harm in row.harms)


@pytest.mark.parametrize(("where", "text"), list(texts()))
def test_both_languages_carry_the_same_numbers(where, text):
    assert not only_in(text.en, "en", text.es, "es"), where
    assert not only_in(text.es, "es", text.en, "en"), where


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_patients_read_of_the_studies_is_plain(lang):
    told = [one.says for one in evidence().headlines.values()] + [
        row.found for row in evidence().rows.values()
    ]
    assert GRADES[lang]("\n".join(getattr(text, lang) for text in told)) <= HARDEST


def test_the_words_found_give_the_counts_and_percentages_of_their_row():
    for key, row in evidence().rows.items():
        said = row.found.en
        for point in row.points:
            for share in (point.prp, point.control):
                if share and not point.rebuilt:
                    assert f"{share[0]} of {share[1]}" in said, key
            for percent in (point.prp_percent, point.control_percent):
                if percent is not None and point.what == "responders":
                    assert re.search(rf"(?<![\d.]){percent:g}(\.0)?%", said), (key, percent)


CHANGES = {
    "a headline that leaves a trial out": ('but = ["tuakli_2016"]\n', ""),
    "a headline whose row says otherwise": ('rows = ["dutch_2024", "zielinski_2022"]\nbut = ["tuakli_2016"]',
        'rows = ["dutch_2024", "zielinski_2022", "tuakli_2016"]'),
    "more than all": ("prp = [21, 44]", "prp = [45, 44]"),
    "is 90%, not 91.0%": ("prp_percent = 90\n", "prp_percent = 91\n"),
    "bibliography has no Xu1999": ('sources = ["Xu2021"]', 'sources = ["Xu1999"]'),
    "61 and 62 are not 124": ("arms = [61, 63]", "arms = [61, 62]"),
    "is not between": ("low = -5.39, high = 2.99", "low = -1.00, high = 2.99"),
    "no comparison with PRP, yet a direction": ('direction = "uncontrolled", prp_percent = 71',
        'direction = "prp", prp_percent = 71'),
}  # fmt: skip
SAID = {
    "a headline that leaves a trial out": "tuakli_2016 has a result there and is not named",
    "a headline whose row says otherwise": "tuakli_2016 says prp",
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_slip_in_the_table_is_refused_with_its_reason(fault):
    text = (files("buffycoat.library.evidence") / "evidence.toml").read_text(encoding="utf-8")
    old, new = CHANGES[fault]
    assert old in text
    with pytest.raises(ValueError, match=re.escape(SAID.get(fault, fault))):
        Evidence.model_validate(tomllib.loads(text.replace(old, new)))
