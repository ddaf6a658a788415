"""One scenario on its page: the map, now against then, its changes with undo, the form for one more; several beside."""

from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component

from dashboard.parts import form
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import queries
from data.json_values import read_moment
from data.models.scenario import Scenario
from data.reach import scenarios
from data.reach.ground import Ground, read_ground
from data.reach.reach import is_reached, minutes_to, usable
from data.reach.subjects import SERVICES, Site, Subject, sites_of
from data.reach.whatif import ADD, MOVE, PLACE, REMOVE, UNIT, Change, changed, subject_of
from data.units import status
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "facts": "{who} · 计算于 {time} · 输入指纹 {digest}", "now_then": "现在 → 变动后", "subject": "服务或力量",
        "sites": "数量", "median": "中位分钟", "p90": "P90 分钟", "reached": "15 分钟内", "uncovered": "未覆盖人数",
        "grids": "未覆盖网格", "nobody": "无人到达", "same": "未变",
        "no_changes": "还没有变动：在地图上拖动方块，或在下方选择",
        "changes": "变动", "undo": "撤销", "what": "变动", "why": "理由", "add": "加入变动", "do": "做什么",
        "move": "移动", "add_one": "新增", "remove": "撤去", "target": "谁", "grid": "到哪个网格",
        "new": "新的{kind}", "again": "按当前情况重算", "drop": "删除方案", "drop_sure": "确认删除",
        "others": "这是别人的方案，只能看",
        "said_move": "{who} 移到 {where}", "said_add": "在 {where} 新增{who}", "said_remove": "撤去 {who}",
        "alone": "只有它 15 分钟内到达 {amount}；从驻地过去 {minutes} 分钟", "map": "地图",
        "of_cases": "{n} 件预计案件", "of_people": "{n} 人", "of_grids": "{n} 个网格",
        "map_note": "圆点为网格，● 15 分钟内、✕ 未覆盖；拖动方块到网格即填好上方表单；也可直接在表单中选",
        "too_many": "网格多于 {n} 个，不画小图；请在表单中填网格编码", "basis": "按{basis}计",
        "forecast": "该班次的预测", "weeks": "历史（近 4 周同时段案件）", "people": "常住人口", "basis_grids": "网格",
        "partly_history": "预测已停用的小区域按历史计", "flood": "个别网格的暴增案件只计到上限",
        "gone": "有的已不在，未计",
        "unplaced": "有的案件不在网格内", "no_history": "没有这些时段的历史", "short_history": "历史不足 4 周",
        "no_cases": "近 4 周同时段没有这类案件",
        "placement": "{n} 支力量，{begin} 起的班次：{total}中，15 分钟内 {before} → {after};"
        "同样数量的位置，求解得 {value}、贪心得 {greedy}，与最优相差不超过 {gap}；用时 {seconds} 秒",
        "people_line": "15 分钟内人口 {before} → {after}", "beside": "方案并排", "scenario": "方案",
    },
    "en": {
        "facts": "{who} · reckoned {time} · inputs {digest}", "now_then": "Now → then", "subject": "Service or unit",
        "sites": "Sites", "median": "Median min", "p90": "P90 min", "reached": "Within 15 min",
        "uncovered": "People not covered", "grids": "Grids not covered", "nobody": "nobody comes", "same": "as before",
        "no_changes": "There is no change yet: drag a unit on the map, or choose below", "changes": "Changes",
        "undo": "Undo", "what": "Change", "why": "Why", "add": "Add the change", "do": "Do", "move": "move",
        "add_one": "add", "remove": "remove", "target": "Who", "grid": "To which grid", "new": "new: {kind}",
        "again": "Reckon anew", "drop": "Throw away", "drop_sure": "Confirm", "others": "Somebody else's: look only",
        "said_move": "{who} to {where}", "said_add": "{who} added in {where}", "said_remove": "{who} removed",
        "alone": "only it reaches {amount} in 15 min; {minutes} min from its base", "map": "Map",
        "of_cases": "{n} expected {n:case|cases}", "of_people": "{n} people", "of_grids": "{n} {n:grid|grids}",
        "map_note": "dots are grids: ● within 15 minutes, ✕ not; drag a square onto a grid and the form is filled in; "
                    "the form does it all without the map",
        "too_many": "There are more than {n} grids: no small map; write the grid's code in the form",
        "basis": "by {basis}", "forecast": "the shift's forecast", "weeks": "history: cases of the same hours, 4 weeks",
        "people": "people", "basis_grids": "grids",
        "partly_history": "by history where an area's forecast stepped back",
        "flood": "a flood of cases of one grid counts up to a limit",
        "gone": "some are there no more and do not count", "unplaced": "some cases lie in no grid",
        "no_history": "there is no history of these hours", "short_history": "history of less than 4 weeks",
        "no_cases": "there was no such case in these hours of 4 weeks",
        "placement": "{n} {n:unit|units}, shift from {begin}: of {total} within 15 min {before} → {after}; with "
                     "as many places the solver reaches {value}, greedy {greedy}, at most {gap} from the optimum; "
                     "{seconds} s",
        "people_line": "people within 15 min {before} → {after}", "beside": "Side by side", "scenario": "Scenario",
    },
}
MOST_DRAWN = 3_000
WHOLE = ("people", "grids")
"""What is weighed where no cases are known."""
KEYS = ("sites", "median", "p90", "reached", "uncovered", "grids")
OWN = frozenset({"gone", "partly_history", "flood", "unplaced", "no_history", "short_history", "no_cases"})


