"""What happened to the case, newest first, each line in the reader's words."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.happened import told
from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from dashboard.wiring import sentence
from data.cases.queries import Told

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "经过", "n": "{n} 条", "withheld": "内容不对您公开",
              "archived": "经过取自归档 {month}"},
    "en": {"title": "What happened", "n": {"one": "{n} entry", "other": "{n} entries"},
           "withheld": "its words are not for you to read", "archived": "read from the archive of {month}"},
}


def timeline(one: Opened) -> Component:
    """Return every event as one line: when, what, by whom, with what, and why; or why that cannot be said."""
    t, told_of = one.t.with_own(WORDS), one.history
    if told_of.fault is not None:
        return html.Section([html.H3(t("title")), html.P(sentence(t, told_of.fault), role="alert")],
                            **{"data-archive": "unreadable"})
    lines = [entry(one, t, event) for event in told_of.events[::-1]]
    parts = [html.H3([t("title"), html.Small(t("n", n=len(lines)))]), html.Ol(lines, className="lines timeline")]
    if told_of.archived is None:
        return html.Section(parts)
    note = html.P(html.Small(t("archived", month=told_of.archived)))
    return html.Section([*parts, note], **{"data-archive": told_of.archived})


def entry(one: Opened, t: Words, event: Told) -> Component:
    """Return one line of the timeline."""
    note = t("withheld") if event.is_withheld else event.note
    said = " · ".join(part for part in (event.by_name, *told(one, event), note) if part)
    return html.Li([html.Time(t.when(event.at, one.visit.now), title=t.moment(event.at)),
                    html.B(t(f"verbs.{event.verb}")), html.Span(said)],
                   **{"data-event": event.verb, "data-version-of": str(event.version)})
