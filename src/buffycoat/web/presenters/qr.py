"""A QR code as the path of an SVG: black squares, nothing to run and nothing to load."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # modules of white around it: the standard's least, and scanners insist


@dataclass(frozen=True)
class Drawn:
    """The path, and how many modules the square has on each side."""

    path: str
    side: int


def qr(text: str) -> Drawn:
    """The code of a text. Capitals, digits and a few signs make the smallest."""
    made: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return Drawn("".join(runs), len(rows))


def _runs(row: list[bool], y: int) -> list[str]:
    """Neighbouring black modules as one rectangle."""
    runs, start = [], None
    for x, black in enumerate([*row, False]):
        if black and start is None:
            start = x
        elif not black and start is not None:
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return runs
