"""交接班: what is open now, handing it over with a note, taking it over, and what was handed over before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.pages.queue import WORDS as QUEUE_WORDS
from dashboard.parts import form
from dashboard.parts.chosen import chosen_by
from dashboard.parts.symbols import priority_mark
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import naming
from data.cases import handover
from data.errors import Invalid
from data.models.together import HandOver
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "交班", "about": "交接班：当班情况、交班、接班、历次交接", "now": "当前在办", "open": "在办 {n} 件",
        "wait": "{n}", "late": "超时 {n}", "give": "交班", "note": "交班说明：需要接班人留意的事项",
        "hand_over": "交班",
        "give_about": "提交时的在办情况随交班单一并留存，不再改变", "given": "已交班，等待接班", "take": "接班",
        "taken": "已接班",
        "past": "历次交接", "none_past": "本区域还没有交接记录", "by": "交班人", "at": "交班时间", "where": "区域",
        "taken_by": "接班人", "not_taken": "待接班", "of": "{time} 的交班单", "by_at": "{name} 交班 · {area}",
        "back": "回到当前", "no_note": "没有填写说明", "nothing": "没有需要交接的案件", "more": "列出 {shown} / {n} 件",
        "urgent": "紧急未办结", "overdue": "已超时", "supervised": "督办中", "whistled": "吹哨未报到",
        "asked": "申请延期", "suspended": "已挂账", "campaigns": "超期的专项行动",
        "campaign": "{name}：完成 {done} / {total}，超期 {late}",
        "case": "案件", "state": "状态", "kind": "类别", "place": "位置", "due": "时限", "queues": "各队列",
    },
    "en": {
        "name": "Shift", "about": "Handing over: what is open, giving it, taking it, what was given before",
        "now": "Open now", "open": {"one": "{n} case open", "other": "{n} cases open"}, "wait": "{n}",
        "late": "{n} late", "give": "Hand over", "note": "What the next one must know", "hand_over": "Hand over",
        "give_about": "What is open at this moment is kept with it and does not change any more",
        "given": "Handed over; now somebody must take it", "take": "Take over", "taken": "The shift is yours",
        "past": "Handed over before", "none_past": "Nothing has been handed over here yet", "by": "From", "at": "When",
        "where": "Area", "taken_by": "Taken by", "not_taken": "not taken yet", "of": "Handed over {time}",
        "by_at": "by {name} · {area}", "back": "Back to now", "no_note": "Without a note",
        "nothing": "There is nothing to hand over", "more": "{shown} of {n} listed",
        "urgent": "Urgent and not handled", "overdue": "Late", "supervised": "Under supervision",
        "whistled": "Called and not there yet", "asked": "More time asked", "suspended": "Suspended",
        "campaigns": "Special actions past their time",
        "campaign": "{name}: {done} of {total} done, {late} late", "case": "Case", "state": "State", "kind": "Class",
        "place": "Place", "due": "Due", "queues": "Queues",
    },
}
COLUMNS = ("due", "case", "state", "kind", "place")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return what is open now with the form that hands it over, or the hand-over that was chosen; and the past ones."""
    chosen = chosen_by(visit, asked["shift"], handover.find)
    if chosen is not None:
        shown = [head(visit, t, chosen), *picture(visit, t, chosen.body, chosen.at)]
    else:
        shown = [present(visit, t, asked["area"])]
    return html.Div([*shown, past(visit, t, asked["area"])], className="columns is-single")


def present(visit: Visit, t: Words, area: str) -> Component:
    """Return what is open now, and the form for whoever may hand it over."""
    body = handover.picture(visit, area)
    parts = [html.Section([html.H2([t("now"), html.Small(t("open", n=body["open"]))]), tiles(t, body)])]
    if handover.may_hand_over(visit, area):
        fields = [form.hidden("area", area), form.words("note", t("note"), maxlength="2000")]
        parts.append(html.Section([html.H2([t("give"), html.Small(t("give_about"))]),
                                   form.form("hand_over", fields, t("hand_over"))]))
    return html.Div([*parts, *lists(visit, t, body, visit.now)], className="columns is-single")


def picture(visit: Visit, t: Words, body: Mapping[str, Any], at: datetime) -> list[Component]:
    """Return what a hand-over kept, as it was then."""
    return [html.Section([html.H2([t("queues"), html.Small(t("open", n=body["open"]))]), tiles(t, body)]),
            *lists(visit, t, body, at)]


def tiles(t: Words, body: Mapping[str, Any]) -> Component:
    """Return how many wait in each queue."""
    queue = t.with_own(QUEUE_WORDS)
    return html.Div([
        html.Div([html.Label(queue(name)), html.B(t("wait", n=waiting)),
                  html.Small(t("late", n=late), className="is-worse" if late else "")], className="tile",
                 **{"data-queue": name, "data-count": str(waiting)})
        for name, (waiting, late) in body["queues"].items()
    ], className="tiles")


