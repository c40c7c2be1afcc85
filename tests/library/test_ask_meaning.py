"""What Ask's encoder adds: the nearest known question, mended slips, and files that belong together."""

from pathlib import Path

import pytest

from buffycoat.library.ask import Finder, finder
from buffycoat.library.ask.finder import FOLDER
from buffycoat.library.ask.spelling import Spelling
from buffycoat.library.reader.message import Message

SPELLING = Spelling(["ibuprofen", "injection", "inyección"], ["injections", "rejection"])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("can i take ibuprofin", "can i take ibuprofen"),
        ("the injecton, please", "the injection, please"),
        ("my injectoin", "my injection"),
        ("Una inyeccion", "Una inyección"),
        ("Injections and rejection", "Injections and rejection"),  # words of their own
        ("inject it", "inject it"),  # too short to be sure
        ("38.5 ¿?", "38.5 ¿?"),
    ],
)
def test_one_slip_in_a_long_word_is_mended_and_nothing_else(said: str, meant: str) -> None:
    assert SPELLING.mended(said) == meant


def test_a_word_that_may_mean_two_stays() -> None:
    assert Spelling(["ablation", "oblation"], ()).mended("ablatoin eblation") == "ablation eblation"


def test_a_known_question_is_nearest_to_its_own_topic() -> None:
    model = finder()
    assert model.meaning is not None
    _, near = model.meaning.of("can i take ibuprofen before the injection")
    assert model.topics[int(near[: len(model.topics)].argmax())] == "pain-medicines-and-prp"


def test_a_question_is_believed_the_same_each_time_and_all_of_it_adds_up() -> None:
    message = Message("how long does it last")
    once, again = finder().find(message), finder().find(message)
    assert once == again
    assert sum(share for _, share in once.topics) == pytest.approx(1)
    assert 0 <= once.beyond <= 1


def test_a_model_whose_files_do_not_belong_together_is_refused(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ValueError, match="not the one its limits"):
        Finder(tmp_path)
