"""Briefings that are made by themselves: which, when, what came of it the last time; adding and ending them."""

import re
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.briefing import kind, making
from dashboard.briefing.archive import address_of
from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form
from dashboard.parts.frame import empty
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import naming, queries
from data.briefings import schedules
from data.briefings.schedules import Plan
from data.errors import Invalid
from data.models.brief_schedule import BriefSchedule
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "定时简报", "about": "按时自动生成的简报；未生成的在此说明原因", "listed": "本区域及下级的定时简报",
        "n": "{n} 项", "none": "还没有定时简报：在下方添加", "what": "简报", "area": "区域", "time": "时间",
        "next": "下次", "last": "最近一次", "by": "以谁的名义", "daily": "每天 {time}", "weekly": "每{day} {time}",
        "never": "尚未生成", "failed": "▲ {at} 未生成：{why}", "again": "{at} 重试", "open": "✓ {at}", "end": "停用",
        "confirm_end": "确认停用：不再自动生成", "ended": "已停用：{what}", "add": "添加",
        "add_about": "以你的名义、按你届时的权限生成；生成后仍须人工发布", "kind": "种类", "each": "每天",
        "clock": "时刻（本市时间）", "day": "日期", "added": "已添加：{what}，下次 {at}",
    },
    "en": {
        "name": "Timed briefings", "about": "Briefings that are made at their times, and why one was not",
        "listed": "Timed briefings of this area and those inside it",
        "n": {"one": "{n} schedule", "other": "{n} schedules"},
        "none": "No briefing is made by itself yet: add one below", "what": "Briefing", "area": "Area", "time": "Time",
        "next": "Next", "last": "Last time", "by": "In the name of", "daily": "Every day {time}",
        "weekly": "Every {day} {time}", "never": "Not made yet", "failed": "▲ Not made at {at}: {why}",
        "again": "tried again {at}", "open": "✓ {at}", "end": "End", "confirm_end": "Confirm: it is made no more",
        "ended": "Ended: {what}", "add": "Add",
        "add_about": "Made in your name with the rights you have then; a person still releases it", "kind": "Kind",
        "each": "Every day", "clock": "Time of the city's clock", "day": "Day", "added": "Added: {what}, next {at}",
    },
}
HEADINGS = ("what", "area", "time", "next", "last", "by", "")
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
EVERY_DAY = "daily"


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the schedules of the area and of those inside it, the next due first, and the form to add one."""
    found = schedules.listed(visit, asked["area"])
    places = naming.places(visit, {one.area_code for one in found})
    rows = [row(visit, t, one, places) for one in found]
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(t("none"))
    parts = [html.Section([html.H2([t("listed"), html.Small(t("n", n=len(found)))]), listed])]
    if "briefs.make" in visit.scope.may:
        parts.append(html.Section([html.H2([t("add"), html.Small(t("add_about"))]), adding(t, asked["area"])]))
    return html.Div(parts, className="columns is-single")


def row(visit: Visit, t: Words, one: BriefSchedule, places: Mapping[str, tuple[str, str]]) -> Element:
    """Return one schedule: what, when, and what came of it; a failure says why and when it is tried again."""
    cells = [[name_of(t, one)], [t.pick(*places.get(one.area_code, (one.area_code, one.area_code)))], [time_of(t, one)],
             [t.when(one.due_at, visit.now)], last(visit, t, one), [one.by_name]]
    press = [form.press("end", t("end"), {"schedule": one.id}, confirm=t("confirm_end"))] if schedules.may_end(
        visit, one) else []
    return Element("tr", {"data-schedule": str(one.id), "data-state": "failed" if one.fault else "fine"},
                   [*(Element("td", {}, cell) for cell in cells), Element("td", {"class": "presses"}, press)])


def last(visit: Visit, t: Words, one: BriefSchedule) -> list[Any]:
    """Return what came of it the last time."""
    if one.fault and one.fault_at is not None:
        again = [" · ", t("again", at=t.when(one.next_at, visit.now))] if one.next_at != one.due_at else []
        return [html.Strong(t("failed", at=t.when(one.fault_at, visit.now), why=one.fault), className="late"), *again]
    if one.last_at is None:
        return [t("never")]
    return [html.A(t("open", at=t.when(one.last_at, visit.now)), href=address_of(one.last_id), target="_blank",
                   rel="noopener", title=one.last_id)]


def name_of(t: Words, one: BriefSchedule) -> str:
    """Return what kind of briefing it is."""
    known = kind.discover().get(one.kind)
    return str(known.words[t.language]["name"]) if known else one.kind


def time_of(t: Words, one: BriefSchedule) -> str:
    """Return when it is made, in words."""
    clock = f"{one.minute // 60:02}:{one.minute % 60:02}"
    if one.weekday is None:
        return t("daily", time=clock)
    return t("weekly", time=clock, day=t(f"time.weekday{one.weekday + 1}"))


def adding(t: Words, area: str) -> Element:
    """Return the form that adds one for the area that is shown."""
    kinds = [(one.name, str(one.words[t.language]["name"])) for one in kind.discover().values()]
    days = [(EVERY_DAY, t("each")), *((str(day), t(f"time.weekday{day + 1}")) for day in range(7))]
    return form.form("add", [
        form.hidden("area", area), form.choice("kind", t("kind"), kinds, "daily"),
        form.text("time", t("clock"), "08:30", type="time", required=True),
        form.choice("day", t("day"), days, EVERY_DAY),
    ], t("add"))


def add(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Add a schedule in the visitor's name. Raises Invalid("bad_schedule_time") for a time or day that is none."""
    clock, day = TIME.fullmatch(text_of(given, "time")), text_of(given, "day")
    if clock is None or (day != EVERY_DAY and day not in map(str, range(7))):
        raise Invalid("bad_schedule_time")
    area = text_of(given, "area") or visit.scope.home(visit.city.code)
    one = schedules.add(visit, Plan(
        kind=making.find(visit, text_of(given, "kind")).name, area=queries.find(visit, area).area_code,
        minute=int(clock[1]) * 60 + int(clock[2]), weekday=None if day == EVERY_DAY else int(day)))
    return Came(text=t("added", what=name_of(t, one), at=t.when(one.due_at, visit.now)))


def end(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End a schedule."""
    return Came(text=t("ended", what=name_of(t, schedules.end(visit, whole_of(given, "schedule")))))


PAGE = Page(name="brief-schedules", order=79, permission="briefs.make", also=("briefs.release",), words=WORDS,
            answer=answer, acts={"add": add, "end": end})
