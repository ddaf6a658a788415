"""Whistles: who was called to the place, by when, and what each department answered."""

from itertools import groupby
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.parts.lamps import lamp
from dashboard.speech import Words
from data.cases import around, clocks, deadlines
from data.models.together import Whistle

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "吹哨报到", "answered": "{done}/{n} 已报到", "due": "限 {time}", "at": "{time} 报到"},
    "en": {"title": "Whistle", "answered": "{done} of {n} reported in", "due": "due {time}", "at": "came {time}"},
}


def whistles(one: Opened) -> list[Component]:
    """Return one section for each whistle, the newest first."""
    found = around.whistles_of(one.visit, one.case)
    t = one.t.with_own(WORDS)
    return [_round(one, t, list(called)) for _, called in groupby(found, key=lambda each: each.round)]


def _round(one: Opened, t: Words, called: list[Whistle]) -> Component:
    first = called[0]
    done = sum(each.answered_at is not None for each in called)
    now = one.visit.now
    note = " · ".join((t("answered", done=done, n=len(called)), t("due", time=t.when(first.due_at, now))))
    return html.Section([
        html.H3([t("title"), html.Small(note)]),
        html.Blockquote([first.demand, html.Small(f"{first.by_name} {t.when(first.at, now)}")]),
        *(_department(one, t, each) for each in called),
    ], className="whistle", **{"data-whistle": str(first.round)})


def _department(one: Opened, t: Words, each: Whistle) -> Component:
    now = one.visit.now
    name = deadlines.lamp(each.answered_at or now, each.at, each.due_at, None, clocks.calendar_of(one.visit))
    told = (t("at", time=t.when(each.answered_at, now)) if each.answered_at else "")
    return html.Div([html.B(one.department_name(each.department)),
                     html.Small(told) if told else lamp(t, name, each.due_at - now),
                     html.Span(each.answer) if each.answer else None],
                    className="called", **{"data-called": each.department,
                                           "data-answered": str(each.answered_at is not None).lower()})
