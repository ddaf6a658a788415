"""The working list people live in: views, filters, order, columns, page by page; a row opens its case beside it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import go
from dashboard.speech import Words
from dashboard.worklist import ask, bar, bulk, rows, views
from data.cases import queues, worklist
from data.cases import views as stored
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "待办", "about": "在办案件：按视图和条件筛选，最先到期的在前",
        "none": "您没有可处理的队列", "empty": "这里没有案件", "filtered": "当前筛选无结果",
        "gone": "已不存在或不在您的范围内，未按其筛选：{what}",
        "classify": "待分类", "register": "待立案", "dispatch": "待派遣", "sign": "待签收", "handle": "处置中",
        "extend": "待批延期", "verify": "待核查", "follow_up": "待回访", "evaluate": "待评价", "close": "待结案",
        "suspended": "已挂账", "supervised": "督办中",
    },
    "en": {
        "name": "Queue", "about": "Open cases by view and filter, the next to breach first",
        "none": "There is no queue that you may empty", "empty": "No case stands here",
        "filtered": "No case passes these filters",
        "gone": "Not there any more, or not yours to see; left out: {what}",
        "classify": "To classify", "register": "To register", "dispatch": "To dispatch", "sign": "To be signed for",
        "handle": "In handling", "extend": "More time asked", "verify": "To verify", "follow_up": "To follow up",
        "evaluate": "To evaluate", "close": "To close", "suspended": "Suspended", "supervised": "Supervised",
    },
}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the views with their counts, the filters, and one page of the list."""
    if not queues.queues_of(visit):
        return html.P(t("none"), className="panel-empty")
    offered = views.offered(visit, t)
    shown, gone = resolved(visit, asked, offered)
    wanted = ask.wanted_of(visit, shown)
    found, following = worklist.page(visit, wanted, after=shown["after"])
    total = worklist.count(visit, wanted)
    hidden = worklist.count(visit, wanted.without_filters()) - total
    state = "fresh" if found else "filtered" if hidden else "zero"
    columns = ask.columns_of(shown)
    listed = rows.table(visit, t, found, columns) if found else nothing(t, state)
    return html.Div([
        views.tabs(visit, t, offered, shown), bar.bar(visit, t, shown, columns, t),
        bar.summary(t, total, hidden, shown, (bulk.bulk_form(visit, t),)),
        html.P(t("gone", what=", ".join(gone)), className="queue-gone", role="status")
        if gone else None,
        html.Div(listed, className="queue-list panel-body"), bar.foot(t, len(found), shown, following),
    ], className="queue-page", **{
        "data-panel": "queue", "data-state": state,
        "data-resolved": go({name: shown[name] for name in (*ask.FIELDS, "area") if shown[name]})})


def resolved(visit: Visit, asked: Asked, offered: dict[str, views.View]) -> tuple[dict[str, str], list[str]]:
    """Return every key that holds now, and what was asked for in vain; a bare address means a view."""
    shown, vain = {name: asked[name] for name in ("area", *ask.FIELDS)}, []
    if ask.is_bare(shown):
        if shown["view"] and shown["view"] not in offered:
            vain.append(t_of_view(shown["view"]))
        name = next(one for one in (shown["view"], stored.first(visit), *offered) if one in offered)
        query = offered[name].query
        area = views.area_of(visit, query, shown["area"])
        if query.get("area", area) != area:
            vain.append(query["area"])
        shown = {**ask.with_query(shown, query), "view": name, "area": area}
    return shown, [*vain, *(value for _, value in ask.gone(visit, shown))]


def t_of_view(key: str) -> str:
    """Return how a view that is not there is named."""
    return f"view={key[:24]}"


def nothing(t: Words, state: str) -> Component:
    """Return the words for a list without rows: nothing there, or everything hidden."""
    if state == "zero":
        return html.P(t("empty"), className="panel-empty")
    return html.P([t("filtered"), " ", bar.clear(t)], className="panel-empty")


PAGE = Page(name="queue", order=10, permission="desk.view", words=WORDS, answer=answer, fields=ask.FIELDS,
            acts=views.ACTS)
