"""By which way a message goes out: SMTP through Django's mail, or a plug for text messages.

A plug is any object with the method of `TextPlug`; BUFFYCOAT_SMS names a function of no arguments that makes
it, such as `practice_sms:plug`. We ship none: who carries patients' numbers is the practice's choice.
"""

import smtplib
from collections.abc import Callable
from importlib import import_module
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from buffycoat.interop.messages.words import Words


class NotNow(Exception):
    """The way out is closed at present: nothing of this message was accepted, or nobody knows."""


class Never(Exception):
    """This message will not be accepted at this address, however often it is tried."""


class TextPlug(Protocol):
    """What sends a text message."""

    def send(self, number: str, text: str, reference: str) -> None:
        """Send, and return once it is accepted. `reference` is the same for every try of one message, so that
        a service which keeps it delivers once. Raises NotNow or Never."""
        ...


class Mail:
    """One SMTP connection for the whole run."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def send(self, address: str, words: Words, reference: str) -> None:
        """Send one message; it is accepted when this returns."""
        try:
            validate_email(address)
        except ValidationError as error:
            raise Never("the address cannot be read") from error
        domain = settings.MAIL_FROM.rpartition("@")[2].strip("> ")
        headers = {
            "Message-ID": f"<{reference}@{domain}>",  # the same at every try: mailboxes keep one of two
            "Auto-Submitted": "auto-generated",
        }
        message = EmailMessage(words.subject, words.body, settings.MAIL_FROM, [address], headers=headers)
        try:
            self._open().send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise (Never if min(codes) >= 500 else NotNow)(f"the address was refused ({codes[0]})") from error
        except smtplib.SMTPResponseException as error:
            self.close()
            # Only what is said of the message itself is for good; a refused sign-in is ours to mend.
            never = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
            raise (Never if never else NotNow)(f"the server said {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotNow(f"the mail server did not answer ({type(error).__name__})") from error

    def _open(self) -> BaseEmailBackend:
        if self._connection is None:
            made = get_connection()
            made.open()
            self._connection = made
        return self._connection

    def close(self) -> None:
        """Hang up; the next message dials again."""
        held, self._connection = self._connection, None
        if held is not None:
            try:
                held.close()
            except OSError:  # the line was gone already: smtplib's errors are OSErrors
                return


def text_plug() -> TextPlug | None:
    """The practice's plug for text messages; None when it has none."""
    if not settings.SMS:
        return None
    module, _, name = settings.SMS.partition(":")
    make: Callable[[], TextPlug] = getattr(import_module(module), name)
    return make()
