"""Dispatch planning: whom nobody could be sent to, by area and hour and why, and what became of the plans."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data import clock
from data.allocation import counting, listing
from data.allocation.counting import Missed
from data.allocation.listing import Listed
from data.areas import naming
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "调度", "about": "未满足的需求与历次调度建议", "unmet": "缺力量：区域与小时",
        "unmet_note": "近 {n} 小时各次调度建议中派不出人的案件；一件在一小时内只计一次",
        "found": "近 {hours} 小时 {n} 件派不出人，{area}最多（{most}）",
        "none": "近 {n} 小时没有派不出人的案件", "area": "区域", "sum": "合计", "top": "主要原因",
        "reasons": "原因", "reason": "原因", "cases": "件数", "share": "占比", "plans": "历次建议",
        "plans_note": "由人决定后，与就近派单相比", "no_plans": "还没有调度建议：在地图上点「调度建议」",
        "made": "生成",
        "waiting": "待派", "picks": "建议", "accepted": "已派", "refused": "未派成", "short": "缺力量",
        "delay": "加权延误（分）", "nearest": "就近派单（分）", "saved": "减少", "gap": "距最优",
        "why": "{reason} {n} 件", "row": "{area} {hour} 时：{n} 件", "advise": "去地图生成建议",
    },
    "en": {
        "name": "Dispatch plans", "about": "Unmet demand, and the plans that were proposed",
        "unmet": "Nobody to send: area and hour",
        "unmet_note": "cases of the plans of the last {n} hours; a case counts once in an hour",
        "found": {"one": "Nobody to send for {n} case of the last {hours} hours: {area}",
                  "other": "Nobody to send for {n} {n:case|cases} of the last {hours} hours, most in {area} ({most})"},
        "none": "No case of the last {n} hours was without somebody to send", "area": "Area", "sum": "Sum",
        "top": "Mostly because", "reasons": "Reasons", "reason": "Reason", "cases": "Cases", "share": "Share",
        "plans": "Plans", "plans_note": "what people made of them, beside sending the nearest first",
        "no_plans": "No plan yet: press Proposals on the map", "made": "Made", "waiting": "Waited",
        "picks": "Proposed", "accepted": "Sent", "refused": "Not sent", "short": "Nobody",
        "delay": "Weighted delay (min)", "nearest": "Nearest first (min)", "saved": "Less", "gap": "From optimum",
        "why": "{reason}: {n}", "row": "{area}, {hour}h: {n}", "advise": "Make one on the map",
    },
}
HOURS = 12


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return unmet demand by area and hour, its reasons, and the plans of the area and those inside it."""
    first = clock.moment_of_hour(clock.hour_number(visit.now) - HOURS + 1)
    missed = counting.shortfalls_by(visit, asked["area"], first)
    plans = listing.recent(visit, asked["area"])
    hours = [first + timedelta(hours=n) for n in range(HOURS)]
    places = naming.places(visit, {one.area for one in missed} | {one.plan.area_code for one in plans})
    advise = html.A(t("advise"), href=f"/desk/overview?area={asked['area']}", className="take-away")
    away = html.A(t("tables.download"), href=f"/tables/shortfalls.csv?area={asked['area']}", className="take-away")
    return html.Div([
        html.Section([html.H2([title(t, missed, places), html.Small(t("unmet_note", n=HOURS))]),
                      unmet(visit, t, missed, hours, places)]),
        html.Section([html.H2([t("reasons"), away]), reasons(t, missed)], className="is-brief") if missed else None,
        html.Section([html.H2([t("plans"), html.Small(t("plans_note")), advise]), planned(visit, t, plans, places)]),
    ], className="columns is-single")


def title(t: Words, missed: Sequence[Missed], places: dict[str, tuple[str, str]]) -> str:
    """Return how many cases nobody could be sent to, and where most of them are."""
    sums = sums_of(missed)
    if not sums:
        return t("unmet")
    area, most = sums.most_common(1)[0]
    return t("found", hours=HOURS, n=sums.total(), most=t.count(most), area=t.pick(*places.get(area, (area, area))))


def sums_of(missed: Sequence[Missed]) -> Counter[str]:
    """Return how many cases there are by area."""
    sums = Counter[str]()
    for one in missed:
        sums[one.area] += one.cases
    return sums


