"""The five stages of the loop: how far the case has come, when it came there, how the present stage's time stands."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.cases import course
from data.cases.course import Reached, Running

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "done": "已完成", "skipped": "未经此环节", "present": "当前环节", "stopped": "到此终止", "ahead": "未到",
        "used": "已用 {time}", "allowed": "/ 限 {time}", "paused": "计时暂停", "until": "至 {time}",
        "label": "办理进程", "due": "处置时限 {time}",
    },
    "en": {
        "done": "done", "skipped": "passed without a stop", "present": "now",
        "stopped": "ended here", "ahead": "to come", "used": "{time}", "allowed": "of {time}",
        "paused": "clock stopped", "until": "until {time}", "label": "How far the case has come",
        "due": "to be handled by {time}",
    },
}
SHAPES = {"done": "✓", "skipped": "–", "present": "", "stopped": "×", "ahead": ""}


def track(one: Opened) -> Component | None:
    """Return the track, and under it the clock that runs; nothing where it is not known what happened."""
    if one.history.fault is not None:
        return None
    t = one.t.with_own(WORDS)
    steps = [_step(one, t, reached) for reached in course.course_of(one.case, one.history.events)]
    return html.Section([html.Ol(steps, className="track", **{"aria-label": t("label")}),
                         clock(one, t, one.running) if one.running else None], className="track-holder")


def _step(one: Opened, t: Words, reached: Reached) -> Component:
    at = t.when(reached.at, one.visit.now) if reached.at else ""
    name = t(f"steps.{reached.step}")
    said = " · ".join((name, t(reached.how), *([t.moment(reached.at)] if reached.at else [])))
    return html.Li(
        [html.I(SHAPES[reached.how], **{"aria-hidden": "true"}), html.B(name), html.Small(at)],
        className=f"is-{reached.how}", title=said,
        **{"data-step": reached.step, "data-how": reached.how,
           **({"aria-current": "step"} if reached.how == "present" else {})},
    )


def clock(one: Opened, t: Words, now: Running) -> Component | None:
    """Return the present stage's name, time used and allowed, and a bar of it; nothing without a deadline."""
    if now.due_at is None or now.used is None or now.allowed is None:
        return None
    allowed = t(f"limits.{now.limit.unit.value}_n", n=now.limit.amount) if now.limit else t.duration(now.allowed)
    due = one.case.due_at
    own_deadline = t("due", time=t.when(due, one.visit.now)) if due and now.stage != "handle" and not (
        one.case.handled_at) else ""
    return html.Div(
        [
            html.B(t(f"stages.{now.stage}")),
            html.Span(" ".join(part for part in (t("used", time=t.duration(now.used)), t("allowed", time=allowed)))),
            html.Small(t("paused") if now.lamp == "paused" else t("until", time=t.when(now.due_at, one.visit.now))),
            html.Div(html.I(style={"width": f"{now.share():.0%}"}), className=f"clock-bar {now.lamp}"),
            html.Small(own_deadline, className="clock-note") if own_deadline else None,
        ],
        className="clock", **{"data-stage": now.stage},
    )
