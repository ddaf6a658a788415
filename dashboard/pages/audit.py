"""The audit trail, read page by page by those who may: who did or was refused what, to what, and when."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.models.person import AuditRow
from data.people import audit_log
from data.people.audit_log import Wanted
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "审计", "about": "每一次状态变更、查看个人信息、导出与拒绝", "trail": "审计日志",
        "note": "逐条加封相连；用 verify 命令验证", "seq": "序号", "at": "时间", "who": "人员", "what": "操作",
        "outcome": "结果", "subject": "对象", "details": "内容", "done": "完成", "refused": "拒绝",
        "narrowed": "只看 {what}", "all": "全部", "older": "更早", "newest": "最新", "none": "没有记录",
    },
    "en": {
        "name": "Audit", "about": "Every change of state, view of personal data, export and refusal",
        "trail": "Audit trail", "note": "sealed record by record; the verify command proves it", "seq": "No.",
        "at": "When", "who": "Who", "what": "What", "outcome": "Outcome", "subject": "To what", "details": "Details",
        "done": "done", "refused": "refused", "narrowed": "Only {what}", "all": "All", "older": "Older",
        "newest": "Newest", "none": "No record",
    },
}
LISTED = 100
CASE = "case_"
"""What the codes of moves begin with."""
NARROWS = ("who", "what", "subject")
COLUMNS = ("seq", "at", "who", "what", "outcome", "subject", "details")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the records wanted, the newest first; pressing a name, deed or subject narrows to it."""
    wanted = Wanted(who=asked["who"], what=asked["what"], subject=asked["subject"])
    before = int(asked["before"]) if asked["before"].isascii() and asked["before"].isdigit() else None
    found = audit_log.page(visit, wanted, before=before, limit=LISTED + 1)
    shown = found[:LISTED]
    rows = [Row(cells=cells(t, row)) for row in shown]
    columns = [Column(key=key, heading=t(key)) for key in COLUMNS]
    return html.Section([html.H2([t("trail"), html.Small(t("note"))]), pills(t, asked, shown, len(found) > LISTED),
                         table(columns, rows, empty=t("none"))])


def pills(t: Words, asked: Asked, shown: list[AuditRow], has_older: bool) -> Component:
    """Return what the list is narrowed to, each with the way back, and the way to older records."""
    chips = [pill(t("narrowed", what=deed(t, asked[name]) if name == "what" else asked[name]) + " ×",
                  {name: "", "before": ""}) for name in NARROWS if asked[name]]
    if asked["before"]:
        chips.append(pill(t("newest"), {"before": ""}))
    if has_older:
        chips.append(pill(t("older"), {"before": str(shown[-1].seq)}))
    return html.Div(chips, className="pills")


def pill(words: str, parameters: dict[str, str]) -> Component:
    """Return one way to go."""
    return html.Div(words, className="pill", role="button", tabIndex=0, **{"data-go": go(parameters)})


def deed(t: Words, what: str) -> str:
    """Return what was done in words; a deed that has none, by its code."""
    known = {**{f"{CASE}{verb}": said for verb, said in t.table("verbs").items()}, **t.table("deeds")}
    return known.get(what.replace(".", "_"), what)


def cells(t: Words, row: AuditRow) -> dict[str, Cell]:
    """Return one record's cells."""
    named = t.table("audit_facts")
    details = " · ".join(f"{named.get(name, name)}: {value}" for name, value in row.details.items())
    return {
        "seq": Cell(text=str(row.seq)), "at": Cell(text=t.moment(row.at)),
        "who": Cell(text=row.who, title=row.person or "", go={"who": row.person or row.who, "before": ""}),
        "what": Cell(text=deed(t, row.what), title=row.what, go={"what": row.what, "before": ""}),
        "outcome": Cell(text=t(row.outcome), tone="is-worse" if row.outcome == "refused" else ""),
        "subject": Cell(text=row.subject or "", go={"subject": row.subject, "before": ""} if row.subject else {}),
        "details": Cell(text=details[:120], title=details[:500]),
    }


PAGE = Page(name="audit", order=92, permission="audit.read", words=WORDS, answer=answer,
            fields=("who", "what", "subject", "before"))
