"""The claim checker: what must be marked, what must not, and where the marks stand."""

import json
import time
from pathlib import Path

import pytest

from buffycoat.library.claims import belief, check
from buffycoat.library.claims.families import FAMILIES, TURNS, pattern
from buffycoat.pathway.knowledge import sources

DEV = Path(__file__).parent / "claims" / "dev.jsonl"
# The promises of the page that this software began from, in our own words: each must be marked.
PROMISES = (
    "PRP uses your own blood to promote natural healing and calm inflammation.",
    "It lowers pain, supports recovery and lets you avoid surgery.",
    "Growth factors help your body heal.",
    "Allergy or infection is very unlikely because it is your own blood, so it is very safe.",
    "A natural, minimally invasive way for your back to heal without surgery.",
    "PRP helps to preserve the rest of the spine: a safe option for everyone after fusion.",
    "Most of our patients improve and need less medicine.",
    "The procedure has no side effects.",
    "FDA-approved PRP for your back.",
    "It gives long-lasting relief.",
)


@pytest.mark.parametrize("text", PROMISES)
def test_the_promises_of_the_first_page_are_marked(text: str) -> None:
    assert check(text).verdict == "misleading"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Let your spine feel twenty again", "regrow"),
        ("Why go under the knife?", "avoid_surgery"),
        ("We offer PRP. It cures herniated discs.", "cure"),
        ("Resultados garantizados.", "guaranteed"),
        ("PRP: terapia de células madre", "stem_cells"),
    ],
)
def test_a_mark_names_its_family_and_stands_on_its_words(text: str, rule: str) -> None:
    marked = {one.rule: one for one in check(text).spans}
    assert rule in marked
    one = marked[rule]
    assert 0 <= one.start < one.end <= len(text)
    assert one.why
    assert one.instead


@pytest.mark.parametrize(
    "text",
    [
        "We do not claim that it rebuilds cartilage.",
        "PRP has not been shown to regrow discs.",
        "Does PRP cure a herniated disc? No.",
        "Some clinics promise new cartilage. Ask them for the trial.",
        "In a trial of 98 adults, those given PRP did no better than those given saline at one year.",
        "No decimos que regenere los discos.",
        "El queso curado tiene mucha sal.",
    ],
)
def test_denials_questions_reports_and_other_senses_pass(text: str) -> None:
    assert check(text).spans == ()


def test_the_development_half_is_read_as_published() -> None:
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    found = [(row["misleading"], check(row["text"]).verdict == "misleading") for row in rows]
    assert sum(wrong == marked for wrong, marked in found) / len(found) >= 0.92
    true = [marked for wrong, marked in found if not wrong]
    assert sum(true) / len(true) <= 0.08


def test_a_sentence_is_judged_beside_its_neighbours() -> None:
    promise, denial = "It rebuilds cartilage.", "That is false, and no study shows it."
    assert check(promise).spans
    assert check(f"{promise} {denial}").spans == ()


def test_a_plainly_true_sentence_is_not_marked_for_a_neighbour() -> None:
    text = "The car park is behind the building. We guarantee that your pain will be gone."
    marked = [text[one.start : one.end] for one in check(text).spans]
    assert marked
    assert not any("car park" in one for one in marked)


def test_without_the_extra_the_words_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belief, "encoder", lambda: None)
    assert check("We guarantee that PRP cures your back pain.").verdict == "misleading"
    assert check("PRP has not been shown to regrow discs.").spans == ()
    with_a_family_unnamed = check("Nine out of ten of our patients dance again.")
    assert {one.rule for one in with_a_family_unnamed.spans} <= set(FAMILIES.rows)


def test_models_and_weights_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    for path in belief.FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "words.npz").write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"words\.npz is not the one"):
        belief.Weigher(tmp_path)


def test_places_count_in_the_text_as_written() -> None:
    text = "“Así es.”\n\n  Él curará: el PRP cura la hernia de disco.\n"
    words = [text[one.start : one.end] for one in check(text).spans]
    assert "cura la hernia" in " ".join(words)


def test_what_may_be_said_instead_and_why_passes_itself() -> None:
    for family in FAMILIES.rows.values():
        for text in (family.why, family.why_es, family.instead, family.instead_es):
            assert check(text).spans == (), text


def test_every_row_has_patterns_that_can_be_read_and_sources_that_exist() -> None:
    for row in (*FAMILIES.rows.values(), *TURNS.rows.values()):
        assert set(row.sources) <= set(sources())
    for family in FAMILIES.rows.values():
        assert pattern(family.en + family.es)
        assert all(one == one.casefold() or "\\W" in one or "\\S" in one for one in family.en + family.es)


@pytest.mark.parametrize(
    ("piece", "times"),
    [("a ", 10_000), ("no ", 8_000), ('"', 20_000), ("cure the ", 4_000), ("x", 50_000)],
)
def test_hostile_text_is_read_in_seconds(piece: str, times: int) -> None:
    begun = time.process_time()
    check(piece * times)
    assert time.process_time() - begun < 20
