"""A screen of an earlier moment (回放): its panels and what its map and feed are drawn from, all of that moment."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from dashboard import live_round
from dashboard.live_round import View as Followed
from dashboard.panel import Panel, View
from dashboard.parsing import iso
from dashboard.parts.frame import empty
from dashboard.parts.frame import panel as framed
from dashboard.parts.tree import tree
from dashboard.passing import passing
from dashboard.wiring import fill, words_for
from data.cases.only import ALL
from data.past import crews, looking
from data.past.picture import RECEIVED
from data.storage.database import UNAVAILABLE
from data.visit import Visit
from layers import geojson
from layers.layer import Window
from layers.shown import warnings

LOG = logging.getLogger(__name__)
REMEMBERING = frozenset({"alarm", "areas", "breadcrumb", "channels", "classes", "deadlines", "dossier", "kpi",
                         "trend", "units"})
"""Panels whose every number comes from what is remembered as of a moment (data.past.memory.REMEMBERED); any other says
that it does not know, until somebody has looked at what it asks."""
DAY, MOST = timedelta(days=1), timedelta(days=64)
SHOWN = ("fresh", "zero", "partial", "late", "stale")
"""States of a panel that has something to say; in the past they are all one."""


def shown(visit: Visit, view: View, panels: list[Panel], *, finest: bool) -> dict[str, Any]:
    """Return {"slots", "frame", "warnings", "units"} as of `view.t`, which is set.

    `frame` is a snapshot of the live feed; `warnings` what was in force, None where not known; `bounded` says that a
    comparison or a time was too far back and left out; `units` says whether where units stood is known ("known") or
    told by their cases and bases ("told").
    """
    at = view.t or visit.now
    asked = view
    view, reach = _bounded(view, at)
    with looking.visit_at(visit, at, view.area, reach=reach) as then:
        slots = {panel.slot(view.surface): _slot(then, view, panel) for panel in panels}
        followed = Followed.of(visit.scope, view.area, finest=finest)
        frame = live_round.snapshot(then, followed, live_round.count(then, followed), 0)
        if view.only != ALL:
            frame |= passing(then, view, finest=finest)
        warned = _warned(then, view)
    frame.pop("city_stage")  # the stage in force stands over every screen, whatever it looks back at
    is_known = crews.are_positions_known(visit, at)
    return {"slots": slots, "frame": {"type": "snapshot", **frame}, "warnings": warned,
            "units": "known" if is_known else "told", "bounded": view != asked}


def _warned(then: Visit, view: View) -> orjson.Fragment | None:
    """Return the warnings of the moment as GeoJSON; None where they are not known, or not this visitor's to see."""
    if warnings.LAYER.permission not in then.scope.may:
        return None
    found = warnings.features_then(then, Window(area=view.area))
    return None if found is None else orjson.Fragment(geojson.encode(found, warnings.PROPERTIES))


def _bounded(view: View, at: datetime) -> tuple[View, timedelta]:
    """Return the view without what lies too far back to be put together, and how far back it reaches.

    Nothing is compared with a year before; a time of receipt is kept to where it and the time before lie within MOST.
    """
    if view.compare == "yoy":
        view = replace(view, compare="none")
    if view.only.begin is None:
        return view, RECEIVED
    reach = 2 * (at - view.only.begin) + DAY
    if reach > MOST:
        return replace(view, only=view.only.without("range")), RECEIVED
    return view, max(RECEIVED, reach)


def told(view: View) -> dict[str, Any]:
    """Return which moment is shown (None: now), and why it is not the one that was asked for."""
    return {"at": iso(view.t), "fault": view.t_fault}


def _slot(then: Visit, view: View, panel: Panel) -> Any:
    try:
        if panel.name in REMEMBERING or panel.permission not in then.scope.may:
            return as_replay(tree(fill(then, view, panel)))
    except UNAVAILABLE:  # a question that joins what is remembered with what is not
        LOG.exception("panel %s asks of the past what is not remembered", panel.name)
    t = words_for(then)
    return tree(framed(panel.name, t(f"panels.{panel.name}"), empty(t("past.not_told")), as_of=None, state="nodata"))


def as_replay(built: Any) -> Any:
    """Return a panel's tree with its state said to be of the past; one that fails or knows nothing keeps its own."""
    if isinstance(built, list) and len(built) == 3 and isinstance(built[1], dict) and built[1].get(
            "data-state") in SHOWN:
        return [built[0], {**built[1], "data-state": "replay"}, built[2]]
    return built
