"""`buffycoat messages send`: fill the outbox from the plans, send what may go, hand over what nobody answers.

For each message, in this order: “sending” is committed; the server accepts; the journal keeps that; “sent” is
committed. Killed before the server accepted, it goes out at the next run. Killed after the journal, it does
not. Between the two lie microseconds, and then it goes out twice under the same Message-ID.
"""

from collections import Counter
from pathlib import Path

from django.conf import settings

from buffycoat.interop.messages.channels import Mail, Never, NotNow, TextPlug, text_plug
from buffycoat.interop.messages.one_sender import Journal, only_sender
from buffycoat.interop.messages.words import words_of
from buffycoat.store import actions, clock
from buffycoat.store.actions import Ready

IN_A_ROW = 3  # messages that the server would not take: then the run ends, and cron tries later


class NotSetUp(Exception):
    """A setting is missing; the message names it."""


def run() -> Counter[str]:
    """One run, and how many came to what. Busy when another is at work."""
    if not settings.MAIL_FROM and not settings.SMS:
        raise NotSetUp(
            "no message can be sent: set BUFFYCOAT_MAIL_HOST and BUFFYCOAT_MAIL_FROM, or BUFFYCOAT_SMS"
        )
    if not settings.SITE:
        raise NotSetUp("messages carry links: set BUFFYCOAT_SITE to the address that patients open")
    tally: Counter[str] = Counter()
    with only_sender(Path(settings.OUTBOX)) as journal:
        tally["again"] = actions.settle_interrupted(journal.read(), clock.now())
        journal.empty()
        tally["new"] = actions.fill_outbox(clock.now())
        _send_all(journal, tally)
        tally["handed over"] = actions.hand_over(clock.now())
    return tally


def _send_all(journal: Journal, tally: Counter[str]) -> None:
    mail, plug, trouble = Mail(), text_plug(), 0
    try:
        for message_id in actions.waiting_messages(clock.now()):
            ready = actions.claim(message_id, clock.now())
            if ready is None:
                tally["held or stopped"] += 1
                continue
            said = _send(ready, mail, plug, journal)
            tally[said] += 1
            trouble = trouble + 1 if said == "waiting" else 0
            if trouble == IN_A_ROW:
                return
    finally:
        mail.close()


def _send(ready: Ready, mail: Mail, plug: TextPlug | None, journal: Journal) -> str:
    words = words_of(ready)
    try:
        if ready.channel == "email" and settings.MAIL_FROM:
            mail.send(ready.address, words, ready.reference)
        elif ready.channel == "sms" and plug:
            plug.send(ready.address, words.text, ready.reference)
        else:
            raise Never(f"this practice sends no {'e-mail' if ready.channel == 'email' else 'text messages'}")
    except Never as why:
        actions.note_not_sent(ready.id, str(why), clock.now(), for_good=True)
        return "refused"
    except NotNow as why:
        actions.note_not_sent(ready.id, str(why), clock.now(), for_good=False)
        return "waiting"
    journal.accepted(ready.reference)
    actions.note_sent(ready.id, clock.now())
    return "sent"
