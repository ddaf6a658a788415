"""What people do together in the demo city as it begins: supervised cases, a campaign that runs and one that is late.

All of it by the verbs that people press, in the names of the demo people.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.campaigns import items, making
from data.campaigns.making import Plan, Query
from data.cases import workflow
from data.cases.given import Given
from data.cases.states import WITH_HANDLER, Verb
from data.demo.capacity import open_facilities
from data.demo.stock import begin_stock
from data.models.case import Case, CaseClass
from data.models.person import Person
from data.models.together import CampaignItem
from data.models.unit import Place
from data.scope import Scope
from data.settings import Settings
from data.storage.database import guard
from data.visit import Visit, begin
from data.warnings import checklist, issuing, places
from data.warnings.issuing import Wish

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SUPERVISED = 4
DEMANDS = ("时限紧,请于今日办结并反馈。", "同类问题反复出现,请查清原因。", "群众多次反映,请现场核实。",
           "请主办部门说明处置进展。")
OUTCOMES = ("完好,已查。", "有积水,已清理。", "缺损一处,已报修。")
PLACES_EACH = 60
WARNED = (("rain", "yellow", "全市强降雨黄色预警", "Heavy rain, whole city", 3, "雨停，积水已退。", False),
          ("wind", "blue", "全市大风蓝色预警", "Strong wind, whole city", 6, "风力未达预报，解除。", True))
"""(kind, level, title, English, days ago, why it was lifted, was it a false alarm)."""
FACILITIES_SEED, STOCK_SEED = 7, 11


class Check(NamedTuple):
    """A campaign of the past that looks at all places of a kind; every how manyth is still to be seen to."""

    name: str
    name_en: str
    begun: timedelta
    due: timedelta
    every: int


RUNNING = Check("汛前设施巡查", "Facilities before the rains", begun=-6 * DAY, due=8 * DAY, every=3)
LATE = Check("消防通道检查", "Fire lane check", begun=-20 * DAY, due=-1 * DAY, every=7)


def begin_together(session: Session, now: datetime, settings: Settings) -> dict[str, int]:
    """Do all of it in the session and return how many supervisions, campaigns, facilities and movements there are."""
    with _as(session, "leader", now, settings) as visit:
        supervised = _supervise(visit)
    with _as(session, "dispatcher", now, settings) as visit:
        campaigns = [_drive(visit)]
        kinds = making.place_kinds(visit)
    for check, kind in zip((RUNNING, LATE), kinds, strict=False):
        with _as(session, "dispatcher", now + check.begun, settings) as visit:
            campaigns.append(_check(visit, check, kind, now))
    with _as(session, "dispatcher", now, settings) as visit:
        facilities = open_facilities(visit, np.random.default_rng(FACILITIES_SEED))
    depots, moved = begin_stock(lambda ago: _as(session, "dispatcher", now - ago, settings),
                                np.random.default_rng(STOCK_SEED))
    return {"supervisions": supervised, "campaigns": sum(campaigns), "facilities": facilities,
            "depots": depots, "movements": moved, "warnings": _warn(session, now, settings)}


@contextmanager
def _as(session: Session, button: str, now: datetime, settings: Settings) -> Iterator[Visit]:
    """Yield a visit of a demo person within the session."""
    before = session.info["scope"]
    person = session.scalars(select(Person).where(Person.demo_button == button)).one()
    scope = Scope(person=person.id, name=person.name, areas=frozenset(person.areas), may=frozenset(person.may))
    guard(session, scope)
    try:
        yield begin(session, scope, settings, now=now, language="zh-CN")
    finally:
        guard(session, before)


def _supervise(visit: Visit) -> int:
    """Put the cases that a department has in hand and that are due first, or were, under supervision."""
    first = visit.session.scalars(
        select(Case).where(Case.is_open.is_(True), Case.state.in_(WITH_HANDLER), Case.due_at.is_not(None),
                           Case.department.is_not(None)).order_by(Case.due_at, Case.id).limit(SUPERVISED)).all()
    for case, demand in zip(first, DEMANDS, strict=False):
        workflow.move(visit, case.case_no, Verb.SUPERVISE, version=case.version, given=Given(note=demand))
    return len(first)


def _warn(session: Session, now: datetime, settings: Settings) -> int:
    """Let the dispatcher have issued, worked off and lifted warnings some days ago; return how many."""
    for kind, level, title, title_en, days, why, is_false in WARNED:
        begun = now - days * DAY
        with _as(session, "dispatcher", begun, settings) as visit:
            one = issuing.issue(visit, Wish(kind=kind, level=level, title=title, title_en=title_en,
                                            ground=places.chosen(visit, [visit.city.code]),
                                            valid_until=begun + 6 * HOUR))
            listed = [task.key for task in checklist.tasks(visit, one)]
        with _as(session, "dispatcher", begun + HOUR, settings) as visit:
            for key in listed:
                checklist.tick(visit, issuing.find(visit, one.id), key)
        with _as(session, "dispatcher", begun + 5 * HOUR, settings) as visit:
            issuing.lift(visit, one.id, one.version, why, is_false_alarm=is_false)
    return len(WARNED)


def _drive(visit: Visit) -> int:
    """Make a campaign of all open cases of the class that has most of them."""
    most = visit.session.execute(
        select(Case.class_scheme, Case.class_code).where(Case.is_open.is_(True), Case.class_code != "")
        .group_by(Case.class_scheme, Case.class_code).order_by(func.count().desc(), Case.class_code).limit(1)).first()
    named = visit.session.get(CaseClass, tuple(most)) if most else None
    if named is None:
        return 0
    making.make(visit, Plan(
        name=f"{named.name}专项整治", name_en=f"Drive: {named.name_en}", aim="集中清理在办案件,逐件销号。",
        area=visit.city.code, begins_at=visit.now, due_at=visit.now + 5 * DAY,
        queries=(Query(kind="case", of=named.code, area=visit.city.code),)))
    return 1


def _check(visit: Visit, check: Check, kind: str, now: datetime) -> int:
    places = visit.session.scalars(select(Place.id).where(Place.kind == kind).order_by(Place.id).limit(PLACES_EACH))
    campaign = making.make(visit, Plan(name=check.name, name_en=check.name_en, aim="逐处查看,问题当场处理。",
                                       area=visit.city.code, begins_at=visit.now, due_at=now + check.due,
                                       places=tuple(places)))
    listed = visit.session.scalars(
        select(CampaignItem.id).where(CampaignItem.campaign_id == campaign.id).order_by(CampaignItem.id)).all()
    for number, (item, outcome) in enumerate(zip(listed, itertools.cycle(OUTCOMES), strict=False)):
        if number % check.every:
            items.tick(visit, item, outcome)
    return 1
