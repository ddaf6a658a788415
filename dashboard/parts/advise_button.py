"""The map's button that opens assets/proposals.js, for whoever may send units."""

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.visit import Visit

MAY = frozenset({"cases.dispatch", "units.view"})


def advise_button(visit: Visit, t: Words) -> list[Component]:
    """Return the button, or nothing."""
    if not visit.scope.may >= MAY:
        return []
    return [html.Button(t("advice.name"), title=t("advice.about"), className="advise",
                        **{"data-advise": "1"})]
