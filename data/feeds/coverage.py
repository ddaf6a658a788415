"""Of how many areas that should be heard of something was heard: what the figures of a screen are made of.

An area is heard of while each feed that declares it has brought a case from it within three of the feed's periods.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from data.areas import queries
from data.errors import Invalid
from data.feeds import declared
from data.feeds.declared import Feed
from data.models.case import Case
from data.storage.database import everywhere
from data.storage.prefix import lies_in
from data.visit import Visit

TIMES = 3
"""Silent is who brings nothing for so many of its periods, as a panel is stale beyond three of its own."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """An area that a feed declares and is silent about."""

    area: str
    name: str
    """In the visit's language."""
    feed: Feed


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many areas should be heard of and how many are; each silence by itself, in the order of areas."""

    expected: int = 0
    heard: int = 0
    missing: tuple[Missing, ...] = ()
    feeds: tuple[tuple[Feed, int], ...] = ()
    """Each feed that declares areas here, and how many of them."""
    unit: str = ""
    """What the city calls areas of their level, in the visit's language; "" where they are of several, or none."""

    def is_partial(self) -> bool:
        """Is something missing?"""
        return self.heard < self.expected


NOTHING_EXPECTED = Coverage()


def coverage(visit: Visit, prefix: str, at: datetime) -> Coverage:
    """Return what is heard of an area as of a moment (aware): of the areas inside it, and of those it lies in.

    Silence is the same for everybody, whatever cases they may see. Files that cannot be read and areas that the city
    does not have expect nothing; `faults` tells them.
    """
    feeds = [one for one in declared.listed(visit.folder) if isinstance(one, Feed)]
    declares = [(feed, [code for code in feed.areas if code.startswith(prefix) or prefix.startswith(code)])
                for feed in feeds]
    with everywhere(visit.session):
        known = queries.names_of(visit, {code for _, codes in declares for code in codes})
        silent = [Missing(area=code, name=known[code], feed=feed) for feed, codes in declares
                  for code in silent_of(visit, feed, [one for one in codes if one in known], at)]
    missing = tuple(sorted(silent, key=lambda one: (one.area, one.feed.id)))
    return Coverage(expected=len(known), heard=len(known) - len({one.area for one in missing}), missing=missing,
                    feeds=tuple((feed, sum(code in known for code in codes)) for feed, codes in declares if codes),
                    unit=unit_of(visit, known))


def unit_of(visit: Visit, codes: Iterable[str]) -> str:
    """Return what the city calls areas of the codes' level; "" where they are of several."""
    levels = {visit.city.level_of(code) for code in codes}
    return visit.city.level_name(min(levels), visit.language) if len(levels) == 1 and 0 not in levels else ""


def silent_of(visit: Visit, feed: Feed, codes: Iterable[str], at: datetime) -> list[str]:
    """Return those of a feed's areas of which it has brought nothing for three of its periods."""
    by_width: dict[int, list[str]] = {}
    for code in codes:
        by_width.setdefault(len(code), []).append(code)
    found: list[str] = []
    for width, some in by_width.items():
        heard = set(visit.session.scalars(
            select(func.substr(Case.area_code, 1, width)).where(
                lies_in(Case.area_code, visit.city.code), Case.source.in_(feed.names()),
                Case.received_at > at - TIMES * feed.period(), Case.received_at <= at).distinct()))
        found += [code for code in some if code not in heard]
    return found


def faults(visit: Visit) -> list[str]:
    """Return a sentence for each file that cannot be read, and for each area that the city does not have."""
    found = list(declared.faults(visit.folder))
    for feed in declared.listed(visit.folder):
        if not isinstance(feed, Invalid):
            with everywhere(visit.session):
                known = queries.names_of(visit, feed.areas)
            found += [f"{feed.id}.yaml: areas: there is no area {code}" for code in feed.areas if code not in known]
    return found
