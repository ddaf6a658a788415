"""推演: what if units or facilities were moved, added or removed; where they should stand next shift; side by side."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import FOUND, Asked, Came, Page, text_of, whole_of
from dashboard.parts import form
from dashboard.parts.scenario import WORDS as DETAIL_WORDS
from dashboard.parts.scenario import amount, compared, detail, kind_options, subject_name, weighed
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import queries
from data.errors import Invalid, NotFound
from data.models.scenario import Scenario
from data.reach import scenarios
from data.reach.came import SHIFT_HOURS
from data.reach.expected import next_shift
from data.reach.foretold import is_foretold
from data.reach.placement import Placement
from data.reach.reach import PER_PEOPLE, Reach, reach, shares
from data.reach.subjects import SERVICES, read_subject
from data.reach.whatif import Change
from data.units import status
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "布点推演", "about": "15 分钟可达、下一班次布点、增减力量与设施的推演", "list": "方案",
        "list_note": "只在纸面上推演，不改动任何力量或设施",
        "none": "本区域还没有方案：在下方新建一个，或计算下一班次布点",
        "title": "名称", "by": "建立人", "at": "计算时间", "changes": "变动", "where": "区域", "make": "新建方案",
        "made": "已建立：{name}", "propose": "下一班次布点", "propose_go": "计算布点",
        "propose_forecast": "{begin}–{end} 的预计案件按已存的预测，依预测占比分到各网格；每类力量 15 分钟内覆盖最多",
        "propose_history": "{begin}–{end} 尚无有效预测，预计案件按历史：近 4 周同一星期、同时段的平均数；"
                           "每类力量 15 分钟内覆盖最多",
        "kind": "力量类型", "auto": "{kind}布点 {time}",
        "proposed": "{n} 支力量建议调动：15 分钟内 {before} → {after}",
        "cover": "15 分钟覆盖", "show": "查看",
        "subject": "服务或力量", "area": "区域", "sites": "处数", "covered": "已覆盖人数",
        "uncovered": "未覆盖人数", "share": "覆盖率", "per": "处/万人", "grids": "未覆盖网格",
        "unknown": "说明：{text}",
        "on_map": "在地图上看", "pick": "并排", "picked": "已选", "gone": "方案不存在或不对您开放", "back": "全部方案",
        "no_reach": "看不到该项", "added": "已加入变动", "undone": "已撤销一项变动", "reckoned": "已按当前情况重算",
        "removed": "方案已删除",
    },
    "en": {
        "name": "What-if", "about": "15-minute reach, where units should stand next shift, what if they were elsewhere",
        "list": "Scenarios", "list_note": "on paper only: no unit and no facility moves",
        "none": "There is no scenario here yet: make one below, or have the next shift placed",
        "title": "Name", "by": "By", "at": "Reckoned", "changes": "Changes", "where": "Area", "make": "New scenario",
        "made": "Made: {name}", "propose": "Next shift", "propose_go": "Place units",
        "propose_forecast": "cases expected {begin}–{end} by the stored forecast, divided by the "
                            "forecast shares of grids; as many as possible within 15 minutes",
        "propose_history": "no forecast is in force for {begin}–{end}: cases expected by history, the mean of the "
                           "same weekday and hours of the last 4 weeks; as many as possible within 15 minutes",
        "kind": "Kind of unit", "auto": "{kind}, placed {time}",
        "proposed": "{n} {n:unit|units} should move: {before} → {after} within 15 minutes",
        "cover": "Within 15 minutes",
        "show": "Show",
        "subject": "Service or unit", "area": "Area", "sites": "Sites", "covered": "People covered",
        "uncovered": "Not covered", "share": "Covered", "per": "per 10,000", "grids": "Grids not covered",
        "unknown": "Note: {text}", "on_map": "On the map", "pick": "Beside", "picked": "Chosen",
        "gone": "There is no such scenario, or it is not for you", "back": "All scenarios",
        "no_reach": "not yours to see", "added": "The change is in", "undone": "One change was taken back",
        "reckoned": "Reckoned anew", "removed": "The scenario is gone",
    },
}
MOST_BESIDE = 3
LONGEST = 80
FIRST = "medical"


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return one scenario where one was chosen; else those chosen side by side, the list, forms, what is covered."""
    own = t.with_own(DETAIL_WORDS)
    if asked["scenario"]:
        back = html.Div(html.Button(t("back"), type="button", **{"data-go": go({"scenario": ""})}),
                        className="form-end")
        try:
            parts = detail(visit, own, scenarios.find(visit, asked["scenario"]))
        except NotFound:
            parts = [html.P(t("gone"), className="panel-empty", role="alert")]
        return html.Div([back, *parts], className="columns is-single")
    beside = [one for one in asked["beside"].split(",") if one][:MOST_BESIDE]
    found = scenarios.listed(visit, asked["area"])
    chosen = [one for one in found if one.id in beside]
    parts = [compared(visit, own, chosen)] if len(chosen) > 1 else []
    parts.append(listing(visit, t, found, beside))
    if visit.scope.allows(scenarios.RIGHT, asked["area"]):
        parts.append(html.Div([new_form(t, asked["area"]), propose_form(visit, t, asked["area"])],
                              className="columns"))
    return html.Div([*parts, covered(visit, t, asked)], className="columns is-single")


