"""Keys and values of a plan as sentences in the reader's language."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dashboard.speech import Words, shared_words
from dashboard.wiring import sentence
from data.errors import CityError
from data.models.unit import Unit

Values = Mapping[str, Any]
Named = Mapping[str, Unit]
"""{unit id: unit}"""


def reason(t: Words, key: str, values: Values, units: Named) -> dict[str, Any]:
    """Return a reason as {key, values, text}."""
    return {"key": key, "values": dict(values), "text": t(f"proposal_reasons.{key}", **_said(t, values, units))}


def shortfall(t: Words, key: str, values: Values, units: Named) -> str:
    """Return why nobody is sent."""
    if key == "outbid" and values.get("priority", 0) >= values.get("own", 0):
        key = "outbid_same"
    if key == "too_far" and values.get("minutes") is None:
        key = "too_far_unknown"
    return t(f"shortfalls.{key}", **_said(t, values, units))


def kind_name(t: Words, kind: str) -> str:
    """Return what a kind of units is called; "" means any, a kind without words is called by its key."""
    return _known(t, "kinds", kind) if kind else t("proposals.any")


def unit_name(t: Words, unit_id: str, units: Named) -> str:
    """Return what a unit is called, its id where it is not to be seen."""
    one = units.get(unit_id)
    return t.pick(one.name, one.name_en) if one else unit_id


def refused(t: Words, error: CityError) -> str:
    """Return why a pick or a change is refused."""
    return sentence(t, worded(t, error))


def worded(t: Words, error: CityError) -> CityError:
    """Return the refusal with its hurdle in words."""
    if "hurdle" in error.values:
        hurdle = t(f"shortfall_names.{error.values['hurdle']}")
        return type(error)(error.code, **{**error.values, "hurdle": hurdle})
    return error


def minutes(t: Words, value: float) -> str:
    """Return minutes, with a decimal below ten."""
    return t.number(value, 1 if abs(value) < 10 else 0)


def covered(t: Words, one: Values) -> str:
    """Return what a rule of coverage comes to."""
    form = "covered_relaxed" if one["relaxed"] else "covered_short" if one["before"] < one["asked"] else "covered"
    return t(f"proposals.{form}", kind=kind_name(t, one["kind"]), minutes=t.number(one["minutes"]),
             before=t.number(one["before"], 1), after=t.number(one["after"], 1), asked=t.number(one["asked"]),
             price=t.number(one["price"]), by=t(f"proposals.{'people' if one['by_people'] else 'grids'}"))


def fairness(t: Words, one: Values) -> str:
    """Return how the load of a kind changes."""
    numbers = {name: t.number(one[key], 1) for name, key in (
        ("before", "mean_before"), ("spread_before", "spread_before"), ("after", "mean_after"),
        ("spread_after", "spread_after"))}
    return t("proposals.fairness", kind=kind_name(t, one["kind"]), n=one["units"], **numbers)


def price(t: Words, one: Values, units: Named) -> str:
    """Return what it costs to send another unit, and what becomes of a case that loses its own."""
    form = "price_same" if abs(one["price"]) < 0.05 else "price" if one["price"] > 0 else "price_less"
    said = t(f"proposals.{form}", unit=unit_name(t, one["unit"], units), price=minutes(t, abs(one["price"])))
    if not one["displaces"]:
        return said
    if not one["instead"]:
        return f"{said} · {t('proposals.displaces_none', case=one['displaces'])}"
    return f"{said} · " + t("proposals.displaces", case=one["displaces"], unit=unit_name(t, one["instead"], units))


def _said(t: Words, values: Values, units: Named) -> dict[str, Any]:
    """Return values in the reader's words."""
    said = dict(values)
    if "unit" in said:
        said["unit"] = unit_name(t, said["unit"], units)
    if "kind" in said:
        said["kind"] = kind_name(t, said["kind"])
    if "skills" in said:
        said["skills"] = t("filters.joint").join(_known(t, "skills", one) for one in said["skills"])
    if "on_roads" in said:
        said["by"] = t(f"proposals.{'by_roads' if said.pop('on_roads') else 'by_speed'}")
    if isinstance(said.get("minutes"), int | float):
        said["span"] = t.duration(timedelta(minutes=said["minutes"]))
    for name in ("minutes", "limit", "price", "worth", "percent", "mean"):
        if isinstance(said.get(name), int | float):
            said[name] = minutes(t, said[name])
    return said


def _known(t: Words, table: str, key: str) -> str:
    return t(f"{table}.{key}") if f"{table}.{key}" in shared_words(t.language) else key


