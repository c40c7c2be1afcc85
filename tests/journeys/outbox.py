"""The messages to patients, with a mail server that takes everything."""

from buffycoat.store import actions, clock


def when_messages_are_sent() -> list[str]:
    """A run in which the server takes everything: the addresses that the messages carry."""
    actions.fill_outbox(clock.now())
    found = []
    for message_id in actions.waiting_messages(clock.now()):
        ready = actions.claim(message_id, clock.now())
        if ready:
            actions.note_sent(ready.id, clock.now())
            found.append(f"/{'c' if ready.purpose == 'check_in' else 'a'}/{ready.token}/")
    return found
