"""The live feed: cases as they come in. The page's own script fills it from the live frames."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import marks
from dashboard.speech import Words

WORDS = {
    "zh-CN": {"title": "事件动态", "note": "最新在前"},
    "en": {"title": "Live feed", "note": "newest first"},
}


def layout(t: Words, view: View) -> Component:
    """Return the frame the script fills; rows get `data-case`."""
    return html.Section(
        [
            html.H2(
                [html.Span(t("title"), className="finding"), html.Small(t("note"), id=f"{view.surface}-feed-note")],
                className="panel-title",
            ),
            html.Div(id=f"{view.surface}-feed-rows", className="feed-rows panel-body",
                     role="list" if view.is_wall() else "group", **{"aria-label": t("title")}),
        ],
        className="panel panel-feed",
        id=f"{view.surface}-feed-panel",
        **marks("feed", "loading", None),
    )


PANEL = Panel(name="feed", permission="cases.view", words=WORDS, layout=layout)
