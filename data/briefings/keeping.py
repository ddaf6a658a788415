"""Keeping briefings as they were made, finding them again, and releasing them.

A briefing gives nobody a right: who opens it must be allowed to see the cases of its whole area. What is opened is what
was kept, to the bit, or a refusal; one that is incomplete (草稿) is never released. Where its sentences were
revised, that is what was kept last (data.briefings.revisions), until its release freezes it.
"""

import gzip
import hashlib
import logging
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from data.errors import Busy, Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import Briefing, BriefRevision
from data.people import trail
from data.scope import Scope
from data.visit import Visit

LOG = logging.getLogger(__name__)
MAKES, RELEASES, SEES = "briefs.make", "briefs.release", "cases.view"
MOST_A_DAY = 60
"""Briefings that one person may make in 24 hours; a command of the machine's own may make any number."""
LARGEST_BODY = 8 * 1024 * 1024
LEVEL = 6
MOST_LISTED = 200
LONGEST_CONCLUSION = 4_000
COMMAND = "command"
"""Stands for who made it where no person did."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A briefing that is to be kept; `body` is all it says, as JSON."""

    id: str
    kind: str
    area: str
    language: str
    title: str
    moment: datetime
    body: bytes
    is_draft: bool
    conclusion: str = ""
    """As a text, by which it is found."""


def require_may_make(visit: Visit, area: str) -> None:
    """Raise NotAllowed where this visitor may not make briefings of an area, Busy("too_many_briefings") for one more.

    Asked before the work of making one, and again by `keep`.
    """
    require_rights(visit.scope, area)
    person = visit.scope.person
    if person is not None and _count(visit, person) >= MOST_A_DAY:
        raise Busy("too_many_briefings", limit=MOST_A_DAY)


def require_rights(scope: Scope, area: str) -> None:
    """Raise NotAllowed for whoever may not make briefings of an area."""
    for permission in (MAKES, SEES):
        if not scope.allows(permission, area):
            raise NotAllowed(permission=permission)


