"""The button that opens assets/briefings.js: the kinds of briefing there are stand in it."""

import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.briefing import kind
from dashboard.speech import Words
from data.briefings import schedules
from data.visit import Visit


def brief_button(visit: Visit, t: Words) -> Component:
    """Return the button; `data-brief` holds [[kind, its name, what it is about or ""], …] as JSON.

    It bears a mark where one of the visitor's timed briefings was not made.
    """
    kinds = [[one.name, one.words[t.language]["name"], one.topic] for one in kind.discover().values()]
    faults = schedules.count_faults(visit)
    mark = [html.B(f" \u25b2{faults}", className="late")] if faults else []
    about = t("briefs.timed_failed", n=faults) if faults else t("briefs.about")
    return html.Button([t("briefs.name"), *mark], title=about, **{"data-brief": orjson.dumps(kinds).decode()})
