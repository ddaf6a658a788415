"""Instructions of late that the visitor may read, with the cases they are on."""

from datetime import datetime

from sqlalchemy import select

from data.models.case import Case
from data.models.together import Instruction
from data.scope import AFTER_ANY_CODE
from data.visit import Visit

READERS: dict[str, tuple[str, ...]] = {"desk": ("cases.dispatch",), "leaders": ("cases.instruct", "cases.supervise")}
"""Audience -> any one of these on the case is enough to read it; for all others seeing the case is."""
MOST_LISTED = 200


def may_read(visit: Visit, instruction: Instruction, case: Case) -> bool:
    """May the visitor, who sees the case, read the instruction? Whoever wrote it always may."""
    wanted = READERS.get(instruction.audience)
    if wanted is None or (instruction.person is not None and instruction.person == visit.scope.person):
        return True
    return any(visit.scope.allows(permission, case.area_code, case.department) for permission in wanted)


def recent(visit: Visit, prefix: str, since: datetime, limit: int = MOST_LISTED) -> list[tuple[Instruction, Case]]:
    """Return the readable instructions on cases of an area since a moment, the newest first."""
    rows = visit.session.execute(
        select(Instruction, Case).join(Case, Case.id == Instruction.case_id)
        .where(Instruction.at >= since, Case.area_code >= prefix, Case.area_code < prefix + AFTER_ANY_CODE)
        .order_by(Instruction.at.desc(), Instruction.id.desc()).limit(limit)
    )
    return [(one, case) for one, case in rows if may_read(visit, one, case)]
