"""Which city dates are working days: weekends, statutory holidays and the weekends called to work for them (调休).

The days come from the yearly notices of the General Office of the State Council, as the package
`chinesecalendar` keeps them. A notice appears in October or November for the year after; until a
release of the package knows it, that year's dates are judged by the weekday alone and
`is_announced` says so. A notice may also call one of the last weekends of the year before to work
(2007-12-29 for New Year 2008): those few dates stand announced and can still change.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from chinese_calendar import holidays, workdays

CHINA = "CN"
"""The only country whose notices are known; dates elsewhere are judged by the weekday and the city's own days."""
NO_DAYS: Mapping[date, bool] = MappingProxyType({})
SATURDAY = 5

_ANNOUNCED_YEARS = range(min(holidays).year, max(holidays).year + 1)
_ALSO_WORKED = frozenset({date(2005, 12, 31)})
"""Called to work by the notice for 2006; the package begins that notice on 1 January."""


def is_working_day(day: date, own: Mapping[date, bool] = NO_DAYS, country: str = CHINA) -> bool:
    """Is this city date a working day? `own` is the city's table {date: is_working}, which overrides all else."""
    if day in own:
        return own[day]
    if country == CHINA:
        if day in workdays or day in _ALSO_WORKED:
            return True
        if day in holidays:
            return False
    return day.weekday() < SATURDAY


def is_announced(day: date, own: Mapping[date, bool] = NO_DAYS, country: str = CHINA) -> bool:
    """Is it known whether this city date is worked, by a notice or by the city's own table, not only by its weekday?"""
    return day in own or (country == CHINA and day.year in _ANNOUNCED_YEARS)
