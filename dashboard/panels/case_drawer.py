"""One case beside the map: where it stands in the loop, what belongs to it, what happened, and what to do next."""

from datetime import datetime
from typing import Any

from dash import Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.drawer.actions import actions
from dashboard.drawer.badges import badges
from dashboard.drawer.cameras import cameras
from dashboard.drawer.crews import engaged, is_waiting, suggestions
from dashboard.drawer.head import head
from dashboard.drawer.instructions import instructions
from dashboard.drawer.kin import family, neighbours
from dashboard.drawer.material import material
from dashboard.drawer.opened import Opened, open_case
from dashboard.drawer.order import read_order
from dashboard.drawer.pictures import pictures
from dashboard.drawer.places_free import places_free
from dashboard.drawer.proposed import proposed
from dashboard.drawer.sorting import sorting
from dashboard.drawer.supporters import supporters
from dashboard.drawer.timeline import timeline
from dashboard.drawer.track import track
from dashboard.drawer.undo import undo
from dashboard.drawer.watching import watching
from dashboard.drawer.whistles import whistles
from dashboard.panel import FOCUS, NOTICE, ORDER, Panel, View
from dashboard.speech import Words
from dashboard.wiring import Wiring
from data.cases import queries, workflow
from data.cases.states import Verb
from data.errors import NotFound
from data.models.case import Case
from data.past import looking, moment
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "gone": "这件案件已不可见",
        "not_yet": "回放时刻尚无此案件",
        "done": "{verb}：案件 {case_no} 现为「{state}」",
        "sent": "已派 {units}，案件 {case_no}",
    },
    "en": {
        "gone": "This case can no longer be seen",
        "not_yet": "There was no such case yet at this moment",
        "done": "{verb}: case {case_no} is now “{state}”",
        "sent": "{units} sent to case {case_no}",
    },
}
DRAWER = "drawer"
MOST_NAMED = 6
CONTENT, PAINTED = "drawer-content", "drawer-painted"


def layout(t: Words, view: View) -> Component:
    """Return the closed drawer."""
    return html.Div(
        [html.Aside(id=DRAWER, className="drawer is-closed"), dcc.Store(id=CONTENT), html.Div(id=PAINTED, hidden=True)],
        className="drawer-holder",
    )


def show(visit: Visit, t: Words, focus: dict[str, Any] | None) -> dict[str, Any]:
    """Answer a chosen case with the drawer's content; an empty choice closes it."""
    case_no = (focus or {}).get("case")
    if not case_no:
        return {"tree": None, "look": "drawer is-closed"}
    at = moment.settle(visit, str((focus or {}).get("t") or "")).at
    try:
        case = workflow.find(visit, str(case_no))
        tree = content(open_case(visit, t, case, named_units(focus))) if at is None else as_of(visit, t, case, at)
    except NotFound:
        tree = html.P(t("gone" if at is None else "not_yet"), className="panel-empty")
    return {"tree": tree, "look": "drawer"}


def named_units(focus: dict[str, Any] | None) -> tuple[str, ...]:
    """Return the units that were named with the choice; what is no list of ids names none."""
    said = (focus or {}).get("units")
    return tuple(one[:32] for one in said[:MOST_NAMED] if isinstance(one, str)) if isinstance(said, list) else ()


def act(visit: Visit, t: Words, order: dict[str, Any] | None) -> dict[str, Any]:
    """Carry out what was pressed and say what came of it."""
    if not order:
        return {}
    wish = read_order(order, visit.zone)
    case = workflow.move(visit, wish.case_no, wish.verb, version=wish.version, given=wish.given)
    return {
        "notice": {"text": came(visit, t, case, wish.verb, wish.given.units), "tone": "done", "id": order.get("id")},
        "focus": {"case": case.case_no, "again": order.get("id")},
    }


def came(visit: Visit, t: Words, case: Case, verb: str, units: tuple[str, ...]) -> str:
    """Return what came of a move, in words: who was sent, or where the case stands now."""
    if verb == Verb.DISPATCH and units:
        names = [t.pick(unit.name, unit.name_en) for dispatch, unit in queries.dispatches_of(visit, case)
                 if dispatch.unit_id in units and dispatch.ended_at is None]
        return t("sent", units=" + ".join(names), case_no=case.case_no)
    return t("done", verb=t(f"verbs.{verb}"), case_no=case.case_no, state=t(f"states.{case.state}"))


def content(one: Opened) -> list[Component]:
    """Return head, scrolling body and the foot with what this person may do next."""
    units, waits = suggestions(one), is_waiting(one)
    body = [track(one), badges(one), sorting(one), watching(one), instructions(one), engaged(one),
            units if waits else None, *family(one), *whistles(one), pictures(one), cameras(one), places_free(one),
            material(one), supporters(one),
            None if waits else units, timeline(one), neighbours(one)]
    return [part for part in (head(one), html.Div([part for part in body if part is not None], className="drawer-body"),
                              undo(one), actions(one)) if part is not None]


def as_of(visit: Visit, t: Words, case: Case, at: datetime) -> list[Component]:
    """Return the drawer as it stood at a moment, without anything to press; raises NotFound before the case came."""
    with looking.case_at(visit, at, case) as then:
        one = open_case(then, t, workflow.find(then, case.case_no), is_past=True)
        body = [track(one), badges(one), watching(one), instructions(one), engaged(one), proposed(one),
                *whistles(one), pictures(one), supporters(one), timeline(one)]
        return [head(one), html.Div([part for part in body if part is not None], className="drawer-body"),
                html.Footer(t("past.no_acts"), className="drawer-past", **{"data-no-acts": "1"})]


def connect(on: Wiring) -> None:
    """Join the drawer to what is chosen and what is pressed."""
    on.read(
        show,
        output={"tree": Output(CONTENT, "data"), "look": Output(DRAWER, "className")},
        inputs={"focus": Input(FOCUS, "data")},
    )
    on.paint("drawer", output=Output(PAINTED, "children"), inputs=Input(CONTENT, "data"))
    on.write(
        act,
        output={
            "notice": Output(NOTICE, "data", allow_duplicate=True),
            "focus": Output(FOCUS, "data", allow_duplicate=True),
        },
        inputs={"order": Input(ORDER, "data")},
    )


PANEL = Panel(name="case", permission="cases.view", words=WORDS, layout=layout, connect=connect)
