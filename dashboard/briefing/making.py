"""Making a briefing: of now, or of what was known at an earlier moment, of one area that the visitor sees."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from dashboard.briefing.content import Brief
from dashboard.briefing.kind import Asked, Kind, discover
from dashboard.speech import Words, shared_words
from data.areas import queries
from data.errors import Invalid
from data.past import looking
from data.visit import Visit

REACH = timedelta(days=60)
"""How far before its moment a briefing of the past looks: eight weeks are compared."""


def make(visit: Visit, kind: str, area: str, *, at: datetime | None, link: Callable[[str], str],
         made_by: str, topic: str = "") -> Brief:
    """Return a briefing of an area as of a moment (aware; None: the visit's own). `link` tells where an id is opened.

    Raises Invalid: "brief_kind_unknown", "brief_without_topic", "brief_class_unknown", "brief_topic_unknown",
    "brief_ahead"; NotFound for an area that is not seen.
    """
    found = find(visit, kind, topic)
    place = queries.find(visit, area)
    moment = at or visit.now
    if moment > visit.now:
        raise Invalid("brief_ahead")
    named = new_id(found, moment.astimezone(visit.zone))
    asked = Asked(id=named, area=place.area_code, at=moment, link=link(named), made_at=visit.now, made_by=made_by,
                  topic=topic)
    words = Words(language=visit.language, zone=visit.zone, own=found.words[visit.language])
    if at is None:
        return found.compose(visit, words, asked)
    with looking.visit_at(visit, at, place.area_code, reach=REACH) as then:
        return found.compose(then, words, asked)


def find(visit: Visit, name: str, topic: str = "") -> Kind:
    """Return a kind by its name. Raises Invalid: "brief_kind_unknown", "brief_without_topic" where one is given."""
    known = discover()
    if name not in known:
        between = shared_words(visit.language)["brief.and"]
        raise Invalid("brief_kind_unknown", known=between.join(
            f"{one.name} {one.words[visit.language]['name']}" for one in known.values()))
    if topic and not known[name].topic:
        raise Invalid("brief_without_topic", name=known[name].words[visit.language]["name"])
    return known[name]


def new_id(kind: Kind, local: datetime) -> str:
    """Return an id nobody had: kind, day and time on the city's clock, four random hexadecimal digits."""
    return f"{kind.name[0].upper()}-{local:%Y%m%d-%H%M}-{secrets.token_hex(2)}"