def listing(visit: Visit, t: Words, found: list[Scenario], beside: list[str]) -> Component:
    """Return the scenarios; pressing one opens it, its button puts it beside others."""
    names = queries.names_of(visit, {one.area_code for one in found})
    keys = ("title", "where", "changes", "by", "at", "pick")
    rows = [Row(hooks={"data-scenario": one.id}, cells={
        "title": Cell(text="", lead=html.Button(one.name, type="button", className="link",
                                                **{"data-go": go({"scenario": one.id})})),
        "where": Cell(text=names.get(one.area_code, one.area_code)), "changes": Cell(text=t.count(len(one.changes))),
        "by": Cell(text=one.by_name), "at": Cell(text=t.when(one.reckoned_at, visit.now)),
        "pick": Cell(text="", lead=pick(t, one, beside)),
    }) for one in found]
    return html.Section([html.H2([t("list"), html.Small(t("list_note"))]),
                         table([Column(key=key, heading=t(key), is_number=key == "changes") for key in keys], rows,
                               empty=t("none"))], **{"data-register": "scenarios"})


def pick(t: Words, one: Scenario, beside: list[str]) -> Component:
    """Return the button that puts a scenario beside others, or takes it away again."""
    is_in = one.id in beside
    left = [each for each in beside if each != one.id] if is_in else [*beside, one.id][-MOST_BESIDE:]
    return html.Button(t("picked" if is_in else "pick"), type="button",
                       **{"data-go": go({"beside": ",".join(left)}), "aria-pressed": str(is_in).lower(),
                          "aria-label": f"{t('pick')}: {one.name}"})


def new_form(t: Words, area: str) -> Component:
    """Return the form that begins a scenario."""
    return html.Section([html.H2(t("make")), form.form("make", [
        form.hidden("area", area), form.text("name", t("title"), maxlength=str(LONGEST), required=True)],
        t("make"), inline=True)], id="scenario-make")


def propose_form(visit: Visit, t: Words, area: str) -> Component:
    """Return the form that has the next shift placed."""
    begins = next_shift(visit)
    by = "forecast" if is_foretold(visit, area, begins) else "history"
    note = t(f"propose_{by}", begin=t.time_of_day(begins), end=t.time_of_day(begins + timedelta(hours=SHIFT_HOURS)))
    return html.Section([html.H2([t("propose"), html.Small(note, **{"data-by": by})]), form.form("propose", [
        form.hidden("area", area), form.choice("kind", t("kind"), kind_options(t), "fire")], t("propose_go"),
        inline=True)], id="scenario-propose")


