"""One sender at a time, and its journal: what the server accepted, kept before anything else is done.

The lock is the operating system's, on the journal's file: it ends with its process, however that ends. A line
is in the file as soon as `write` returns, so kill -9 loses none; only a power cut can.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another sender is at work."""


class Journal:
    """References of messages that were accepted and may not be in the table yet."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def read(self) -> set[str]:
        """What was accepted since it was last emptied; half a line, from a power cut, is none."""
        size = os.fstat(self._handle).st_size
        return {line for line in os.pread(self._handle, size, 0).decode().split("\n") if len(line) == 32}

    def accepted(self, reference: str) -> None:
        """The first thing that is done after the server said yes."""
        os.write(self._handle, f"{reference}\n".encode())

    def empty(self) -> None:
        """All of it is in the table."""
        os.ftruncate(self._handle, 0)


@contextmanager
def only_sender(folder: Path) -> Iterator[Journal]:
    """Hold the lock while sending; Busy when somebody else does."""
    handle = os.open(folder / "messages.journal", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy("another `buffycoat messages send` is at work") from error
        yield Journal(handle)
    finally:
        os.close(handle)