def unmet(visit: Visit, t: Words, missed: Sequence[Missed], hours: Sequence[datetime],
          places: dict[str, tuple[str, str]]) -> Component:
    """Return one row for each area, the one with most first, and one column for each hour."""
    columns = [Column(key="area", heading=t("area")), *(Column(
        key=hour.isoformat(), heading=hour.astimezone(visit.zone).strftime("%H"), is_number=True) for hour in hours),
               Column(key="sum", heading=t("sum"), is_number=True), Column(key="top", heading=t("top"))]
    rows = [_row(visit, t, t.pick(*places.get(area, (area, area))), [one for one in missed if one.area == area])
            for area, _ in sums_of(missed).most_common()]
    return table(columns, rows, empty=t("none", n=HOURS))


def _row(visit: Visit, t: Words, name: str, missed: Sequence[Missed]) -> Row:
    by_hour, by_reason = Counter[datetime](), Counter[str]()
    for one in missed:
        by_hour[one.hour] += one.cases
        by_reason[one.reason] += one.cases
    reason, count = by_reason.most_common(1)[0]
    cells = {hour.isoformat(): Cell(text=t.number(n), tone="is-worse", title=t(
        "row", area=name, hour=hour.astimezone(visit.zone).strftime("%H"), n=n)) for hour, n in by_hour.items()}
    return Row(cells={"area": Cell(text=name, go={"area": missed[0].area}), **cells,
                      "sum": Cell(text=t.number(by_hour.total())),
                      "top": Cell(text=t("why", reason=t(f"shortfall_names.{reason}"), n=t.number(count)))})


def reasons(t: Words, missed: Sequence[Missed]) -> Component:
    """Return why nobody could be sent, the commonest reason first."""
    counted = Counter[str]()
    for one in missed:
        counted[one.reason] += one.cases
    columns = [Column(key="reason", heading=t("reason")), Column(key="cases", heading=t("cases"), is_number=True),
               Column(key="share", heading=t("share"), is_number=True)]
    total = sum(counted.values())
    return table(columns, [Row(cells={
        "reason": Cell(text=t(f"shortfall_names.{reason}")), "cases": Cell(text=t.number(n)),
        "share": Cell(text=f"{t.number(n / total * 100)}%")}) for reason, n in counted.most_common()], empty="")


def planned(visit: Visit, t: Words, plans: Sequence[Listed], places: dict[str, tuple[str, str]]) -> Component:
    """Return the plans, the newest first."""
    columns = [Column(key="made", heading=t("made")), Column(key="area", heading=t("area")), *(
        Column(key=key, heading=t(key), is_number=True) for key in (
            "waiting", "picks", "accepted", "refused", "short", "delay", "nearest", "saved", "gap"))]
    return table(columns, [_plan(visit, t, one, places) for one in plans], empty=t("no_plans"))


def _plan(visit: Visit, t: Words, one: Listed, places: dict[str, tuple[str, str]]) -> Row:
    plan = one.plan
    saved = (1 - plan.delay_min / plan.nearest_first_min) * 100 if plan.nearest_first_min else None
    return Row(cells={
        "made": Cell(text=f"{t.when(plan.made_at, visit.now)} {plan.by_name}", title=plan.id),
        "area": Cell(text=t.pick(*places.get(plan.area_code, (plan.area_code, plan.area_code)))),
        "waiting": Cell(text=t.number(plan.cases)), "picks": Cell(text=t.number(one.picks)),
        "accepted": Cell(text=t.number(one.accepted)), "refused": Cell(text=t.number(one.refused)),
        "short": Cell(text=t.number(one.shortfalls), tone="is-worse" if one.shortfalls else ""),
        "delay": Cell(text=t.number(plan.delay_min)), "nearest": Cell(text=t.number(plan.nearest_first_min)),
        **({} if saved is None else {"saved": Cell(text=f"{t.number(saved)}%",
                                                   tone="is-better" if saved >= 1 else "")}),
        "gap": Cell(text=f"{t.number(plan.gap * 100, 1)}%")})


PAGE = Page(name="allocation", order=16, permission="cases.dispatch", also=("units.view",), words=WORDS, answer=answer)
