"""Profiles of grids: where to patrol, risk with its factors, blind spots, clusters, places that come back."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts import grid_words
from dashboard.parts.class_names import class_names
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import queries as areas
from data.ledger.elements import FEWEST_SHOWN
from data.risk import ledger, queries
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "网格画像", "about": "巡查排序、风险分及因素、治理盲区、聚集、反复发生；只画网格，不画个人",
        "patrol": "下一班巡查去哪里", "risks": "网格风险分", "blind": "治理盲区", "clusters": "时空聚集",
        "hot": "热点网格", "near": "近邻重复", "repeats": "反复发生的地点", "never": "尚未计算；后台算法会自动运行",
        "as_of": "截至 {at}", "late": "截至 {at}，已过时", "none": "此范围内没有",
        "on": "学习排序已启用：近 {days} 个计分日，前 5% 网格含当日案件 {share}，近 28 天排序 {plain}，随机 {chance};"
              "超出随机的部分是后者的 {ratio} 倍。",
        "off": "学习排序未启用：近 {days} 个计分日，前 5% 网格含当日案件 {share}，近 28 天排序 {plain}，随机 {chance};"
               "超出随机的部分只有后者的 {ratio} 倍，不足 {goal} 倍。下列为近 28 天排序。",
        "untested": "计分日不足，无法比较；下列为近 28 天排序。", "backtested": "其中 {n} 天为事后回测。",
        "rank": "位次", "grid": "网格", "reasons": "依据", "expected": "应有", "day": "日期", "made": "生成",
        "ledger": "逐日计分", "share": "学习排序", "plain": "近 28 天", "chance": "随机", "cases": "案件",
        "backtest": "事后回测", "stored": "事前存档", "kind": "类型",
        "risk": "风险分", "factors": "主要因素（分）", "profile": "画像",
        "weights": "权重：{weights}",
        "tested": "回测：分数最高的一成网格含其后 28 天危害的 {score}；只按近期案件 {recent},"
                  "只按人口 {people}，随机 {chance}。",
        "no_backtest": "历史太短，尚无回测。", "not_counted": "未知",
        "days": "天数", "zero_chance": "全无的概率", "mix": "应有类别", "last": "最近一件", "never_any": "从无记录",
        "blind_note": "{days} 天内无上报、无感知、无到访",
        "class": "类别", "all": "全部类别", "observed": "实有", "p": "p 值", "radius": "半径", "span": "时段",
        "z": "z 值", "within": "距离", "soon": "时间", "ratio": "实有/应有", "same": "同一地点", "up_to": "≤ {at}",
        "n_days": "{n} 天", "open": "在办", "closed": "已结", "doubted": "存疑结案", "latest": "最近案件",
        "first": "首次", "few": "少于 {n}", "to_map": "在地图上打开",
        "near_note": "同类案件，近 60 天，时间随机置换 199 次", "hot_note": "近 {days} 天，Gi*,错误发现率 5%",
        "repeats_note": "50 米内同类案件，近 90 天 3 件及以上", "clusters_note": "近 {days} 天，截至今日的聚集",
    },
    "en": {
        "name": "Grid profiles", "about": "Where to patrol, risk with its factors, blind spots, clusters, places that "
                                          "come back; of grids, never of persons",
        "patrol": "Where the next patrol should look", "risks": "Risk of grids", "blind": "Blind spots",
        "clusters": "Clusters in space and time", "hot": "Hot spots", "near": "Near repeats",
        "repeats": "Places that come back", "never": "Not made yet; the algorithms run by themselves",
        "as_of": "as of {at}", "late": "as of {at}, late", "none": "None in this area",
        "on": "The learned ranking is on: over {days} scored days its 5 % of grids held {share} of the cases, the "
              "ranking by 28 days {plain}, chance {chance}; its excess over chance is {ratio} times the other's.",
        "off": "The learned ranking is off: over {days} scored days its 5 % of grids held {share} of the cases, the "
               "ranking by 28 days {plain}, chance {chance}; its excess over chance is {ratio} times the other's, "
               "below {goal}. What stands here is the ranking by 28 days.",
        "untested": "Too few days were scored to compare; what stands here is the ranking by 28 days.",
        "backtested": {"one": "{n} of the days was reckoned afterwards.",
                       "other": "{n} of the days were reckoned afterwards."},
        "rank": "Rank", "grid": "Grid", "reasons": "Rests on", "expected": "Expected", "day": "Day", "made": "Made",
        "ledger": "Scores day by day", "share": "Learned", "plain": "By 28 days", "chance": "Chance", "cases": "Cases",
        "backtest": "reckoned afterwards", "stored": "kept before", "kind": "Kind",
        "risk": "Risk", "factors": "Factors that count most (points)", "profile": "Profile",
        "weights": "Weights: {weights}",
        "tested": "Back-test: the tenth of grids with the highest scores held {score} of the harm of the next 28 days; "
                  "by recent cases alone {recent}, by residents alone {people}, by chance {chance}.",
        "no_backtest": "The history is too short for a back-test.", "not_counted": "not known",
        "days": "Days", "zero_chance": "Chance of none", "mix": "Kinds expected", "last": "Last case",
        "never_any": "none known", "blind_note": "nothing reported, sensed or visited in {days} days",
        "class": "Class", "all": "All classes", "observed": "Observed", "p": "p", "radius": "Radius", "span": "Span",
        "z": "z", "within": "Within", "soon": "In", "ratio": "Observed / expected", "same": "the same spot",
        "up_to": "up to {at}", "n_days": {"one": "{n} day", "other": "{n} days"}, "open": "Open", "closed": "Closed",
        "doubted": "Doubted closings", "latest": "Latest case", "first": "First", "few": "fewer than {n}",
        "to_map": "Open on the map", "near_note": "cases of one class, 60 days, times shuffled 199 times",
        "hot_note": "{days} days, Gi*, false discoveries at most 5 %",
        "repeats_note": "3 or more of one class within 50 m in 90 days",
        "clusters_note": "{days} days, clusters that reach to today",
    },
}
LISTED, LEDGER = 15, 14
KEPT_AS = {"risks": "profiles"}
"""Section -> the name in data.risk.states, where they differ."""


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the sections, what a patrol needs first."""
    area = asked["area"]
    stacks = ((patrol, hot), (risks, blind, clusters, near))
    side_by_side = [html.Div([part(visit, t, area) for part in stack], className="columns is-single")
                    for stack in stacks]
    return html.Div([html.Div(side_by_side, className="columns"), repeats(visit, t, area)],
                    className="columns is-single risk-page")


