"""The views above the working list: those that everybody has; each with how many it holds now."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.table import go
from dashboard.speech import Words
from dashboard.worklist.ask import BARE, wanted_of, with_query
from data.cases import queues, worklist
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"all": "全部在办", "to_dispatch": "待派单", "due_soon": "即将超时", "late": "逾期", "to_verify": "待核实",
              "mine": "我的", "views": "视图"},
    "en": {"all": "All open", "to_dispatch": "To dispatch", "due_soon": "Due soon", "late": "Late",
           "to_verify": "To verify", "mine": "Mine", "views": "Views"},
}
BUILT_IN: Mapping[str, dict[str, str]] = {
    "to_dispatch": {"queue": "dispatch"}, "due_soon": {"due": "hour"}, "late": {"due": "late"},
    "to_verify": {"queue": "verify"}, "mine": {"mine": "1"}, "all": {},
}
"""Name -> keys of the address, in the order they stand."""


def offered(visit: Visit) -> dict[str, dict[str, str]]:
    """Return the built-in views whose queue, where they have one, this person may empty."""
    usable = queues.queues_of(visit)
    return {name: query for name, query in BUILT_IN.items() if query.get("queue", usable[0] if usable else "") in
            (*usable, "")}


def tabs(visit: Visit, t: Words, asked: Mapping[str, str]) -> Component:
    """Return one press for each view, with its count."""
    own = t.with_own(WORDS)
    return html.Div([tab(visit, name, own(name), query, asked) for name, query in offered(visit).items()],
                    className="queue-views", role="group", **{"aria-label": own("views")})


def tab(visit: Visit, name: str, label: str, query: Mapping[str, str], asked: Mapping[str, str]) -> Component:
    """Return one view: its name, how many it holds (up to a bound), and whether it is the one that is shown."""
    wanted = wanted_of(visit, with_query(asked, query))
    n = worklist.count(visit, wanted, most=worklist.MOST_COUNTED)
    words = f"{worklist.MOST_COUNTED}+" if n > worklist.MOST_COUNTED else str(n)
    return html.Div([label, html.B(words)], className="pill", role="button", tabIndex=0, **{
        "data-go": go({**BARE, **query, "view": name}), "data-view": name, "data-count": words,
        "aria-pressed": str(asked["view"] == name).lower()})
