"""What lies inside a drawn shape, at a desk: cases to act on, forces, facilities, areas; renewed like every panel."""

from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import empty, marks, more
from dashboard.parts.sort_words import sort_words
from dashboard.parts.symbols import priority_mark, status_mark
from dashboard.speech import Words
from data.areas import queries as areas
from data.cases import classes
from data.cases.only import KINDS
from data.cases.states import TO_SEND, State
from data.errors import Invalid
from data.models.case import Case
from data.visit import Visit
from data.warnings.issuing import RIGHT
from data.within.dossier import MOST_COUNTED, Dossier, open_dossier
from data.within.shape import Shape, read_shape

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "circle": "半径 {metres} 范围", "box": "矩形范围", "poly": "圈选范围", "line": "沿线 {metres} 范围",
        "size": "{km2} km² · 截至 {time}", "close": "清除圈选", "reach": "范围",
        "brief": "简报", "brief_about": "生成所圈范围的片区快照", "copy": "复制链接",
        "copied": "链接已复制：打开即见同一范围",
        "open": "在办", "overdue": "逾期", "waiting": "待派单", "free": "可派力量", "people": "居民（估）",
        "people_about": "各网格常住人口按落入面积比例估算，取整到十", "nobody_knows": "无人口数据",
        "cases": "在办案件", "units": "在岗力量", "places": "设施", "areas": "涉及{level}",
        "none": "范围内无在办案件", "no_units": "范围内无在岗力量", "no_places": "范围内无设施",
        "dispatch": "派", "dispatch_about": "打开案件并派单", "share": "{share}%", "n": "{n} 件", "of": "{n} 个",
        "cut": "范围内案件过多，只统计最新 {n} 件",
        "unreadable": "圈选无法识别，请重新绘制", "corners": "圈选需 3 至 100 个顶点（沿线至少 2 个）",
        "off_the_map": "圈选超出可用范围", "radius": "半径须在 10 米至 20 公里之间",
        "too_large": "圈选过大（上限 2,500 平方公里），请缩小", "crosses_itself": "圈选的边界自相交叉，请重新绘制",
    },
    "en": {
        "circle": "Within {metres}", "box": "Inside the rectangle", "poly": "Inside the drawn area",
        "line": "Within {metres} of the way", "size": "{km2} km² · as of {time}", "close": "Clear the drawing",
        "reach": "Reach",
        "brief": "Briefing", "brief_about": "A briefing of what is drawn",
        "copy": "Copy link", "copied": "Link copied: it opens the same shape",
        "open": "open", "overdue": "overdue", "waiting": "to send", "free": "free units", "people": "people (est.)",
        "people_about": "Residents of each grid by the share of its ground that lies inside, to the ten",
        "nobody_knows": "no population known",
        "cases": "Open cases", "units": "Units on duty", "places": "Places", "areas": "{level} touched",
        "none": "No open case inside", "no_units": "No unit on duty inside", "no_places": "No place inside",
        "dispatch": "Send", "dispatch_about": "Open the case and send a unit", "share": "{share}%", "n": "{n}",
        "of": "{n}", "cut": "Too many cases about here: only the newest {n} were counted",
        "unreadable": "The drawing cannot be read; please draw again",
        "corners": "A drawing has 3 to 100 corners (a way at least 2)",
        "off_the_map": "The drawing lies off the map", "radius": "A radius lies between 10 m and 20 km",
        "too_large": "The drawing is too large (2,500 km² at most); please draw a smaller one",
        "crosses_itself": "The drawing's edge crosses itself; please draw again",
    },
}
REACHES_M = (200, 500, 1_000, 2_000, 5_000)
UNITS_SHOWN, AREAS_SHOWN = 12, 8


