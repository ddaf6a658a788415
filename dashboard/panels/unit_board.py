"""力量状态板: how many units are in which state; at a desk each unit with its case, on a wall those out."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.department_names import department_names
from dashboard.parts.frame import empty, more, panel, skeleton
from dashboard.parts.symbols import status_mark
from dashboard.speech import Words
from data.units import board, queries, status
from data.units.board import Standing
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "title": "力量：空闲 {free} 组，出动 {out} 组",
        "over": "力量：{over} 组超时，{silent} 组失联",
        "silence": "力量数据已 {time} 未更新",
        "none": "本区域未接入力量",
        "note": "在岗 {n} 组",
        "out": "派 {sent} · 场 {scene}",
        "handling": "处置", "since": "{state} {time}", "heard": "{time}前有位置", "silent": "失联 {time}",
        "at_base": "在驻地", "shift": "班次 {begin}–{end}", "always": "全天", "is_over": "超时", "kinds": "按类别",
    },
    "en": {
        "title": "Units: {free} free, {out} out",
        "over": "Units: {over} over time, {silent} silent",
        "silence": "No unit was heard of for {time}",
        "none": "No units in this area",
        "note": "{n} on duty",
        "out": "{sent} out · {scene} there",
        "handling": "Handling", "since": "{state} {time}", "heard": "heard {time} ago", "silent": "silent for {time}",
        "at_base": "at base", "shift": "shift {begin}–{end}", "always": "all day", "is_over": "over",
        "kinds": "By kind",
    },
}
SHOWN_ON_WALL = (status.AVAILABLE, status.DISPATCHED, status.UNDER_WAY, status.ON_SCENE)
ROWS, ROWS_ON_WALL = 80, 6
OUT_ON_WALL = 200
OUT = (status.DISPATCHED, status.UNDER_WAY, status.ON_SCENE)
TALLIED = (status.AVAILABLE, *OUT, status.OFFLINE)


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("units")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return how many are in which state; at a desk every unit by state, on a wall those out that need a look first."""
    kinds = queries.count_by_kind(visit, view.area)
    if not kinds:
        return panel("units", t("none"), empty(t("none")), as_of=visit.now, state="nodata")
    found = board.standings(visit, view.area, OUT_ON_WALL if view.is_wall() else ROWS,
                            states=OUT if view.is_wall() else board.STATES)
    rows = on_wall(visit, t, found) if view.is_wall() else at_desk(visit, t, found)
    widest = max(on_duty(counts) for counts in kinds.values()) or 1
    bars = [kind_row(kind, counts, widest, t) for kind, counts in kinds.items()]
    body = [tally(t, kinds), *rows] if view.is_wall() and rows else [
        tally(t, kinds), *bars, None if view.is_wall() else html.Div(rows, className="unit-list")]
    title, state = title_of(visit, t, view, kinds, found)
    return panel("units", title, body, as_of=visit.now, state=state,
                 note=t("note", n=t.number(sum(on_duty(counts) for counts in kinds.values()))))


def title_of(visit: Visit, t: Words, view: View, kinds: dict[str, dict[str, int]],
             found: list[Standing]) -> tuple[Component | str, str]:
    """Return the panel's title and state: that nothing was heard of for long, that some need a look, or counts."""
    heard = board.last_heard(visit, view.area)
    if heard is not None and visit.now - heard > board.SILENT_AFTER:
        return html.Span(f"⬢ {t('silence', time=t.duration(visit.now - heard))}", className="is-over"), "stale"
    over, silent = sum(one.is_over for one in found), sum(one.is_silent for one in found)
    if over or silent:
        return html.Span(t("over", over=t.number(over), silent=t.number(silent))), "fresh"
    free = sum(counts.get(status.AVAILABLE, 0) for counts in kinds.values())
    out = sum(counts.get(state, 0) for counts in kinds.values() for state in status.ENGAGED)
    return t("title", free=t.number(free), out=t.number(out)), "fresh"


def tally(t: Words, kinds: dict[str, dict[str, int]]) -> Component:
    """Return each state's shape, word and count."""
    counts = {state: sum(one.get(state, 0) for one in kinds.values()) for state in TALLIED}
    return html.Div([html.Span([status_mark(state), f" {t(f'statuses.{state}')} ", html.B(t.number(count))],
                               **{"data-tally": state, "data-count": str(count)})
                     for state, count in counts.items()], className="unit-tally")


