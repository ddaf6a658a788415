"""Why a closing might not be believed. Such cases are shown, and counted out of the figures of speed.

One city's published requests had 45 of 100 cases of one class closed within ten minutes, which made every
"time to close" of that class worthless.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from data import clock
from data.models.case import Case, CaseEvent
from data.models.report import CasePicture, Picture
from data.visit import Visit

WITHIN_MINUTES, SAME_PICTURE, OWN_HANDLER, REOPENED = 1, 2, 4, 8
BITS = {"within_minutes": WITHIN_MINUTES, "same_picture": SAME_PICTURE, "own_handler": OWN_HANDLER,
        "reopened": REOPENED}
"""Name -> bit of cases.suspicions."""

TOO_SOON = timedelta(minutes=10)
ALIKE_BITS = 6
"""Difference hashes this few of 64 bits apart show the same picture."""


def judge(visit: Visit, case: Case) -> int:
    """Return the bits of what is suspicious about closing this case now."""
    found = REOPENED if case.reopenings else 0
    if visit.now - case.received_at < TOO_SOON:
        found |= WITHIN_MINUTES
    if _is_closed_by_its_handler(visit, case):
        found |= OWN_HANDLER
    if _has_same_picture(visit, case):
        found |= SAME_PICTURE
    return found


def of_record(received: datetime, closed: datetime | None, zone: ZoneInfo) -> int:
    """Return the bits of a closing that history tells of; two midnights are days without times and say nothing."""
    if closed is None or closed - received >= TOO_SOON:
        return 0
    is_day = received == closed == clock.start_of_day(closed, zone)
    return 0 if is_day else WITHIN_MINUTES


def named(bits: int) -> list[str]:
    """Return the names of the bits."""
    return [name for name, bit in BITS.items() if bits & bit]


def _is_closed_by_its_handler(visit: Visit, case: Case) -> bool:
    if visit.scope.person is None:
        return False
    return visit.session.execute(
        select(CaseEvent.id).where(CaseEvent.case_id == case.id, CaseEvent.verb.in_(("start", "finish")),
                                   CaseEvent.person == visit.scope.person).limit(1)
    ).first() is not None


def _has_same_picture(visit: Visit, case: Case) -> bool:
    rows = visit.session.execute(
        select(CasePicture.stage, CasePicture.sha256).where(CasePicture.case_id == case.id)).all()
    looks = {sha: int(look, 16) for sha, look in visit.session.execute(
        select(Picture.sha256, Picture.look).where(Picture.sha256.in_({sha for _, sha in rows})))} if rows else {}
    before = [looks[sha] for stage, sha in rows if stage == "before"]
    after = [looks[sha] for stage, sha in rows if stage != "before"]
    return any((one ^ other).bit_count() <= ALIKE_BITS for one in before for other in after)