def lists(visit: Visit, t: Words, body: Mapping[str, Any], at: datetime) -> list[Component]:
    """Return the cases of each kind that has any, and the campaigns that are late."""
    found = [kind_list(t, kind, kept, at) for kind, kept in body["cases"].items() if kept["n"]]
    if body["campaigns"]:
        found.append(html.Section([html.H2(t("campaigns")), html.Ul([
            html.Li(t("campaign", name=t.pick(one["name"], one["name_en"]), done=one["done"], total=one["total"],
                      late=one["late"])) for one in body["campaigns"]], className="sentences")]))
    return found or [html.Section(html.P(t("nothing"), className="panel-empty"))]


def kind_list(t: Words, kind: str, kept: Mapping[str, Any], at: datetime) -> Component:
    """Return the cases of one kind as a table; pressing one opens the case as it is today."""
    columns = [Column(key=key, heading=t(key)) for key in COLUMNS]
    rows = [Row(cells=cells(t, one, at), hooks={"data-case": one["no"]}) for one in kept["cases"]]
    more = t("more", shown=len(rows), n=kept["n"])
    return html.Section([html.H2([t(kind), html.Small(more)]), table(columns, rows, empty="")],
                        **{"data-kind": kind})


def cells(t: Words, one: Mapping[str, Any], at: datetime) -> dict[str, Cell]:
    """Return one kept case's cells."""
    due = datetime.fromisoformat(one["due"]) if one["due"] else None
    is_late = due is not None and due < at
    return {
        "due": Cell(text=(f"⬢ {t.when(due, at)}" if is_late else t.when(due, at)) if due else "—",
                    tone="is-worse" if is_late else ""),
        "case": Cell(text=one["text"][:60] or one["no"], title=f"{one['no']} {one['text']}",
                     lead=priority_mark(one["priority"])),
        "state": Cell(text=t(f"states.{one['state']}")), "kind": Cell(text=t.pick(*one["kind"])),
        "place": Cell(text=t.pick(*one["where"])),
    }


def head(visit: Visit, t: Words, one: HandOver) -> Component:
    """Return who handed over when and what they said; the button for whoever may take it."""
    area = naming.places(visit, [one.area_code])[one.area_code]
    buttons: list[Any] = [html.Button(t("back"), type="button", **{"data-go": go({"shift": ""})})]
    if is_for(visit, one):
        buttons.append(take_button(t, one))
    by = t("by_at", name=one.by_name, area=t.pick(*area))
    return html.Section([html.H2([t("of", time=t.moment(one.at)), html.Small(f"{by} · {taken_words(visit, t, one)}")]),
                         html.P(one.note or t("no_note")), html.Div(buttons, className="form-end")],
                        **{"data-shift-shown": str(one.id)})


def past(visit: Visit, t: Words, area: str) -> Component:
    """Return the hand-overs of an area, the newest first; pressing one shows it as it was."""
    found = handover.listed(visit, area)
    places = naming.places(visit, {one.area_code for one in found})
    columns = [Column(key=key, heading=t(heading)) for key, heading in (
        ("at", "at"), ("by", "by"), ("where", "where"), ("open", "now"), ("taken_by", "taken_by"))]
    rows = [Row(hooks={"data-go": go({"shift": str(one.id)}), "data-shift": str(one.id)}, cells={
        "at": Cell(text=t.when(one.at, visit.now)), "by": Cell(text=one.by_name, title=one.note),
        "where": Cell(text=t.pick(*places[one.area_code])), "open": Cell(text=t.number(one.body["open"])),
        "taken_by": Cell(text=taken_words(visit, t, one), tone="" if one.taken_at else "is-near"),
    }) for one in found]
    waiting = [html.Div([html.Span(f"{t.when(one.at, visit.now)} {one.by_name}"), take_button(t, one)],
                        className="form-end") for one in found if is_for(visit, one)]
    return html.Section([html.H2(t("past")), *waiting, table(columns, rows, empty=t("none_past"))])


def taken_words(visit: Visit, t: Words, one: HandOver) -> str:
    """Return who took it and when, or that nobody has."""
    return f"{one.taken_by} {t.when(one.taken_at, visit.now)}" if one.taken_at else t("not_taken")


def is_for(visit: Visit, one: HandOver) -> bool:
    """May the visitor take this one over?"""
    return (one.taken_at is None and handover.may_hand_over(visit, one.area_code)
            and not handover.is_own(visit, one))


def take_button(t: Words, one: HandOver) -> Any:
    """Return the button that takes a shift over."""
    return form.press("take", t("take"), {"shift": one.id}, tone="primary")


def give(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Hand the shift over."""
    area, note = given.get("area"), given.get("note", "")
    if not isinstance(area, str) or not isinstance(note, str) or "\0" in area + note:
        raise Invalid("bad_field", field="note", why="text")
    made = handover.hand_over(visit, area, note)
    return Came(text=t("given"), go={"shift": str(made.id)})


def take(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Take a shift over."""
    number = given.get("shift")
    if type(number) is not int or not 0 < number < 2**31:
        raise Invalid("bad_field", field="shift", why="a whole number")
    taken = handover.take(visit, number)
    return Came(text=t("taken"), go={"shift": str(taken.id)})


PAGE = Page(name="handover", order=50, permission="cases.view", words=WORDS, answer=answer, fields=("shift",),
            acts={"hand_over": give, "take": take})
