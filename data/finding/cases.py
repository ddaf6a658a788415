"""Cases by their number, its last digits, or words of what they are about and where; never by who reported."""

from sqlalchemy import select

from data.finding.typed import holds, is_number
from data.models.case import Case
from data.storage.prefix import begins_with, lies_in
from data.visit import Visit

RECENT = 2_000
"""Of cases that have ended, words are looked for in this many of the newest."""
WORDS_FROM = 2
"""Fewer characters stand in nearly every case."""


def find(visit: Visit, text: str, limit: int) -> list[Case]:
    """Return the cases of a number, else those that speak of the words: open ones first, then the newest."""
    if is_number(text):
        numbered = named(visit, text, limit)
        if numbered:
            return numbered
    return speaking_of(visit, text, limit) if len(text) >= WORDS_FROM else []


def named(visit: Visit, number: str, limit: int) -> list[Case]:
    """Return the case of a number; else the open ones whose number ends so; else those whose number begins so."""
    exactly = visit.session.scalars(select(Case).where(Case.case_no == number)).one_or_none()
    if exactly is not None:
        return [exactly]
    newest = Case.received_at.desc(), Case.id.desc()
    ending = list(visit.session.scalars(
        select(Case).where(begins_with(Case.area_code, _reach(visit)), Case.is_open.is_(True),
                           Case.case_no.endswith(number, autoescape=True)).order_by(*newest).limit(limit)))
    if ending:
        return ending
    numbers = (select(Case.case_no).where(begins_with(Case.case_no, number)).order_by(Case.case_no.desc())
               .limit(limit))
    return list(visit.session.scalars(select(Case).where(Case.case_no.in_(numbers)).order_by(*newest)))


def speaking_of(visit: Visit, text: str, limit: int) -> list[Case]:
    """Return the cases with every word in their text or address: open ones, then the newest of those that ended."""
    said, newest = holds((Case.text, Case.address), text), (Case.received_at.desc(), Case.id.desc())
    home = _reach(visit)
    opened = list(visit.session.scalars(
        select(Case).where(begins_with(Case.area_code, home), Case.is_open.is_(True), said)
        .order_by(*newest).limit(limit)))
    if len(opened) >= limit:
        return opened
    recent = select(Case.id).where(lies_in(Case.area_code, home)).order_by(*newest).limit(RECENT)
    ended = select(Case).where(Case.id.in_(recent), Case.is_open.is_(False), said)
    return opened + list(visit.session.scalars(ended.order_by(*newest).limit(limit - len(opened))))


def _reach(visit: Visit) -> str:
    """Return the narrowest prefix around all that the visitor may see, so that an index of areas can be walked."""
    first, last = min(visit.scope.areas, default=""), max(visit.scope.areas, default="")
    alike = next((n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
                 min(len(first), len(last)))
    return first[:alike] or visit.city.code
