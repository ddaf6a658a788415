"""The map: areas coloured by a figure, cases, units and places on it, legend and switches over it."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.frame import marks
from dashboard.parts.map_view import overlay
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
        "all_grids_about": "不论多少,逐个网格着色",
        "approval": "审图号:演示数据,虚构地图,无需审图",
        "approval_other": "审图号:待填",
        "zoom_in": "放大",
        "zoom_out": "缩小",
        "home": "全域",
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
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
        "home": "Whole area",
    },
}
NORMS = ("abs", "pop", "area", "late")
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
    ]
    zoom = [
        html.Button(sign, title=t(word), **{"data-zoom": word, "aria-label": t(word)})
        for sign, word in (("+", "zoom_in"), ("−", "zoom_out"), ("⌂", "home"))
    ]
    return html.Section(
        [
            overlay("map-caption", "map-caption"),
            overlay("map-stamp", "map-stamp"),
            overlay("map-switches", "map-switches", [*switches, html.Div(id="map-key", className="map-key")]),
            overlay("map-zoom", "map-zoom", zoom),
            overlay("map-legend", "map-legend"),
            overlay("map-tip", "map-tip"),
        ],
        className="panel-map-overlays",
        id="map-panel",
        **marks("map", "loading", None),
    )


PANEL = Panel(name="map", permission="areas.view", words=WORDS, layout=layout)
