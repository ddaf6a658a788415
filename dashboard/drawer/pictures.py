"""Pictures of the case: before and after beside each other, and those of whoever checked."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.drawer.opened import Opened
from dashboard.speech import Words
from data.cases import around
from data.models.report import CasePicture

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {"title": "图片", "before": "处置前", "after": "处置后", "check": "核查", "n": "{n} 张", "none": "无",
              "alt": "{stage},{time},{by}"},
    "en": {"title": "Pictures", "before": "Before", "after": "After", "check": "Check",
           "n": {"one": "{n} picture", "other": "{n} pictures"}, "none": "none", "alt": "{stage}, {time}, {by}"},
}
STAGES = ("before", "after", "check")
ALWAYS = ("before", "after")
"""Shown also where there is none: what is missing is said."""


def pictures(one: Opened) -> Component | None:
    """Return the pictures by stage; nothing where there is not one."""
    found = around.pictures_of(one.visit, one.case)
    if not found:
        return None
    t = one.t.with_own(WORDS)
    by_stage = {stage: [each for each in found if each.stage == stage] for stage in STAGES}
    columns = [_column(one, t, stage, each) for stage, each in by_stage.items() if each or stage in ALWAYS]
    return html.Section([html.H3([t("title"), html.Small(t("n", n=len(found)))]),
                         html.Div(columns, className="pictures")])


def _column(one: Opened, t: Words, stage: str, found: list[CasePicture]) -> Component:
    images = [html.A(html.Img(src=f"/pictures/{each.sha256}", alt=t("alt", stage=t(stage), time=t.moment(each.at),
                                                                    by=each.by_name)),
                     href=f"/pictures/{each.sha256}", **{"data-picture": each.sha256}) for each in found]
    when = t.when(found[-1].at, one.visit.now) if found else ""
    inside = images or [html.Span(t("none"), className="no-picture")]
    return html.Figure([*inside, html.Figcaption([html.B(t(stage)), html.Small(when)])])
