"""What we tell people: one answer a topic and language (`en/`, `es/`), with its sources and its dates."""

from buffycoat.library.answers.answer import Answer, Language
from buffycoat.library.answers.shelf import BadAnswer, answer, answers
from buffycoat.library.answers.shown import Shown, shown

__all__ = ["Answer", "BadAnswer", "Language", "Shown", "answer", "answers", "shown"]
