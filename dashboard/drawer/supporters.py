"""Further people who reported the same: how many, when, by which channel; never who."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from data.cases import around

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "同案反映", "n": "{n} 人反映", "first": "首报", "more": "另有 {n} 人"},
    "en": {"title": "Reported by others too", "n": {"one": "{n} report", "other": "{n} reports"}, "first": "first",
           "more": "{n} more"},
}
SHOWN = 5


def supporters(one: Opened) -> Component | None:
    """Return the further reports, the newest first, and the first one last; nothing of a case reported once."""
    found = around.supporters_of(one.visit, one.case)
    if not found:
        return None
    t, now = one.t.with_own(WORDS), one.visit.now
    rows = [html.Li([html.Time(t.when(each.at, now), title=t.moment(each.at)), html.B(t(f"channels.{each.channel}"))])
            for each in found[:SHOWN]]
    if len(found) > SHOWN:
        rows.append(html.Li(html.Small(t("more", n=len(found) - SHOWN))))
    first = one.case
    rows.append(html.Li([html.Time(t.when(first.received_at, now)), html.B(t(f"channels.{first.channel}")),
                         html.Span(t("first"))]))
    return html.Section([html.H3([t("title"), html.Small(t("n", n=len(found) + 1))]),
                         html.Ol(rows, className="lines")])
