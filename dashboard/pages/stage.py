"""城市状态: the stage in force and who announced it, the form for the next one, the criteria now, the history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, whole_of
from dashboard.parts import city_stage, form
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data.city_stage import announcing, stages
from data.city_stage.announcing import Wish
from data.city_stage.stages import PEACE, Reading, Stage
from data.json_values import read_moment_here
from data.models.city_stage import Announcement
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "状态", "about": "城市状态（平时到全面战时）：宣布、判据、历史", "now": "当前状态",
        "nobody": "尚无人宣布过，按平时运行", "announced": "{name} {time} 宣布：{reason}", "scene": "大屏场景：{scene}",
        "announce": "宣布", "announce_about": "由人宣布，系统只建议；所有屏幕数秒内显示", "stage": "状态",
        "one": "{n} 级 · {name}", "reason": "理由", "until": "至（可不填）", "confirm": "确认宣布：所有屏幕立即显示",
        "done": "已宣布 {n} 级 · {name}", "criteria": "判据",
        "criteria_about": "任一达到即建议该级；按全市计算；在「配置」中修改",
        "criterion": "判据", "at_least": "达到", "value": "现值", "met": "是否达到", "yes": "● 达到", "no": "○ 未达到",
        "not_seen": "现值按全市计算，您的范围看不到全市",
        "none": "没有设判据", "history": "历史", "never": "还没有宣布过", "at": "时间", "by": "宣布人",
        "basis": "当时达到的判据", "lasted": "持续", "as_of": "截至 {time}", "still": "至今 {time}",
        "eased": "已无判据达到当前级，可考虑下调或解除",
    },
    "en": {
        "name": "Stage", "about": "The city stage, from peace to all-out: announced, criteria, history",
        "now": "In force",
        "nobody": "Nobody has announced one yet: the city is at peace", "announced": "{name} {time}: {reason}",
        "scene": "Scene of the walls: {scene}", "announce": "Announce",
        "announce_about": "People announce, the program only proposes; every screen shows it within seconds",
        "stage": "Stage", "one": "{n} · {name}", "reason": "Reason", "until": "Until (optional)",
        "confirm": "Confirm: every screen shows it at once", "done": "Stage {n} · {name} is announced",
        "criteria": "Criteria", "criteria_about": "any one proposes its stage; the whole city counts; set in Profiles",
        "criterion": "Criterion", "at_least": "From", "value": "Now", "met": "Met?", "yes": "● met",
        "no": "○ not met",
        "not_seen": "The whole city counts, and you do not see the whole city",
        "none": "No criteria are set", "history": "History", "never": "None was announced yet", "at": "When",
        "by": "By",
        "basis": "Criteria met then", "lasted": "Lasted", "as_of": "as of {time}", "still": "{time} so far",
        "eased": "No criterion of this stage is met any more: it could be eased or ended",
    },
}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the page; the criteria's present values only for whoever sees the whole city."""
    newest, known = announcing.in_force(visit), stages.configured(visit)
    found = stages.readings(visit, known) if visit.scope.sees_everything() else []
    return html.Div([
        now(visit, t, newest, known, found),
        announce_form(visit, t, newest, known) if announcing.may_announce(visit) else None,
        criteria(visit, t, known, found),
        history(visit, t, known),
    ], className="columns is-single")


def now(visit: Visit, t: Words, newest: Announcement | None, known: tuple[Stage, ...],
        found: list[Reading]) -> Component:
    """Return the stage in force, and what the criteria propose instead."""
    body = announcing.body_of(newest, known)
    proposed = city_stage.proposal(t, known, found, body["stage"])
    may_ease = found and body["stage"] > PEACE and stages.proposed(found) < body["stage"]
    return html.Section([
        html.H2([t("now"), html.Small(t("as_of", time=t.time_of_day(visit.now)))]),
        html.P(city_stage.said(visit, t, body), className=f"stage-now s{body['stage']}",
               **{"data-stage": str(body["stage"])}),
        html.P(t("announced", name=newest.by_name, time=t.when(newest.at, visit.now), reason=newest.reason)
               if newest else t("nobody")),
        html.P(t("scene", scene=body["scene"])) if body["scene"] else None,
        html.P(proposed["said"], className="is-worse",
               **{"data-proposed": str(proposed["stage"])}) if proposed else None,
        html.P(t("eased")) if may_ease else None,
    ])


