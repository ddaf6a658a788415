"""Where in the city the screen looks: the way back up, one press per level."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.speech import Words
from data.areas import queries
from data.visit import Visit

WORDS = {
    "zh-CN": {"label": "当前区域", "inside": "{n} 个{level}"},
    "en": {"label": "Area shown", "inside": "{level}: {n}"},
}


def layout(t: Words, view: View) -> Component:
    """Return the empty way."""
    return html.Nav(className="breadcrumb")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return one step per level, the shown area last, then how much lies inside it."""
    steps: list[Component] = []
    path = queries.path_to(visit, view.area)
    for area in path:
        is_last = area.area_code == view.area
        steps.append(
            html.Button(
                queries.name_of(area, t.language),
                className="is-here" if is_last else "",
                **{"data-area": area.area_code, "aria-current": "location" if is_last else "false"},
            )
        )
        if not is_last:
            steps.append(html.Span("›", className="sep"))
    counts = queries.count_by_level(visit, view.area)
    here = visit.city.level_of(view.area)
    inside = [
        t("inside", n=f"{counts[level]:,}", level=visit.city.level_name(level, t.language))
        for level in sorted(counts)
        if level > here
    ]
    return html.Nav([*steps, html.Small(" · ".join(inside))], className="breadcrumb", **{"aria-label": t("label")})


PANEL = Panel(name="breadcrumb", permission="areas.view", words=WORDS, layout=layout, answer=answer)
