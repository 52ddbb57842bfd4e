"""Time zones by the names that a recipe gives them.

Those of zoneinfo have their own names, those of dateutil `dateutil/` before them, as for pandas: where a clock is put
on or back, matplotlib finds other ticks with the one than with the other. A zone that knows no summer is its distance
from UTC.
"""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from matplotlib import dates

from scitex_plt.values.plain import Unsupported

NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
"""A name which is no path out of the folder of time zones."""

OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")

OF_DATEUTIL = "dateutil/"


def name_of(zone: tzinfo) -> str:
    """Return the name of a time zone.

    Raises
    ------
    Unsupported
        If no zone can be had by that name.
    """
    name = ""
    if isinstance(zone, ZoneInfo):
        name = zone.key or ""
    elif "zoneinfo/" in (file := str(getattr(zone, "_filename", ""))):
        name = OF_DATEUTIL + file.partition("zoneinfo/")[2]
    elif (offset := zone.utcoffset(None)) is not None:
        name = written(offset) if offset else "UTC"
    try:
        zone_of(name)
    except ValueError as cause:
        raise Unsupported("its time zone") from cause
    return name


def name_unless_usual(zone: tzinfo | str | None) -> str | None:
    """Return the name of a time zone that matplotlib was told; None if it is that of the rcParams."""
    usual, zone = taken(None), taken(zone)
    if zone == usual:
        return None
    name = name_of(zone)
    return None if zone_of(name) == usual else name


def taken(zone: tzinfo | str | None) -> tzinfo:
    """Return the time zone for which matplotlib takes what it was told: None is that of the rcParams."""
    return dates._get_tzinfo(zone)  # type: ignore[no-untyped-call,no-any-return]


def zone_of(name: str) -> tzinfo:
    """Return a time zone by its name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if name == "UTC":
        return UTC
    if offset := OFFSET.fullmatch(name):
        sign, hours, minutes = offset.groups()
        return timezone(int(f"{sign}1") * timedelta(hours=int(hours), minutes=int(minutes)))
    try:
        if not NAME.fullmatch(name):
            raise ValueError("is a path")
        if name.startswith(OF_DATEUTIL):
            return taken(name.removeprefix(OF_DATEUTIL))
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as cause:
        raise ValueError(f"{name!r} is no time zone: expected a name like Europe/Berlin, or +01:00") from cause


def written(offset: timedelta) -> str:
    """Return a distance from UTC as ISO dates end in it: `+01:00`."""
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