def section(visit: Visit, t: Words, name: str, body: Sequence[Any], *, note: str = "") -> Component:
    """Return one section: its heading with freshness, then the body, then what could not be known.

    One that was never made says so and shows nothing.
    """
    made = queries.made(visit, KEPT_AS.get(name, name))
    if made.at is None:
        return html.Section([html.H2(t(name)), html.P(t("never"), className="panel-empty")],
                            **{"data-risk": name, "data-state": "empty"})
    stamp = t("late" if made.is_late else "as_of", at=t.when(made.at, visit.now))
    marks = {"data-risk": name, "data-state": "late" if made.is_late else "fresh", "data-asof": made.at.isoformat()}
    heading = html.H2([t(name), html.Small(" · ".join(part for part in (note, stamp) if part))])
    return html.Section([part for part in (heading, *body, grid_words.unknown(t, made.unknown)) if part is not None],
                        **marks)


def rows_of(visit: Visit, t: Words, found: Sequence[Any], layer: str) -> list[tuple[Any, Cell]]:
    """Return each row with the cell that names its grid and opens it on the map."""
    names = areas.names_of(visit, [one.area_code for one in found])
    return [(one, Cell(text="", lead=grid_words.on_map(one.area_code, names.get(one.area_code, one.area_code), layer,
                                                       t("to_map")), marks={"data-grid": one.area_code}))
            for one in found]


def columns(t: Words, keys: str, numbers: str = "") -> list[Column]:
    """Return the columns of these keys; `numbers` names those of numbers."""
    return [Column(key=key, heading=t(key), is_number=key in numbers.split()) for key in keys.split()]


def told(visit: Visit, t: Words, area: str, count: int) -> str:
    """Return a count, or that it is too small to be told to this visitor."""
    return t("few", n=FEWEST_SHOWN) if queries.hides(visit, area, count) else t.count(count)


