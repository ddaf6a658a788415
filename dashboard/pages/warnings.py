"""预警: what is in force and proposed, one with why, checklist and history; issuing, changing, lifting; the scores."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, text_of, whole_of
from dashboard.parts import form, warning
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.parts.warning_detail import WORDS as DETAIL_WORDS
from dashboard.parts.warning_detail import detail
from dashboard.parts.warning_rules import WORDS as RULE_WORDS
from dashboard.parts.warning_rules import rules, scored, sensed
from dashboard.speech import Words
from data.areas import queries as areas
from data.demo import flood
from data.demo.records import MARKER
from data.errors import Invalid, NotAllowed
from data.json_values import read_moment_here
from data.models.warning import CityWarning
from data.scope import ROLES
from data.visit import Visit
from data.warnings import checklist, issuing, listing, places
from data.warnings.issuing import Update, Wish
from data.warnings.levels import DRAFT, KINDS, LEVELS
from data.within.shape import read_shape

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "预警", "about": "预警：发布、预案清单、解除、评价", "now": "生效与待发布", "as_of": "截至 {time}",
        "none": "本区域无生效预警", "level": "级别", "title": "标题", "where": "范围", "until": "有效至",
        "by": "发布人",
        "state": "状态", "done": "清单", "of": "{done} / {total}", "issue": "发布预警",
        "issue_about": "由人发布，所有屏幕数秒内显示；到期自动结束", "kind": "类型", "text": "内容与要求",
        "areas": "区域", "audience": "面向岗位（不选即全体）", "drawn": "范围：地图圈定，约 {km2} km²",
        "undraw": "改选区域", "draw": "也可在地图上圈定范围后点「发布预警」",
        "confirm": "确认发布：所有屏幕立即显示", "issued": "已发布：{title}", "over": "近 30 天已结束",
        "over_none": "近 30 天没有结束的预警", "ended": "结束", "verdict": "评价", "why": "依据",
        "back": "全部预警", "updated": "已更新：{title}", "lifted": "已解除：{title}", "refused": "未采纳：{title}",
        "ticked": "已完成：{task}", "gone": "这条预警不存在或不对您开放",
        "drill": "演练", "drill_about": "仅演示城市：传感器超限、规则发布内涝预警、30 件上报",
        "drill_go": "模拟暴雨内涝",
        "drill_sure": "确认：将产生演示预警和案件", "drilled": "已模拟：{n} 件上报",
    },
    "en": {
        "name": "Warnings", "about": "Warnings: issued, their checklist, lifted, scored",
        "now": "In force and proposed",
        "as_of": "as of {time}", "none": "No warning is in force here", "level": "Level", "title": "Title",
        "where": "Where", "until": "Until", "by": "By", "state": "State", "done": "Checklist",
        "of": "{done} / {total}", "issue": "Issue a warning",
        "issue_about": "every screen shows it within seconds; it ends by itself when its time is over",
        "kind": "Kind", "text": "What to know and to do", "areas": "Areas", "audience": "For (none chosen: everybody)",
        "drawn": "Area: drawn on the map, about {km2} km²", "undraw": "Choose areas instead",
        "draw": "or draw on the map and press “Issue a warning” there",
        "confirm": "Confirm: every screen shows it at once",
        "issued": "Issued: {title}", "over": "Ended in the last 30 days", "over_none": "None ended in the last 30 days",
        "ended": "Ended", "verdict": "Score", "why": "Why", "back": "All warnings", "updated": "Updated: {title}",
        "lifted": "Lifted: {title}", "refused": "Not adopted: {title}", "ticked": "Done: {task}",
        "gone": "There is no such warning, or it is not for you", "drill": "Drill",
        "drill_about": "demo city only: gauges rise, a rule issues a flood warning, 30 reports come in",
        "drill_go": "Simulate a cloudburst", "drill_sure": "Confirm: it makes a demo warning and cases",
        "drilled": "Simulated: {n} {n:report|reports}",
    },
}
VALID = timedelta(hours=3)
LONGEST_FIELD = 4_000


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return one warning where one was chosen; else the lists, the form, scores, rules and sensors."""
    if asked["warning"]:
        chosen = listing.found(visit, asked["warning"])
        back = html.Button(t("back"), type="button", **{"data-go": go({"warning": ""})})
        body = (detail(visit, t.with_own(DETAIL_WORDS), chosen) if chosen
                else [html.P(t("gone"), className="panel-empty", role="alert")])
        return html.Div([html.Div(back, className="form-end"), *body], className="columns is-single")
    sections = [now(visit, t, asked["area"])]
    if issuing.RIGHT in visit.scope.may and visit.scope.allows(issuing.RIGHT, asked["area"]):
        sections.append(issue_form(visit, t, asked["area"], asked["ground"]))
    if visit.city.marker == MARKER and issuing.may_issue(visit, [visit.city.code]):
        sections.append(html.Section([html.H2([t("drill"), html.Small(t("drill_about"))]),
                                      form.press("flood", t("drill_go"), {}, confirm=t("drill_sure"))], id="drill"))
    own = t.with_own(RULE_WORDS)
    return html.Div([*sections, over(visit, t, asked["area"]), scored(visit, own), rules(visit, own),
                     sensed(visit, own)], className="columns is-single")


