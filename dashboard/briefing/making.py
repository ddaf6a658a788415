"""Making a briefing: of now, or of what was known at an earlier moment, of one area that the visitor sees."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from dashboard.briefing.content import Brief
from dashboard.briefing.kind import Asked, Kind, discover
from dashboard.speech import Words
from data.areas import queries
from data.errors import Invalid
from data.past import looking
from data.visit import Visit

REACH = timedelta(days=60)
"""How far before its moment a briefing of the past looks: eight weeks are compared."""


def make(visit: Visit, kind: str, area: str, *, at: datetime | None, link: Callable[[str], str],
         made_by: str, topic: str = "") -> Brief:
    """Return a briefing of an area as of a moment (aware; None: the visit's own). `link` tells where an id is opened.

    Raises Invalid("bad_brief") for a kind or a topic nobody knows or a moment ahead, NotFound for an area that is not
    seen.
    """
    found = find(kind, topic)
    place = queries.find(visit, area)
    moment = at or visit.now
    if moment > visit.now:
        raise Invalid("bad_brief", why="at lies ahead")
    named = new_id(found, moment.astimezone(visit.zone))
    asked = Asked(id=named, area=place.area_code, at=moment, link=link(named), made_at=visit.now, made_by=made_by,
                  topic=topic)
    words = Words(language=visit.language, zone=visit.zone, own=found.words[visit.language])
    if at is None:
        return found.compose(visit, words, asked)
    with looking.visit_at(visit, at, place.area_code, reach=REACH) as then:
        return found.compose(then, words, asked)


def find(name: str, topic: str = "") -> Kind:
    """Return a kind by its name. Raises Invalid("bad_brief"), also where it has no topic and one is given."""
    known = discover()
    if name not in known:
        raise Invalid("bad_brief", why=f"kind is one of {', '.join(known)}")
    if topic and not known[name].has_topic:
        raise Invalid("bad_brief", why=f"a {name} briefing has no topic")
    return known[name]


def new_id(kind: Kind, local: datetime) -> str:
    """Return an id nobody had: kind, day and time on the city's clock, four random hexadecimal digits."""
    return f"{kind.name[0].upper()}-{local:%Y%m%d-%H%M}-{secrets.token_hex(2)}"
