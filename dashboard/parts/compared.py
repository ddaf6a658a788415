"""A time and a change in words: what it is called, and how much more or less than the time before."""

from datetime import timedelta
from typing import Any

from dashboard.panel import View
from dashboard.parts.bars import difference
from dashboard.speech import Words
from data.cases.compared import BASE, Span
from data.cases.only import Only
from data.visit import Visit


def span_name(visit: Visit, t: Words, only: Only, usual: str) -> str:
    """Return what the chosen time is called, or the usual one (a key of data.cases.only.SPANS) where none is."""
    if only.begin is None or only.end is None:
        return t(f"spans.{usual}")
    return t(f"spans.{only.span}") if only.span else between(visit, t, Span(only.begin, only.end))


def between(visit: Visit, t: Words, span: Span) -> str:
    """Return from when until when, on the city's clock."""
    last = span.end - timedelta(microseconds=1) if span.end > visit.now else span.end
    is_this_year = span.begin.astimezone(visit.zone).year == visit.now.astimezone(visit.zone).year
    first, last_said = (t.moment(at)[len("YYYY-"):] if is_this_year else t.moment(at) for at in (span.begin, last))
    return t("filters.from_to", **{"from": first, "to": last_said})


def change(t: Words, how: str, now: int, before: int | None) -> str:
    """Return the change of a count with its comparison's name; in cases where the base is small, "—" with the reason.

    `before` None: there were no cases yet at that time. Nothing is said where nothing is compared.
    """
    if how == "none":
        return ""
    name = t(f"comparisons.{how}")
    if before is None:
        return t("changes.no_data", name=name)
    if not before:
        return t("changes.zero", name=name)
    if before < BASE:
        return t("changes.few", name=name, change=difference(now, before), before=t.number(before))
    return t("changes.percent", name=name, change=t.change(now, before))


def filter_hooks(view: View, key: str, value: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the hooks by which a press narrows the screen by a value, or undoes it; none on a wall."""
    if view.is_wall():
        return {}
    return {"data-narrow": f"{key}:{value}", "aria-pressed": str(value in map(str, values)).lower()}
