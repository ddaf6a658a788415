"""What is sent of released briefings: asked for, tried until it went or failed for good, and kept.

A sending is stored before anything goes out and marked after it went. A crash between the two sends it once more, under
the same number, so that nothing is lost; who failed to get it stands on the page until a person has seen to it.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import and_, select

from data.briefings import keeping, links
from data.errors import Busy, Invalid, NotAllowed, NotFound
from data.models.briefing import Briefing, BriefSending
from data.people import trail
from data.storage.prefix import begins_with
from data.visit import Visit

MAIL, HOOK = "mail", "hook"
QUEUED, SENT, FAILED, DROPPED = "queued", "sent", "failed", "dropped"
MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
HOOK_SECRET = "hook_"  # noqa: S105 - how the files are called, not what stands in them
WAITS_MINUTES = (1, 5, 15, 60)
"""After each try that failed; after the last there is one more."""
MOST_AT_ONCE, MOST_WAITING, MOST_LISTED = 10, 200, 200
LONGEST_REASON = 80


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How it goes, to which address, and what its link gives."""

    way: str
    address: str
    link: links.Wanted


def hooks(folder: Path) -> list[str]:
    """Return the names of the hooks there are: files secrets/hook_NAME of the data folder, each holding an address."""
    names = (path.name.removeprefix(HOOK_SECRET) for path in (folder / "secrets").glob(f"{HOOK_SECRET}*"))
    return sorted(name for name in names if NAME.fullmatch(name))


def ask(visit: Visit, briefing_id: str, wanted: Wanted) -> BriefSending:
    """Store that a briefing is to be sent. Raises as data.briefings.links.make; Invalid("bad_address"), Busy."""
    is_known = (MAILBOX.fullmatch(wanted.address) and len(wanted.address) <= 200 if wanted.way == MAIL
                else wanted.way == HOOK and wanted.address in hooks(visit.folder))
    kept = links.require_released(visit, briefing_id)
    if not is_known:
        raise Invalid("bad_address")
    waiting = visit.session.scalars(select(BriefSending.id).where(BriefSending.state == QUEUED).limit(MOST_WAITING))
    if len(waiting.all()) >= MOST_WAITING:
        raise Busy("too_many_sendings", limit=MOST_WAITING)
    link, _ = links.make(visit, briefing_id, wanted.link)
    one = BriefSending(
        briefing_id=kept.id, area_code=kept.area_code, link_id=link.id, digest=kept.said_digest, way=wanted.way,
        address=wanted.address, asked_at=visit.now, asked_by=visit.scope.person or keeping.COMMAND,
        by_name=visit.scope.name, state=QUEUED, due_at=visit.now, tries=0, reason="")
    visit.session.add(one)
    visit.session.flush()
    _note(visit, "briefing.send", one)
    return one


def due(visit: Visit) -> list[int]:
    """Return the numbers of those to be tried now, those that wait longest first."""
    return list(visit.session.scalars(
        select(BriefSending.id).where(BriefSending.state == QUEUED, BriefSending.due_at <= visit.now)
        .order_by(BriefSending.due_at, BriefSending.id).limit(MOST_AT_ONCE)))


def mark_sent(visit: Visit, number: int) -> None:
    """Keep that one went out."""
    one = visit.session.get_one(BriefSending, number)
    one.state, one.reason, one.sent_at, one.tries = SENT, "", visit.now, one.tries + 1
    _note(visit, "briefing.sent", one)


def mark_failed(visit: Visit, number: int, reason: str, *, is_final: bool) -> None:
    """Keep that a try failed: it is tried again later, or after the last try, or a refusal for good, it has failed."""
    one = visit.session.get_one(BriefSending, number)
    one.reason = trail.one_line(reason)[:LONGEST_REASON]
    one.tries += 1
    if is_final or one.tries > len(WAITS_MINUTES):
        one.state = FAILED
        _note(visit, "briefing.send_failed", one)
    else:
        one.due_at = visit.now + timedelta(minutes=WAITS_MINUTES[one.tries - 1])


def again(visit: Visit, number: int) -> BriefSending:
    """Have one that failed tried again, from the beginning. Raises NotFound("sending_not_found"), NotAllowed."""
    one = _found(visit, number)
    if one.state == FAILED:
        one.state, one.tries, one.due_at = QUEUED, 0, visit.now
        _note(visit, "briefing.send", one)
    return one


def drop(visit: Visit, number: int) -> BriefSending:
    """Have one that failed seen to: it is not sent. Raises as `again`."""
    one = _found(visit, number)
    if one.state == FAILED:
        one.state = DROPPED
        _note(visit, "briefing.send_dropped", one)
    return one


def _found(visit: Visit, number: int) -> BriefSending:
    one = visit.session.get(BriefSending, number) if number > 0 else None
    if one is None or not visit.scope.allows(keeping.SEES, one.area_code):
        raise NotFound("sending_not_found")
    if not visit.scope.allows(keeping.RELEASES, one.area_code):
        raise NotAllowed(permission=keeping.RELEASES)
    return one


def listed(visit: Visit, briefing_id: str) -> list[BriefSending]:
    """Return what was sent of a briefing, the newest first."""
    return list(visit.session.scalars(
        select(BriefSending).where(BriefSending.briefing_id == briefing_id)
        .order_by(BriefSending.id.desc()).limit(MOST_LISTED)))


def failed(visit: Visit, prefix: str) -> list[BriefSending]:
    """Return those of areas whose codes begin so that failed and that this visitor may see to, the newest first.

    Of a briefing that was withdrawn nothing is left to be done.
    """
    found = visit.session.scalars(
        select(BriefSending).join(Briefing, and_(
            Briefing.id == BriefSending.briefing_id, Briefing.area_code == BriefSending.area_code))
        .where(begins_with(BriefSending.area_code, prefix), BriefSending.state == FAILED,
               Briefing.withdrawn_at.is_(None))
        .order_by(BriefSending.id.desc()).limit(MOST_LISTED))
    return [one for one in found if visit.scope.allows(keeping.RELEASES, one.area_code)]


def _note(visit: Visit, what: str, one: BriefSending) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=one.area_code, subject=one.briefing_id, link=one.link_id, address=one.address, digest=one.digest,
               reason=one.reason)
