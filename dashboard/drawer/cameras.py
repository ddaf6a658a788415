"""Cameras that see a case's place, or stand near it; pressing one asks for leave in the case's name."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from data.cameras.nearest import nearest
from data.cameras.register import PERMISSION
from data.errors import Invalid

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "near": "附近摄像机", "note": "查看画面自动留痕", "covers": "视野覆盖现场", "beside": "在附近",
        "broken": "摄像机登记无法读取", "open": "查看画面",
    },
    "en": {
        "near": "Cameras nearby", "note": "every look is recorded", "covers": "sees the place", "beside": "nearby",
        "broken": "The register of cameras cannot be read", "open": "Look",
    },
}


def cameras(one: Opened) -> Component | None:
    """Return the nearest cameras with their distance; nothing for who may not look through them there."""
    if not one.visit.scope.allows(PERMISSION, one.case.area_code):
        return None
    t = one.t.with_own(WORDS)
    heading = html.H3([t("near"), html.Small(t("note"))])
    try:
        found = nearest(one.visit, one.case.lon, one.case.lat)
    except Invalid:
        return html.Section([heading, html.P(t("broken"), className="panel-empty")])
    if not found:
        return None
    rows = [html.Button([
        html.I("◤" if near.covers else "◇", className="camera-mark"),
        html.B(t.pick(near.camera.name, near.camera.name_en)),
        html.Span(f"{t.distance(near.distance_m)} · {t('covers' if near.covers else 'beside')}"),
        html.Small(near.camera.owner), html.Em(t("open")),
    ], className="camera-row", **{"data-camera": near.camera.id, "data-camera-case": one.case.case_no,
                                  "data-covers": str(near.covers).lower()}) for near in found]
    return html.Section([heading, *rows], **{"data-part": "cameras"})
