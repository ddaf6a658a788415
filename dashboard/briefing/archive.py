"""Briefings that are kept: made for somebody, opened again as they were, and told to scripts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dashboard.briefing import kind, making
from dashboard.briefing import widened as widening
from dashboard.briefing.content import Brief, read, unpack
from dashboard.briefing.rendered.formats import OFFERED
from dashboard.parsing import iso
from dashboard.speech import Words
from data.areas import queries
from data.briefings import keeping
from data.briefings.keeping import Made
from data.errors import Conflict, Invalid
from data.json_values import read_moment_here
from data.models.briefing import Briefing
from data.people import sessions
from data.settings import LOOPBACK, Settings
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for: a kind, an area ("": all the visitor sees), a moment ("": now), a topic ("": what
    stands out).
    """

    kind: str
    area: str = ""
    at: str = ""
    topic: str = ""


def compose(visit: Visit, wanted: Wanted, link: Callable[[str], str]) -> Brief:
    """Return a briefing that this visitor may make. `link` tells where an id is opened.

    Raises NotAllowed, NotFound, Busy("too_many_briefings"), Invalid: "bad_moment" and as
    dashboard.briefing.making.make.
    """
    at = read_moment_here(wanted.at, visit.zone) if wanted.at else None
    making.find(visit, wanted.kind, wanted.topic)
    area = queries.find(visit, wanted.area or visit.scope.home(visit.city.code)).area_code
    keeping.require_may_make(visit, area)
    return making.make(visit, wanted.kind, area, at=at, link=link, made_by=maker(visit),
                       topic=wanted.topic)


def names_inside(visit: Visit, area: str) -> dict[str, str]:
    """Return the names of the areas directly inside one ("": all the visitor sees) by code.

    Raises NotFound, Invalid("brief_no_areas").
    """
    found = queries.find(visit, area or visit.scope.home(visit.city.code))
    inside = queries.inside(visit, found.area_code, found.level + 1)
    if not inside:
        raise Invalid("brief_no_areas")
    return {one.area_code: queries.name_of(one, visit.language) for one in inside}


def maker(visit: Visit) -> str:
    """Return the name that stands under a briefing, in the visit's language."""
    person = sessions.find(visit.session, visit.scope.person)
    return Words(language=visit.language, zone=visit.zone).pick(person.name, person.name_en) if (
        person) else visit.scope.name


def keep(visit: Visit, brief: Brief) -> Briefing:
    """Store a briefing. Raises as data.briefings.keeping.keep."""
    return keeping.keep(visit, Made(
        id=brief.id, kind=brief.kind, area=brief.area, language=brief.language, title=brief.title[:200],
        moment=read_moment_here(brief.at, visit.zone), body=brief.pack(), is_draft=brief.is_draft(),
        conclusion=read(brief.conclusion)))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A briefing as it was kept last, and the digest of all it says."""

    brief: Brief
    digest: str


def open_kept(visit: Visit, briefing_id: str) -> Opened:
    """Return a briefing. Raises NotFound("briefing_not_found"), Conflict("briefing_changed")."""
    kept = keeping.find(visit, briefing_id)
    try:
        return Opened(brief=unpack(keeping.body_of(visit, kept)), digest=kept.said_digest)
    except ValueError:  # kept by another edition of the program, whose parts had other names
        raise Conflict("briefing_changed", id=kept.id) from None


def widened(visit: Visit, opened: Opened) -> Opened:
    """Return a briefing as the wider circle may have it, with a digest of its own. Raises as widening.widen."""
    brief = widening.widen(opened.brief, Words(language=opened.brief.language, zone=visit.zone))
    return replace(opened, brief=brief, digest=brief.digest())


def handed(visit: Visit, briefing_id: str, *, is_wide: bool) -> Opened:
    """Return a briefing as one circle or the other has it. Raises as `open_kept` and `widened`."""
    opened = open_kept(visit, briefing_id)
    return widened(visit, opened) if is_wide else opened


def own_copy(visit: Visit, opened: Opened) -> Opened:
    """Return the copy of whoever signed in, with their name on each page.

    What a program fetches and the form for the wider circle bear none.
    """
    brief = opened.brief
    if visit.scope.person is None or brief.circle:
        return opened
    reader = replace(visit, language=brief.language)
    said = Words(language=brief.language, zone=visit.zone)("brief_link.own", reader=maker(reader))
    return replace(opened, brief=brief.model_copy(update={"reader": said}))


def may_widen(kept: Briefing) -> bool:
    """Is there a form of its kind for the wider circle?"""
    known = kind.discover().get(kept.kind)
    return known is not None and known.has_wide


def state_of(kept: Briefing) -> str:
    """Return "draft", "unreleased" or "released"."""
    return "released" if kept.released_at else "draft" if kept.is_draft else "unreleased"


def formats_of(kept: Briefing) -> tuple[str, ...]:
    """Return the forms of it that are offered as files, those its kind is usually had in first."""
    known = kind.discover().get(kept.kind)
    usual = [one for one in known.formats if one in OFFERED] if known else []
    return tuple(dict.fromkeys((*usual, *OFFERED)))


def told(kept: Briefing) -> dict[str, Any]:
    """Return what a script needs of a briefing; moments in UTC."""
    return {"id": kept.id, "address": address_of(kept.id), "kind": kept.kind, "area": kept.area_code,
            "title": kept.title, "at": iso(kept.moment), "made_at": iso(kept.made_at), "by": kept.by_name,
            "state": state_of(kept), "released_at": iso(kept.released_at), "digest": kept.said_digest,
            "revision": kept.revision,
            "formats": list(formats_of(kept))}


def base_of(settings: Settings) -> str:
    """Return where people open this deployment, for what is made without anybody asking from there."""
    named = settings.hosts.split(",")[0].strip()
    host = settings.host if settings.host in LOOPBACK else LOOPBACK[0]
    return f"https://{named}" if named else f"http://{host}:{settings.port}"


def address_of(briefing_id: str) -> str:
    """Return the path under which a briefing is opened."""
    return f"/brief/{briefing_id}"

