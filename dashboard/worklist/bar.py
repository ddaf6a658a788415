"""The bar of the working list: one choice for each thing to narrow by, the order, the columns, and what is hidden."""

from collections.abc import Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.table import go
from dashboard.parts.tree import Element
from dashboard.speech import Words
from dashboard.worklist import rows
from dashboard.worklist.ask import CHANNELS, COLUMNS, FILTERS, NO_FILTERS
from data.areas import queries as areas
from data.cases import classes, departments, only, queues
from data.cases.classes import UNCLASSIFIED
from data.cases.states import State, is_open
from data.cases.worklist import AGES, DUES, ORDERS
from data.units import queries as units
from data.visit import Visit

Option = tuple[str, str]
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "area": "区域", "queue": "队列", "state": "状态", "pri": "级别", "st": "情形", "cat": "类别", "dept": "部门",
        "unit": "力量", "due": "时限", "age": "上报", "ch": "渠道", "q": "案件号、地址、内容", "order": "排序",
        "cols": "列", "up": "‹ {name}",
        "due_late": "已超时", "due_hour": "1 小时内到期", "due_day": "24 小时内到期", "due_none": "未定时限",
        "due_paused": "已停钟", "age_1h": "1 小时以上", "age_4h": "4 小时以上", "age_1d": "1 天以上",
        "age_3d": "3 天以上", "age_7d": "7 天以上", "order_due": "按时限", "order_priority": "按级别",
        "order_oldest": "最早上报", "order_newest": "最新上报", "n": "{n} 件", "hidden": "已隐藏 {n} 件",
        "clear": "清除筛选", "page": "本页 {n} 件", "first": "回到首页", "next": "下一页",
    },
    "en": {
        "area": "Area", "queue": "Queue", "state": "State", "pri": "Priority", "st": "Kind", "cat": "Class",
        "dept": "Department", "unit": "Unit", "due": "Deadline", "age": "Received", "ch": "Channel",
        "q": "Number, address, words", "order": "Order", "cols": "Columns", "up": "‹ {name}",
        "due_late": "late", "due_hour": "within an hour", "due_day": "within 24 hours", "due_none": "no deadline",
        "due_paused": "clock stopped", "age_1h": "over 1 hour ago", "age_4h": "over 4 hours ago",
        "age_1d": "over 1 day ago", "age_3d": "over 3 days ago", "age_7d": "over 7 days ago",
        "order_due": "by deadline", "order_priority": "by priority", "order_oldest": "oldest first",
        "order_newest": "newest first", "n": {"one": "{n} case", "other": "{n} cases"}, "hidden": "{n} hidden",
        "clear": "Clear filters", "page": "{n} on this page", "first": "First page", "next": "Next page",
    },
}


def bar(visit: Visit, t: Words, asked: dict[str, str], columns: tuple[str, ...], names: Words) -> Component:
    """Return the choices; `names` are the words for queues."""
    own = t.with_own(WORDS)
    choices = {
        "queue": [(name, names(name)) for name in queues.queues_of(visit)],
        "state": [(state.value, t(f"states.{state}")) for state in State if is_open(state)],
        "pri": [(str(n), t(f"priorities.p{n}_long")) for n in only.PRIORITIES],
        "st": [(name, t(f"field_states.{name}")) for name in only.STATES if name not in ("open", "closed")],
        "cat": _classes(visit, t),
        "dept": [(code, t.pick(one.name, one.name_en)) for code, one in departments.by_code(visit).items()],
        "unit": [(one.id, t.pick(one.name, one.name_en)) for one in units.engaged(visit, asked["area"])],
        "due": [(name, own(f"due_{name}")) for name in DUES], "age": [(name, own(f"age_{name}")) for name in AGES],
        "ch": [(name, t(f"channels.{name}")) for name in CHANNELS],
    }
    fields = [_area(visit, t, asked["area"]),
              *(_select(own, key, options, asked[key]) for key, options in choices.items()),
              Element("input", {"type": "search", "data-filter": "q", "value": asked["q"], "placeholder": own("q"),
                                "aria-label": own("q"), "maxlength": str(only.LONGEST_WORDS), "autocomplete": "off"}),
              _select(own, "order", [(name, own(f"order_{name}")) for name in ORDERS], asked["order"] or "due",
                      has_all=False),
              _columns(t, own, columns)]
    return html.Div(fields, className="queue-bar", role="search")


