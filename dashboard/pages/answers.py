"""Who is still owed an answer about what came of their report: masked, answered one by one, revealed on the trail."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, text_of
from dashboard.parts import form
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import queries as areas
from data.cases import answers, reporters, workflow
from data.cases.answers import Owed
from data.cases.given import NOTE_LENGTH, VIAS
from data.cases.reporters import Reporter
from data.errors import Invalid, NotFound
from data.models.case import Case
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "答复", "about": "回访、结案或不予立案后，首报人和每位附议人都要有答复",
        "waiting": "待答复案件", "n": "{n} 件", "empty": "没有待答复的案件", "since": "已等", "case": "案件",
        "state": "结果", "where": "位置", "answered": "已答复", "of": "{done}/{total}",
        "nobody_waits": "每位上报人都已答复", "first_n": "最早 {n} 件", "not_there": "这件案件不在您可答复的范围内",
        "progress": "已答复 {done}/{total}", "open": "打开案件", "first": "首报人", "supporter": "附议人",
        "nameless": "未留姓名", "no_phone": "未留电话", "said": "反映", "told": "已于 {time} 答复", "how": "方式",
        "text": "答复内容", "send": "记为已答复", "reveal": "查看姓名电话", "reveal_confirm": "确认查看，将留痕",
        "revealed": "案件 {no} 上报人", "nobody": "没有留下姓名和电话（已留痕）", "done": "已记录答复，案件 {no}",
        "phone": "电话", "message": "短信", "visit": "上门", "page": "网页", "limit": "只列近 {days} 天",
    },
    "en": {
        "name": "Answers", "about": "Called back, closed or declined: all who reported get a word",
        "waiting": "Cases to answer", "n": {"one": "{n} case", "other": "{n} cases"},
        "empty": "Nobody waits for an answer", "since": "Waiting", "case": "Case", "state": "Outcome", "where": "Place",
        "answered": "Answered", "of": "{done} of {total}", "nobody_waits": "Every reporter has an answer",
        "first_n": "the first {n} cases", "not_there": "This case is not yours to answer",
        "progress": "answered {done} of {total}", "open": "Open case",
        "first": "First reporter", "supporter": "Supporter", "nameless": "no name", "no_phone": "no phone",
        "said": "Said", "told": "answered {time}", "how": "By", "text": "What they were told",
        "send": "Keep as answered", "reveal": "Show name and phone", "reveal_confirm": "Confirm: it is recorded",
        "revealed": "Reporter of case {no}", "nobody": "Neither name nor phone is known (the look is recorded)",
        "done": "Answer kept, case {no}", "phone": "Phone", "message": "Message", "visit": "Visit", "page": "Page",
        "limit": "of the last {days} days",
    },
}
COLUMNS = ("since", "case", "state", "where", "answered")
FIRST = 0
"""Stands for the first reporter where a form names a supporter."""


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the cases in which somebody waits, and the reporters of the chosen one."""
    found = answers.owed(visit, asked["area"])
    case_no = asked["case"] or (found[0].case.case_no if found else "")
    return html.Div([waiting(visit, t, found, case_no), chosen(visit, t, found, case_no)],
                    className="columns")


def waiting(visit: Visit, t: Words, found: list[Owed], case_no: str) -> Component:
    """Return the cases in which somebody waits, those who wait longest first."""
    columns = [Column(key=key, heading=t(key), is_number=key == "answered") for key in COLUMNS]
    where = areas.names_of(visit, {one.case.area_code for one in found})
    rows = [Row(cells=cells(visit, t, one, where), hooks={"data-go": go({"case": one.case.case_no}),
                                                   "data-owed": one.case.case_no,
                                                   "aria-current": str(one.case.case_no == case_no).lower()})
            for one in found]
    count = t("first_n" if len(found) >= answers.MOST_LISTED else "n", n=len(found))
    note = f"{count} · {t('limit', days=answers.LISTED_FOR.days)}"
    return html.Section([html.H2([t("waiting"), html.Small(note)]), table(columns, rows, empty=t("empty"))])