def covered(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return how many people one service or kind of unit covers in the area and the areas in it."""
    keys = [*SERVICES, *(f"{one}.road" for one in SERVICES)]
    if "units.view" in visit.scope.may:
        keys += [f"unit.{kind}{way}" for kind in status.KINDS for way in ("", ".now")]
    what = asked["what"] if asked["what"] in keys else FIRST
    found = reach(visit, asked["area"], read_subject(what))
    choice = form.form("show", [form.choice("what", t("subject"), [(one, subject_name(t, one)) for one in keys], what)],
                       t("show"), inline=True)
    columns = ("area", "sites", "per", "covered", "uncovered", "share", "grids")
    said = " · ".join(t(f"reach.unknown_{one}") for one in found.unknown)
    return html.Section([
        html.H2([t("cover"), html.Small(t("reach.about"))]), choice,
        html.P(t("unknown", text=said), className="is-worse") if said else None,
        table([Column(key=key, heading=t(key), is_number=key != "area") for key in columns],
              share_rows(visit, t, asked["area"], found), empty="—"),
        html.P(html.A(t("on_map"), href="/desk/overview?layer=reach"), className="more"),
    ], **{"data-register": "covered", "data-what": what})


def share_rows(visit: Visit, t: Words, area: str, found: Reach) -> list[Row]:
    """Return a row for the area and each area in it."""
    def counted(number: int | None) -> str:
        return "—" if number is None else t.count(number)

    rows = []
    for one in shares(visit, area, found):
        people, per = (one.covered or 0) + (one.uncovered or 0), one.per_people()
        part = (one.covered or 0) / people if people else one.covered_grids / one.grids if one.grids else None
        rows.append(Row(hooks={"data-share": one.area.area_code}, cells={
            "area": Cell(text=queries.name_of(one.area, t.language)), "sites": Cell(text=t.count(one.sites)),
            "per": Cell(text="—" if per is None else f"{per:.2f}", title=f"/ {PER_PEOPLE}"),
            "covered": Cell(text=counted(one.covered)), "uncovered": Cell(text=counted(one.uncovered)),
            "share": Cell(text="—" if part is None else f"{100 * part:.1f}%"),
            "grids": Cell(text=t.count(one.grids - one.covered_grids)),
        }))
    return rows


def said(given: Mapping[str, Any], name: str) -> str:
    """Return a text of the form, "" where there is none."""
    return text_of(given, name).strip()[:LONGEST]


def seen(given: Mapping[str, Any]) -> tuple[str, int]:
    """Return which scenario is meant, and the version that was seen."""
    return said(given, "scenario"), whole_of(given, "version")


def show(_visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Let the page show another service or kind of unit."""
    return Came(text=t("cover"), go={"what": said(given, "what")})


def make(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Begin a scenario."""
    one = scenarios.make(visit, said(given, "area") or visit.city.code, said(given, "name"))
    return Came(text=t("made", name=one.name), go={"scenario": one.id})


def placed(visit: Visit, _t: Words, given: Mapping[str, Any]) -> Placement:
    """Find where the next shift should stand."""
    kind = said(given, "kind")
    if kind not in status.KINDS:
        raise Invalid("scenario_change")
    return scenarios.placed(visit, said(given, "area") or visit.city.code, kind)


def propose(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Keep the next shift's places as a scenario."""
    found: Placement = given[FOUND]
    name = t("auto", kind=t(f"kinds.{found.kind}"), time=t.time_of_day(next_shift(visit)))
    one = scenarios.propose(visit, said(given, "area") or visit.city.code, found, name)
    by, own = found.expected.basis, t.with_own(DETAIL_WORDS)
    return Came(text=t("proposed", n=len(found.stands), before=weighed(found.before, by),
                       after=amount(own, found.after, by)), go={"scenario": one.id})


def change(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Add a change. `target` is what:kind:id, with no id for something new."""
    what, kind, ident = (*said(given, "target").split(":", 2), "", "")[:3]
    scenarios.add(visit, *seen(given), Change(do=said(given, "do"), what=what, kind=kind, id=ident,
                                              grid=said(given, "grid")))
    return Came(text=t("added"))


def undo(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Take a change back."""
    scenarios.undo(visit, *seen(given), whole_of(given, "number"))
    return Came(text=t("undone"))


def again(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Reckon it anew."""
    scenarios.again(visit, *seen(given))
    return Came(text=t("reckoned"))


def remove(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Throw it away."""
    scenarios.remove(visit, *seen(given))
    return Came(text=t("removed"), go={"scenario": ""})


PAGE = Page(name="whatif", order=64, permission="areas.view", words=WORDS, answer=answer,
            fields=("scenario", "beside", "what"),
            acts={"show": show, "make": make, "propose": propose, "change": change, "undo": undo, "again": again,
                  "remove": remove}, finds={"propose": placed})
