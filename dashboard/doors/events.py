"""Events from other systems: a list in, and for every event whether it was stored, known already, or why not.

Answered after the commit. A bad event is rejected by itself; the others are stored.
"""

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import read_rows
from dashboard.told_rows import id_of
from data.areas.locate import GridIndex
from data.cases import intake, workflow
from data.cases.event import MOST_EVENTS, REASONS, media_of, read_event
from data.cases.intake import Outcome, Report
from data.pictures import store
from data.visit import Visit

SHA256 = re.compile("[0-9a-f]{64}")


async def post_events(center: Center, request: Request) -> dict[str, Any]:
    """Take a batch in and answer what became of each event."""
    events = read_rows(await request.body(), MOST_EVENTS)
    reports = [read_event(event) for event in events]
    index = await center.run(center.index)  # built before the database is held for writing, where it had to be built
    store_all = functools.partial(_receive, index=index, reports=reports, media=[media_of(event) for event in events])
    outcome, attached = await center.write_together(request.state.caller, store_all, len(reports))
    for name in ("stored", "duplicate", "rejected"):
        center.measures.count("yiping_events_total", len(getattr(outcome, name)), outcome=name)
    return answer(events, outcome, attached)


def _receive(visit: Visit, *, index: GridIndex, reports: list[Report],
             media: list[list[Any]]) -> tuple[Outcome, dict[int, int]]:
    """Return what became of the reports, and {index: how many pictures were attached} of those stored with media."""
    outcome = intake.receive(visit, reports, index, live=True)
    return outcome, {i: _attach(visit, case_no, media[i]) for i, case_no in outcome.stored if media[i]}


def _attach(visit: Visit, case_no: str, media: list[Any]) -> int:
    """Attach the pictures that this sender brought in before, and return how many; nothing is fetched from anywhere."""
    names = tuple(one for one in media if isinstance(one, str) and SHA256.fullmatch(one))
    known = tuple(name for name in names if store.is_known(visit, name))
    return store.attach(visit, workflow.find(visit, case_no), known, "before")


def answer(events: list[Any], outcome: Outcome, attached: Mapping[int, int] = MappingProxyType({})) -> dict[str, Any]:
    """Return what is answered: every event stands in exactly one of the three lists.

    A stored event that came with media says what became of them; whatever is no picture that this sender
    brought in before (POST /pictures), an address for example, is ignored.
    """
    ids = [id_of(event, "event_id") for event in events]
    return {
        "received": len(events),
        "stored": [{"event_id": ids[i], "case_no": case_no, **_told(events[i], attached.get(i))}
                   for i, case_no in outcome.stored],
        "duplicate": [{"event_id": ids[i], "case_no": case_no} for i, case_no in outcome.duplicate],
        "rejected": [{"index": i, "event_id": ids[i], "code": reason, "message": REASONS.get(reason, reason)}
                     for i, reason in outcome.rejected],
    }


def _told(event: Any, attached: int | None) -> dict[str, Any]:
    return {} if attached is None else {"media": {"attached": attached, "ignored": len(media_of(event)) - attached}}


DOOR = Door(name="events", paths=(Path(template="/api/v1/events", method="POST", answer=post_events),))
