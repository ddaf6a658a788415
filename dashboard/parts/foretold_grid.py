"""What tomorrow brings to an area, in one line: of a grid in whole numbers; 0–0 says plainly that nothing does."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.forecasts import reading
from data.forecasts.reading import Expected
from data.visit import Visit


def tomorrow(visit: Visit, t: Words, area: str) -> Component | None:
    """Return tomorrow's forecast as it was known at the visit's moment; its title says by which model. None without."""
    day = visit.now.astimezone(visit.zone).date() + timedelta(days=1)
    told = [one for one in reading.expected_of(visit, area, day, day) if one.made_at <= visit.now]
    if not told:
        return None
    one = told[0]
    return html.Dd(t("foretold.n_between", low=t.number(round(one.low)), high=t.number(round(one.high))),
                   title=f"{said(t, one)} · {t(f'foretold.by_{one.model}')}",
                   **{"data-foretold": f"{one.low:g}-{one.high:g}"})


def said(t: Words, one: Expected) -> str:
    """Return how many are expected, and from how many to how many."""
    low, high = t.number(round(one.low)), t.number(round(one.high))
    if one.mean is None:
        return t("foretold.n_of_area", n=t.number(round(one.middle)), low=low, high=high)
    return t("foretold.n_of_grid", low=low, high=high, mean=t.number(one.mean, 2))
