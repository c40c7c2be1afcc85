"""A patient's own words, read by the library's reader, as triage understands them."""

from buffycoat.pathway.triage.told import NOTHING_TOLD, UNREAD, Told

# What the reader says of a text of which it could make nothing: a note, and no question of its own.
_NOT_UNDERSTOOD = ("reader.not_understood", "reader.rules_only")


def told(text: str | None, language: str | None = None) -> Told:
    """The reading of one narrative; UNREAD when no reader is installed here."""
    if not (text or "").strip():
        return NOTHING_TOLD
    try:
        from buffycoat.library.reader import read

        reading = read(str(text), language)
    except (ImportError, OSError):  # the reader, or the model it reads with, is not installed here
        return UNREAD
    known = [flag for flag in reading.flags if flag not in _NOT_UNDERSTOOD]
    understood = bool(known) or not reading.flags
    return Told(
        verdict=reading.verdict if known else "nothing_found",
        families=_families(known) if reading.verdict == "emergency" else (),
        ask=tuple(str(question.flag) for question in reading.questions) if known else (),
        read=understood,
    )


def _families(flags: list[str]) -> tuple[str, ...]:
    """The family of the worst finding, which stands first, and of every sign that a rule found."""
    from buffycoat.library.reader.rules import RULES

    named = (flag.removeprefix("reader.") for flag in flags[:1] if flag.startswith("reader."))
    ruled = (RULES[flag].family for flag in flags if flag in RULES.rows)
    heavy = (RULES[flag].family for flag in flags if flag in RULES.rows and RULES[flag].level == "emergency")
    found = (*named, *heavy)
    return tuple(dict.fromkeys(found or ruled))
