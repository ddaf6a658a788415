"""The wall: overview and alarms, read from metres away, never touched. Columns follow the wall's shape."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts import city_stage
from dashboard.parts.map_view import city_map
from dashboard.parts.symbols import city_marker
from dashboard.speech import Words
from data.visit import Visit

SIDE = ("trend", "areas", "classes", "channels", "feed", "units", "deadlines", "supervisions",
        "counters")
"""Beside the map, as far as the wall's design has room (dashboard.walls.design)."""
PANELS = ("kpi", "breadcrumb", *SIDE, "map", "alarm", "case")


def build(visit: Visit, t: Words, view: View, panels: dict[str, Panel], *, tiles: str, who: str) -> Component:  # noqa: ARG001 - surfaces are built alike
    """Return the wall's stage; assets/stage.js puts everything where the wall's profile has it. No viewer is named."""

    def slot(name: str) -> Component:
        panel = panels[name]
        return html.Div(
            panel.layout(t.with_own(panel.words), view), id=panel.slot("wall"), className=f"slot slot-{name}",
            **({"data-box": name} if name not in ("breadcrumb", "map", "case") else {}),
        )

    return html.Main(
        [
            *title_bar(visit, t, slot("breadcrumb")),
            slot("kpi"),
            html.Div([city_map(visit.city, tiles=tiles, is_wall=True), slot("map")], className="map-frame",
                     **{"data-box": "map"}),
            *(slot(name) for name in SIDE),
            slot("alarm"),
            html.Div(slot("case"), hidden=True),
        ],
        className="stage wall",
    )


def title_bar(visit: Visit, t: Words, breadcrumb: Component) -> list[Component]:
    """Return the title bar's three groups: where, what, and whether it is live."""
    name = t.pick(visit.city.name, visit.city.name_en)
    return [
        html.Header(breadcrumb, className="bar-left", **{"data-box": "title-left"}),
        html.H1([html.Span(t("app.title", city=name)), city_stage.shown(t)], **{"data-box": "title-main"}),
        html.Div(
            [
                city_marker(visit, t),
                html.Span([html.I(className="dot"), html.Span(id="link-words")], className="link", id="link-state"),
                html.Span(id="sound-state", className="sound", hidden=True),
                html.Span(t.day(visit.now), **{"data-date": "1"}),
                html.B(t.time_of_day(visit.now, seconds=True), **{"data-clock": "1"}),
            ],
            className="bar-right", **{"data-box": "title-right"},
        ),
    ]
