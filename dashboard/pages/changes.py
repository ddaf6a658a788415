"""What is new since this person was last here, one kind of change at a time; a row opens its case."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.symbols import priority_mark
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import naming
from data.cases import changes
from data.models.case import Case
from data.people import presence
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "变化", "about": "上次来访以来的变化", "urgent": "新增特急紧急", "overdue": "新逾期", "closed": "办结",
        "sent_on": "派出", "since": "自 {time} 以来", "shown": "列出 {shown} / {total} 件", "none": "没有这样的案件",
        "at": "时间", "case": "案件", "state": "状态", "where": "位置", "back": "返回总览",
    },
    "en": {
        "name": "Changes", "about": "What is new since your last visit", "urgent": "New urgent",
        "overdue": "Newly overdue", "closed": "Closed", "sent_on": "Sent on", "since": "Since {time}",
        "shown": "{shown} of {total} listed", "none": "There is no such case", "at": "When", "case": "Case",
        "state": "State", "where": "Place", "back": "Back to the overview",
    },
}
COLUMNS = ("at", "case", "state", "where")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the kinds of change with their counts, and the cases of the chosen one."""
    since, _ = presence.since(visit)
    counted = changes.counts(visit, asked["area"], since)
    chosen = asked["what"] if asked["what"] in counted else next(iter(counted))
    pills = html.Div([
        html.Div([html.B(t(name)), f" {count}"], className="pill", role="button", tabIndex=0,
                 **{"data-go": go({"what": name}), "data-change": name, "data-count": str(count),
                    "aria-pressed": str(name == chosen).lower()})
        for name, count in counted.items()], className="pills")
    found = changes.listed(visit, asked["area"], since, chosen)
    where = naming.places(visit, {case.area_code for case in found})
    rows = [Row(cells=cells(visit, t, case, chosen, t.pick(*where[case.area_code])), hooks={"data-case": case.case_no})
            for case in found]
    note = f"{t('since', time=t.when(since, visit.now))} · {t('shown', shown=len(found), total=counted[chosen])}"
    return html.Div([pills, html.Section([html.H2([t(chosen), html.Small(note)]), table(
        [Column(key=key, heading=t(key)) for key in COLUMNS], rows, empty=t("none"))], **{"data-changes": chosen}),
        html.A(t("back"), href=f"/desk/overview?area={asked['area']}")], className="columns is-single")


def cells(visit: Visit, t: Words, case: Case, what: str, place: str) -> dict[str, Cell]:
    """Return one case's cells; the time is that of the change."""
    at = getattr(case, changes.ORDER[what].key)
    return {
        "at": Cell(text=t.when(at, visit.now), tone="is-short"),
        "case": Cell(text=case.text[:60] or case.case_no, title=f"{case.case_no} {case.text}",
                     lead=priority_mark(case.priority)),
        "state": Cell(text=t(f"states.{case.state}")), "where": Cell(text=place, title=case.address),
    }


PAGE = Page(name="changes", order=15, permission=presence.MAY, words=WORDS, answer=answer, fields=("what",),
            is_listed=False)
