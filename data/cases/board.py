"""挂图作战: key items (supervised cases, running campaigns), each with its nodes, whose they are, and how late.

A node without a deadline is reached or ahead. A campaign has no receipt, report or check of its own: how many of
its items are done stands for its handling.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from data.campaigns import listing, progress
from data.campaigns.progress import Progress
from data.cases import instructed, lights, supervision
from data.cases.lights import Rules
from data.clock import days_before
from data.models.case import Case
from data.models.together import Campaign, Instruction, Supervision
from data.visit import Visit

NODES = ("filed", "issued", "received", "handled", "reported", "checked", "lifted")
AHEAD, NONE = "ahead", "none"
"""States of a node that was not reached and has no deadline, and of one that an item does not have."""
LIFTED_FOR = timedelta(days=7)
"""So long an item stays on the board after it was lifted."""
SAID_DAYS = 30
RANK = {lights.LATE: 0, lights.NEAR: 1, lights.CAUGHT_UP: 2, lights.NORMAL: 3, lights.DONE: 4}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One node of an item: its state, when it was reached, when it is due (UTC), and by whom it was reached."""

    state: str
    at: datetime | None = None
    due: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row. `case` or `campaign` is what it is about; departments are codes, None where none was named."""

    case: Case | None = None
    campaign: Campaign | None = None
    demand: str = ""
    lead: str | None
    """Whose matter it is."""
    answers: str | None
    """Who must answer for it."""
    watcher: str
    """The name of who watches."""
    cells: Mapping[str, Cell]
    due: datetime
    """Of an item that is late, since when the first of its nodes is."""
    state: str
    counted: Progress | None = None
    said: Instruction | None = None
    """The last instruction that the visitor may read."""

    def overdue(self, now: datetime) -> timedelta:
        """Return by how much the item is over its time, negative while there is time left."""
        return now - self.due


@dataclass(frozen=True, kw_only=True)
class Group:
    """The items of one leader, or of one department where the city named no leader for it."""

    leader: str
    department: str | None
    items: list[Item]


def items(visit: Visit, prefix: str, rules: Rules, *, where: Sequence[ColumnElement[bool]] = (),
          has_campaigns: bool = True) -> list[Item]:
    """Return the key items of an area: the late first, by how late; then those near their end, then by deadline.

    With conditions on cases only supervised cases in force that meet them. How far campaigns were at an earlier moment
    is not remembered: who looks back asks without them.
    """
    told: dict[int, Instruction] = {}
    for said, case in instructed.recent(visit, prefix, days_before(visit.now, SAID_DAYS, visit.zone)):
        told.setdefault(case.id, said)
    watched = supervision.listed(visit, prefix, where=tuple(where))
    if not where:
        watched = [*watched, *supervision.lifted_since(visit, prefix, visit.now - LIFTED_FOR)]
    found = [replace(_of_case(visit, one, case, rules), said=told.get(case.id)) for one, case in watched]
    campaigns = listing.running(visit, prefix) if has_campaigns and not where else []
    counts = progress.of_many(visit, campaigns, prefix) if campaigns else {}
    found += [_of_campaign(visit, one, counts[one.id], rules) for one in campaigns if counts[one.id].total]
    return sorted(found, key=lambda one: (RANK[one.state], one.due, one.case.case_no if one.case else ""))


def counts(found: list[Item]) -> dict[str, int]:
    """Return {state: how many items}, the states in the order of urgency."""
    return {state: sum(one.state == state for one in found) for state in RANK}


def groups(found: list[Item], rules: Rules) -> list[Group]:
    """Return the items by the leader in charge, else by the department that answers; the group of the latest first."""
    by_key: dict[tuple[str, str | None], list[Item]] = {}
    for one in found:
        department = one.answers or one.lead
        leader = rules.leaders.get(department or "", "")
        by_key.setdefault((leader, None if leader else department), []).append(one)
    return [Group(leader=leader, department=department, items=listed)
            for (leader, department), listed in by_key.items()]


def worst(cells: Mapping[str, Cell]) -> str:
    """Return the state of a whole item: late where one node is, else near, else caught up, else normal."""
    found = {cell.state for cell in cells.values()}
    return next((state for state in (lights.LATE, lights.NEAR, lights.CAUGHT_UP) if state in found), lights.NORMAL)


def _of_case(visit: Visit, one: Supervision, case: Case, rules: Rules) -> Item:
    begun = case.accepted_at or case.received_at
    cells = {
        "filed": Cell(state=lights.DONE, at=begun),
        "issued": Cell(state=lights.DONE, at=one.at, by_name=one.by_name),
        "received": _cell(visit, rules, one.at, supervision.receipt_due(visit, one), at=one.received_at,
                          by=one.received_by),
        "handled": _cell(visit, rules, begun, case.due_at, at=case.handled_at),
        "reported": _cell(visit, rules, one.at, one.due_at, at=one.reported_at, by=one.reported_by),
        "checked": _cell(visit, rules, one.at, None, at=case.verified_at),
        "lifted": _cell(visit, rules, one.at, None, at=one.lifted_at, by=one.lifted_by),
    }
    if one.lifted_at is not None:
        cells = {key: cell if cell.at else Cell(state=NONE) for key, cell in cells.items()}
    state = lights.DONE if one.lifted_at else worst(cells)
    late = [cell.due for cell in cells.values() if cell.state == lights.LATE and cell.due is not None]
    return Item(case=case, demand=one.demand, lead=case.department, answers=one.department, watcher=one.by_name,
                cells=cells, due=min(late, default=one.due_at), state=state)


def _of_campaign(visit: Visit, one: Campaign, counted: Progress, rules: Rules) -> Item:
    is_done = counted.done == counted.total
    state = lights.NORMAL if is_done else lights.light(visit.now, one.begins_at, one.due_at, None, rules)
    cells = dict.fromkeys(NODES, Cell(state=NONE)) | {
        "filed": Cell(state=lights.DONE, at=one.made_at, by_name=one.made_by),
        "issued": Cell(state=lights.DONE, at=one.begins_at),
        "handled": Cell(state=lights.DONE if is_done else state, due=one.due_at),
        "lifted": Cell(state=AHEAD),
    }
    return Item(campaign=one, demand=one.aim, lead=one.department, answers=one.department, watcher=one.made_by,
                cells=cells, due=one.due_at, state=state, counted=counted)


def _cell(visit: Visit, rules: Rules, begun: datetime, due: datetime | None, *, at: datetime | None,
          by: str | None = None) -> Cell:
    if at is None and due is None:
        return Cell(state=AHEAD)
    return Cell(state=lights.light(visit.now, begun, due, at, rules), at=at, due=due, by_name=by or "")
