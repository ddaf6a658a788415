"""The chosen area itself: what it is, how it stands, and which of its open cases are the next to breach."""

from dash import html
from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts import foretold_grid
from dashboard.parts.frame import more, panel, skeleton
from dashboard.parts.lamps import lamp
from dashboard.parts.symbols import priority_mark
from dashboard.speech import Words
from data.areas import naming
from data.areas import queries as areas
from data.cases import lateness, queues
from data.models.area import Area
from data.models.case import Case
from data.storage.prefix import begins_with
from data.units import queries as units
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "title": "{name}：在办 {open} 件，逾期 {late} 件",
        "fine": "{name}：在办 {open} 件，无逾期",
        "people": "常住人口", "size": "面积", "km2": "{n} km²", "parts": "下辖", "n_parts": "{n} 个{level}",
        "rate": "在办每万人", "n_rate": "{n} 件", "few": "样本少", "units": "力量", "n_units": "{n} 组",
        "next": "最先到期", "none": "本辖区没有在办案件", "ledger": "打开网格台账", "no_due": "未定时限",
    },
    "en": {
        "title": "{name}: {open} open, {late} overdue",
        "fine": "{name}: {open} open, none overdue",
        "people": "People", "size": "Size", "km2": "{n} km²", "parts": "Contains", "n_parts": "{level}: {n}",
        "rate": "Open per 10,000", "n_rate": "{n}", "few": "too few", "units": "Units", "n_units": "{n}",
        "next": "Next to breach", "none": "No open case here", "ledger": "Open the ledger", "no_due": "no deadline",
    },
}
ROWS = 12
FEWEST_PEOPLE, FEWEST_CASES = 1_000, 5
"""Below these a rate says nothing (docs/figures.md: too few)."""


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("area")


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the area's facts and its open cases, the next to breach first."""
    area = areas.find(visit, view.area)
    counted = lateness.by_department(visit, view.area)
    opened, late = sum(one.open for one in counted), sum(one.overdue for one in counted)
    title = t("title" if late else "fine", name=areas.name_of(area, visit.language), open=t.number(opened),
              late=t.number(late))
    body = [facts(visit, t, area, opened), html.H3(t("next")), *nearest(visit, t, view.area, opened)]
    return panel("area", title, body, as_of=visit.now)


def facts(visit: Visit, t: Words, area: Area, opened: int) -> Component:
    """Return what the area is, and the way to its ledger for who may see it."""
    below = min(area.level + 1, visit.city.leaf_level())
    count = areas.count_by_level(visit, area.area_code).get(below, 0) if below > area.level else 0
    level = visit.city.level_name(below, t.language)
    known = units.count_by_kind(visit, area.area_code) if "units.view" in visit.scope.may else {}
    crews = sum(sum(counts.values()) for counts in known.values())
    said = {
        "people": t.number(area.population), "size": t("km2", n=t.number(area.area_m2 / 1e6, 1)),
        "rate": rate(t, area.population, opened),
        "parts": t("n_parts", n=t.number(count), level=level) if count else "",
        "units": t("n_units", n=t.number(crews)) if crews else "",
    }
    rows = [part for key, text in said.items() if text for part in (html.Dt(t(key)), html.Dd(text))]
    if told := foretold_grid.tomorrow(visit, t, area.area_code):
        rows += [html.Dt(t("foretold.tomorrow_of")), told]
    ledger = html.A(t("ledger"), href=f"/desk/grid?area={area.area_code}") if "ledger.view" in visit.scope.may else None
    return html.Div([html.Dl(rows, className="described"), ledger], className="area-facts")


def rate(t: Words, people: int | None, opened: int) -> str:
    """Return the open cases per 10,000 people, or that there are too few of either."""
    if not people or people < FEWEST_PEOPLE or opened < FEWEST_CASES:
        return t("few")
    return t("n_rate", n=t.number(opened / people * 10_000, 1))


def nearest(visit: Visit, t: Words, prefix: str, opened: int) -> list[Component | None]:
    """Return the open cases, the next to breach first, and how many more there are."""
    found = queues.next_to_breach(visit, begins_with(Case.area_code, prefix) & Case.is_open.is_(True), ROWS)
    if not found:
        return [html.Div(t("none"), className="panel-empty")]
    places = naming.places(visit, {case.area_code for case in found})
    return [*(case_row(visit, t, case, t.pick(*places[case.area_code])) for case in found),
            more(t, opened - len(found))]


def case_row(visit: Visit, t: Words, case: Case, place: str) -> Component:
    """Return one case: its priority's shape, what it is about, where, and what is left."""
    return html.Div(
        [priority_mark(case.priority), html.Span(case.text or case.case_no, className="text", title=case.text),
         html.Small(f"{place} · {t(f'states.{case.state}')}", className="where"), left_lamp(visit, t, case)],
        className="work-row", role="button", tabIndex=0, **{"data-case": case.case_no})


def left_lamp(visit: Visit, t: Words, case: Case) -> Component:
    """Return the lamp of the stage's time."""
    due = case.stage_due_at or case.due_at
    if case.paused_at is not None:
        return lamp(t, "paused")
    if due is None:
        return html.Small(t("no_due"))
    return lamp(t, "red" if due < visit.now else "green", due - visit.now)


PANEL = Panel(name="area", permission="cases.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset())
