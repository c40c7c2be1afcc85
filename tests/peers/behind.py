"""Runs a server behind this machine's own door: in a network of its own, reached through one loopback port.

Debian's Orthanc listens on every address whatever it is told. Started by `unshare --net`, this program has a
network with nothing in it but its own loopback; the socket that it was handed still belongs to the network
outside, so what comes in there is carried to the server, and nothing else can reach it.
"""

import contextlib
import signal
import socket
import subprocess
import sys
import threading


def carry(one: socket.socket, other: socket.socket) -> None:
    """Everything from one end to the other, until either ends."""
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def let_in(visitor: socket.socket, port: int) -> None:
    """One visitor, joined with the server; while the server is not up yet, they are turned away."""
    with visitor, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as server:
        back = threading.Thread(target=carry, args=(server, visitor), daemon=True)
        back.start()
        carry(visitor, server)
        back.join()


def main() -> None:
    """behind.py DESCRIPTOR PORT PROGRAM…: serve until told to end, and end the program with us."""
    door, port = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    program = subprocess.Popen(sys.argv[3:], close_fds=True)
    signal.signal(signal.SIGTERM, lambda number, frame: program.terminate())
    # With the program gone the door is shut: who waits for it is not left standing.
    threading.Thread(target=keep_door, args=(door, port), daemon=True).start()
    sys.exit(program.wait())


def keep_door(door: socket.socket, port: int) -> None:
    """Let everybody in who knocks."""
    while True:
        visitor, _ = door.accept()
        threading.Thread(target=let_in, args=(visitor, port), daemon=True).start()


main()