def patrol(visit: Visit, t: Words, area: str) -> Component:
    """Return the ranking that is shown, why it is that one, and the ledger."""
    _, found = queries.patrol(visit, area, LISTED)
    rows = [Row(cells={"rank": Cell(text=t.count(one.rank)), "grid": cell,
                       "reasons": Cell(text=grid_words.reasons(t, one.reasons) if one.reasons else t("plain"))})
            for one, cell in rows_of(visit, t, found, "patrol")]
    body = [standing(visit, t), table(columns(t, "rank grid reasons", "rank"), rows, empty=t("none")),
            scores(visit, t)]
    return section(visit, t, "patrol", body)


def standing(visit: Visit, t: Words) -> Component:
    """Return in words how good the learned ranking has been, and whether it is on."""
    found = ledger.standing(visit)
    marks = {"data-patrol": "on" if found.is_on else "off"}
    if found.ratio is None or found.learned is None or found.plain is None or found.chance is None:
        return html.P(t("untested"), **marks)
    said = t("on" if found.is_on else "off", days=found.days, share=f"{found.learned:.1%}", plain=f"{found.plain:.1%}",
             chance=f"{found.chance:.1%}", ratio=f"{found.ratio:.2f}", goal=ledger.GOAL)
    return html.P([said, " ", t("backtested", n=found.tested) if found.tested else ""], **marks)


def scores(visit: Visit, t: Words) -> Component | None:
    """Return the scores of the latest days, folded."""
    found = ledger.ledger(visit, LEDGER)
    if not found or not visit.scope.sees_everything():
        return None
    rows = [Row(cells={
        "day": Cell(text=one.day), "kind": Cell(text=t("backtest" if one.is_backtest else "stored")),
        "cases": Cell(text=t.count(one.cases or 0)), "share": Cell(text=share(one.hits, one.cases)),
        "plain": Cell(text=share(other.hits, other.cases)), "chance": Cell(text=f"{one.top / one.grids:.1%}"),
    }) for one, other in found]
    return Element("details", {}, [Element("summary", {}, [t("ledger")]),
                                   table(columns(t, "day kind cases share plain chance", "cases share plain chance"),
                                         rows, empty=t("none"))])


def share(part: float | None, whole: int | None) -> str:
    """Return a share in percent; "—" of nothing."""
    return f"{(part or 0) / whole:.1%}" if whole else "—"


def risks(visit: Visit, t: Words, area: str) -> Component:
    """Return the grids with the highest scores, their factors, the weights and the back-test."""
    rows = [Row(cells={
        "grid": cell, "risk": Cell(text=f"{one.risk:.1f}", marks={"data-value": str(one.risk)}),
        "factors": Cell(text=grid_words.factors(t, one.factors)),
        "profile": Cell(text="", lead=Element("a", {"href": f"/desk/grid?area={one.area_code}"}, [t("profile")])),
    }) for one, cell in rows_of(visit, t, queries.profiles(visit, area, LISTED), "risk")]
    body = queries.made(visit, "profiles").body
    return section(visit, t, "risks", [
        table(columns(t, "grid risk factors profile", "risk"), rows, empty=t("none")), tested(t, body)])


def tested(t: Words, body: dict[str, Any]) -> Component | None:
    """Return weights and back-test in words."""
    if not body:
        return None
    weights = " · ".join(f"{t('risk_factors.' + key)} {weight:.0%}" for key, weight in body["weights"].items())
    found = body["backtest"]
    said = t("no_backtest") if found is None else t(
        "tested", score=f"{found['score']:.1%}", recent=f"{found['recent']:.1%}", chance=f"{found['chance']:.1%}",
        people=t("not_counted") if found["people"] is None else f"{found['people']:.1%}")
    return html.Div([html.P(t("weights", weights=weights)), html.P(said)])


def chance(value: float) -> str:
    """Return a chance to three decimals, and of less than that only that it is less."""
    return f"{value:.3f}" if value >= 0.001 else "< 0.001"


def blind(visit: Visit, t: Words, area: str) -> Component:
    """Return the blind spots: what was to be expected, and how likely nothing is."""
    name_of = class_names(visit, t)
    rows = [Row(cells={
        "grid": cell, "expected": Cell(text=f"{one.expected:.1f}"),
        "zero_chance": Cell(text=chance(one.zero_chance)),
        "mix": Cell(text=" · ".join(f"{name_of(kind['code'])} {kind['expected']:.1f}" for kind in one.mix)),
        "last": Cell(text=one.last_day or t("never_any"), tone="is-date"),
    }) for one, cell in rows_of(visit, t, queries.blind_spots(visit, area, LISTED), "blind_spots")]
    days = queries.made(visit, "blind").body.get("days")
    return section(visit, t, "blind", [
        table(columns(t, "grid expected zero_chance mix last", "expected zero_chance"), rows, empty=t("none"))],
        note=t("blind_note", days=days) if days else "")


