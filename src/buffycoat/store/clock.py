"""The only place that asks the clock: everything else is told the day and the instant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    """Where the practice is: its days begin at its own midnight."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """The present instant; in a demo or test with its own today, the present time of day on that day."""
    if not settings.TODAY:
        return datetime.now(UTC)
    return datetime.combine(date.fromisoformat(settings.TODAY), time_of_day(), zone()).astimezone(UTC)


def time_of_day() -> time:
    """What the clock on the practice's wall shows."""
    return datetime.now(zone()).time()


def real_seconds() -> float:
    """The present instant, whatever day a demo pretends it is: tokens of other programs expire by it."""
    return datetime.now(UTC).timestamp()


def today() -> date:
    """The day it is at the practice."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day an instant falls on at the practice."""
    return moment.astimezone(zone()).date()
