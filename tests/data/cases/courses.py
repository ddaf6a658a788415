"""Moving cases by number at whatever version they have, and looking at what came of it."""

import pytest
from sqlalchemy import select

from data.cases import workflow
from data.cases.given import Given, Part
from data.errors import CityError
from data.models.case import Case, CaseEvent
from tests import cast

TWO = (Part(text="清运垃圾", department="clean"), Part(text="修补路面", department="roads", class_code="0102"))
"""Two parts: one of the case's own class, one of the roads office."""


def case_of(visit, number) -> Case:
    """Return the case as it is stored now."""
    return visit.session.scalars(select(Case).where(Case.case_no == number).execution_options(
        populate_existing=True)).one()


def moved(write, number, verb, who=cast.ALICE, now=cast.NOW, note="说明", **given):
    """Make a move at whatever version the case has, and return the case."""
    with write(scope=who, now=now) as visit:
        version = workflow.find(visit, number).version
        return workflow.move(visit, number, verb, version=version, given=Given(note=note, **given))


def refused(write, number, verb, who=cast.ALICE, **given) -> str:
    """Return the code with which the move was refused."""
    with pytest.raises(CityError) as error:
        moved(write, number, verb, who, **given)
    return error.value.code


def events_of(visit, number) -> list[CaseEvent]:
    """Return what happened to the case, oldest first."""
    return list(visit.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case_of(visit, number).id).order_by(
        CaseEvent.version)))


def parts_of(visit, number) -> list[Case]:
    """Return the parts that hang on the case, oldest first."""
    return list(visit.session.scalars(select(Case).where(Case.parent_id == case_of(visit, number).id).order_by(
        Case.id).execution_options(populate_existing=True)))


def split(write, number, who=cast.ALICE, parts=TWO) -> list[str]:
    """Split the case and return the numbers of the new parts."""
    moved(write, number, "split", who, parts=parts)
    with write() as visit:
        return [part.case_no for part in parts_of(visit, number)][-len(parts):]