def now(visit: Visit, t: Words, area: str) -> Component:
    """Return what is in force and what is proposed; pressing one opens it."""
    found = listing.in_force(visit, area, drafts=True)
    columns = [Column(key=key, heading=t(key)) for key in ("level", "title", "where", "until", "state", "done", "by")]
    rows = [Row(cells={**cells(visit, t, one), "until": Cell(text=t.when(one.valid_until, visit.now)),
                       "done": Cell(text=progress(visit, t, one))}, hooks=hooks(one)) for one in found]
    title = [t("now"), html.Small(t("as_of", time=t.time_of_day(visit.now)))]
    return html.Section([html.H2(title), table(columns, rows, empty=t("none"))], **{"data-register": "warnings"})


def cells(visit: Visit, t: Words, one: CityWarning) -> dict[str, Cell]:
    """Return what every list says of a warning."""
    return {
        "level": Cell(text=warning.level_words(t, one), lead=warning.mark(one.level)),
        "title": Cell(text=warning.title(t, one)), "where": Cell(text=warning.where(visit, t, one)),
        "state": Cell(text=t(f"warning_states.{one.state}"), tone="is-worse" if one.state == DRAFT else ""),
        "by": Cell(text=warning.who(t, one.person, one.by_name)),
    }


def hooks(one: CityWarning) -> dict[str, str]:
    """Return what makes a row open its warning."""
    return {"data-go": go({"warning": one.id}), "data-warning": one.id, "data-level": one.level}


def progress(visit: Visit, t: Words, one: CityWarning) -> str:
    """Return how much of the checklist is done."""
    listed = checklist.tasks(visit, one)
    return t("of", done=sum(task.done_at is not None for task in listed), total=len(listed)) if listed else "—"


def over(visit: Visit, t: Words, area: str) -> Component:
    """Return what ended, with its score."""
    keys = ("level", "title", "where", "ended", "state", "verdict", "by")
    columns = [Column(key=key, heading=t(key)) for key in keys]
    rows = [Row(cells={
        **cells(visit, t, one),
        "ended": Cell(text=t.moment(one.ended_at) if one.ended_at else "—"),
        "verdict": Cell(text=t(f"warning_verdicts.{one.verdict or 'waiting'}"), title=one.verdict_why),
    }, hooks=hooks(one)) for one in listing.over(visit, area)]
    away = html.A(t("tables.download"), className="take-away", href=f"/tables/warnings.csv?area={area}")
    return html.Section([html.H2([t("over"), away]), table(columns, rows, empty=t("over_none"))],
                        **{"data-register": "over"})


def issue_form(visit: Visit, t: Words, area: str, ground: str) -> Component:
    """Return the form that issues a warning: for chosen areas, or for what was drawn on the map."""
    until = (visit.now + VALID).astimezone(visit.zone).strftime("%Y-%m-%dT%H:%M")
    levels = [(level, f"{t(f'warning_levels.{level}')} {t(f'warning_grades.{level}')}") for level in LEVELS]
    fields = [
        form.choice("kind", t("kind"), [(kind, t(f"warning_kinds.{kind}")) for kind in KINDS], "flood"),
        form.choice("level", t("level"), levels, "yellow"),
        form.moment("until", t("until"), until, required=True),
        form.text("title", t("title"), required=True, maxlength=str(issuing.LONGEST_TITLE)),
        form.words("text", t("text"), maxlength=str(issuing.LONGEST_TEXT)),
        *ground_fields(visit, t, area, ground),
        form.several("audience", t("audience"), [(role, t(f"titles.{role}")) for role in ROLES if role != "wall"]),
    ]
    return html.Section([html.H2([t("issue"), html.Small(t("issue_about"))]),
                         form.form("issue", fields, t("issue"), confirm=t("confirm"))], id="issue-warning")


