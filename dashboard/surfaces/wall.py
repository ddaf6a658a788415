"""The wall: overview and alarms, read from metres away, never touched. Columns follow the wall's shape."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.map_view import city_map
from dashboard.parts.symbols import city_marker
from dashboard.speech import Words
from data.visit import Visit

LEFT = ("trend", "areas", "classes")
RIGHT = ("feed", "units")
PANELS = ("kpi", "breadcrumb", *LEFT, "map", *RIGHT, "alarm", "case")


def build(visit: Visit, t: Words, view: View, panels: dict[str, Panel], *, tiles: str, who: str) -> Component:  # noqa: ARG001 - surfaces are built alike
    """Return the wall's stage: title, figures, three columns, the alarm line; a wall does not name its viewer."""

    def slot(name: str) -> Component:
        panel = panels[name]
        return html.Div(
            panel.layout(t.with_own(panel.words), view), id=panel.slot("wall"), className=f"slot slot-{name}"
        )

    return html.Main(
        [
            title_bar(visit, t, slot("breadcrumb")),
            slot("kpi"),
            html.Div([slot(name) for name in LEFT], className="column left"),
            html.Div([city_map(visit.city, tiles=tiles, is_wall=True), slot("map")], className="map-frame"),
            html.Div([slot(name) for name in RIGHT], className="column right"),
            slot("alarm"),
            html.Div(slot("case"), hidden=True),
        ],
        className="stage wall",
    )


def title_bar(visit: Visit, t: Words, breadcrumb: Component) -> Component:
    """Return the title bar: where, what, and whether it is live."""
    name = t.pick(visit.city.name, visit.city.name_en)
    marker = city_marker(visit, t)
    return html.Header(
        [
            html.Div([html.B(name), breadcrumb], className="bar-left"),
            html.H1(t("app.title", city=name)),
            html.Div(
                [
                    marker,
                    html.Span([html.I(className="dot"), html.Span(id="link-words")], className="link", id="link-state"),
                    html.Span(t.day(visit.now), **{"data-date": "1"}),
                    html.B(t.time_of_day(visit.now, seconds=True), **{"data-clock": "1"}),
                ],
                className="bar-right",
            ),
        ],
        className="title-bar",
    )
