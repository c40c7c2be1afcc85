"""Which version of the consent text is in force."""

from collections.abc import Mapping
from datetime import date

from buffycoat.pathway.knowledge import Fact, read_table


class Text(Fact):
    """A version of the consent text, and the day from which it is used."""

    from_day: date


TEXTS = read_table(__file__, "texts.toml", Text)


def text_in_force(day: date, texts: Mapping[str, Text] = TEXTS.rows) -> str:
    """The newest version begun by that day; "" before there was one."""
    begun = [(text.from_day, version) for version, text in texts.items() if text.from_day <= day]
    return max(begun)[1] if begun else ""
