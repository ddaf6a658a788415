"""The nearest facilities with places free: one of each kind, with its distance and when it was counted."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from data.facilities.queries import nearest_free

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"near": "附近可用设施", "note": "4 km 内、一小时内上报", "left": "余 {free} / {total}",
              "at": "{time} 统计"},
    "en": {"near": "Places free nearby", "note": "within 4 km, told within the hour", "left": "{free} of {total} free",
           "at": "counted {time}"},
}


def places_free(one: Opened) -> Component | None:
    """Return the nearest of each kind, folded away; nothing where none has places free."""
    if "areas.view" not in one.visit.scope.may:
        return None
    t, found = one.t.with_own(WORDS), nearest_free(one.visit, one.case.lon, one.case.lat)
    if not found:
        return None
    rows = [html.Div([
        html.I(className=f"capacity-mark is-{near.state}"), html.B(t.pick(near.facility.name, near.facility.name_en)),
        html.Span(t.distance(near.distance_m)),
        html.Small(" · ".join((t(f"facility_kinds.{near.facility.kind}"), t(f"facility_states.{near.state}"),
                               t("left", free=near.facility.free, total=near.facility.total),
                               t("at", time=t.when(near.facility.as_of, one.visit.now))))),
    ], className="free-row", **{"data-facility": near.facility.facility_id}) for near in found]
    return html.Details([html.Summary([html.B(t("near")), html.Small(t("note"))]), *rows], className="fits")