def summary(t: Words, found: int, hidden: int, asked: dict[str, str], more: Iterable[Any]) -> Component:
    """Return how many there are, how many the filters hide, and the press that clears them."""
    own = t.with_own(WORDS)
    parts: list[Any] = [html.B(own("n", n=t.count(found)), **{"data-found": str(found)})]
    if hidden or any(asked[name] for name in FILTERS):
        parts += [html.Span(own("hidden", n=t.count(hidden)), **{"data-hidden": str(hidden)}), clear(own)]
    ticked = html.Span(className="queue-ticked", **{"data-ticked": "1"})
    return html.Div([*parts, ticked, *more], className="queue-sum")


def clear(t: Words) -> Component:
    """Return the press that clears the filters."""
    return html.Span(t.with_own(WORDS)("clear"), className="pill", role="button", tabIndex=0,
                     **{"data-go": go({**NO_FILTERS, "view": "all"}), "data-clear": "1"})


def foot(t: Words, shown: int, asked: dict[str, str], following: str) -> Component:
    """Return where the page stands, and the way on and back to the beginning."""
    own = t.with_own(WORDS)
    parts: list[Any] = [html.Span(own("page", n=shown))]
    if asked["after"]:
        parts.append(html.Span(own("first"), className="pill", role="button", tabIndex=0,
                               **{"data-go": go({"after": ""}), "data-first": "1"}))
    if following:
        parts.append(html.Span(own("next"), className="pill", role="button", tabIndex=0,
                               **{"data-go": go({"after": following}), "data-next": "1"}))
    return html.Div(parts, className="queue-foot")


def _classes(visit: Visit, t: Words) -> list[Option]:
    book = classes.open_book(visit.session, visit.city.class_scheme).by_code
    majors = [one for one in book.values() if not one.major]
    found: list[Option] = [(UNCLASSIFIED, t("screen.unclassified"))]
    for major in majors:
        found.append((major.code, t.pick(major.name, major.name_en)))
        found += [(one.code, f"  {t.pick(one.name, one.name_en)}") for one in book.values()
                  if one.major == major.code]
    return found


def _select(own: Words, key: str, options: list[Option], value: str, *, has_all: bool = True) -> Element:
    """Return one choice; several values at once, or one that is not offered, stand as an option of their own."""
    named = dict(options)
    listed = [("", own(key))] if has_all else []
    if value and value not in named:
        listed.append((value, ", ".join(named.get(part, part).strip() for part in value.split(","))))
    shown = [Element("option", {"value": one, "selected": one == value}, [text])
             for one, text in [*listed, *options]]
    return Element("select", {"data-filter": key, "aria-label": own(key), "title": own(key),
                              "class": "is-on" if value and has_all else None}, shown)


def _area(visit: Visit, t: Words, here: str) -> Element:
    path = areas.path_to(visit, here)
    level = visit.city.level_of(here)
    inside = areas.inside(visit, here, level + 1) if 0 < level < visit.city.leaf_level() else []
    name = {area.area_code: areas.name_of(area, t.language) for area in [*path, *inside]}
    own = t.with_own(WORDS)
    options = [Element("option", {"value": one.area_code, "selected": one.area_code == here},
                       [name[one.area_code] if one.area_code == here else own("up", name=name[one.area_code])])
               for one in path]
    options += [Element("option", {"value": one.area_code}, [f"  {name[one.area_code]}"]) for one in inside]
    return Element("select", {"data-filter": "area", "aria-label": own("area"), "title": own("area")}, options)


def _columns(t: Words, own: Words, shown: tuple[str, ...]) -> Component:
    names = t.with_own(rows.WORDS)
    boxes = [html.Button(names(name), role="checkbox", **{
        "data-column": name, "aria-checked": str(name in shown).lower()}) for name in COLUMNS if name != "case"]
    return html.Details([html.Summary(own("cols")), html.Div(boxes, className="queue-columns")], className="queue-cols")
