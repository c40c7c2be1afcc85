"""Run as a program: a real SMTP server on loopback that writes down each message that it accepts, in order.

`python -m tests.mail_server FILE [refuse]`: prints its port; a line in FILE is “recipient <tab> Message-ID”,
on disk before the server says yes. With `refuse` addresses that begin with “nobody” do not exist.
"""

import sys
import time
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.peers.postgresql import free_port


class Mailboxes:
    """What arrived, for whom."""

    def __init__(self, file: Path, refuse: bool) -> None:
        self.file, self.refuse = file.open("a"), refuse

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse and address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        for one in envelope.rcpt_tos:
            said = (one, message["Message-ID"], message["Subject"], message.get_payload(decode=True).decode())
            print(
                "\t".join(part.replace("\n", " ").replace("\r", "") for part in said),
                file=self.file,
                flush=True,
            )
        return "250 accepted"


def main() -> None:
    """Serve until somebody ends it."""
    boxes = Mailboxes(Path(sys.argv[1]), "refuse" in sys.argv[2:])
    port = free_port()
    Controller(boxes, hostname="127.0.0.1", port=port).start()
    print(port, flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
