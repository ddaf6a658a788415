"""What waits for this person: the queues they may empty, the next to breach first."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.symbols import priority_mark
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import naming
from data.cases import classes, queues
from data.models.case import Case
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "待办", "about": "等待您处理的案件,最先到期的在前",
        "none": "您没有可处理的队列", "empty": "这个队列里没有案件", "waits": "{n} 件 · 超时 {late}",
        "case": "案件", "state": "状态", "kind": "类别", "where": "位置", "left": "剩余", "received": "上报",
        "late": "超时 {time}", "left_time": "剩 {time}", "no_due": "未定时限", "paused": "已停钟",
        "shown": "列出 {shown} / {total} 件",
        "classify": "待分类", "register": "待立案", "dispatch": "待派遣", "sign": "待签收", "handle": "处置中",
        "extend": "待批延期", "verify": "待核查", "follow_up": "待回访", "evaluate": "待评价", "close": "待结案",
        "suspended": "已挂账", "supervised": "督办中",
    },
    "en": {
        "name": "Queue", "about": "Cases that wait for you, the next to breach first",
        "none": "There is no queue that you may empty", "empty": "No case waits in this queue",
        "waits": "{n} · {late} late",
        "case": "Case", "state": "State", "kind": "Class", "where": "Place", "left": "Left", "received": "Received",
        "late": "{time} late", "left_time": "{time} left", "no_due": "no deadline", "paused": "clock stopped",
        "shown": "{shown} of {total} listed",
        "classify": "To classify", "register": "To register", "dispatch": "To dispatch", "sign": "To be signed for",
        "handle": "In handling", "extend": "More time asked", "verify": "To verify", "follow_up": "To follow up",
        "evaluate": "To evaluate", "close": "To close", "suspended": "Suspended", "supervised": "Supervised",
    },
}
COLUMNS = ("left", "case", "state", "kind", "where", "received")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the queues with their lengths, and the cases of the one that was chosen."""
    names = queues.queues_of(visit)
    if not names:
        return html.P(t("none"), className="panel-empty")
    counts = queues.lengths(visit, asked["area"], names)
    fullest = next((name for name in names if counts[name][0]), names[0])
    chosen = asked["queue"] if asked["queue"] in names else fullest
    return html.Div([pills(t, counts, chosen), listed(visit, t, asked["area"], chosen, counts[chosen][0])],
                    className="columns is-single")


def pills(t: Words, counts: dict[str, tuple[int, int]], chosen: str) -> Component:
    """Return one pill per queue: its name, how many wait, how many are late."""
    return html.Div([
        html.Div([html.B(t(name)), " ", html.Span(t("waits", n=total, late=late))], className="pill", role="button",
                 tabIndex=0, **{"data-go": go({"queue": name}), "data-queue": name, "data-count": str(total),
                                "aria-pressed": str(name == chosen).lower()})
        for name, (total, late) in counts.items()
    ], className="pills")


def listed(visit: Visit, t: Words, area: str, name: str, total: int) -> Element:
    """Return the queue's cases as a table; pressing a row opens the case."""
    found = queues.waiting(visit, area, name)
    book = classes.open_book(visit.session, visit.city.class_scheme)
    where = naming.places(visit, {case.area_code for case in found})
    rows = [Row(cells=cells(visit, t, case, book, t.pick(*where[case.area_code])), hooks={"data-case": case.case_no})
            for case in found]
    columns = [Column(key=key, heading=t(key)) for key in COLUMNS]
    note = t("shown", shown=len(found), total=total)
    return Element("section", {"data-queue-shown": name}, [
        html.H2([t(name), html.Small(note)]), table(columns, rows, empty=t("empty"))])


def cells(visit: Visit, t: Words, case: Case, book: classes.ClassBook, place: str) -> dict[str, Cell]:
    """Return one case's cells; `place` is what the area it lies in is called."""
    kind = book.by_code.get(case.class_code)
    left, tone = time_left(visit, t, case)
    return {
        "left": Cell(text=left, tone=tone),
        "case": Cell(text=case.text[:60] or case.case_no, title=f"{case.case_no} {case.text}",
                     lead=priority_mark(case.priority)),
        "state": Cell(text=t(f"states.{case.state}")),
        "kind": Cell(text=t.pick(kind.name, kind.name_en) if kind else t("screen.unclassified")),
        "where": Cell(text=place, title=case.address),
        "received": Cell(text=t.when(case.received_at, visit.now), title=t(f"channels.{case.channel}")),
    }


def time_left(visit: Visit, t: Words, case: Case) -> tuple[str, str]:
    """Return what is left of the stage's time, in words, and the tone to say it in."""
    if case.paused_at is not None:
        return t("paused"), ""
    due = case.stage_due_at or case.due_at
    if due is None:
        return t("no_due"), "is-missing"
    left = due - visit.now
    if left.total_seconds() < 0:
        return f"⬢ {t('late', time=t.duration(-left))}", "is-worse"
    return f"● {t('left_time', time=t.duration(left))}", ""


PAGE = Page(name="queue", order=10, permission="desk.view", words=WORDS, answer=answer, fields=("queue",))
