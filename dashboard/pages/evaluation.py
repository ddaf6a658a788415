"""Evaluation: areas, departments and units compared over a period; behind each number, the cases it counts."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.counted import COUNTED
from dashboard.page import Asked, Page
from dashboard.parts import evaluation_columns
from dashboard.parts.definition import left_out, name_of, weighing
from dashboard.parts.evaluation_columns import SETS, cells_of, columns_of, figures_of, number_of
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import naming
from data.areas import queries as areas
from data.cases import classes
from data.figures import behind, dictionary, period, weights
from data.figures.behind import PARTS, Behind
from data.figures.evaluation import BY, Line, Table, gather, gather_before, tabulate
from data.figures.naming import Names, area_names, names_of
from data.figures.period import PERIODS, USUAL
from data.models.case import Case
from data.visit import Visit

WHOLE, UNCLAIMED = "*", "-"
"""What stands in the address for the whole area, and for the cases that no group claims."""
LISTED = 50
MOST_LINES = 100
EVERY = "all"
CASE_COLUMNS = ("case", "state", "kind", "where", "received", "due", "closed")
USUAL_SORT = "-score"
NOT_KNOWN = Cell(text="—", tone="is-missing")

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "评价", "about": "区域、部门、力量的评价表，每个数字可下钻到案件",
        "by.area": "按区域", "by.department": "按部门", "by.unit_kind": "按力量类别", "by.unit": "按力量",
        "period.today": "今日", "period.7d": "近 7 天", "period.30d": "近 30 天", "period.month": "本月",
        "empty": "这段时间没有案件", "whole": "{name} 合计", "no_department": "未定部门", "no_child": "未细分到下级",
        "span": "{first} 至 {last} 上报的案件 · 截至 {at}",
        "notes": "* 样本不足 20，不参与排名 · — 无可统计案件 · 时长为自然小时",
        "behind": "{figure} · {group}", "close": "收起", "next": "后 {n} 件", "first": "回到开头",
        "all_lines": "已列出 {shown} / {n} 行 · 全部列出",
        "numerator": "分子 {n}", "denominator": "分母 {n}", "left_out": "剔除 {n}", "counted": "计入 {n}",
        "case": "案件", "state": "状态", "kind": "类别", "where": "位置", "received": "上报", "due": "时限",
        "closed": "结案",
        "nothing": "没有这样的案件", "shown": "列出 {n} 件", "score_weights": "得分 = {weights}",
        "voice_score_weights": "三率综合 = {weights}", "open_dictionary": "指标口径",
    },
    "en": {
        "name": "Evaluate", "about": "Areas, departments and units compared; behind each number, its cases",
        "by.area": "By area", "by.department": "By department", "by.unit_kind": "By kind of unit", "by.unit": "By unit",
        "period.today": "Today", "period.7d": "7 days", "period.30d": "30 days", "period.month": "This month",
        "empty": "No case in this time", "whole": "{name}, all", "no_department": "No department yet",
        "no_child": "Placed no more finely",
        "span": "Cases reported {first} to {last} · as of {at}",
        "notes": "* sample under 20, not ranked · — nothing to count from · times in natural hours",
        "behind": "{figure} · {group}", "close": "Close", "next": "Next {n}", "first": "Back to the first",
        "all_lines": "{shown} of {n} lines shown · show all",
        "numerator": "Numerator {n}", "denominator": "Denominator {n}", "left_out": "Left out {n}",
        "counted": "Counted {n}", "case": "Case", "state": "State", "kind": "Class", "where": "Place",
        "received": "Received", "due": "Due", "closed": "Closed", "nothing": "There is no such case",
        "shown": "{n} listed", "score_weights": "Score = {weights}",
        "voice_score_weights": "Three rates together = {weights}",
        "open_dictionary": "What the figures mean",
    },
}
for language, own in evaluation_columns.WORDS.items():
    WORDS[language] = {**own, **WORDS[language]}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the table that was asked for, and the cases behind the number that was pressed."""
    by = asked["by"] if asked["by"] in BY else BY[0]
    name = asked["period"] if asked["period"] in PERIODS else USUAL
    columns = asked["set"] if asked["set"] in SETS else "overview"
    found = counted(visit, asked["area"], by, name, columns)
    names = names_of(visit, by, asked["area"])
    parts = [controls(t, by, name, columns), shown(visit, t, asked, found, (by, columns, names))]
    if asked["figure"]:
        spoken = group_name(visit, t, asked, (by, names))
        parts.insert(1, cases_of(visit, t, asked, _behind(visit, asked, by, name), spoken))
    return html.Div(parts, className="columns is-single")


