"""The map: areas coloured by a figure, cases, units and places on it, legend and switches over it."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import marks
from dashboard.parts.map_view import overlay
from dashboard.parts.symbols import priority_mark, status_mark
from dashboard.speech import Words

WORDS = {
    "zh-CN": {
        "layers": "图层",
        "cases": "案件",
        "units": "力量",
        "places": "设施",
        "blocks": "块状网格",
        "campaign_items": "专项行动",
        "norm": "指标",
        "all_grids": "全部网格",
        "all_grids_about": "不论多少，逐个网格着色",
        "approval": "审图号：演示数据，虚构地图，无需审图",
        "approval_other": "审图号：待填",
        "extent": "随图统计",
        "extent_about": "移动地图后，上方指标只统计图内范围",
        "draw": "圈选",
        "draw_about": "在地图上圈定范围，查看其中的案件、力量、设施与网格",
        "circle": "圆形",
        "box": "矩形",
        "poly": "多边形",
        "line": "沿线缓冲",
        "here": "以地图中心为圆心",
        "radius": "半径",
        "zoom_in": "放大",
        "zoom_out": "缩小",
        "home": "全域",
        "crews_out": "出动力量",
    },
    "en": {
        "layers": "Layers",
        "cases": "Cases",
        "units": "Units",
        "places": "Places",
        "blocks": "Block grids",
        "campaign_items": "Campaigns",
        "norm": "Figure",
        "all_grids": "All grids",
        "all_grids_about": "Colours every grid, however many there are",
        "approval": "Map approval: fictional map, none needed",
        "approval_other": "Map approval: to be filled in",
        "extent": "Count in map",
        "extent_about": "Once the map is moved, the figures above count what it shows",
        "draw": "Draw",
        "draw_about": "Draw on the map to see the cases, units, places and grids inside",
        "circle": "Circle",
        "box": "Rectangle",
        "poly": "Polygon",
        "line": "Along a way",
        "here": "Around the map's middle",
        "radius": "Radius",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
        "home": "Whole area",
        "crews_out": "Crews out",
    },
}
NORMS = ("abs", "pop", "area", "late")
REACHES_M = (500, 200, 1_000, 2_000, 5_000)
FORMS = ("circle", "box", "poly", "line")
TOGGLES = {"cases": True, "units": True, "places": False, "blocks": False, "campaign_items": False}
"""What can be switched, and whether it is on at first."""


def layout(t: Words, view: View) -> Component:
    """Return the map's overlays; the shell puts the map itself beneath them."""
    switches = [
        html.Div(
            [html.Button(t(f"norms.{norm}"), **{"data-norm": norm, "aria-pressed": "false"}) for norm in NORMS],
            className="segments",
            role="group",
            **{"aria-label": t("norm")},
        ),
        html.Button(t("all_grids"), title=t("all_grids_about"), className="toggle", hidden=True,
                    **{"data-detail": "grids", "aria-pressed": "false"}),
        html.Div(
            [
                html.Button(
                    t(name), className="toggle", **{"data-layer": name, "aria-pressed": str(is_on).lower()}
                )
                for name, is_on in TOGGLES.items()
            ],
            className="toggles",
            role="group",
            **{"aria-label": t("layers")},
        ),
        *([] if view.is_wall() else [
            html.Button(t("extent"), title=t("extent_about"), className="toggle",
                        **{"data-extent": "1", "aria-pressed": "true"}),
            drawing(t),
        ]),
    ]
    zoom = [
        html.Button(sign, title=t(word), **{"data-zoom": word, "aria-label": t(word)})
        for sign, word in (("+", "zoom_in"), ("−", "zoom_out"), ("⌂", "home"))
    ]
    return html.Section(
        [
            overlay("map-caption", "map-caption"),
            overlay("map-warnings", "map-warnings"),
            overlay("map-stamp", "map-stamp"),
            overlay("map-switches", "map-switches", [*switches, html.Div(id="map-key", className="map-key")]),
            overlay("map-zoom", "map-zoom", zoom),
            overlay("map-legend", "map-legend"),
            overlay("map-marks", "map-marks", _marks(t)) if view.is_wall() else None,
            overlay("map-tip", "map-tip"),
        ],
        className="panel-map-overlays",
        id="map-panel",
        **marks("map", "loading", None),
    )


def _marks(t: Words) -> list[Component]:
    """Return what each shape on the map is; at a desk they say it themselves when they are pointed at."""
    priorities = [html.Span([priority_mark(n), t(f"priorities.p{n}")]) for n in range(1, 5)]
    return [*priorities, html.Span([status_mark("handling"), t("crews_out")])]


def drawing(t: Words) -> Component:
    """Return the menu of what can be drawn; by the keyboard a circle about the map's middle."""
    forms = [html.Button(t(form), **{"data-draw": form}) for form in FORMS]
    radius = html.Label([t("radius"), html.Select([html.Option(t.distance(metres), value=str(metres))
                                                   for metres in REACHES_M], id="draw-radius")])
    return html.Details(
        [
            html.Summary(t("draw"), title=t("draw_about"), className="toggle"),
            html.Div([*forms, radius, html.Button(t("here"), **{"data-draw": "here"})], className="draw-menu"),
        ],
        id="draw-tools",
    )


PANEL = Panel(name="map", permission="areas.view", words=WORDS, layout=layout)
