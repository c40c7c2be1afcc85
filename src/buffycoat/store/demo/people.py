"""Sixty invented people. No name, number or birthday is anybody's; telephones are the fictional 555."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

# Who works here: how they sign in, first and last name, role.
STAFF = (
    ("frontdesk", "Marigold", "Pelham", "front_desk"),
    ("nurse", "Tobias", "Ferncliff", "nurse"),
    ("nurse2", "Agnes", "Hollowdune", "nurse"),
    ("doctor", "Leopold", "Sandiver", "proceduralist"),
    ("doctor2", "Mirabel", "Quillstone", "proceduralist"),
    ("manager", "Cornelia", "Ashvale", "manager"),
    ("researcher", "Rufus", "Inkwell", "researcher"),
)
STAFF_NAMES = {username: f"{first} {last}" for username, first, last, _ in STAFF}

# Name, F or M, and whether letters go out in Spanish.
NAMES = """
Aurelio Marshquill M|Bettina Cloverdale F|Caspian Thornebury M|Dorothea Wimplewick F|Emeric Stonehollow M
Fenella Brightwater F|Gideon Larkspindle M|Hesper Oakenfield F|Ignatius Pebbleworth M|Jocasta Fairweather F
Kester Drumlin M|Lavinia Teasdrop F|Magnus Fernhallow M|Nerissa Quickbeam F|Octavio Valdelirio M es
Philippa Greycombe F|Quentin Ashgrove M|Rosalba Montesol F es|Silas Copperthwaite M|Tabitha Winterbourne F
Ulric Fallowmere M|Verity Candlewood F|Walter Hobblestone M|Ximena Altaluna F es|Yorick Bramblegate M
Zelda Meadowsweet F|Ambrose Tidewell M|Briony Hearthstone F|Crispin Ravenscar M|Delia Moonpenny F
Evaristo Piedrazul M es|Flora Dapplegrove F|Gaspard Millbrook M|Honora Sparrowdale F|Isidore Wrenfield M
Jessamy Harrowgate F|Konrad Flintwater M|Lucasta Pennyroyal F|Mortimer Hayrick M|Nuria Campoalegre F es
Osbert Larchmont M|Petra Snowdrift F|Rafferty Gorsewood M|Sabina Loveday F|Thaddeus Barleycorn M
Una Whitethorn F|Valentin Rioclaro M es|Wilhelmina Foxglove F|Xavier Turnstile M|Yolanda Estrellita F es
Zachary Moorcastle M|Araminta Goldfinch F|Barnaby Saltmarsh M|Clementine Ivydale F|Darius Lanternlow M
Eudora Primrosewell F|Ferdinand Oxbridge M|Guinevere Applethorn F|Horatio Windlass M|Isolde Merriwether F
"""
YEAR = 365.25
MRN_PREFIX = "DEMO-"


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    sex: str
    birth_date: date
    mrn: str
    language: str
    phone: str
    platelets: int  # ×10⁹/L, on an ordinary day
    haemoglobin: float  # g/dL
    pain: int  # on average, before any treatment
    months: int  # since it began, when they were referred

    def age(self, day: date) -> int:
        """Full years on a day."""
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


def people(rng: Random, day: date) -> tuple[Person, ...]:
    """All sixty, between 31 and 78 years old on the day."""
    lines = [one for line in NAMES.strip().splitlines() for one in line.split("|")]
    return tuple(_person(index, line, rng, day) for index, line in enumerate(lines))


def _person(index: int, line: str, rng: Random, day: date) -> Person:
    spanish = line.endswith(" es")
    name, sex = line.removesuffix(" es").rsplit(" ", 1)
    born = day - timedelta(days=round(rng.triangular(31, 78, 54) * YEAR))
    return Person(
        name=name,
        sex={"F": "female", "M": "male"}[sex],
        birth_date=born,
        mrn=f"{MRN_PREFIX}{1001 + 7 * index}",
        language="es" if spanish else "en",
        phone=f"555-01{index:02}",
        platelets=rng.randint(185, 310),
        haemoglobin=round(rng.uniform(12.6, 15.2), 1),
        pain=rng.choice((6, 6, 7, 7, 7, 8)),
        months=rng.randint(9, 40),
    )
