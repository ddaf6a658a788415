"""The city stage in words and as the element that every screen shows it in."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.speech import Words
from data.city_stage.stages import PEACE, Reading, Stage
from data.visit import Visit

ID = "city-stage"


def place(t: Words) -> Component:
    """Return the element that assets/city_stage.js fills: a quiet word at peace, above that a bar over the screen."""
    return html.A(id=ID, className="city-stage", hidden=True, href="/desk/stage", title=t("city_stage.open"))


def shown(t: Words) -> Component:
    """Return the same for a screen on which nothing is pressed."""
    return html.Div(id=ID, className="city-stage", hidden=True, title=t("city_stage.open"))


def said(visit: Visit, t: Words, body: Mapping[str, Any]) -> str:
    """Return the stage as its bar says it: number, name, colour, since when, until when."""
    number = body["stage"]
    name = t.pick(body["name"], body["name_en"])
    parts = [t("city_stage.bar", n=number, name=name), t(f"city_stage.colour_{number}") if number > PEACE else ""]
    if body["at"]:
        parts.append(t("city_stage.since", time=t.when(_moment(body["at"]), visit.now)))
    if body["until"]:
        until = _moment(body["until"])
        is_past = until <= visit.now
        parts.append(t("city_stage.past") if is_past else t("city_stage.until", time=t.when(until, visit.now)))
    return " · ".join(part for part in parts if part)


def proposal(t: Words, stages: tuple[Stage, ...], found: Iterable[Reading], in_force: int) -> dict[str, Any] | None:
    """Return the stage that the criteria propose above the one in force, and in words why; None where none does."""
    met = [one for one in found if one.is_met and one.stage > in_force]
    if not met:
        return None
    highest = max(one.stage for one in met)
    why = "; ".join(reading_words(t, one) for one in met if one.stage == highest)
    name = t.pick(stages[highest - PEACE].name, stages[highest - PEACE].name_en)
    return {"stage": highest, "said": t("city_stage.proposed", n=highest, name=name, why=why)}


def reading_words(t: Words, one: Reading) -> str:
    """Return what a criterion says now."""
    return t(f"stage_said.{one.criterion.measure}", minutes=one.criterion.minutes, value=one.value)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
