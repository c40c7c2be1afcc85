"""One run of the sender: text messages through a practice's plug, one sender at a time, and the journal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buffycoat.interop.messages import send_command
from buffycoat.interop.messages.channels import Never, NotNow
from buffycoat.interop.messages.one_sender import Busy, only_sender
from buffycoat.pathway.aftercare.records import Reach
from buffycoat.store import clock
from buffycoat.store.messages import Message
from tests.people import NURSE, sign_in
from tests.treated import DAY, treated, written

pytestmark = pytest.mark.django_db


class Plug:
    """A company that carries text messages; it may have none to spare."""

    def __init__(self):
        self.sent, self.trouble = [], None

    def send(self, number, text, reference):
        if self.trouble:
            raise self.trouble
        self.sent.append((number, text, reference))


PLUG = Plug()


def plug():
    """What BUFFYCOAT_SMS names."""
    return PLUG


@pytest.fixture
def texting(settings, tmp_path, monkeypatch):
    settings.SMS, settings.SITE = f"{__name__}:plug", "https://patients.example.org"
    settings.MAIL_FROM, settings.OUTBOX = "", tmp_path
    noon = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("America/New_York"))
    monkeypatch.setattr(clock, "now", lambda: noon)
    PLUG.sent, PLUG.trouble = [], None
    episode = treated()
    written(episode, Reach(channel="sms", mobile="+1 555 0100"), NURSE)
    return episode


def test_a_text_message_goes_out_once(texting):
    assert send_command.run()["sent"] == 1
    assert send_command.run()["sent"] == 0
    ((number, text, reference),) = PLUG.sent
    assert number == "+1 555 0100"
    assert "https://patients.example.org/c/" in text
    assert "\n" not in text
    assert len(text) < 480, "three parts at most"
    assert Message.objects.get().reference == reference


def test_a_number_that_does_not_exist_stands_on_today(texting, client):
    PLUG.trouble = Never("no such number")
    assert send_command.run()["refused"] == 1
    sign_in(client)
    page = client.get("/").content.decode()
    assert "Call: a message did not arrive" in page
    assert "Ann Example" in page


def test_what_cannot_go_now_keeps_its_reference(texting):
    PLUG.trouble = NotNow("busy")
    assert send_command.run()["waiting"] == 1
    before = Message.objects.get().reference
    PLUG.trouble = None
    assert send_command.run()["sent"] == 1
    assert PLUG.sent[0][2] == before


def test_an_error_that_nobody_foresaw_leaves_the_message_to_be_tried_again(texting):
    PLUG.trouble = RuntimeError("a fault of the plug")
    with pytest.raises(RuntimeError):
        send_command.run()
    assert Message.objects.get().state == "sending"
    PLUG.trouble = None
    assert send_command.run()["sent"] == 1


def test_an_address_for_mail_in_a_practice_that_sends_none_is_told(texting):
    written(texting, Reach(channel="email", email="ann@example.org"), NURSE, amends=3)
    assert send_command.run()["refused"] == 1
    assert Message.objects.get().why == "this practice sends no e-mail"


def test_a_second_sender_is_told_that_one_is_at_work(texting, tmp_path):
    with only_sender(tmp_path), pytest.raises(Busy):
        send_command.run()
    assert PLUG.sent == []


def test_what_the_journal_knows_is_not_sent_again(texting, tmp_path):
    PLUG.trouble = RuntimeError("killed")
    with pytest.raises(RuntimeError):
        send_command.run()
    PLUG.trouble = None
    with only_sender(tmp_path) as journal:
        journal.accepted(Message.objects.get().reference)
        assert journal.read() == {Message.objects.get().reference}
    assert send_command.run()["sent"] == 0
    assert Message.objects.get().state == "sent"
    with only_sender(tmp_path) as journal:
        assert journal.read() == set()


def test_half_a_line_of_the_journal_is_none(tmp_path):
    (tmp_path / "messages.journal").write_text("a" * 32 + "\n" + "b" * 20)
    with only_sender(tmp_path) as journal:
        assert journal.read() == {"a" * 32}


def test_without_a_site_nothing_is_sent(texting, settings):
    settings.SITE = ""
    with pytest.raises(send_command.NotSetUp, match="BUFFYCOAT_SITE"):
        send_command.run()
    assert Message.objects.count() == 0
    assert DAY + timedelta(days=2) == clock.today()