def kind_options(t: Words) -> list[tuple[str, str]]:
    """Return the kinds of units to choose from."""
    return [(kind, t(f"kinds.{kind}")) for kind in status.KINDS]


def subject_name(t: Words, key: str) -> str:
    """Return what a service or a kind of unit is called, with the way it reaches."""
    first, *more = key.split(".")
    name, way = (f"kinds.{more[0]}", "base") if first == "unit" else (f"reach.{first}", "foot")
    way = more[-1] if more[first == "unit":] else way
    return f"{t(name)} · {t(f'reach.{way}')}"


def detail(visit: Visit, t: Words, one: Scenario) -> list[Component]:
    """Return the parts of one scenario's page."""
    is_own = one.made_by == (visit.scope.person or "") and visit.scope.allows(scenarios.RIGHT, one.area_code)
    ground, changes = read_ground(visit, one.area_code), scenarios.changes_of(one)
    facts = t("facts", who=one.by_name, time=t.when(one.reckoned_at, visit.now), digest=one.digest[:12])
    noted = (one.result.get("placement") or {}).get("unknown", [])
    parts = [html.Section([html.H2([one.name, html.Small(facts)]), *placement(t, one),
                           lines(t, one.result.get("lines", []), noted)], **{"data-scenario-open": one.id,
                                                                             "data-opened": one.id})]
    parts.append(listing(visit, t, one, is_own=is_own))
    if is_own:
        parts.append(change_form(visit, t, one, ground))
    return [*parts, small_map(visit, t, ground, changes), *([ends(t, one)] if is_own else [html.P(t("others"))])]


def placement(t: Words, one: Scenario) -> list[Component]:
    """Return how the next shift was placed, where that is what the scenario is of."""
    told = one.result.get("placement")
    if not told:
        return []
    begins, by = read_moment(told["begins"]), told["basis"]
    text = t("placement", n=told["units"], begin=t.time_of_day(begins) if begins else "—",
             total=amount(t, told["total"], by), gap=f"{100 * told['gap']:.2f}%", seconds=f"{told['seconds']:.1f}",
             **{key: weighed(told[key], by) for key in ("before", "after", "value", "greedy")})
    said = [notes(t, told["unknown"]), t("basis", basis=basis(t, by))]
    if told["people_before"] is not None and by != "people":
        said.append(t("people_line", before=t.count(told["people_before"]), after=t.count(told["people_after"])))
    return [html.P(text, **{"data-placement": "1"}), html.P(" · ".join(part for part in said if part))]


def weighed(value: float, by: str) -> str:
    """Return a sum of weights: expected cases to a tenth, people and grids in whole numbers."""
    return f"{value:,.0f}" if by in WHOLE else f"{value:,.1f}"


def amount(t: Words, value: float, by: str) -> str:
    """Return a sum of weights with what it is of."""
    return t(f"of_{by if by in WHOLE else 'cases'}", n=weighed(value, by))


