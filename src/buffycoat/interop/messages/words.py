"""A message in the patient's language, with the address of their page and the practice's numbers."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from buffycoat.pathway.aftercare.messages import TEMPLATES
from buffycoat.store.actions import Ready

DOORS = {"check_in": "patient-check-in", "plan": "patient-plan"}


@dataclass(frozen=True)
class Words:
    """Subject and text of one message."""

    subject: str
    body: str

    @property
    def text(self) -> str:
        """The same as one text message."""
        return " ".join(self.body.split())


def words_of(ready: Ready) -> Words:
    """No name, no treatment: others may read over a shoulder, or share the mailbox."""
    row, foot, spanish = TEMPLATES[ready.template], TEMPLATES["foot"], ready.language == "es"
    link = f"{settings.SITE}{reverse(DOORS[ready.purpose], args=[ready.token])}"
    link += "?lang=es" if spanish else ""
    fill = {"link": link, "phone": settings.PHONE, "emergency": settings.EMERGENCY}
    texts = (row.text_es, foot.text_es) if spanish else (row.text, foot.text)
    said = "\n\n".join(one.format(**fill) for one in texts)
    return Words(row.subject_es if spanish else row.subject, said + "\n")