def cells(visit: Visit, t: Words, one: Owed, where: Mapping[str, str]) -> dict[str, Cell]:
    """Return one case's cells; `where` are names of areas by their codes."""
    return {
        "since": Cell(text=t.duration(visit.now - one.since), title=t.moment(one.since), tone="is-short"),
        "case": Cell(text=one.case.text[:60] or one.case.case_no, title=f"{one.case.case_no} {one.case.text}"),
        "state": Cell(text=t(f"states.{one.case.state}"), tone="is-short"),
        "where": Cell(text=where.get(one.case.area_code, ""), title=one.case.address),
        "answered": Cell(text=t("of", done=one.answered, total=len(one.reporters))),
    }


def chosen(visit: Visit, t: Words, found: list[Owed], case_no: str) -> Component:
    """Return the reporters of the chosen case."""
    if not case_no:
        return html.Section(html.P(t("nobody_waits"), className="panel-empty"))
    one = next((owed for owed in found if owed.case.case_no == case_no), None) or _answered_by_now(visit, case_no)
    if one is None:
        return html.Section(html.P(t("not_there"), className="panel-empty"))
    case = one.case
    return html.Section([
        html.H2([case.text[:60] or case.case_no,
                 html.Small(t("progress", done=one.answered, total=len(one.reporters)),
                            **{"data-progress": f"{one.answered}/{len(one.reporters)}"}),
                 html.Span(t("open"), className="pill", role="button", tabIndex=0, **{"data-case": case.case_no})]),
        *(person(visit, t, case, each) for each in one.reporters),
    ], **{"data-answers-of": case.case_no})


def _answered_by_now(visit: Visit, case_no: str) -> Owed | None:
    """Return a case that is no longer in the list, as the one whose last reporter was just answered."""
    try:
        case = workflow.find(visit, case_no)
    except NotFound:
        return None
    may = visit.scope.allows("cases.follow_up", case.area_code, case.department)
    return answers.of_case(visit, case) if may else None


def person(visit: Visit, t: Words, case: Case, one: Reporter) -> Component:
    """Return one reporter, masked, with what they said and what they were told, or the form to tell them."""
    supporter = one.supporter or FIRST
    head = html.H3([t("supporter") if one.supporter else t("first"), " ", html.B(one.name or t("nameless")), " ",
                    html.Span(one.phone or t("no_phone")),
                    html.Small(f"{t(f'channels.{one.channel}')} · {t.when(one.at, visit.now)}")])
    said = html.P([html.Small(f"{t('said')} "), one.text]) if one.text else None
    may_see = visit.scope.allows(reporters.VIEW, case.area_code, case.department)
    looks = form.press("reveal", t("reveal"), {"case_no": case.case_no, "supporter": supporter},
                       confirm=t("reveal_confirm")) if may_see and (one.name or one.phone) else None
    if one.answered_at:
        done = html.P(f"✓ {t('told', time=t.when(one.answered_at, visit.now))}", className="is-told")
    else:
        done = form.form("answer", [
            form.hidden("case_no", case.case_no), form.hidden("supporter", supporter),
            form.choice("via", t("how"), [(via, t(via)) for via in VIAS]),
            form.words("text", t("text"), rows=2, required=True, maxlength=str(NOTE_LENGTH)),
        ], t("send"))
    return html.Div([head, said, looks, done], className="answer-to", **{"data-reporter": str(supporter)})


def keep(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Keep what a reporter was told."""
    case_no, supporter = text_of(given, "case_no"), _supporter(given)
    text, via = given.get("text"), given.get("via")
    if via not in VIAS or not isinstance(text, str) or "\0" in text:
        raise Invalid("bad_field", field="via" if via not in VIAS else "text", why=", ".join(VIAS))
    case = answers.answer(visit, case_no, supporter, text, str(via))
    return Came(text=t("done", no=case.case_no), go={"case": case.case_no})


def look(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Show one reporter's name and number once; that it was looked at goes on the trail."""
    case_no, supporter = text_of(given, "case_no"), _supporter(given)
    found = next((one for one in reporters.reveal(visit, case_no) if one.supporter == supporter), None)
    if found is None:
        return Came(text=t("nobody"))
    return Came(text=t("revealed", no=case_no), secret=f"{found.name} {found.phone}".strip())


def _supporter(given: Mapping[str, Any]) -> int | None:
    value = given.get("supporter")
    if type(value) is not int or value < FIRST:
        raise Invalid("bad_field", field="supporter", why=">= 0")
    return value or None


PAGE = Page(name="answers", order=14, permission="cases.follow_up", words=WORDS, answer=answer, fields=("case",),
            acts={"answer": keep, "reveal": look})
