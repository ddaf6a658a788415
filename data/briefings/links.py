"""Links by which one reader fetches a released briefing without signing in: signed, in named formats, until a moment.

The signature is made with a key of the audit trail, which lies outside the database, over all that the link gives: who
can read the database cannot make one, and one whose reader, formats or end were changed there opens nothing. A link
ends with its briefing: where that is withdrawn, nothing is left of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from data.briefings import keeping
from data.errors import Conflict, Gone, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.briefing import Briefing, BriefLink
from data.people import trail
from data.visit import Visit

LONGEST_DAYS = 30
MOST_FETCHED = 50
"""A link that was fetched so often is everybody's; it ends."""
MOST_LISTED = 200
LONGEST_READER = 80
PURPOSE = b"briefing link 1"
"""Keeps what is signed here apart from whatever else the same key seals."""
SIGNATURE_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a link shall give: to whom, in which formats, for how many days, whether without small counts."""

    reader: str
    formats: tuple[str, ...]
    days: int
    is_wide: bool = False


def make(visit: Visit, briefing_id: str, wanted: Wanted) -> tuple[BriefLink, str]:
    """Store a link and return it with its token. Raises NotAllowed, NotFound, Invalid("bad_link"),
    IllegalMove("briefing_not_released").
    """
    kept = require_released(visit, briefing_id)
    reader = trail.one_line(" ".join(wanted.reader.split()))
    if not reader or len(reader) > LONGEST_READER:
        raise Invalid("bad_link", why="reader")
    if not wanted.formats or not 1 <= wanted.days <= LONGEST_DAYS:
        raise Invalid("bad_link", why="days" if wanted.formats else "formats")
    key_id, key = visit.session.info["keys"].signing()
    link = BriefLink(
        id=secrets.token_hex(8), briefing_id=kept.id, area_code=kept.area_code, reader=reader,
        formats=list(wanted.formats), is_wide=wanted.is_wide, digest=kept.said_digest, key_id=key_id, made_at=visit.now,
        made_by=visit.scope.person or keeping.COMMAND, by_name=visit.scope.name,
        expires_at=(visit.now + timedelta(days=wanted.days)).replace(microsecond=0), fetched=0)
    visit.session.add(link)
    visit.session.flush()
    circle = {"circle": "wide"} if link.is_wide else {}
    _note(visit, "briefing.link_make", link, reader=reader, until=link.expires_at.isoformat(timespec="minutes"),
          **circle)
    return link, token_of(link, key)


def require_released(visit: Visit, briefing_id: str) -> Briefing:
    """Return a briefing that this visitor may hand out. Raises NotAllowed, NotFound, IllegalMove."""
    kept = keeping.find(visit, briefing_id)
    if not keeping.may_release(visit, kept):
        raise NotAllowed(permission=keeping.RELEASES)
    if kept.released_at is None:
        raise IllegalMove("briefing_not_released")
    return kept


def token_of(link: BriefLink, key: bytes) -> str:
    """Return what stands in the address of a link: its id, and the signature of all that it gives."""
    said = "\0".join((link.id, link.briefing_id, link.reader, ",".join(link.formats), str(int(link.is_wide)),
                      str(int(link.expires_at.timestamp())), *([link.digest] if link.digest else ())))
    own = hmac.digest(key, PURPOSE, hashlib.sha256)
    return f"{link.id}{hmac.digest(own, said.encode(), hashlib.sha256)[:SIGNATURE_BYTES].hex()}"


def follow(visit: Visit, keys: Mapping[str, bytes], token: str, form: str = "") -> tuple[BriefLink, Briefing]:
    """Return what a token leads to; `form` is the format that is asked for, "" for none yet.

    Raises NotFound("link_not_found"), also for a format that it does not give; Gone: "link_withdrawn",
    "link_revoked", "link_expired", "link_used_up"; Conflict("briefing_changed") where that is not what was released.
    """
    link = visit.session.get(BriefLink, token[:16]) if token.isascii() else None
    key = keys.get(link.key_id) if link else None
    if link is None or key is None or not hmac.compare_digest(token, token_of(link, key)):
        raise NotFound("link_not_found")
    if form and form not in link.formats:
        raise NotFound("link_not_found")
    kept = visit.session.get_one(Briefing, link.briefing_id)
    if kept.withdrawn_at is not None:
        raise Gone("link_withdrawn")
    if link.revoked_at is not None:
        raise Gone("link_revoked")
    if link.expires_at <= visit.now:
        raise Gone("link_expired")
    if link.fetched >= MOST_FETCHED:
        raise Gone("link_used_up")
    if link.digest and link.digest != kept.said_digest:
        raise Conflict("briefing_changed", id=kept.id)
    return link, kept


def receive(visit: Visit, link: BriefLink, form: str = "") -> None:
    """Keep that a link was opened, or ("form") that a file was fetched by it; each file stands on the trail."""
    if link.opened_at is None:
        link.opened_at = visit.now
    if form:
        link.fetched_at, link.fetched = visit.now, link.fetched + 1
        trail.note(visit.session, at=visit.now, who=link.reader, what="briefing.link_fetch", outcome="done",
                   area=link.area_code, subject=link.briefing_id, link=link.id, format=form)


def revoke(visit: Visit, link_id: str) -> BriefLink:
    """End a link before its time; once is enough. Raises NotFound("link_not_found"), NotAllowed."""
    link = visit.session.get(BriefLink, link_id)
    if link is None or not visit.scope.allows(keeping.SEES, link.area_code):
        raise NotFound("link_not_found")
    if not visit.scope.allows(keeping.RELEASES, link.area_code):
        raise NotAllowed(permission=keeping.RELEASES)
    if link.revoked_at is None:
        link.revoked_at = visit.now
        _note(visit, "briefing.link_revoke", link, reader=link.reader)
    return link


def listed(visit: Visit, briefing_id: str) -> list[BriefLink]:
    """Return the links of a briefing, the newest first."""
    return list(visit.session.scalars(
        select(BriefLink).where(BriefLink.briefing_id == briefing_id)
        .order_by(BriefLink.made_at.desc(), BriefLink.id).limit(MOST_LISTED)))


def _note(visit: Visit, what: str, link: BriefLink, **details: str) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=link.area_code, subject=link.briefing_id, link=link.id, **details)