def clusters(visit: Visit, t: Words, area: str) -> Component:
    """Return the clusters of space and time."""
    name_of = class_names(visit, t)
    rows = [Row(cells={
        "class": Cell(text=name_of(one.class_code) if one.class_code else t("all")), "grid": cell,
        "radius": Cell(text=t.distance(one.radius_m)),
        "span": Cell(text=f"{one.begins[5:]} – {one.ends[5:]}", tone="is-date"),
        "observed": Cell(text=told(visit, t, one.area_code, one.observed)),
        "expected": Cell(text=f"{one.expected:.1f}"), "p": Cell(text=f"{one.p:.3f}"),
    }) for one, cell in rows_of(visit, t, queries.clusters(visit, area)[:LISTED], "clusters")]
    days = queries.made(visit, "clusters").body.get("days")
    return section(visit, t, "clusters", [
        table(columns(t, "class grid radius span observed expected p", "radius observed expected p"), rows,
              empty=t("none"))], note=t("clusters_note", days=days) if days else "")


def hot(visit: Visit, t: Words, area: str) -> Component:
    """Return the hottest grids."""
    rows = [Row(cells={"grid": cell, "z": Cell(text=f"{one.z:.1f}"), "p": Cell(text=chance(one.p)),
                       "cases": Cell(text=told(visit, t, one.area_code, one.cases))})
            for one, cell in rows_of(visit, t, queries.hot_grids(visit, area, LISTED), "hot_grids")]
    days = queries.made(visit, "hot").body.get("days")
    return section(visit, t, "hot", [
        table(columns(t, "grid z p cases", "z p cases"), rows, empty=t("none"))],
        note=t("hot_note", days=days) if days else "")


def near(visit: Visit, t: Words, _area: str) -> Component:
    """Return the table of near repeats of the whole city: how many times more pairs than shuffled times give."""
    bands: Any = queries.made(visit, "near").body.get("bands", [])
    rows = [Row(cells={
        "within": Cell(text=t("same") if one["metres"] <= 1 else t("up_to", at=t.distance(one["metres"]))),
        "soon": Cell(text=t("up_to", at=t("n_days", n=round(one["days"])))),
        "observed": Cell(text=t.count(one["observed"])), "expected": Cell(text=t.number(one["expected"], 1)),
        "ratio": Cell(text=f"{one['observed'] / one['expected']:.2f}" if one["expected"] else "—"),
        "p": Cell(text=f"{one['p']:.3f}"),
    }) for one in bands if one["p"] <= 0.05]
    return section(visit, t, "near", [
        table(columns(t, "within soon observed expected ratio p", "observed expected ratio p"), rows,
              empty=t("none"))], note=t("near_note"))


def repeats(visit: Visit, t: Words, area: str) -> Component:
    """Return the places where the same matter comes back, with how its closings are believed."""
    found = queries.repeat_places(visit, area, LISTED)
    name_of, numbers = class_names(visit, t), queries.case_numbers(visit, [one.latest_id for one in found])
    rows = []
    for one, cell in rows_of(visit, t, found, "cases"):
        number, address = numbers.get(one.latest_id, ("", ""))
        rows.append(Row(cells={
            "class": Cell(text=name_of(one.class_code)), "grid": cell,
            "cases": Cell(text=told(visit, t, one.area_code, one.cases)),
            "open": Cell(text=told(visit, t, one.area_code, one.open)),
            "closed": Cell(text=told(visit, t, one.area_code, one.closed)),
            "doubted": Cell(text=told(visit, t, one.area_code, one.doubted), tone="is-worse" if one.doubted else ""),
            "first": Cell(text=t.when(one.first_at, visit.now)),
            "latest": Cell(text=" · ".join(part for part in (t.when(one.last_at, visit.now), address) if part),
                           hooks={"data-case": number} if number else {}),
        }))
    keys = "class grid cases open closed doubted first latest"
    return section(visit, t, "repeats", [
        table(columns(t, keys, "cases open closed doubted"), rows, empty=t("none"))], note=t("repeats_note"))


PAGE = Page(name="risk", order=55, permission="cases.view", words=WORDS, answer=answer)