def on_wall(visit: Visit, t: Words, found: list[Standing]) -> list[Component | None]:
    """Return those out: first who is over time or silent, then who is longest in one state."""
    known = sorted(found, key=lambda one: (not one.needs_a_look(), one.since or visit.now, one.unit.id))
    rows = [html.Div([
        status_mark(one.state), html.Span(t.pick(one.unit.name, one.unit.name_en), className="name"),
        html.Span(html.Span(one.case.text if one.case else ""), className="text"), standing_words(visit, t, one),
    ], className=f"unit-wall-row{' is-stale' if one.is_stale else ''}",
        **{"data-unit": one.unit.id, "data-status": one.unit.status}) for one in known[:ROWS_ON_WALL]]
    return [*rows, more(t, len(known) - ROWS_ON_WALL)] if rows else []


def at_desk(visit: Visit, t: Words, found: list[Standing]) -> list[Component]:
    """Return every unit under the name of its state, by department."""
    names = department_names(visit, t)
    rows: list[Component] = []
    for state, standing in groupby(found, key=lambda one: one.state):
        listed = list(standing)
        rows.append(html.H3([status_mark(state), state_word(t, state), html.Small(str(len(listed)))],
                            **{"data-group": state}))
        rows += [unit_row(visit, t, one, names) for one in listed]
    return rows


def state_word(t: Words, state: str) -> str:
    """Return what a state of the board is called."""
    return t("handling") if state == board.HANDLING else t(f"statuses.{state}")


def standing_words(visit: Visit, t: Words, one: Standing) -> Component:
    """Return the state and since when; over time it alarms by shape, word and colour."""
    since = "" if one.since is None else t.duration(visit.now - one.since)
    said = t("since", state=state_word(t, one.state), time=since).strip()
    return html.Em(f"⬢ {t('is_over')} · {said}" if one.is_over else said, className="is-over" if one.is_over else "")


def contact_words(visit: Visit, t: Words, one: Standing) -> Component:
    """Return when the unit was last heard of; silent for long it alarms."""
    age = visit.now - one.unit.position_at
    if one.is_silent:
        return html.Span(f"⬢ {t('silent', time=t.duration(age))}", className="is-over")
    is_home = (one.unit.lon, one.unit.lat) == (one.unit.home_lon, one.unit.home_lat)
    return html.Span(t("at_base") if is_home and age > timedelta(minutes=1) else t("heard", time=t.duration(age)))


def shift_words(t: Words, one: Standing) -> str:
    """Return the unit's shift on the city's clock."""
    if one.unit.shift_hours >= 24:
        return t("always")
    begin = one.unit.shift_start_hour
    return t("shift", begin=f"{begin:02d}", end=f"{(begin + one.unit.shift_hours) % 24:02d}")


def unit_row(visit: Visit, t: Words, one: Standing, names: dict[str, str]) -> Component:
    """Return one unit; pressing opens the case it is out for, else shows it on the map."""
    case = {"data-case": one.case.case_no} if one.case else {}
    beside = [names.get(one.unit.department or "", ""), shift_words(t, one)]
    return html.Div([
        status_mark(one.state),
        html.Span([t.pick(one.unit.name, one.unit.name_en), html.Small(" · ".join(part for part in beside if part))],
                  className="name"),
        standing_words(visit, t, one),
        html.Div([html.Span(one.case.text, className="text") if one.case else None, contact_words(visit, t, one)]),
    ], className=f"unit-row is-board{' is-stale' if one.is_stale else ''}", role="button",
        tabIndex=0, **(case or {"data-show-unit": one.unit.id}),
        **{"data-unit": one.unit.id, "data-status": one.unit.status})


def on_duty(counts: dict[str, int]) -> int:
    """Return how many are neither off duty nor offline."""
    return sum(counts.get(state, 0) for state in SHOWN_ON_WALL)


def kind_row(kind: str, counts: dict[str, int], widest: int, t: Words) -> Component:
    """Return one kind: a bar split by status, as long as its share of the largest kind."""
    parts = [
        html.I(className=state, style={"flexGrow": counts[state]}, title=f"{t(f'statuses.{state}')} {counts[state]}")
        for state in SHOWN_ON_WALL
        if counts.get(state)
    ]
    sent = counts.get(status.DISPATCHED, 0) + counts.get(status.UNDER_WAY, 0)
    return html.Div(
        [
            html.Span(t(f"kinds.{kind}") if kind in status.KINDS else kind, className="name"),
            html.Span(
                html.Span(parts, style={"width": f"{max(8, on_duty(counts) / widest * 100):.0f}%"}), className="stack"
            ),
            html.B(t.number(on_duty(counts))),
            html.Em(t("out", sent=sent, scene=counts.get(status.ON_SCENE, 0))),
        ],
        className="kind-row",
        **{"data-kind": kind},
    )


PANEL = Panel(name="units", permission="units.view", words=WORDS, layout=layout, answer=answer)
