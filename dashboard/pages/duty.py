"""力量台账: units with status, since when, shift and load of crews; the ledger of one unit's changes."""

import re
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.department_names import department_names
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.models.duty import DutyEntry
from data.models.unit import Unit
from data.units import duty, status
from data.units.duty import SPAN, Load
from data.units.queries import units_in
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "力量台账", "about": "力量的状态、班次、负荷与变动记录", "units": "力量",
        "units_note": "出动时长 = 近 24 小时自派出到结束的时间；只算队组与车辆，单人力量不算，也不排名", "all": "全部",
        "unit": "力量", "kind": "类别", "department": "部门", "state": "状态", "since": "自", "shift": "班次",
        "crew": "人数", "sent": "近 24 小时派出", "out": "出动时长", "share": "占在岗", "always": "全天",
        "hours": "{a}–{b} 时", "not_counted": "不计", "none": "本区域没有力量", "log": "{name} 的状态变动",
        "log_note": "最近 {n} 条，只增不改", "at": "时间", "before": "原为", "after": "变为", "by": "由谁",
        "no_log": "还没有变动记录", "one_person": "单人力量不列变动记录", "back": "返回全部",
        "more": "另有 {n} 支未列出", "total": "{n} 支",
    },
    "en": {
        "name": "Duty", "about": "Status, shift, load and changes of units", "units": "Units",
        "units_note": "time out: within 24 h, from being sent to the end; of crews and vehicles only, nobody is ranked",
        "all": "All", "unit": "Unit", "kind": "Kind", "department": "Department", "state": "Status", "since": "Since",
        "shift": "Shift", "crew": "Crew", "sent": "Sent within 24 h", "out": "Time out", "share": "Of its shift",
        "always": "all day", "hours": "{a}–{b} h", "not_counted": "not counted",
        "none": "There are no units in this area", "log": "Changes of {name}",
        "log_note": "the newest {n}, never changed", "at": "When", "before": "Was", "after": "Became", "by": "By",
        "no_log": "Nothing changed yet", "one_person": "Of a unit that is one person no changes are listed",
        "back": "Back to all", "more": {"one": "{n} more is not listed", "other": "{n} more are not listed"},
        "total": {"one": "{n} unit", "other": "{n} units"},
    },
}
LISTED = 250
HOUR = 3600


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the chosen unit's changes, and the units by kind and name."""
    every = sorted(units_in(visit, asked["area"]), key=by_kind_and_number)
    kinds = [kind for kind in status.KINDS if any(one.kind == kind for one in every)]
    shown = [one for one in every if asked["kind"] not in kinds or one.kind == asked["kind"]]
    chosen = next((one for one in every if one.id == asked["unit"]), None)
    pills = html.Div([html.Div(t(f"kinds.{one}") if one else t("all"), role="button", tabIndex=0, className="pill",
                               **{"data-go": go({"kind": one}), "aria-pressed": str(one == asked["kind"]).lower()})
                      for one in ("", *kinds)], className="pills")
    rest = len(shown) - LISTED
    parts = [log(visit, t, chosen)] if chosen is not None else []
    heading = html.H2([t("units"), html.Small(f"{t('total', n=len(shown))} · {t('units_note')}")])
    return html.Div([*parts, html.Section([
        heading, pills, listed(visit, t, shown[:LISTED]),
        html.Small(t("more", n=rest), className="more") if rest > 0 else None])], className="columns is-single")


def listed(visit: Visit, t: Words, found: Sequence[Unit]) -> Component:
    """Return the units; pressing one shows its changes."""
    loads, offices = duty.loads(visit, found), department_names(visit, t)
    keys = ("unit", "kind", "department", "state", "since", "shift", "crew", "sent", "out", "share")
    rows = [Row(hooks={"data-go": go({"unit": one.id})}, cells={
        "unit": Cell(text=t.pick(one.name, one.name_en), marks={"data-unit": one.id}),
        "kind": Cell(text=t(f"kinds.{one.kind}") if one.kind in status.KINDS else one.kind),
        "department": Cell(text=offices.get(one.department or "", one.department or "—")),
        "state": Cell(text=t(f"statuses.{one.status}"), marks={"data-status": one.status}),
        "since": Cell(text=t.when(one.status_at, visit.now) if one.status_at else "—"),
        "shift": Cell(text=shift(t, one)), "crew": Cell(text=t.count(one.crew)),
        **load_cells(t, one, loads.get(one.id)),
    }) for one in found]
    return table([Column(key=key, heading=t(key), is_number=key in ("crew", "sent", "out", "share")) for key in keys],
                 rows, empty=t("none"))


def by_kind_and_number(one: Unit) -> tuple[Any, ...]:
    """Return what orders units: team 2 stands before team 10."""
    words = re.split(r"(\d+)", one.name)
    return one.kind, words[0::2], [int(number) for number in words[1::2]], one.id


def shift(t: Words, one: Unit) -> str:
    """Return the hours in which a unit is on duty, on the city's clock."""
    if one.shift_hours >= SPAN.total_seconds() / HOUR:
        return t("always")
    return t("hours", a=one.shift_start_hour, b=(one.shift_start_hour + one.shift_hours) % 24)


def load_cells(t: Words, one: Unit, load: Load | None) -> dict[str, Cell]:
    """Return how often and how long a crew was out; of one person that it is not counted."""
    if load is None:
        return {key: Cell(text=t("not_counted")) for key in ("sent", "out", "share")}
    share = load.out.total_seconds() / (max(1, one.shift_hours) * HOUR)
    return {"sent": Cell(text=t.count(load.sent), marks={"data-sent": str(load.sent)}),
            "out": Cell(text=t.duration(load.out)), "share": Cell(text=f"{min(share, 1):.0%}")}


def log(visit: Visit, t: Words, unit: Unit) -> Component:
    """Return the changes of one unit's status."""
    found: list[DutyEntry] = duty.entries(visit, unit)
    keys = ("at", "before", "after", "by")
    rows = [Row(cells={"at": Cell(text=t.when(one.at, visit.now), title=t.moment(one.at)),
                       "before": Cell(text=t(f"statuses.{one.before}")),
                       "after": Cell(text=t(f"statuses.{one.after}"), marks={"data-after": one.after}),
                       "by": Cell(text=one.by_name or "—")}) for one in found]
    empty = t("one_person" if duty.is_one_person(unit) else "no_log")
    return html.Section([
        html.H2([t("log", name=t.pick(unit.name, unit.name_en)), html.Small(t("log_note", n=duty.MOST_ENTRIES))]),
        html.Div(html.Button(t("back"), type="button", **{"data-go": go({"unit": ""})}), className="form-end"),
        table([Column(key=key, heading=t(key)) for key in keys], rows, empty=empty)],
        **{"data-unit-shown": unit.id, "data-opened": unit.id})


PAGE = Page(name="duty", order=64, permission="units.view", words=WORDS, answer=answer, fields=("kind", "unit"))
