"""A warning in words and marks: level as colour, word and shape; where, until when, and why."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.models.warning import CityWarning
from data.visit import Visit
from data.warnings import places
from data.warnings.levels import UNITS

AREAS_NAMED = 2


def mark(level: str) -> Component:
    """Return the shape of a level: an octagon, a triangle, a diamond, a circle."""
    return html.I(className=f"warn-mark is-{level}", **{"aria-hidden": "true"})


def level_words(t: Words, one: CityWarning) -> str:
    """Return level and kind."""
    return t("warnings.one", level=f"{t(f'warning_levels.{one.level}')} {t(f'warning_grades.{one.level}')}",
             kind=t(f"warning_kinds.{one.kind}"))


def title(t: Words, one: CityWarning) -> str:
    """Return its title."""
    return t.pick(one.title, one.title_en)


def where(visit: Visit, t: Words, one: CityWarning) -> str:
    """Return the first of its areas, and how many more there are."""
    known = places.names(visit, one.areas[:AREAS_NAMED])
    named = " ".join(known.get(code, code) for code in one.areas[:AREAS_NAMED])
    left = len(one.areas) - AREAS_NAMED
    parts = [t("warnings.drawn") if one.shape else "", named, t("warnings.more_areas", n=left) if left > 0 else ""]
    return " · ".join(part for part in parts if part)


def who(t: Words, person: str | None, name: str) -> str:
    """Return who did something; a rule is the program."""
    return name if person else t("warnings.program")


def why(t: Words, one: CityWarning, class_name: Callable[[str], str]) -> str:
    """Return by which numbers a rule or surge warned; "" for one made by hand."""
    basis = one.basis
    if "expected" in basis:
        return t("why_surge", hours=basis["hours"], n=basis["value"], kind=class_name(basis["class"]),
                 usual=f"{basis['expected']:g}", least=basis["threshold"], days=f"{basis['days']:g}",
                 stated=f"{basis['stated']:g}")
    if "rule" not in basis:
        return ""
    unit = UNITS.get(basis.get("sensor_kind", ""), "")
    name = basis.get("sensor_name") or t(f"warning_indicators.{basis['indicator']}", minutes=basis["minutes"])
    return t("why_rule", rule=basis["rule"], name=name, value=_figure(basis.get("value"), unit),
             threshold=_figure(basis.get("threshold"), unit), share=round(100 * basis["clear_share"]),
             minutes=basis["clear_after"])


def _figure(value: Any, unit: str) -> str:
    return "—" if value is None else f"{value:g} {unit}".strip()
