"""The consent as a document: the words as they were signed, in the places of consent.typ."""

from datetime import date, tzinfo

import buffycoat
from buffycoat.pathway.consent.patient_part import Passage, SaidBack
from buffycoat.pathway.consent.scope import SCOPES
from buffycoat.web.documents.pdf import Document
from buffycoat.web.presenters.consent_signed import Signed
from buffycoat.web.presenters.patient_words import Language, Say


def consent_document(held: Signed, born: date, zone: tzinfo) -> Document:
    """Everything that was signed, in the language it was signed in. Nothing is composed anew."""
    own = held.own
    lang: Language = own.text_language
    say = Say(lang)
    name = held.entry.signer.name
    return Document(
        template="consent",
        title=say("consent_pdf.title"),
        lang=lang,
        as_of=(held.completed or held.entry).signed_at.astimezone(zone),
        about=(name, say("consent_pdf.born", day=say.day(born))),
        source=(
            say(
                "consent_pdf.source",
                chart=held.entry.episode,
                entry=held.entry.number,
                version=own.text_version,
                hash=own.text_hash,
            ),
            say("consent_pdf.made", version=buffycoat.__version__),
        ),
        body={
            "lead": say(
                "consent_pdf.lead",
                name=own.signed_name,
                at=say.moment(own.signed_at, zone),
                version=own.text_version,
            ),
            "notices": _notices(held, say, zone),
            "heads": {key: say(f"consent_pdf.{key}") for key in HEADS},
            "parts": [_part(one, say) for one in own.passages],
            "back": [_back(one, say) for one in own.said_back],
            "chosen": _chosen(held, say),
            "signatures": _signatures(held, say, zone),
        },
    )


HEADS = (
    "text", "back", "question", "answer", "tries", "chosen", "choice", "said", "signatures", "who", "name",
    "when", "entry",
)  # fmt: skip


def _notices(held: Signed, say: Say, zone: tzinfo) -> list[str]:
    waits = [] if held.completed else [say("consent_pdf.waits")]
    gone = [
        say(
            "consent_pdf.withdrawn",
            day=say.day(one.withdrawn_at.astimezone(zone).date()),
            what="; ".join(say(f"consent.scope_{key}") for key in SCOPES if getattr(one, key) is not False),
        )
        for one in held.withdrawals
    ]
    return [*waits, *gone]


def _part(one: Passage, say: Say) -> dict[str, object]:
    spent = say("consent_pdf.unmeasured")
    if one.seconds is not None:
        spent = say("consent_pdf.seconds", m=one.seconds // 60, s=one.seconds % 60)
    return {
        "title": one.title,
        "lines": one.text.split("\n"),
        "spent": say("consent_pdf.open_for", time=spent),
    }


def _back(one: SaidBack, say: Say) -> list[str]:
    wrong = say("consent_pdf.wrong", what="; ".join(one.wrong)) if one.wrong else ""
    return [one.ask, one.right or "", str(one.tries), wrong]


def _chosen(held: Signed, say: Say) -> list[list[str]]:
    own = held.own
    said = {key: "consent.say_yes" if getattr(own, f"scope_{key}") else "consent.say_no" for key in SCOPES}
    rows = [[say(f"consent.scope_{key}"), say(name)] for key, name in said.items()]
    who = own.interpreter_name or say("consent_pdf.no_interpreter")
    return [*rows, [say("consent_pdf.interpreter"), who]]


def _signatures(held: Signed, say: Say, zone: tzinfo) -> list[list[str]]:
    own = held.own
    rows = [
        [
            say("consent_pdf.patient"),
            own.signed_name,
            say.moment(own.signed_at, zone),
            str(held.entry.number),
        ]
    ]
    if held.completed and held.consent:
        by = say("consent_pdf.explained_by", name=held.clinician, by=held.consent.explained_by)
        at = say.moment(held.completed.signed_at, zone)
        rows.append([say("consent_pdf.clinician"), by, at, str(held.completed.number)])
    return rows
