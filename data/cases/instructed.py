"""Instructions of late that the visitor may read, with the cases they are on."""

from datetime import datetime

from sqlalchemy import select

from data.cases import instructions
from data.models.case import Case
from data.models.together import Instruction
from data.storage.prefix import lies_in
from data.visit import Visit

MOST_LISTED = 200


def recent(visit: Visit, prefix: str, since: datetime, limit: int = MOST_LISTED) -> list[tuple[Instruction, Case]]:
    """Return the readable instructions on cases of an area since a moment, the newest first."""
    rows = visit.session.execute(
        select(Instruction, Case).join(Case, Case.id == Instruction.case_id)
        .where(Instruction.at >= since, Instruction.withdrawn_at.is_(None), lies_in(Case.area_code, prefix))
        .order_by(Instruction.at.desc(), Instruction.id.desc()).limit(limit)
    )
    return [(one, case) for one, case in rows if instructions.may_read(visit, case, one)]
