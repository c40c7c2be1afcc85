"""Days and instants as people type them and read them, at the practice's own clock."""

import re
from datetime import date, datetime, tzinfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


def day_text(day: date, lang: str = "en") -> str:
    """19 Nov 2026."""
    return f"{day.day} {(MESES if lang == 'es' else MONTHS)[day.month - 1]} {day.year}"


def partial_text(partial: str) -> str:
    """2019, Mar 2019 or 4 Mar 2019, no more certain than it was written."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return day_text(date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else partial


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """19 Nov 2026, 08:21, at the practice."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date())}, {local:%H:%M}"


def local_text(moment: datetime, zone: tzinfo) -> str:
    """An instant as a browser's date-and-time box holds it."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def is_local(text: str) -> bool:
    """Whether a browser's date-and-time box can hold the text."""
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", text) is not None


def iso_day(text: str) -> str | None:
    """The day in 2026-11-19 or 19 Nov 2026, else None: 11/12/2026 could be read in two ways."""
    found = re.fullmatch(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})", text)
    names = [name.lower() for name in MONTHS]
    if found and found[2].lower() in names:
        text = f"{found[3]}-{names.index(found[2].lower()) + 1:02}-{int(found[1]):02}"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def iso_instant(text: str, zone: tzinfo, was: str = "") -> str | None:
    """The instant of a local date and time; None when it cannot be read or the clock never showed it.

    `was` is the instant that the box was filled from: left as it stood, it keeps its seconds, and in the hour
    that the clock shows twice in autumn it stays itself.
    """
    if was and _local_of(was, zone) == text:
        return was
    try:
        typed = datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return None
    aware = typed if typed.tzinfo else typed.replace(tzinfo=zone)
    back = datetime.fromtimestamp(aware.timestamp(), tz=aware.tzinfo)
    return aware.isoformat() if back.replace(tzinfo=None) == aware.replace(tzinfo=None) else None


def _local_of(was: str, zone: tzinfo) -> str:
    try:
        return local_text(datetime.fromisoformat(was), zone)
    except ValueError:
        return ""