def counted(visit: Visit, area: str, by: str, name: str, columns: str) -> Table:
    """Return the table for a set of columns, counted within the last minute where counting takes long."""
    weighed = weights.in_force(visit)

    def count() -> Table:
        now = period.named(visit, name)
        return tabulate(visit, by, gather(visit, area, by, now), gather_before(visit, area, by, now),
                        weights.count_with(weighed, figures_of(columns)))

    return COUNTED.ask(visit, ("evaluation", area, by, name, columns, weighed.version), count)


def controls(t: Words, by: str, name: str, columns: str) -> Component:
    """Return what can be chosen: whom to compare, over which period, by which columns."""
    def pills(key: str, choices: tuple[str, ...], chosen: str, before: str = "") -> Component:
        return html.Div([
            html.Span(t(f"{before}{one}"), className="pill", role="button", tabIndex=0,
                      **{"data-go": go({key: one, **({"figure": "", "group": ""} if key != "set" else {})}),
                         f"data-{key}": one, "aria-pressed": str(one == chosen).lower()})
            for one in choices
        ], className="pills")

    return html.Div([pills("by", BY, by, "by."), pills("period", PERIODS, name, "period."),
                     pills("set", tuple(SETS), columns)], className="evaluation-controls")


def shown(visit: Visit, t: Words, asked: Asked, found: Table, view: tuple[str, str, Names]) -> Element:
    """Return the table: the whole first, then its lines as they are sorted."""
    by, columns, names = view
    key = asked["sort"].lstrip("-")
    sort = asked["sort"] if key == "group" or key in SETS[columns] else USUAL_SORT
    lines = _sorted([line for line in found.lines if line.figures.value("received") or line.key], sort,
                    lambda line: line_name(t, by, line.key, names))
    whole = Cell(text=t("whole", name=area_name(visit, t, asked["area"])), marks={"data-line": WHOLE})
    rows = [Row(cells={"group": whole, **cells_of(t, found.whole, columns, WHOLE)})]
    most = len(lines) if asked["lines"] == EVERY else MOST_LINES
    rows += [Row(cells={"group": _head(t, by, line, names), **cells_of(t, line, columns, line.key or UNCLAIMED)})
             for line in lines[:most]]
    now = period.named(visit, asked["period"] if asked["period"] in PERIODS else USUAL)
    span = t("span", first=t.moment(now.begin)[:10], last=t.moment(now.end)[:10], at=t.moment(found.as_of))
    weighed = [t(f"{figure}_weights", weights=weighing(t, found.whole.figures[figure].details))
               for figure in ("score", "voice_score")]
    hooks = {"data-table": by, "data-asof": found.as_of.isoformat(timespec="seconds")}
    return Element("section", {"class": "card", **hooks}, [
        html.H2([t(f"by.{by}"), html.Small(span)]),
        table(columns_of(t, columns), rows, empty=t("empty"), sorted_by=sort), _rest(t, len(lines), most),
        html.P(html.Small(" · ".join([t("notes"), *weighed])), className="evaluation-notes"),
        html.P(html.A(t("open_dictionary"), href=f"/desk/figures?area={asked['area']}")),
    ])


def _rest(t: Words, count: int, shown: int) -> Component | None:
    """Return how many lines there are beside those shown, and what shows them all; None where there are no others."""
    if count <= shown:
        return None
    return html.Span(t("all_lines", shown=shown, n=count), className="pill", role="button", tabIndex=0,
                     **{"data-go": go({"lines": EVERY})})


def _head(t: Words, by: str, line: Line, names: Names) -> Cell:
    leads = {"area": line.key, "figure": "", "group": ""} if by == "area" and line.key else {}
    return Cell(text=line_name(t, by, line.key, names), go=leads, marks={"data-line": line.key or UNCLAIMED})


def line_name(t: Words, by: str, key: str, names: Names) -> str:
    """Return what a line is called."""
    if not key:
        return t("no_child" if by == "area" else "no_department")
    if by == "unit_kind":
        return t(f"kinds.{key}")
    return t.pick(*names[key]) if key in names else key


def area_name(visit: Visit, t: Words, code: str) -> str:
    """Return an area's name."""
    return areas.name_of(areas.find(visit, code), t.language)


def group_name(visit: Visit, t: Words, asked: Asked, view: tuple[str, Names]) -> str:
    """Return the name of the group that was pressed."""
    if asked["group"] in ("", WHOLE):
        return area_name(visit, t, asked["area"])
    return line_name(t, view[0], "" if asked["group"] == UNCLAIMED else asked["group"], view[1])


def _sorted(lines: list[Line], sort: str, name: Any) -> list[Line]:
    key, falls = sort.lstrip("-"), sort.startswith("-")
    if key == "group":
        return sorted(lines, key=name, reverse=falls)
    known = [line for line in lines if number_of(line, key) is not None]
    known.sort(key=lambda line: (number_of(line, key) or 0.0) * (-1 if falls else 1))
    rest = sorted((line for line in lines if number_of(line, key) is None),
                  key=lambda line: -(line.figures.value("received") or 0))
    return known + rest


