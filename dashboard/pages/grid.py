"""One grid, or any area: officers, the five elements of its ledger, cases and history; one lookup for all codes."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import foretold_grid, form, grid_words
from dashboard.parts.class_names import class_names
from dashboard.parts.frame import more
from dashboard.parts.sort_words import sort_words
from dashboard.parts.symbols import priority_mark
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import queries as areas
from data.cases import queries as cases
from data.cases import windows
from data.forecasts import reading
from data.ledger import elements, lookup, overlays
from data.ledger.elements import NEEDS
from data.models.area import Area
from data.risk import queries
from data.units import queries as units
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "网格", "about": "网格员、五要素台账、在办案件与历史", "search": "编码或名称", "look": "查找",
        "found": "「{words}」的结果", "nothing": "没有这个编码或名称", "inside": "下级区域", "facts": "基本情况",
        "code": "统一编码", "population": "常住人口", "households": "户数", "size": "面积", "blocks": "所属块状网格",
        "officers": "网格员", "n_officers": "{n} 名", "no_officer": "没有配置网格员",
        "people": "人", "people_note": "只记数量与需求，不记姓名",
        "told": "预计受理", "told_note": "各网格合计等于上一级的预测；80% 区间取整数，0–0 即预计无案件",
        "told_none": "尚无预测：上一级近期无案件、历史不足三周，或后台算法还没有运行", "told_day": "日期",
        "told_expected": "平均", "told_interval": "80% 区间", "told_came": "实际", "told_by": "方法",
        "told_single": "明日分大类（上一级日均 1 件以上）",
        "too_few": "少于 {n}", "uncounted": "未采集", "place": "地", "object": "物", "organisation": "组织",
        "events": "事", "events_note": "在办 {open} 件，近 90 天 {past} 件", "none": "暂无", "history": "最近案件",
        "case": "案件", "state": "状态", "received": "上报", "update": "更新人数", "need": "类别", "count": "人数",
        "profile": "画像", "risk": "风险分 {n} / 100，全市第 {rank}", "points": "{points} 分（权重 {weight}）",
        "no_profile": "尚未计算", "no_person": "只评网格，不评个人",
        "updated": "{need} 已更新为 {n}", "km2": "{n} km²", "unsound": "{n} 处待处理", "as_of": "截至 {date}",
    },
    "en": {
        "name": "Grid", "about": "Officers, the five elements of the ledger, open cases and history",
        "search": "Code or name", "look": "Look up", "found": "What “{words}” names",
        "nothing": "Nothing has this code or name", "inside": "Areas inside", "facts": "Facts", "code": "Unified code",
        "population": "Residents", "households": "Households", "size": "Size", "blocks": "Block grids it belongs to",
        "officers": "Officers", "n_officers": "{n}", "no_officer": "No officer is assigned", "people": "People",
        "people_note": "counts and needs only, never names", "too_few": "fewer than {n}", "told": "Foretold",
        "told_note": "grids add up to the forecast of their area; 80 % interval in whole cases, 0–0: none is expected",
        "told_none": "No forecast: nothing came to its area lately, fewer than three weeks of history, or the "
                     "algorithms have not run",
        "told_day": "Day", "told_expected": "Average", "told_interval": "80 % interval", "told_came": "Came in",
        "told_by": "By", "told_single": "Tomorrow by class (where its area expects one a day)",
        "uncounted": "not counted",
        "place": "Places", "object": "Objects", "organisation": "Organisations", "events": "Matters",
        "events_note": "{open} open, {past} in 90 days", "none": "None", "history": "Latest cases", "case": "Case",
        "state": "State", "received": "Received", "update": "Update a count", "need": "Need", "count": "People",
        "profile": "Profile",
        "risk": "Risk {n} of 100, No. {rank} of the city", "points": "{points} points (weight {weight})",
        "no_profile": "not made yet", "no_person": "of the grid, never of persons",
        "updated": "{need} is {n} now", "km2": "{n} km²", "unsound": "{n} to see to", "as_of": "as of {date}",
    },
}
HISTORY = timedelta(days=90)
TOLD_DAYS = 7
LATEST = 12


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the lookup, the area's facts and ledger, and its cases."""
    area = areas.find(visit, asked["area"])
    hits = lookup.look_up(visit, asked["words"]) if asked["words"] else []
    found = results(t, asked["words"], hits) if asked["words"] else None
    named = html.Section([heading(visit, t, area), children(visit, t, area)])
    return html.Div([part for part in (
        html.Section(search(t, asked["words"])), found, named,
        html.Div([facts(visit, t, area), officers(visit, t, area), people(visit, t, area)], className="columns"),
        foretold(visit, t, area), profile(visit, t, area),
        html.Div([counted(visit, t, area, kind) for kind in ("place", "object", "organisation")], className="columns"),
        history(visit, t, area),
    ) if part is not None], className="columns is-single")


