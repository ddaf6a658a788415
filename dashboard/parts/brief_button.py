"""The button that opens assets/briefings.js: the kinds of briefing there are stand in it."""

import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.briefing import kind
from dashboard.speech import Words


def brief_button(t: Words) -> Component:
    """Return the button; `data-brief` holds [[kind, its name, whether it has a topic], …] as JSON."""
    kinds = [[one.name, one.words[t.language]["name"], one.has_topic] for one in kind.discover().values()]
    return html.Button(t("briefs.name"), title=t("briefs.about"), **{"data-brief": orjson.dumps(kinds).decode()})