def layout(t: Words, view: View) -> Component:
    """Return an empty place: a dossier begins with a drawing."""
    return html.Div(hidden=True)


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the dossier of what is drawn; an empty place where nothing is, and what is wrong with what is no shape."""
    if not view.shape:
        return layout(t, view)
    try:
        shape = read_shape(view.shape)
    except Invalid as error:
        return _frame(visit, html.Header([html.H2(t(error.values["why"])), _close(t)]), [], state="error")
    found = open_dossier(visit, view.area, shape, view.only)
    body = [
        html.P(t("cut", n=t.number(MOST_COUNTED)), className="panel-empty") if found.is_cut else None,
        *_cases(visit, t, found), *_units(t, found), *_places(t, found), *_areas(visit, t, found),
    ]
    size = _size(t, found, may_warn=RIGHT in visit.scope.may, may_brief="briefs.make" in visit.scope.may)
    return _frame(visit, html.Header([html.H2(title(t, shape)), _close(t), size, _reach(t, shape),
                                      _totals(t, found)]), body)


def _frame(visit: Visit, head: Component, body: list[Component | None], state: str = "fresh") -> Component:
    return html.Section([head, html.Div(body, className="drawer-body")], className="panel-dossier",
                        **marks("dossier", state, visit.now))


def title(t: Words, shape: Shape) -> str:
    """Return what was drawn, in words."""
    return t(shape.kind, metres=t.distance(shape.metres))


def _close(t: Words) -> Component:
    return html.Button("×", className="close", title=t("close"), **{"data-undraw": "1", "aria-label": t("close")})


def _size(t: Words, found: Dossier, *, may_warn: bool, may_brief: bool) -> Component:
    km2 = f"{found.shape.km2:.2f}" if found.shape.km2 < 100 else t.number(found.shape.km2)
    here = html.A(t("warnings.here"), href=f"/desk/warnings?{urlencode({'ground': found.shape.said})}#issue-warning",
                  title=t("warnings.here_about"), className="link-button", **{"data-warn-here": "1"})
    brief = html.Button(t("brief"), className="link-button", title=t("brief_about"), **{"data-brief-kind": "drawn"})
    return html.Div([
        html.Small(t("size", km2=km2, time=t.time_of_day(found.as_of, seconds=True))), here if may_warn else None,
        brief if may_brief else None,
        html.Button(t("copy"), className="link-button", **{"data-copy-address": t("copied")}),
    ], className="dossier-size")


def _reach(t: Words, shape: Shape) -> Component | None:
    """Return the choice of another radius, for what has one."""
    if not shape.metres:
        return None
    buttons = [html.Button(t.distance(metres), **{"data-reach": str(metres),
                                                  "aria-pressed": str(metres == shape.metres).lower()})
               for metres in REACHES_M]
    return html.Div(buttons, className="segments", role="group", **{"aria-label": t("reach")})


def _totals(t: Words, found: Dossier) -> Component:
    free = sum(one.unit.status == "available" for one in found.units)
    people = t("nobody_knows") if found.people is None else f"≈{t.number(found.people)}"
    told = [("open", t.number(found.open), ""), ("overdue", t.number(found.overdue), ""),
            ("waiting", t.number(found.waiting), ""), ("free", t.number(free), ""),
            ("people", people, t("people_about"))]
    return html.Dl([html.Div([html.Dt(t(name)), html.Dd(value)], title=about or None,
                             **{"data-inside": name}) for name, value, about in told], className="dossier-totals")


def _cases(visit: Visit, t: Words, found: Dossier) -> list[Component]:
    book = classes.open_book(visit.session, visit.city.class_scheme)
    may_send = "cases.dispatch" in visit.scope.may

    def class_name(code: str) -> str:
        known = book.by_code.get(code)
        return t.pick(known.name, known.name_en) if known else t("screen.unclassified")

    most = " · ".join(f"{class_name(code)} {count}" for code, count in list(found.by_class.items())[:3])
    rows = [_case_row(visit, t, case, may_send=may_send) for case in found.cases]
    left = more(t, found.open - len(rows))
    return [_heading(t("cases"), most), *([*rows, left] if rows else [empty(t("none"))])]


def _case_row(visit: Visit, t: Words, case: Case, *, may_send: bool) -> Component:
    is_waiting = case.state in (State.REPORTED, *TO_SEND)
    send = html.Button(t("dispatch"), title=t("dispatch_about"), className="quick",
                       **{"data-case": case.case_no, "data-then": "dispatch"}) if may_send and is_waiting else None
    row = html.Div([priority_mark(case.priority), html.Span(case.text or case.case_no),
                    html.Small(f"{t(f'states.{case.state}')} · {t.when(case.received_at, visit.now)}")],
                   className="near-row", role="button", tabIndex=0, **{"data-case": case.case_no})
    return html.Div([row, send], className="dossier-case")


def _units(t: Words, found: Dossier) -> list[Component]:
    rows = [html.Div([status_mark(one.unit.status), html.Span(t.pick(one.unit.name, one.unit.name_en)),
                      html.Em(f"{t(f'statuses.{one.unit.status}')} · {t.distance(one.distance_m)}")],
                     className="unit-row", **{"data-unit": one.unit.id})
            for one in found.units[:UNITS_SHOWN]]
    left = more(t, len(found.units) - len(rows))
    note = t("of", n=t.number(len(found.units)))
    return [_heading(t("units"), note), *([*rows, left] if rows else [empty(t("no_units"))])]


def _places(t: Words, found: Dossier) -> list[Component]:
    kinds = [html.Details([
        html.Summary([sort_words(t, kind), html.B(t.number(count))]),
        *(html.Div(t.pick(place.name, place.name_en)) for place in found.places if place.kind == kind),
    ]) for kind, count in sorted(found.places_by_kind.items(), key=lambda item: (-item[1], item[0]))]
    note = t("of", n=t.number(len(found.places)))
    return [_heading(t("places"), note), *([html.Div(kinds, className="dossier-places")] if kinds
                                           else [empty(t("no_places"))])]


def _areas(visit: Visit, t: Words, found: Dossier) -> list[Component]:
    if not found.areas:
        return []
    level = visit.city.level_name(found.areas[0].area.level, t.language)
    rows = [html.Div([html.Span(areas.name_of(one.area, t.language)),
                      html.Em(t("share", share=f"{one.share * 100:.0f}"))],
                     className="near-row", role="button", tabIndex=0, **{"data-area": one.area.area_code})
            for one in found.areas[:AREAS_SHOWN]]
    name = t("areas", level=level)
    return [_heading(name, t("of", n=t.number(len(found.areas)))), *rows, more(t, len(found.areas) - len(rows))]


def _heading(words: str, note: str) -> Component:
    return html.H3([words, html.Small(note)])


PANEL = Panel(name="dossier", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
