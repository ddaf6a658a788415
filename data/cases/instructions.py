"""Leaders' instructions on cases, and who may read which: their words are not for everybody who sees the case."""

from sqlalchemy import select

from data.models.case import Case
from data.models.together import Instruction
from data.visit import Visit

READERS: dict[str, tuple[str, ...]] = {"desk": ("cases.dispatch",), "leaders": ("cases.supervise", "cases.instruct")}
"""Audience -> permissions of which one is enough, on the case. "all" needs none: whoever sees the case reads it."""


def readable(visit: Visit, case: Case) -> list[Instruction]:
    """Return the case's instructions that the visitor may read, oldest first."""
    written = visit.session.scalars(
        select(Instruction).where(Instruction.case_id == case.id).order_by(Instruction.version, Instruction.id))
    return [one for one in written if may_read(visit, case, one)]


def may_read(visit: Visit, case: Case, one: Instruction) -> bool:
    """May the visitor, who sees the case, read this instruction? Its writer may; once called back, nobody else."""
    if is_own(visit, one.person):
        return True
    if one.withdrawn_at is not None:
        return False
    if one.audience == "all":
        return True
    return any(visit.scope.allows(permission, case.area_code, case.department)
               for permission in READERS.get(one.audience, ()))


def is_own(visit: Visit, person: str | None) -> bool:
    """Is the visitor this person?"""
    return person is not None and person == visit.scope.person