def search(t: Words, words: str) -> Any:
    """Return the lookup's box."""
    return form.form("look", [form.text("words", t("search"), words, maxlength="64")], t("look"), inline=True)


def look(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Look a code or a name up; an area that was named exactly is gone to at once."""
    words = str(given.get("words") or "").strip()[:64]
    hits = lookup.look_up(visit, words)
    if hits and hits[0].kind == "area" and (hits[0].code == words or len(hits) == 1):
        return Came(text=t.pick(hits[0].name, hits[0].name_en), go={"area": hits[0].code, "words": ""})
    return Came(text=t("found", words=words) if hits else t("nothing"), go={"words": words})


def results(t: Words, words: str, hits: list[lookup.Hit]) -> Component:
    """Return what the words named, each leading on."""
    rows = [html.Li([html.Small(t(f"hits.{hit.kind}")), " ", html.B(hit.code), " ", t.pick(hit.name, hit.name_en)],
                    role="button", tabIndex=0, className="hit", **leading(hit)) for hit in hits]
    shown = html.Ul(rows, className="versions") if rows else html.P(t("nothing"), className="panel-empty")
    return html.Section([html.H2(t("found", words=words)), shown])


def leading(hit: lookup.Hit) -> dict[str, str]:
    """Return the hook that leads to what was found."""
    return {"data-case": hit.code} if hit.kind == "case" else {"data-go": go({"area": hit.area_code, "words": ""})}


def heading(visit: Visit, t: Words, area: Area) -> Component:
    """Return the area's name and the way up."""
    path = areas.path_to(visit, area.area_code)
    links = [html.Span([areas.name_of(one, t.language), " › " if one is not path[-1] else ""], role="button",
                       tabIndex=0, className="crumb", **{"data-area": one.area_code}) for one in path]
    return html.H2([*links, html.Small(area.area_code)])


def children(visit: Visit, t: Words, area: Area) -> Component | None:
    """Return the areas one level below, pressable; none inside a grid."""
    if area.level >= visit.city.leaf_level():
        return None
    below = areas.inside(visit, area.area_code, area.level + 1)
    return html.Div([html.Div(areas.name_of(one, t.language), className="pill", role="button", tabIndex=0,
                              **{"data-area": one.area_code}) for one in below], className="pills")


def facts(visit: Visit, t: Words, area: Area) -> Component:
    """Return code, people, households, size and the blocks of departments it belongs to."""
    blocks = overlays.blocks_at(visit, area.area_code)
    rows = [(t("code"), area.area_code), (t("population"), t.number(area.population)),
            (t("households"), t.number(area.households)), (t("size"), t("km2", n=f"{area.area_m2 / 1e6:.2f}"))]
    if area.level == visit.city.leaf_level():
        rows.append((t("blocks"), " · ".join(t.pick(block.name, block.name_en) for _, block in blocks) or t("none")))
    return html.Section([html.H2(t("facts")), described(rows)])


def described(rows: list[tuple[str, str]]) -> Component:
    """Return names and values in two columns."""
    return html.Dl([part for name, value in rows for part in (html.Dt(name), html.Dd(value))], className="described")


def profile(visit: Visit, t: Words, area: Area) -> Component | None:
    """Return the grid's risk with every factor: its value, its weight, the points it gives; none above grids."""
    if area.level != visit.city.leaf_level() or "cases.view" not in visit.scope.may:
        return None
    found, made = queries.profile_of(visit, area.area_code), queries.made(visit, "profiles")
    if found is None:
        return html.Section([html.H2(t("profile")), html.P(t("no_profile"), className="panel-empty"),
                             grid_words.unknown(t, made.unknown)])
    rows = [(t(f"risk_factors.{one['key']}"), " · ".join((
        valued(visit, t, area, one), t("points", points=f"{one['points']:.1f}", weight=f"{one['weight']:.0%}"))))
        for one in found.factors]
    heading = [t("profile"), html.Small(t("no_person")), html.Small(t("as_of", date=t.moment(found.made_at)))]
    return html.Section([html.H2(heading), html.P(html.B(t("risk", n=f"{found.risk:.1f}", rank=found.rank)),
                                                  **{"data-grid-risk": str(found.risk)}),
                         described(rows), grid_words.unknown(t, made.unknown)])


def foretold(visit: Visit, t: Words, area: Area) -> Component | None:
    """Return what is foretold of the grid for two days and the week before; None above grids."""
    if area.level != visit.city.leaf_level() or "cases.view" not in visit.scope.may:
        return None
    today = visit.now.astimezone(visit.zone).date()
    found = [one for one in reading.expected_of(
        visit, area.area_code, today - timedelta(days=TOLD_DAYS), today + timedelta(days=1))
        if one.made_at <= visit.now]
    rows = [Row(cells={
        "day": Cell(text=f"{one.target:%m-%d}", title=one.target.isoformat()),
        "expected": Cell(text=t.number(one.mean, 2) if one.mean is not None else "—"),
        "interval": Cell(text=f"{t.count(round(one.low))} – {t.count(round(one.high))}",
                         marks={"data-interval": f"{one.low:g}-{one.high:g}"}),
        "came": Cell(text="—", tone="is-missing") if one.truth is None else Cell(
            text=t("too_few", n=elements.FEWEST_SHOWN) if queries.hides(visit, area.area_code, one.truth)
            else t.count(one.truth), tone="" if one.is_within else "is-worse"),
        "by": Cell(text=t(f"foretold.by_{one.model}")),
    }) for one in reversed(found)]
    columns = [Column(key=key, heading=t(f"told_{key}"), is_number=key in ("expected", "interval", "came"))
               for key in ("day", "expected", "interval", "came", "by")]
    note = html.Small(t("told_note"))
    return html.Section([html.H2([t("told"), note]), table(columns, rows, empty=t("told_none")),
                         single(visit, t, area, today + timedelta(days=1))], **{"data-part": "foretold"})


def single(visit: Visit, t: Words, area: Area, day: date) -> Component | None:
    """Return what is foretold of the single classes that come to the grid's area daily; None where none does."""
    name_of = class_names(visit, t)
    told = [(major, one) for major in reading.majors_of(visit, area.area_code, day, day) if major
            for one in reading.expected_of(visit, area.area_code, day, day, major=major) if one.made_at <= visit.now]
    if not told:
        return None
    rows = [(name_of(major), foretold_grid.said(t, one)) for major, one in told]
    return html.Div([html.H3(t("told_single")), described(rows)])


def valued(visit: Visit, t: Words, area: Area, factor: Mapping[str, Any]) -> str:
    """Return a factor's value; counts of people too few to be told, and what is not known, look different."""
    value = factor["value"]
    if value is None or (factor["key"] == "needs" and "ledger.view" not in visit.scope.may):
        return "—"
    is_few = factor["key"] == "needs" and 0 < value < elements.FEWEST_SHOWN and not visit.scope.allows(
        "ledger.edit", area.area_code)
    if is_few or (factor["key"] == "overdue" and queries.hides(visit, area.area_code, value)):
        return t("too_few", n=elements.FEWEST_SHOWN)
    return t.number(value, 0 if float(value).is_integer() else 1)


def officers(visit: Visit, t: Words, area: Area) -> Component:
    """Return the grid officers who serve the area, or the one above it that has some."""
    own = [unit for unit in units.units_in(visit, area.area_code) if unit.kind == "grid_officer"]
    above = [] if own else [unit for unit in units.units_in(visit, area.area_code[:visit.city.width_of(
        max(1, visit.city.leaf_level() - 1))]) if unit.kind == "grid_officer"]
    serving = sorted(own or above, key=lambda unit: (len(unit.name), unit.name))  # number 2 before number 10
    shown = serving[:LATEST]
    if not shown:
        return html.Section([html.H2(t("officers")), html.P(t("no_officer"), className="panel-empty")])
    return html.Section([html.H2([t("officers"), html.Small(t("n_officers", n=len(serving)))]), described([
        (t.pick(unit.name, unit.name_en), t(f"statuses.{unit.status}")) for unit in shown]),
        more(t, len(serving) - len(shown))])


def people(visit: Visit, t: Words, area: Area) -> Component | None:
    """Return how many people have which need; too few to be told, and not counted, look different."""
    if "ledger.view" not in visit.scope.may:
        return None
    found = elements.people(visit, area.area_code)
    rows = [(t(f"needs.{one.need}"), t("uncounted") if one.as_of is None else
             t("too_few", n=elements.FEWEST_SHOWN) if one.is_hidden else t.number(one.count)) for one in found]
    dates = [one.as_of for one in found if one.as_of is not None]
    note = t("as_of", date=t.moment(min(dates))) if dates else t("people_note")
    return html.Section([html.H2([t("people"), html.Small(t("people_note")), html.Small(note)]), described(rows),
                         updating(visit, t, area)])


def updating(visit: Visit, t: Words, area: Area) -> Any:
    """Return the form that sets a count, for those who keep this grid's ledger."""
    if area.level != visit.city.leaf_level() or not visit.scope.allows("ledger.edit", area.area_code):
        return None
    return form.form("update", [
        form.hidden("grid", area.area_code),
        form.choice("need", t("need"), [(one, t(f"needs.{one}")) for one in NEEDS]),
        form.number("count", t("count"), min="0", step="1", required=True)], t("update"), inline=True)


def update(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Set how many people of a grid have a need."""
    need, count = str(given.get("need") or ""), given.get("count")
    whole = count if type(count) is int else int(count) if isinstance(count, float) and count.is_integer() else -1
    elements.count_people(visit, str(given.get("grid") or ""), need, whole, source=visit.scope.name)
    return Came(text=t("updated", need=t(f"needs.{need}"), n=whole))


def counted(visit: Visit, t: Words, area: Area, kind: str) -> Component | None:
    """Return how many places, objects or organisations of which sort the area has, and what is not sound."""
    if "ledger.view" not in visit.scope.may:
        return None
    found = elements.counts(visit, area.area_code)[kind]
    most_first = sorted(found.items(), key=lambda one: -one[1])
    rows = [(sort_words(t, sort or kind), t.number(count)) for sort, count in most_first]
    unsound = [] if kind == "place" else [one for one in elements.listed(visit, area.area_code, kind)
                                          if one.state not in ("sound", "open")]
    note = html.Small(t("unsound", n=len(unsound))) if unsound else None
    return html.Section([html.H2([part for part in (t(kind), note) if part is not None]),
                         described(rows) if rows else html.P(t("none"), className="panel-empty")])


def history(visit: Visit, t: Words, area: Area) -> Component:
    """Return the latest cases and how many there were in ninety days."""
    latest = cases.latest(visit, area.area_code, LATEST)
    past = windows.received(visit, area.area_code, visit.now - HISTORY, visit.now + windows.INSTANT)
    note = t("events_note", open=cases.count_open(visit, area.area_code), past=past)
    rows = [Row(hooks={"data-case": one.case_no}, cells={
        "case": Cell(text=one.text[:60] or one.case_no, lead=priority_mark(one.priority)),
        "state": Cell(text=t(f"states.{one.state}")), "received": Cell(text=t.when(one.received_at, visit.now)),
    }) for one in latest]
    columns = [Column(key=key, heading=t(key)) for key in ("case", "state", "received")]
    return html.Section([html.H2([t("events"), html.Small(note)]), table(columns, rows, empty=t("none"))])


PAGE = Page(name="grid", order=50, permission="areas.view", words=WORDS, answer=answer, fields=("words",),
            acts={"look": look, "update": update})