def basis(t: Words, name: str) -> str:
    """Return by what it was weighed."""
    return t("basis_grids") if name == "grids" else t(name)


def notes(t: Words, unknown: list[str]) -> str:
    """Return what could not be known, in words."""
    return " · ".join(t(key if key in OWN else f"reach.unknown_{key}") for key in unknown)


def lines(t: Words, found: list[dict[str, Any]], noted: list[str]) -> Component:
    """Return now against then for each service and kind, and what could not be known but for what is `noted` above."""
    rows = [Row(hooks={"data-line": one["subject"]}, cells={
        "subject": Cell(text=f"{subject_name(t, one['subject'])} ({t('basis', basis=basis(t, one['basis']))})",
                        title=notes(t, one["unknown"])),
        **{key: pair(t, key, one["now"][key], one["then"][key]) for key in KEYS}}) for one in found]
    said = notes(t, sorted({key for one in found for key in one["unknown"]} - set(noted)))
    return html.Div([html.H3(t("now_then")), table(
        [Column(key=key, heading=t(key), is_number=key != "subject") for key in ("subject", *KEYS)], rows,
        empty=t("no_changes")), html.P(said, className="more") if said else None])


def pair(t: Words, key: str, now: float | None, then: float | None) -> Cell:
    """Return a figure as it is and as it would be; worse is marked."""
    if now == then:
        return Cell(text=figure(t, key, now), title=t("same"))
    low, high = (float("inf") if one is None else one for one in (now, then))
    is_worse = (high < low) if key in ("sites", "reached") else high > low
    return Cell(text=f"{figure(t, key, now)} → {figure(t, key, then)} {'▲' if high > low else '▼'}",
                tone="is-worse" if is_worse else "is-better")


def figure(t: Words, key: str, value: float | None) -> str:
    """Return one figure in words."""
    if value is None:
        return "—" if key == "uncovered" else t("nobody")
    return f"{100 * value:.1f}%" if key == "reached" else f"{value:.1f}" if key in ("median", "p90") else t.count(
        int(value))


def listing(visit: Visit, t: Words, one: Scenario, *, is_own: bool) -> Component:
    """Return the changes in their order, each with what takes it back."""
    changes = scenarios.changes_of(one)
    places = queries.names_of(visit, {each.grid for each in changes if each.grid})
    names = {site.id: t.pick(site.name, site.name_en)
             for subject in {subject_of(each) for each in changes} for site in sites_of(visit, subject)}
    rows = []
    for number, each in enumerate(changes):
        who = names.get(each.id, each.id) if each.id else kind_name(t, each.what, each.kind)
        text = t(f"said_{each.do}", who=who, where=f"{places.get(each.grid, '')} {each.grid}".strip())
        press = form.press("undo", t("undo"), {"scenario": one.id, "version": one.version, "number": number})
        rows.append(Row(hooks={"data-change": str(number)}, cells={
            "what": Cell(text=text), "why": Cell(text=why(t, each, one)),
            "undo": Cell(text="", lead=press if is_own else None)}))
    return html.Section([html.H2(t("changes")), table([Column(key=key, heading=t(key)) for key in (
        "what", "why", "undo")], rows, empty=t("no_changes"))], **{"data-register": "changes"})


def why(t: Words, each: Change, one: Scenario) -> str:
    """Return the reason of a change that the program proposed."""
    alone, _, minutes = each.note.partition(" ")
    told = one.result.get("placement")
    return t("alone", amount=amount(t, float(alone), told["basis"]), minutes=minutes) if minutes and told else "—"


def kind_name(t: Words, what: str, kind: str) -> str:
    """Return what a kind of unit or a service is called."""
    return t(f"kinds.{kind}") if what == UNIT else t(f"reach.{kind}")


