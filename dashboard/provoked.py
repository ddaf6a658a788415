"""Faults of panels that a test provokes: only with YIPING_TEST, which only the demo profile takes.

So every state that a panel can be in is seen on a real page, made by the same code that would make it one bad day.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.coverage import covered
from dashboard.parts.frame import empty
from dashboard.parts.frame import panel as framed
from dashboard.speech import Words
from data.areas import queries as areas
from data.errors import Invalid
from data.feeds.coverage import Coverage, Missing
from data.feeds.declared import Feed
from data.visit import Visit

Answer = Callable[[Visit, Words, View], Component]
MODES = ("error", "slow", "empty", "old", "partial", "none")
MOST_SECONDS = 3_600.0


@dataclass(frozen=True)
class Fault:
    """What is wrong with a panel, and for how many seconds it is slow or by how many it is old."""

    mode: str
    seconds: float


class Provoked:
    """The faults of one process; written and read from any thread, the last one counts."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}

    def set(self, panel: str, mode: str, seconds: float) -> None:
        """Make a panel faulty, or with "none" sound again. Raises Invalid("bad_fault")."""
        if mode not in MODES or not 0 <= seconds <= MOST_SECONDS:
            raise Invalid("bad_fault", known=", ".join(MODES))
        if mode == "none":
            self._faults.pop(panel, None)
        else:
            self._faults[panel] = Fault(mode, seconds)

    def around(self, panel: Panel) -> Panel:
        """Return the panel with its fault, or itself."""
        fault = self._faults.get(panel.name)
        return replace(panel, answer=_faulty(panel, fault, panel.answer)) if fault and panel.answer else panel


def _faulty(panel: Panel, fault: Fault, sound: Answer) -> Answer:
    def answer(visit: Visit, t: Words, view: View) -> Component:
        if fault.mode == "error":
            raise RuntimeError(f"provoked in {panel.name}")
        if fault.mode == "empty":
            return framed(panel.name, t(f"panels.{panel.name}"), empty(t("app.nothing")), as_of=visit.now, state="zero")
        if fault.mode == "partial":
            return covered(sound(visit, t, view), t, replace(view, coverage=without_one(visit, view.area)))
        if fault.mode == "slow":
            time.sleep(fault.seconds)
            return sound(visit, t, view)
        return sound(replace(visit, now=visit.now - timedelta(seconds=fault.seconds)), t, view)

    return answer


def without_one(visit: Visit, prefix: str) -> Coverage:
    """Return that of the areas inside one the first is not heard of."""
    first, *others = areas.inside(visit, prefix, min(visit.city.level_of(prefix) + 1, visit.city.leaf_level()))
    feed = Feed(id="provoked", title="provoked", areas=(first.area_code,), every_minutes=1)
    silent = Missing(area=first.area_code, name=areas.name_of(first, visit.language), feed=feed)
    return Coverage(expected=len(others) + 1, heard=len(others), missing=(silent,))
