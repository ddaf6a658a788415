"""The drawer's head: number, priority, lamp, what and where."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.frame import marks
from dashboard.parts.lamps import lamp
from dashboard.parts.symbols import priority_chip, priority_mark
from data.areas import naming
from data.areas import queries as areas

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"kind": "类别", "where": "位置", "received": "受理", "answers": "主办 {name}",
              "area_only": "仅定位到区域", "close": "关闭", "until": "至 {time}",
              "around": "周边 500 m", "around_about": "查看周边 500 米内的案件、力量与设施"},
    "en": {"kind": "Class", "where": "Place", "received": "Received", "answers": "with {name}",
           "area_only": "placed by area only", "close": "Close", "until": "until {time}",
           "around": "within 500 m", "around_about": "Cases, units and places within 500 m"},
}

AROUND_M = 500


def head(one: Opened) -> Component:
    """Return number, priority, lamp, state, text, and the facts that identify the case."""
    t, case = one.t.with_own(WORDS), one.case
    kind = one.book.by_code.get(case.class_code)
    answers = t("answers", name=one.department_name(case.department)) if case.department else ""
    came = _joined(t.when(case.received_at, one.visit.now), t(f"channels.{case.channel}"), case.case_no)
    facts = [(t("kind"), _joined(one.class_name(case.class_code), answers)),
             (t("where"), [place(one), " ", around(one)]), (t("received"), came)]
    return html.Header(
        [
            html.Div(
                [
                    priority_mark(case.priority),
                    priority_chip(case.priority, t),
                    time_lamp(one),
                    html.Span(t(f"states.{case.state}"), className="state", **{"data-state-of": case.state}),
                    html.Button("×", className="close", title=t("close"),
                                **{"data-close": "drawer", "aria-label": t("close")}),
                ],
                className="drawer-top",
            ),
            html.H2(case.text or (kind and t.pick(kind.name, kind.name_en)) or case.case_no, title=case.text),
            html.Dl([part for name, value in facts for part in (html.Dt(name), html.Dd(value))]),
        ],
        **{**marks("case", "replay" if one.is_past else "fresh", one.visit.now), "data-drawer-case": case.case_no,
           "data-version": str(case.version)},
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def place(one: Opened) -> str:
    """Return the areas from the district down, as far as they are this person's, and the address."""
    t, case = one.t.with_own(WORDS), one.case
    path = [area for area in areas.path_to(one.visit, case.area_code) if area.level > 1]
    named = naming.said([areas.name_of(area, t.language) for area in path])
    said = (named, naming.street(case.address, path), t("area_only") if case.placed == "area" else "")
    return " ".join(part for part in said if part)


def around(one: Opened) -> Component:
    """Return the button that draws a circle about the case."""
    t, case = one.t.with_own(WORDS), one.case
    return html.Button(t("around"), title=t("around_about"), className="link-button",
                       **{"data-around": f"{case.lat:.6f},{case.lon:.6f},{AROUND_M}"})


def time_lamp(one: Opened) -> Component | None:
    """Return the lamp of the present stage; nothing once the case has ended."""
    if one.running is None:
        return None
    due = one.running.due_at
    title = one.t.with_own(WORDS)("until", time=one.t.moment(due)) if due else ""
    return lamp(one.t, one.running.lamp, one.running.left, title=title)
