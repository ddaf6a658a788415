"""The city stage for screens without the live feed, and what is proposed to whoever may announce.

`GET /city-stage` answers {"stage", "name", …, "said", "proposed"}; `proposed` is null for everybody else.
"""

from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import Asked
from dashboard.parts import city_stage
from dashboard.wiring import words_for
from data.city_stage import announcing, stages
from data.people.sessions import Caller

NOTHING: frozenset[str] = frozenset()


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer the stage in force."""
    Asked(request.scope["query_string"], NOTHING)
    return await center.run(_show, center, request.state.caller)


def _show(center: Center, caller: Caller) -> dict[str, Any]:
    with center.reading(caller) as visit:
        t, body = words_for(visit), announcing.body_in_force(visit)
        proposed = None
        if announcing.may_announce(visit):
            known = stages.configured(visit)
            proposed = city_stage.proposal(t, known, stages.readings(visit, known), body["stage"])
        return {**body, "said": city_stage.said(visit, t, body), "proposed": proposed}


DOOR = Door(name="city_stage", paths=(Path(template="/city-stage", method="GET", answer=show),))