def announce_form(visit: Visit, t: Words, newest: Announcement | None, known: tuple[Stage, ...]) -> Component:
    """Return the form; it carries the number of the announcement that was seen."""
    in_force = newest.stage if newest else PEACE
    options = [(str(one.number), t("one", n=one.number, name=t.pick(one.name, one.name_en))) for one in known]
    return html.Section([html.H2([t("announce"), html.Small(t("announce_about"))]), form.form("announce", [
        form.hidden("seen", newest.number if newest else 0),
        form.choice("stage", t("stage"), options, str(in_force)),
        form.text("reason", t("reason"), required=True, maxlength=str(announcing.LONGEST_REASON)),
        form.moment("until", t("until")),
    ], t("announce"), confirm=t("confirm"))])


def criteria(visit: Visit, t: Words, known: tuple[Stage, ...], found: list[Reading]) -> Component:
    """Return each criterion with its threshold, and its present value where the visitor sees the whole city."""
    values = {(one.stage, one.criterion): one for one in found}
    columns = [Column(key=key, heading=t(key), is_number=key in ("at_least", "value"))
               for key in ("stage", "criterion", "at_least", "value", "met")]
    rows = [Row(cells={
        "stage": Cell(text=t("one", n=stage.number, name=t.pick(stage.name, stage.name_en))),
        "criterion": Cell(text=t(f"stage_criteria.{one.measure}", minutes=one.minutes)),
        "at_least": Cell(text=t.number(one.at_least)), **value_cells(t, values.get((stage.number, one)))})
        for stage in known for one in stage.when]
    about = t("criteria_about") if found or not rows else t("not_seen")
    return html.Section([html.H2([t("criteria"), html.Small(f"{about} · {t('as_of', time=t.time_of_day(visit.now))}")]),
                         table(columns, rows, empty=t("none"))])


def value_cells(t: Words, reading: Reading | None) -> dict[str, Cell]:
    """Return the cells of a present value; none where it is not known to this visitor."""
    if reading is None:
        return {}
    tone = "is-worse" if reading.is_met else ""
    return {"value": Cell(text=t.number(reading.value), tone=tone),
            "met": Cell(text=t("yes" if reading.is_met else "no"), tone=tone)}


def history(visit: Visit, t: Words, known: tuple[Stage, ...]) -> Component:
    """Return every announcement, the newest first, with how long its stage lasted."""
    found = announcing.history(visit)
    columns = [Column(key=key, heading=t(key)) for key in ("at", "stage", "by", "reason", "until", "lasted", "basis")]
    ends = [None, *(one.at for one in found)]
    rows = [Row(cells={
        "at": Cell(text=t.moment(one.at)),
        "stage": Cell(text=t("one", n=one.stage, name=t.pick(known[one.stage - 1].name, known[one.stage - 1].name_en))),
        "by": Cell(text=one.by_name), "reason": Cell(text=one.reason),
        "until": Cell(text=t.moment(one.until) if one.until else "—"),
        "lasted": Cell(text=lasted(visit, t, one, end)), "basis": Cell(text=basis_words(t, one)),
    }) for one, end in zip(found, ends, strict=False)]
    return html.Section([html.H2(t("history")), table(columns, rows, empty=t("never"))],
                        **{"data-register": "stages"})


def lasted(visit: Visit, t: Words, one: Announcement, end: datetime | None) -> str:
    """Return how long it was in force, or has been so far."""
    return t("still", time=t.duration(visit.now - one.at)) if end is None else t.duration(end - one.at)


def basis_words(t: Words, one: Announcement) -> str:
    """Return which criteria were met when it was announced."""
    return "; ".join(t(f"stage_said.{each['measure']}", minutes=each["minutes"], value=each["value"])
                     for each in one.basis) or "—"


def announce(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Announce a stage as the form says."""
    stage = str(given.get("stage", ""))
    made = announcing.announce(visit, Wish(
        stage=int(stage) if stage.isascii() and stage.isdigit() and len(stage) == 1 else 0,
        reason=str(given.get("reason", "")), seen=whole_of(given, "seen"),
        until=read_moment_here(given["until"], visit.zone) if given.get("until") else None))
    name = stages.configured(visit)[made.stage - 1]
    return Came(text=t("done", n=made.stage, name=t.pick(name.name, name.name_en)))


PAGE = Page(name="stage", order=15, permission="areas.view", words=WORDS, answer=answer, acts={"announce": announce})
