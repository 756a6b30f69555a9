"""Time zones as people write them: the place that they mean, or nothing. An offset or a summer time is no place."""

from collections.abc import Collection
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

_LONGEST_COMPARED = 60
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def zone_meant(text: str, zones: Collection[str]) -> str:
    """The zone that Windows calls so, that names this city, or that is spelled nearly so; empty if none is."""
    wanted = " ".join(text.split()).lower()
    if not wanted or len(wanted) > _LONGEST_COMPARED:
        return ""
    from babel.core import get_global  # only for a mistake

    by_windows = {name.lower(): zone for name, zone in get_global("windows_zone_mapping").items()}
    places = {zone.lower(): zone for zone in zones if _is_a_place(zone)}
    if wanted in by_windows:
        return str(by_windows[wanted])
    city = f"/{wanted.replace(' ', '_')}"
    named = [zone for lowered, zone in places.items() if lowered.endswith(city)]
    if len(named) == 1:
        return named[0]
    near = get_close_matches(wanted, places, n=1, cutoff=0.8)
    return places[near[0]] if near else ""


def is_fixed(zone: str) -> bool:
    """Whether this is an offset from UTC that looks like a zone: it never changes to summer time."""
    place = ZoneInfo(zone)
    return not _is_a_place(zone) and _WINTER.astimezone(place).utcoffset() == _SUMMER.astimezone(place).utcoffset()


def _is_a_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")
