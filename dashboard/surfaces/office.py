"""The desk's pages beside the map: rail, bar, one page that scrolls, and the drawer for a case."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts import city_stage
from dashboard.parts.brief_button import brief_button
from dashboard.parts.symbols import city_marker
from dashboard.speech import Words
from dashboard.surfaces.desk import WORDS, rail, search_box, share_button, sound_switch
from data.visit import Visit

PANELS = ("case",)


def build(visit: Visit, t: Words, view: View, panels: dict[str, Panel], *, tiles: str, who: str) -> Component:  # noqa: ARG001 - surfaces are built alike
    """Return the stage of a page: its content is fetched and painted by assets/office.js."""
    own = t.with_own(WORDS)
    panel = panels["case"]
    drawer = html.Div(panel.layout(t.with_own(panel.words), view), id=panel.slot("office"), className="slot slot-case")
    return html.Main(
        [
            rail(visit, own, here=view.page),
            html.Header(
                [
                    html.H1(id="office-title"),
                    city_marker(visit, t),
                    city_stage.place(t),
                    html.Small(id="office-at"),
                    search_box(),
                    html.Span([html.I(className="dot"), html.Span(id="link-words")], className="link", id="link-state"),
                    *sound_switch(t),
                    share_button(t),
                    *([brief_button(visit, t)] if "briefs.make" in visit.scope.may else []),
                    html.Button(t("app.theme"), **{"data-theme-switch": "1"}),
                    html.Button(t("app.other_language"), **{"data-language": "en" if t.is_chinese() else "zh-CN"}),
                    html.Span(who, className="who"),
                    html.Button(t("app.sign_out"), **{"data-sign-out": "1"}),
                ],
                className="top-bar",
            ),
            html.Div(id="office", className="office-page", tabIndex=0),  # a page of text alone is scrolled by keys too
            html.Div(drawer, className="side office-side"),
        ],
        className="stage desk office",
    )