def ground_fields(visit: Visit, t: Words, area: str, ground: str) -> list[Any]:
    """Return how the form says where: the drawn shape, or boxes for the areas inside the chosen one."""
    if ground:
        try:
            km2 = read_shape(ground).km2
        except Invalid as fault:
            return [html.P(t(f"errors.{fault.code}") if fault.code != "bad_shape" else t("errors.bad_shape",
                             why=fault.values["why"]), role="alert"), *chosen_fields(visit, t, area)]
        return [html.P([t("drawn", km2=f"{km2:.2f}" if km2 < 100 else t.number(km2)), " ",
                        html.Button(t("undraw"), type="button", **{"data-go": go({"ground": ""})})]),
                form.hidden("shape", ground)]
    return chosen_fields(visit, t, area)


def chosen_fields(visit: Visit, t: Words, area: str) -> list[Any]:
    """Return boxes for the areas inside the chosen one; itself where it has none."""
    level = min(visit.city.level_of(area) + 1, visit.city.leaf_level())
    listed = areas.inside(visit, area, level)[:places.MOST_AREAS]
    here = areas.find(visit, area)
    options = [(here.area_code, areas.name_of(here, t.language)),
               *((one.area_code, areas.name_of(one, t.language)) for one in listed if one.area_code != area)]
    return [form.several("areas", t("areas"), options), html.P(html.A(t("draw"), href="/desk/overview"))]


def issue(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Issue what the form says."""
    shape, codes = said(given, "shape"), listed_in(given, "areas")
    ground = places.drawn(visit, shape) if shape else places.chosen(visit, codes)
    made = issuing.issue(visit, Wish(
        kind=said(given, "kind"), level=said(given, "level"), title=said(given, "title"), text=said(given, "text"),
        ground=ground, valid_until=read_moment_here(given.get("until"), visit.zone),
        audience=tuple(role for role in listed_in(given, "audience") if role in ROLES)))
    return Came(text=t("issued", title=made.title), go={"warning": made.id, "ground": ""})


def said(given: Mapping[str, Any], name: str) -> str:
    """Return a text of the form, "" where there is none."""
    return text_of(given, name)[:LONGEST_FIELD]


def listed_in(given: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of texts of the form."""
    value = given.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def seen(given: Mapping[str, Any]) -> tuple[str, int]:
    """Return which warning is meant, and the version that was seen."""
    return said(given, "warning"), whole_of(given, "version")


def confirm(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Issue a draft."""
    return Came(text=t("issued", title=warning.title(t, issuing.confirm(visit, *seen(given)))))


def refuse(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Refuse a draft."""
    return Came(text=t("refused", title=warning.title(t, issuing.refuse(visit, *seen(given), said(given, "reason")))))


def update(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Change level, time or text."""
    wanted = Update(level=said(given, "level") or None, text=said(given, "text"),
                    valid_until=read_moment_here(given["until"], visit.zone) if given.get("until") else None)
    return Came(text=t("updated", title=warning.title(t, issuing.update(visit, *seen(given), wanted,
                                                                        said(given, "reason")))))


def lift(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End a warning with a reason."""
    one = issuing.lift(visit, *seen(given), said(given, "reason"), is_false_alarm=given.get("false_alarm") is True)
    return Came(text=t("lifted", title=warning.title(t, one)))


def rain(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Let it rain in the demo city."""
    if not issuing.may_issue(visit, [visit.city.code]):
        raise NotAllowed(permission=issuing.RIGHT)
    came = flood.provoke(visit)
    return Came(text=t("drilled", n=len(came.cases)), go={"warning": came.warning})


def tick(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Tick an item of the checklist."""
    done = checklist.tick(visit, issuing.find(visit, said(given, "warning")), said(given, "task"))
    return Came(text=t("ticked", task=t.pick(done.text, done.text_en)))


PAGE = Page(name="warnings", order=16, permission="areas.view", words=WORDS, answer=answer,
            fields=("warning", "ground"),
            acts={"issue": issue, "confirm": confirm, "refuse": refuse, "update": update, "lift": lift, "tick": tick,
                  "flood": rain})