def _behind(visit: Visit, asked: Asked, by: str, name: str) -> Behind:
    is_whole = asked["group"] in ("", WHOLE)
    usual = "denominator" if dictionary.find(asked["figure"]).span else "numerator"
    return Behind(figure=asked["figure"], area=asked["area"], period=period.named(visit, name),
                  by="" if is_whole else by, group="" if asked["group"] == UNCLAIMED else asked["group"],
                  part=asked["part"] if asked["part"] in PARTS else usual)


def cases_of(visit: Visit, t: Words, asked: Asked, wanted: Behind, group: str) -> Element:
    """Return the list behind a number, page by page; pressing a case opens it."""
    known = dictionary.find(wanted.figure)
    after = int(asked["after"]) if asked["after"].isdigit() and len(asked["after"]) < 10 else 0
    found = behind.cases_behind(visit, wanted, limit=LISTED, cursor=after)
    book = classes.open_book(visit.session, visit.city.class_scheme)
    places = area_names(visit, [code for case in found for code in _path(visit, case)])
    rows = [Row(cells=_case_cells(visit, t, case, (book, places)), hooks={"data-case": case.case_no}) for case in found]
    listed = [Column(key=key, heading=t(key)) for key in CASE_COLUMNS]
    pages = [pill(t("first"), {"after": ""})] if after else []
    if len(found) == LISTED:
        pages.append(pill(t("next", n=LISTED), {"after": str(found[-1].id)}))
    return Element("section", {"class": "card", "data-behind": wanted.figure, "data-part": wanted.part}, [
        html.H2([t("behind", figure=name_of(t, known.name), group=group), html.Small(t("shown", n=len(found))),
                 pill(t("close"), {"figure": "", "group": "", "part": "", "after": ""})]),
        html.Div(_parts(visit, t, wanted), className="pills"), html.P(html.Small(left_out(t, known))),
        table(listed, rows, empty=t("nothing")), html.Div(pages, className="pills"),
    ])


def _parts(visit: Visit, t: Words, wanted: Behind) -> list[Component]:
    """Return a pill per part of the number, with how many cases it has; parts a figure does not have are not there."""
    known = dictionary.find(wanted.figure)
    offered = [*(["numerator"] if not known.span else []), *(["denominator"] if known.kind != "count" else []),
               *(["left_out"] if known.exclusions else [])]
    pills = []
    for part in offered:
        one = Behind(figure=wanted.figure, area=wanted.area, period=wanted.period, by=wanted.by, group=wanted.group,
                     part=part)
        word = "counted" if known.kind == "count" and part == "numerator" else part
        pills.append(pill(t(word, n=t.count(behind.count_behind(visit, one))), {"part": part, "after": ""},
                          is_chosen=part == wanted.part))
    return pills


def pill(text: str, to: dict[str, str], *, is_chosen: bool = False) -> Component:
    """Return a pill that sets parameters of the address."""
    return html.Span(text, className="pill", role="button", tabIndex=0,
                     **{"data-go": go(to), "aria-pressed": str(is_chosen).lower()})


def _path(visit: Visit, case: Case) -> list[str]:
    """Return the codes of the two smallest areas that the case lies in."""
    widths = [level["width"] for level in visit.city.levels[1:] if level["width"] <= len(case.area_code)]
    return [case.area_code[:width] for width in widths[-2:]]


def _case_cells(visit: Visit, t: Words, case: Case, known: tuple[classes.ClassBook, Names]) -> dict[str, Cell]:
    book, places = known
    kind = book.by_code.get(case.class_code)
    where = [t.pick(*places[code]) for code in _path(visit, case) if code in places]
    return {
        "case": Cell(text=case.text[:48] or case.case_no, title=f"{case.case_no} {case.text}"),
        "state": Cell(text=t(f"states.{case.state}")),
        "kind": Cell(text=t.pick(kind.name, kind.name_en) if kind else t("screen.unclassified")),
        "where": Cell(text=naming.said(where), title=case.address),
        "received": Cell(text=t.when(case.received_at, visit.now)),
        "due": Cell(text=t.when(case.due_at, visit.now)) if case.due_at else NOT_KNOWN,
        "closed": _closed(visit, t, case),
    }


def _closed(visit: Visit, t: Words, case: Case) -> Cell:
    if case.closed_at is None:
        return NOT_KNOWN
    is_late = case.due_at is not None and case.closed_at > case.due_at
    return Cell(text=t.when(case.closed_at, visit.now), tone="is-worse" if is_late else "")


PAGE = Page(name="evaluation", order=60, permission="evaluation.view", words=WORDS, answer=answer,
            fields=("by", "period", "set", "sort", "figure", "group", "part", "after", "lines"))
