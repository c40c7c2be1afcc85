"""How the EHRs send it: ten connections that stay open, in one process that does little besides waiting."""

import asyncio
import gc
from time import perf_counter, process_time


class Ehr(asyncio.Protocol):
    """One EHR: its requests one after the other on one connection, and how long each took to answer."""

    def __init__(self, requests: list[bytes], pause: float) -> None:
        self.requests, self.pause = requests, pause
        self.waited: list[float] = []
        self.done = asyncio.get_running_loop().create_future()
        self.read, self.whole, self.began = bytearray(), 0, 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def ask(self) -> None:
        """Send the next request."""
        self.read.clear()
        self.whole, self.began = 0, perf_counter()
        self.transport.write(self.requests[len(self.waited)])

    def data_received(self, data: bytes) -> None:
        self.read += data
        if not self.whole and (end := self.read.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.read[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                self.done.set_exception(SystemExit(f"the service answered {head.splitlines()[0].decode()}"))
                return
            length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
            self.whole = end + 4 + int(length.partition(b":")[2])
        if self.whole and len(self.read) >= self.whole:
            self._answered()

    def _answered(self) -> None:
        self.waited.append(perf_counter() - self.began)
        if len(self.waited) == len(self.requests):
            self.done.set_result(None)
        elif self.pause:
            asyncio.get_running_loop().call_later(max(self.pause - self.waited[-1], 0), self.ask)
        else:
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(SystemExit("the service hung up"))


async def _all(host: str, port: int, shares: list[list[bytes]], pause: float) -> list[Ehr]:
    loop = asyncio.get_running_loop()
    ehrs = [(await loop.create_connection(lambda s=share: Ehr(s, pause), host, port))[1] for share in shares]
    for number, ehr in enumerate(ehrs):  # ten clinicians do not click in step
        loop.call_later(pause / len(ehrs) * number, ehr.ask)
    await asyncio.gather(*(ehr.done for ehr in ehrs))
    for ehr in ehrs:
        ehr.transport.close()
    return ehrs


def waits(base: str, shares: list[list[bytes]], pause: float = 0) -> tuple[list[list[float]], float, float]:
    """What each EHR waited, call by call; seconds that it all took; seconds of a processor that we took."""
    host, _, port = base.removeprefix("http://").partition(":")
    gc.collect()
    gc.disable()  # a pause of ours would look like one of the service
    try:
        began, used = perf_counter(), process_time()
        ehrs = asyncio.run(_all(host, int(port), shares, pause))
        return [ehr.waited for ehr in ehrs], perf_counter() - began, process_time() - used
    finally:
        gc.enable()
