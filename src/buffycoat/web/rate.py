"""How often one address may ask what costs us time. Kept in memory only, and forgotten at once."""

from collections import OrderedDict, deque
from threading import Lock
from time import monotonic

MOST_ADDRESSES = 10_000


class Rate:
    """At most so many in so many seconds from one address."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, address: str, at: float | None = None) -> bool:
        """Whether this one more is within the limit; it is counted when it is."""
        now = monotonic() if at is None else at
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            while len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.most:
                return False
            times.append(now)
            return True
