"""What is being made of briefings, on the page of all of them: where each stands, what failed and why, cancelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.parts.tree import Element
from dashboard.speech import Words

ACTIVE = ("waiting", "drawing")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One, as it is shown; `state` is "waiting", "drawing", "done", "failed", "cancelled" or "lost"."""

    id: str
    title: str
    by: str
    state: str
    is_each: bool
    before: int
    done: int
    of: int
    failed: Sequence[tuple[str, str]]


def jobs_section(t: Words, jobs: Sequence[Job]) -> list[Component]:
    """Return the section; nothing where nothing is to be said."""
    if not jobs:
        return []
    title = t("briefs.jobs" if any(one.state in ACTIVE for one in jobs) else "briefs.jobs_over")
    rows = html.Ul([_row(t, one) for one in jobs], className="brief-jobs")
    return [html.Section([html.H2(title), rows], **{"data-brief-jobs": str(len(jobs))})]


def each_button(t: Words, kind: str, name: str) -> Element:
    """Return the button that has a briefing made of each area inside the page's."""
    return Element("button", {"type": "button", "data-brief-each": kind, "class": "brief-file",
                              "title": t("briefs.each_about")}, [t("briefs.each", kind=name)])


def said_of(t: Words, one: Job) -> str:
    """Return where one stands, in words; assets/briefings.js says the same while it changes."""
    values: Mapping[str, int] = {"done": one.done, "of": one.of, "n": len(one.failed)}
    if one.state == "waiting":
        return t("briefs.job_waiting", n=one.before) if one.before else t("briefs.job_next")
    if not one.is_each:
        return t(f"briefs.job_{one.state}", of=one.of)
    key = {"drawing": "going", "cancelled": "stopped", "done": "partly" if one.failed else "done"}.get(
        one.state, one.state)
    return t(f"briefs.job_{key}", **values)


def _row(t: Words, one: Job) -> Element:
    is_active = one.state in ACTIVE
    bar = [Element("progress", {"value": str(one.done), "max": str(one.of)}, [])] if is_active and one.is_each else []
    cancel = [Element("button", {"type": "button", "data-brief-cancel": one.id, "class": "brief-file"},
                      [t("briefs.cancel")])] if is_active else []
    return Element("li", {"data-brief-job": one.id, "data-state": one.state}, [
        Element("b", {}, [one.title]), Element("span", {"class": "brief-job-said", "role": "status"},
                                               [said_of(t, one)]), *bar, Element("small", {}, [one.by]), *cancel,
        *(Element("p", {}, [f"{which} · {why}"]) for which, why in one.failed)])