def change_form(visit: Visit, t: Words, one: Scenario, ground: Ground) -> Component:
    """Return the form for one more change; a press on the map fills it in."""
    groups = [Element("option", {"value": f"{what}:{subject.name}:{site.id}"}, [t.pick(site.name, site.name_en)])
              for what, subject, site in movable(visit)]
    groups += [Element("option", {"value": f"{what}:{kind}:"}, [t("new", kind=kind_name(t, what, kind))])
               for what, kinds in ((UNIT, status.KINDS), (PLACE, SERVICES)) for kind in kinds]
    target = Element("label", {"class": "field"}, [html.Span(t("target"), className="field-label"), Element(
        "select", {"name": "target", "data-type": "text"}, groups)])
    known = grid_names(visit, one, ground)
    where = (form.choice("grid", t("grid"), [("", "—"), *known]) if known
             else form.text("grid", t("grid"), maxlength="32"))
    return html.Section([html.H2(t("add")), form.form("change", [
        form.hidden("scenario", one.id), form.hidden("version", one.version),
        form.choice("do", t("do"), [(MOVE, t("move")), (ADD, t("add_one")), (REMOVE, t("remove"))], MOVE), target,
        where], t("add"), inline=True)], id="whatif-form")


def grid_names(visit: Visit, one: Scenario, ground: Ground) -> list[tuple[str, str]]:
    """Return the grids to choose from, with their names."""
    if len(ground.codes) > MOST_DRAWN:
        return []
    return [(area.area_code, f"{queries.name_of(area, visit.language)} {area.area_code}")
            for area in queries.inside(visit, one.area_code, visit.city.leaf_level())]


def movable(visit: Visit) -> list[tuple[str, Subject, Site]]:
    """Return every unit and facility that could be moved or removed."""
    found = []
    kinds = [(PLACE, kind) for kind in SERVICES]
    if "units.view" in visit.scope.may:
        kinds = [(UNIT, kind) for kind in status.KINDS] + kinds
    for what, kind in kinds:
        subject = subject_of(Change(do=MOVE, what=what, kind=kind))
        found += [(what, subject, site) for site in sites_of(visit, subject)]
    return found


def small_map(visit: Visit, t: Words, ground: Ground, changes: list[Change]) -> Component:
    """Return what assets/whatif.js draws: grids, reached or not after the changes, and those who stand there."""
    if len(ground.codes) > MOST_DRAWN or not ground.codes:
        return html.Section([html.H2(t("map")), html.P(t("too_many", n=MOST_DRAWN), className="panel-empty")])
    last = subject_of(changes[-1] if changes else Change(do=MOVE, what=UNIT, kind="fire"))
    if last.is_unit and "units.view" not in visit.scope.may:
        last = subject_of(Change(do=MOVE, what=PLACE, kind="medical"))
    then, _ = changed(ground, sites_of(visit, last), [one for one in changes if subject_of(one) == last])
    good, _ = usable(visit, then)
    reached = is_reached(minutes_to(visit, ground, good, last))
    body = {"grids": [[code, round(lon, 5), round(lat, 5), bool(is_in)] for code, (lon, lat), is_in in zip(
                ground.codes, ground.points.tolist(), reached, strict=True)],
            "sites": [[f"{UNIT if last.is_unit else PLACE}:{last.name}:{one.id}", t.pick(one.name, one.name_en),
                       one.lon, one.lat] for one in good]}
    return html.Section([html.H2([f"{t('map')} · {subject_name(t, last.key())}", html.Small(t("map_note"))]),
                         html.Div(id="whatif-map", **{"data-drawn": orjson.dumps(body).decode()})])


def ends(t: Words, one: Scenario) -> Component:
    """Return what reckons it anew and what throws it away."""
    give = {"scenario": one.id, "version": one.version}
    return html.Section([form.press("again", t("again"), give),
                         form.press("remove", t("drop"), give, confirm=t("drop_sure"))], className="form-end")


def compared(visit: Visit, t: Words, found: list[Scenario]) -> Component:
    """Return several scenarios side by side: each as it would be, against now."""
    rows = [Row(hooks={"data-beside": one.id}, cells={
        "scenario": Cell(text=f"{one.name} ({t.when(one.reckoned_at, visit.now)})"),
        "subject": Cell(text=subject_name(t, line["subject"])),
        **{key: pair(t, key, line["now"][key], line["then"][key]) for key in KEYS}})
        for one in found for line in one.result.get("lines", [])]
    return html.Section([html.H2(t("beside")), table(
        [Column(key=key, heading=t(key), is_number=key in KEYS) for key in ("scenario", "subject", *KEYS)], rows,
        empty=t("no_changes"))], **{"data-register": "beside"})