def keep(visit: Visit, made: Made) -> Briefing:
    """Store a briefing and return it. Raises as `require_may_make`, Invalid("briefing_too_large"), Conflict."""
    require_may_make(visit, made.area)
    if len(made.body) > LARGEST_BODY:
        raise Invalid("briefing_too_large", limit=LARGEST_BODY // 1024 // 1024)
    if visit.session.get(Briefing, made.id) is not None:
        raise Conflict("briefing_exists", id=made.id)
    kept = Briefing(
        id=made.id, kind=made.kind, area_code=made.area, language=made.language, title=made.title, moment=made.moment,
        conclusion=made.conclusion[:LONGEST_CONCLUSION], made_at=visit.now, made_by=visit.scope.person,
        by_name=visit.scope.name,
        body=packed(made.body), digest=hashlib.sha256(made.body).hexdigest(),
        is_draft=made.is_draft)
    visit.session.add(kept)
    visit.session.flush()
    note(visit, "briefing.keep", kept, digest=kept.digest)
    return kept


def find(visit: Visit, briefing_id: str) -> Briefing:
    """Return a briefing. Raises NotFound("briefing_not_found"), also for one withdrawn and one not for them."""
    kept = visit.session.get(Briefing, briefing_id)
    if kept is None or kept.withdrawn_at is not None or not visit.scope.allows(SEES, kept.area_code):
        raise NotFound("briefing_not_found")
    return kept


def body_of(visit: Visit, kept: Briefing, number: int | None = None) -> bytes:
    """Return all it says, as JSON: by its newest revision, or by the one that is named (0: as it was made).

    Raises NotFound("revision_not_found"), Conflict("briefing_changed") where that is not what was kept.
    """
    wanted = kept.revision if number is None else number
    found = kept if wanted == 0 else visit.session.get(BriefRevision, (kept.id, wanted)) if wanted > 0 else None
    if found is None and number is not None:
        raise NotFound("revision_not_found", number=number)
    body = unpacked(found.body) if found is not None else b""
    digest = kept.said_digest if wanted == kept.revision else found.digest if found is not None else ""
    if hashlib.sha256(body).hexdigest() != digest:
        LOG.error("the body of briefing %s, revision %s, is not what was kept", kept.id, wanted)
        raise Conflict("briefing_changed", id=kept.id)
    return body


def packed(body: bytes) -> bytes:
    """Return a body as it is stored."""
    return gzip.compress(body, LEVEL, mtime=0)


def unpacked(body: bytes) -> bytes:
    """Return what was packed, nothing where that cannot be read."""
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return b""


def release(visit: Visit, briefing_id: str, *, revision: int | None = None) -> Briefing:
    """Mark a briefing as released. Of two at once one does it, and the other is told by whom it was done.

    `revision` is the one that was read; None: whichever is the newest. Raises NotAllowed, NotFound,
    IllegalMove("briefing_is_draft"), Conflict: "briefing_released", "briefing_edited" since it was read.
    """
    kept = find(visit, briefing_id)
    if not may_release(visit, kept):
        raise NotAllowed(permission=RELEASES)
    body_of(visit, kept)
    if kept.is_draft:
        raise IllegalMove("briefing_is_draft")
    seen = kept.revision if revision is None else revision
    if not 0 <= seen <= kept.revision:
        raise NotFound("revision_not_found", number=seen)
    done = visit.session.execute(
        update(Briefing).where(Briefing.id == kept.id, Briefing.released_at.is_(None), Briefing.withdrawn_at.is_(None),
                               Briefing.revision == seen)
        .values(released_at=visit.now, released_by=person_of(visit), released_by_name=visit.scope.name))
    visit.session.refresh(kept)
    if done.rowcount == 1:  # type: ignore[attr-defined]
        note(visit, "briefing.release", kept, digest=kept.said_digest)
    elif kept.withdrawn_at is not None:
        raise NotFound("briefing_not_found")
    elif kept.released_at is None or kept.revision != seen:
        raise edited_since(visit, kept)
    elif kept.released_by != person_of(visit):
        raise Conflict("briefing_released", by=str(kept.released_by_name))
    return kept


def edited_since(visit: Visit, kept: Briefing) -> Conflict:
    """Return the refusal that tells who revised a briefing last, and when."""
    newest = visit.session.get(BriefRevision, (kept.id, kept.revision))
    at = newest.at.astimezone(visit.zone).isoformat(sep=" ", timespec="minutes")[:16] if newest else ""
    return Conflict("briefing_edited", by=newest.by_name if newest else "", at=at, number=kept.revision)


def withdraw(visit: Visit, briefing_id: str) -> Briefing:
    """Take a briefing away from everybody; its row stays for the record. Raises NotAllowed, NotFound."""
    kept = find(visit, briefing_id)
    if not may_withdraw(visit, kept):
        raise NotAllowed(permission=RELEASES)
    kept.withdrawn_at = visit.now
    note(visit, "briefing.withdraw", kept, digest=kept.said_digest)
    return kept


def note_wide(visit: Visit, briefing_id: str, **details: str) -> None:
    """Keep on the trail that the form for the wider circle was had of a briefing. Raises as `find`."""
    note(visit, "briefing.widen", find(visit, briefing_id), **details)


def may_release(visit: Visit, kept: Briefing) -> bool:
    """May this visitor release it? Whether it is complete is another matter."""
    return visit.scope.allows(RELEASES, kept.area_code)


def may_withdraw(visit: Visit, kept: Briefing) -> bool:
    """May this visitor take it away? Who made it may as long as it was not released."""
    is_own = kept.made_by is not None and kept.made_by == visit.scope.person and kept.released_at is None
    return is_own or may_release(visit, kept)


def person_of(visit: Visit) -> str:
    """Return the id of who does it, for the record."""
    return visit.scope.person or COMMAND


def _count(visit: Visit, person: str) -> int:
    return int(visit.session.execute(
        select(func.count()).select_from(Briefing)
        .where(Briefing.made_by == person, Briefing.made_at > visit.now - timedelta(days=1))).scalar_one())


def note(visit: Visit, what: str, kept: Briefing, **details: str) -> None:
    """Put what was done to a briefing on the audit trail."""
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=kept.area_code, subject=kept.id, **details)
