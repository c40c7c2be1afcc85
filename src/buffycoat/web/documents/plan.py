"""The patient's plan as a document: the words of its page in the places of plan.typ."""

from datetime import UTC, date, datetime

from buffycoat.web.documents.pdf import Document
from buffycoat.web.presenters.patient_plan import PlanPage
from buffycoat.web.presenters.patient_words import Say

NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # the date of a file that nobody has signed


def plan_document(held: PlanPage, about: tuple[str, ...], source: str, today: date, say: Say) -> Document:
    """The same content as the page, for `pdf.render`; what is said of medicines is said for `today`."""
    return Document(
        template="plan",
        title=say("plan.title"),
        lang=say.lang,
        as_of=held.signed_at or NEVER,
        about=about,
        source=(source,),
        body={
            "lead": say("plan.zero", day=say.day(held.zero)) if held.zero else say("plan.none_lead"),
            "warning": {"title": say("plan.warning"), "lines": list(held.warnings), "call": say("plan.call")},
            "days": {
                "title": say("plan.by_day"),
                "heads": [say("plan.when"), say("plan.what")],
                "rows": [
                    {"span": one.span, "lines": [{"topic": x.topic, "text": x.text} for x in one.lines]}
                    for one in held.days
                ],
            },
            "medicines": {
                "title": say("plan.medicines"),
                "dated": say("plan.take_day", day=say.day(today)),
                "heads": [say("plan.medicine"), say("plan.what")],
                "rows": [{"name": one.name, "said": " ".join(one.said)} for one in held.medicines],
                "none": "" if held.medicines_known else say("plan.medicines_none"),
            },
            "meetings": {
                "title": say("plan.contacts"),
                "heads": [say("plan.contact"), say("plan.when")],
                "rows": [{"name": one.name, "day": one.day} for one in held.meetings],
            },
            "note": say("plan.note_reviewed"),
        },
    )
