"""The working list people live in: views, filters, order, columns, page by page; a row opens its case beside it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import go
from dashboard.speech import Words
from dashboard.worklist import ask, bar, rows, views
from data.cases import queues, worklist
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "待办", "about": "在办案件:按视图和条件筛选,最先到期的在前",
        "none": "您没有可处理的队列", "empty": "这里没有案件", "filtered": "当前筛选无结果",
        "gone": "已不存在或不在您的范围内,未按其筛选:{what}",
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
    shown, gone = resolved(visit, asked)
    wanted = ask.wanted_of(visit, shown)
    found, following = worklist.page(visit, wanted, after=shown["after"])
    total = worklist.count(visit, wanted)
    hidden = worklist.count(visit, wanted.without_filters()) - total
    state = "fresh" if found else "filtered" if hidden else "zero"
    columns = ask.columns_of(shown)
    listed = rows.table(visit, t, found, columns) if found else nothing(t, state)
    return html.Div([
        views.tabs(visit, t, shown), bar.bar(visit, t, shown, columns, t), bar.summary(t, total, hidden, shown, ()),
        html.P(t("gone", what=", ".join(value for _, value in gone)), className="queue-gone", role="status")
        if gone else None,
        html.Div(listed, className="queue-list panel-body"), bar.foot(t, len(found), shown, following),
    ], className="queue-page", **{
        "data-panel": "queue", "data-state": state,
        "data-resolved": go({name: shown[name] for name in ask.FIELDS if shown[name]})})


def resolved(visit: Visit, asked: Asked) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return every key that holds now, and what was asked for in vain; a bare address means a view."""
    shown = {name: asked[name] for name in ("area", *ask.FIELDS)}
    if ask.is_bare(shown):
        offered = views.offered(visit)
        name = shown["view"] if shown["view"] in offered else next(iter(offered))
        shown = {**ask.with_query(shown, offered[name]), "view": name}
    return shown, ask.gone(visit, shown)


def nothing(t: Words, state: str) -> Component:
    """Return the words for a list without rows: nothing there, or everything hidden."""
    if state == "zero":
        return html.P(t("empty"), className="panel-empty")
    return html.P([t("filtered"), " ", bar.clear(t)], className="panel-empty")


PAGE = Page(name="queue", order=10, permission="desk.view", words=WORDS, answer=answer, fields=ask.FIELDS)
