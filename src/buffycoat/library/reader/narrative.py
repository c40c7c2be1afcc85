"""A patient's own words, read, as triage understands them: the one way, for every door."""

from buffycoat.library.reader.reading import FAMILIES, RULES_ONLY, Reading, read
from buffycoat.library.reader.rules import MEASURED_FAMILY, RULES
from buffycoat.pathway.triage import reading as signed
from buffycoat.pathway.triage.told import NOTHING_TOLD, Told

# What the reader says of a text of which it could make nothing: only the plain questions are asked then.
NOT_UNDERSTOOD = ("reader.not_understood", "reader.rules_only")
UNREADABLE = "none"  # the version of a reader that could not be loaded


def told(text: str | None, language: str | None = None) -> Told:
    """The reading of one narrative."""
    return as_told(_read(text, language)) if (text or "").strip() else NOTHING_TOLD


def reading_of(narrative: str | None) -> signed.Reading | None:
    """The reading of a signed narrative, to be signed beside it; None where nothing was written."""
    words = signed.own_words(narrative)
    if not words:
        return None
    found = _read(words, None)
    heard = as_told(found)
    return signed.Reading(
        words=signed.fingerprint(words),
        reader=found.model_version if found else UNREADABLE,
        verdict=heard.verdict,
        families=heard.families,
        ask=heard.ask,
        understood=heard.read,
    )


def _read(text: str | None, language: str | None) -> Reading | None:
    """None where the model's files are not here; without the extra `reader` its rules still answer."""
    try:
        return read(str(text), language)
    except OSError:
        return None


def as_told(found: Reading | None) -> Told:
    """A reading as triage understands it; None: no reader was there."""
    if found is None:
        return Told("nothing_found", ask=FAMILIES["none"].questions, read=False)
    known = [flag for flag in found.flags if flag not in NOT_UNDERSTOOD]
    verdict = found.verdict if known else "nothing_found"
    # Rules alone read too little for their silence to mean anything.
    alone = found.model_version == RULES_ONLY and verdict != "emergency"
    return Told(
        verdict=verdict,
        families=_families(known) if found.verdict == "emergency" else (),
        ask=tuple(question.flag for question in found.questions),
        read=not alone and (bool(known) or not found.flags),
    )


def _families(flags: list[str]) -> tuple[str, ...]:
    """The family of the worst finding, which stands first, and of every sign that a rule found."""
    named = (flag.removeprefix("reader.") for flag in flags[:1] if flag.startswith("reader."))
    ruled = (_family(flag) for flag in flags if not flag.startswith("reader."))
    heavy = (RULES[flag].family for flag in flags if flag in RULES.rows and RULES[flag].level == "emergency")
    found = (*named, *heavy)
    return tuple(dict.fromkeys(found or ruled))


def _family(flag: str) -> str:
    """What a rule, or a measured number, points to."""
    return RULES[flag].family if flag in RULES.rows else MEASURED_FAMILY[flag.removeprefix("measured_")]
