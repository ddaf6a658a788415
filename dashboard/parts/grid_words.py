"""Profiles of grids in words: factors with their points, reasons with their shares, what could not be known."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts.tree import Element
from dashboard.speech import Words

MOST_FACTORS, MOST_REASONS = 3, 3
LEAST_SHARE = 0.05


def factors(t: Words, found: Sequence[Mapping[str, Any]]) -> str:
    """Return the factors that count most, each with the points it gives."""
    best = sorted((one for one in found if one["points"] >= 1), key=lambda one: -one["points"])[:MOST_FACTORS]
    return " · ".join(f"{t('risk_factors.' + one['key'])} +{one['points']:.0f}" for one in best) or "—"


def reasons(t: Words, shares: Mapping[str, float]) -> str:
    """Return what a ranking rests on, each with its share."""
    best = sorted(((share, key) for key, share in shares.items() if share >= LEAST_SHARE), reverse=True)
    return " · ".join(f"{t('risk_reasons.' + key)} {share:.0%}" for share, key in best[:MOST_REASONS]) or "—"


def unknown(t: Words, keys: Sequence[str]) -> Component | None:
    """Return what could not be known, one line each; None where all was known."""
    if not keys:
        return None
    return html.Ul([html.Li(t(f"risk_unknown.{key}"), **{"data-unknown": key}) for key in keys], className="unknown")


def on_map(code: str, name: str, layer: str, said: str) -> Element:
    """Return a grid's name that opens it on the map with a layer switched on; `said` is what the link does."""
    return Element("a", {"href": f"/desk/overview?area={code}&layer=cases,units,{layer}", "title": f"{said}: {code}",
                         "class": "to-map"}, [name])
