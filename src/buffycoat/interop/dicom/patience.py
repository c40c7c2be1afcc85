"""Asking with an end: whatever the other side does, whoever waits is answered in time."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from threading import BoundedSemaphore, Thread
from time import monotonic
from typing import TypeVar

T = TypeVar("T")
MOST = 12  # questions under way in this process
_PLACES = BoundedSemaphore(MOST)


class TooSlow(Exception):
    """The time is up."""


class Patience:
    """So many seconds for everything that is asked through it, together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return max(self._ends - monotonic(), 0.0)

    def ask(self, question: Callable[[], T]) -> T:
        """The answer, or what the question raises; TooSlow when the time is up.

        In a thread of its own: a socket's timeout counts from each byte to the next, and one that drips would
        keep a page for hours. The thread ends with its connection; the places are counted, so that an archive
        that keeps many waiting does not fill the process with them.
        """
        if not _PLACES.acquire(timeout=self.left):
            raise TooSlow
        answer: Future[T] = Future()

        def work() -> None:
            try:
                answer.set_result(question())
            except BaseException as error:  # whatever it is, it is raised where the answer is waited for
                answer.set_exception(error)
            finally:
                _PLACES.release()

        Thread(target=work, daemon=True).start()
        try:
            return answer.result(self.left)
        except Late as error:
            if answer.done():  # the question's own, not ours
                raise
            raise TooSlow from error
