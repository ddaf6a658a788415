"""Which of the areas inside this one has most, by the figure chosen; a row narrows everything to it."""

from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.panel import Panel, View
from dashboard.parts.bars import bar_row
from dashboard.parts.frame import empty, filtered, more, panel, skeleton
from dashboard.speech import Words
from data.areas import queries
from data.cases import figures
from data.cases.only import KINDS
from data.models.area import Area
from data.visit import Visit

WORDS = {
    "zh-CN": {
        "first_abs": "{name}在办最多", "first_pop": "{name}每万人最多", "first_area": "{name}每 km² 最多",
        "first_late": "{name}逾期占比最高",
        "plain": "{level}排名",
        "none": "没有下级区域",
        "late": "逾期 {n}",
        "none_open": "各{level}均无在办",
        "none_late": "各{level}均无逾期",
        "no_base": "人口或面积数据不足，无法比较",
    },
    "en": {
        "first_abs": "{name} has most open", "first_pop": "{name} has most", "first_area": "{name} has most",
        "first_late": "{name} is latest",
        "plain": "{level}",
        "none": "No areas inside",
        "late": "{n} overdue",
        "none_open": "Nothing open in any {level}",
        "none_late": "Nothing overdue in any {level}",
        "no_base": "Too few residents, or none known, to compare by",
    },
}
ROWS, ROWS_ON_WALL = 60, 9
"""A wall shows as many as stand there whole, and counts the rest (assets/stage.js); a desk's list scrolls, so that
whatever the map can choose can be chosen here too."""
SMALL_POPULATION = 1_000
"""Fewer residents make a rate of a handful of cases meaningless: such areas are left out of the ranking."""


@dataclass(frozen=True)
class Ranked:
    """One area with its rate, its open cases and those overdue."""

    area: Area
    rate: float
    open: int
    overdue: int


def layout(t: Words, view: View) -> Component:
    """Return the panel before its first data."""
    return skeleton("areas")


def rank(visit: Visit, view: View) -> list[Ranked]:
    """Return the areas one level inside, the highest rate first; those without a base are left out."""
    level = visit.city.level_of(view.area) + 1
    if level > visit.city.leaf_level():
        return []
    values = figures.area_values(visit, view.area, level, where=view.only.conditions(visit.now))
    ranked = []
    for area in queries.inside(visit, view.area, level):
        opened, overdue, _, _ = values.get(area.area_code, (0, 0, 0, 0))
        rate = rate_of(view.norm, opened, overdue, area)
        if rate is not None:
            ranked.append(Ranked(area, rate, opened, overdue))
    return sorted(ranked, key=lambda row: (-row.rate, row.area.area_code))


def rate_of(norm: str, opened: int, overdue: int, area: Area) -> float | None:
    """Return open cases by the norm: count, per 10,000 residents, per km2, or percent overdue; None without a base."""
    if norm == "pop":
        residents = area.population or 0
        return opened / residents * 10_000 if residents >= SMALL_POPULATION else None
    if norm == "area":
        return opened / (area.area_m2 / 1e6) if area.area_m2 else None
    if norm == "late":
        return 100 * overdue / opened if opened else None
    return float(opened)


def answer(visit: Visit, t: Words, view: View) -> Component:
    """Return the ranking; its title names the first."""
    level = min(visit.city.level_of(view.area) + 1, visit.city.leaf_level())
    level_name = visit.city.level_name(level, t.language)
    ranked = rank(visit, view)
    if view.only.kinds() and (ranked or view.norm == "late") and not any(row.open for row in ranked):
        return filtered("areas", t, t("plain", level=level_name), as_of=visit.now)
    if not ranked:
        return nothing_to_rank(visit, t, view, level_name)
    top, shown = ranked[0], ROWS_ON_WALL if view.is_wall() else ROWS
    decimals = 0 if view.norm == "abs" else 1 if top.rate >= 1 else 2
    rows = [
        bar_row(
            place,
            short_name(row.area, t, level_name),
            row.rate / top.rate if top.rate else 0,
            t.number(row.rate, decimals),
            remark=t("late", n=row.overdue) if row.overdue else "",
            tone="is-worse" if row.overdue else "",
            hooks={"data-area": row.area.area_code},
        )
        for place, row in enumerate(ranked[:shown], start=1)
    ]
    title = (
        t(f"first_{view.norm}", name=short_name(top.area, t, level_name))
        if top.rate
        else t("none_late" if top.open else "none_open", level=level_name)
    )
    rest = more(t, len(ranked) - shown)
    return panel("areas", title, [*rows, rest], as_of=visit.now, note=t(f"norms.{view.norm}_unit"))


def short_name(area: Area, t: Words, level_name: str) -> str:
    """Return the area's name without the word for its level, which every row of a ranking would repeat."""
    return queries.name_of(area, t.language).removesuffix(f" {level_name}")


def nothing_to_rank(visit: Visit, t: Words, view: View, level_name: str) -> Component:
    """Return why there is no ranking: no areas inside, nothing open to take a share of, or no base for the figure."""
    if visit.city.level_of(view.area) >= visit.city.leaf_level():
        return panel("areas", t("plain", level=level_name), empty(t("none")), as_of=visit.now, state="nodata")
    if view.norm == "late":
        words = t("none_open", level=level_name)
        return panel("areas", words, empty(words), as_of=visit.now, state="zero")
    return panel("areas", t("plain", level=level_name), empty(t("no_base")), as_of=visit.now, state="nodata")


PANEL = Panel(name="areas", permission="areas.view", words=WORDS, layout=layout, answer=answer,
              honours=frozenset(KINDS))
