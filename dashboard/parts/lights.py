"""Lights of key items: a shape, a word and a colour for each state; word and colour are the city's to change."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.cases.board import AHEAD, NONE, Cell, Item
from data.cases.lights import CAUGHT_UP, DONE, LATE, NEAR, NORMAL, Rules
from data.visit import Visit

SHAPES = {NORMAL: "✓", NEAR: "◆", LATE: "⬢", CAUGHT_UP: "▲", DONE: "◎", AHEAD: "○", NONE: "–"}
"""A tick, a diamond, an octagon, a triangle, a ring; drawn as text, so that a copier in black and white keeps them."""
NODE_SHAPES = {**SHAPES, NORMAL: SHAPES[AHEAD], DONE: SHAPES[NORMAL]}
"""Of a node only what is reached has a tick; what has time left is open like what lies ahead."""


def word(t: Words, state: str, rules: Rules) -> str:
    """Return what a state is called here."""
    own = rules.words if t.is_chinese() else rules.words_en
    return own.get(state) or t(f"lights.{state}")


def light(state: str, words: str, rules: Rules, *, shape: str = "") -> Component:
    """Return a light with its words."""
    tone = rules.colours.get(state, "quiet")
    return html.Span([html.I(shape or SHAPES[state], className="shape", **{"aria-hidden": "true"}), html.Span(words)],
                     className=f"light tone-{tone}", **{"data-light": state})


def time_words(visit: Visit, t: Words, item: Item, rules: Rules, *, is_short: bool = False) -> str:
    """Return how much time is left, or by how much it is over; of what was lifted, when. Short: one unit of time."""
    lifted = item.cells["lifted"].at
    if lifted is not None:
        return t("lights.done_when", time=t.when(lifted, visit.now))
    over = item.overdue(visit.now)
    if item.state == CAUGHT_UP:
        return word(t, CAUGHT_UP, rules)
    if item.cells["reported"].at is not None and item.state != LATE:
        return word(t, item.state, rules)
    span = in_one_unit(t, abs(over)) if is_short else t.duration(abs(over))
    return t("lights.over" if item.state == LATE else "lights.left", time=span)


def in_one_unit(t: Words, span: timedelta) -> str:
    """Return a length of time in its largest unit, rounded down."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 24 * 60:
        return t("lights.days", n=minutes // (24 * 60))
    return t("lights.hours", n=minutes // 60) if minutes >= 60 else t("lights.minutes", n=minutes)


def node_light(visit: Visit, t: Words, item: Item, key: str, rules: Rules) -> Component:
    """Return one node: its shape and word, and the day it was reached or is due."""
    cell = item.cells[key]
    is_end = key == "lifted" and cell.state == DONE
    said = t("lights.reached") if cell.state == DONE and not is_end else word(t, cell.state, rules)
    said = "" if cell.state == NONE else said
    shape = SHAPES[DONE] if is_end else NODE_SHAPES[cell.state]
    if key == "handled" and item.counted is not None:
        said = t("nodes.counted", done=t.number(item.counted.done), total=t.number(item.counted.total))
    at = cell.at or cell.due
    day = html.Small(t.when(at, visit.now)) if at else None
    return html.Span([light(cell.state, said, rules, shape=shape), day], className="node",
                     title=node_title(visit, t, cell, key), **{"data-node": key})


def node_title(visit: Visit, t: Words, cell: Cell, key: str) -> str:
    """Return what hovering a node says: when it was reached and by whom, until when it should be."""
    reached = t("lights.by", name=cell.by_name, time=t.when(cell.at, visit.now)).strip() if cell.at else ""
    due = t("lights.due", time=t.when(cell.due, visit.now)) if cell.due else ""
    none = t("lights.none") if cell.state == NONE else ""
    return " · ".join(part for part in (t(f"nodes.{key}"), reached, due, none) if part)


def item_name(t: Words, item: Item) -> str:
    """Return what an item is about."""
    if item.campaign is not None:
        return f"{t('nodes.campaign')} · {t.pick(item.campaign.name, item.campaign.name_en)}"
    assert item.case is not None
    return item.case.text or item.case.case_no


def item_hook(item: Item) -> dict[str, str]:
    """Return the hook of an item's row: it opens the case in the drawer; a campaign has a page of its own."""
    if item.case is not None:
        return {"data-case": item.case.case_no, "data-item": item.case.case_no}
    assert item.campaign is not None
    return {"data-item": f"campaign:{item.campaign.id}"}
