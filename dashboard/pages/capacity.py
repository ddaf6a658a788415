"""Places free: what facilities of an area have left, by kind and one by one, with the moment each was counted."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.facilities import queries
from data.facilities.capacity import KINDS, STALE, STATES
from data.facilities.queries import Sum
from data.models.facility import Facility
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "设施余量", "about": "床位、避难场所、停车、公厕还剩多少", "sums": "合计", "each": "逐个设施",
        "sums_note": "只计一小时内上报的；余量由各设施系统推送", "none": "还没有设施上报余量", "all": "全部",
        "kind": "类别", "facility": "设施", "free": "余量", "total": "总量", "share": "余量占比", "state": "状态",
        "as_of": "统计时间", "source": "来源", "facilities": "设施数", "stale": "过时", "oldest": "最早统计于",
        "more": "另有 {n} 个未列出",
    },
    "en": {
        "name": "Places free", "about": "How many beds, shelter places, parking spaces and toilets are left",
        "sums": "Sums", "each": "Each facility",
        "sums_note": "of what was told within the hour; facilities' own systems send it",
        "none": "No facility has told its places yet", "all": "All", "kind": "Kind", "facility": "Facility",
        "free": "Free", "total": "Places", "share": "Share free", "state": "State", "as_of": "Counted at",
        "source": "Source", "facilities": "Facilities", "stale": "Stale", "oldest": "Oldest count",
        "more": {"one": "{n} more is not listed", "other": "{n} more are not listed"},
    },
}
LISTED = 200
WORSE = ("full", "tight", "stale", "closed")
ORDER = {state: rank for rank, state in enumerate(("full", "tight", "closed", "stale", "free"))}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the sums by kind and the facilities, those with least left first."""
    kind = asked["kind"] if asked["kind"] in KINDS else ""
    found = queries.listed(visit, asked["area"])
    shown = [one for one in found if kind in ("", one.kind)]
    shown.sort(key=lambda one: (ORDER[queries.state(visit, one)], share(one), one.name))
    rest = len(shown) - LISTED
    return html.Div([
        html.Section([html.H2([t("sums"), html.Small(t("sums_note"))]), sums(visit, t, queries.sums(visit, found))]),
        html.Section([html.H2([t("each"), html.A(t("tables.download"), className="take-away",
                                                 href=f"/tables/facilities.csv?area={asked['area']}")]),
                      pills(t, kind), each(visit, t, shown[:LISTED]),
                      html.Small(t("more", n=rest), className="more") if rest > 0 else None]),
    ], className="columns is-single")


def share(one: Facility) -> float:
    """Return the share of places that are free."""
    return one.free / one.total if one.total else 0.0


def pills(t: Words, kind: str) -> Component:
    """Return the kinds, each a way to see it alone."""
    return html.Div([html.Div(t(f"facility_kinds.{one}") if one else t("all"), role="button", tabIndex=0,
                              className="pill",
                              **{"data-go": go({"kind": one}), "aria-pressed": str(one == kind).lower()})
                     for one in ("", *KINDS)], className="pills")


def sums(visit: Visit, t: Words, found: Sequence[Sum]) -> Component:
    """Return the sums by kind."""
    keys = ("kind", "free", "total", "facilities", "stale", "oldest")
    rows = [Row(cells={
        "kind": Cell(text=t(f"facility_kinds.{one.kind}")), "total": Cell(text=t.count(one.total)),
        "free": Cell(text=t.count(one.free), marks={"data-free": str(one.free), "data-kind": one.kind}),
        "facilities": Cell(text=t.count(one.facilities)),
        "stale": Cell(text=t.count(one.stale), tone="is-worse" if one.stale else ""),
        "oldest": Cell(text=t.when(one.oldest, visit.now) if one.oldest else "—"),
    }) for one in found]
    return table([Column(key=key, heading=t(key), is_number=key not in ("kind", "oldest")) for key in keys], rows,
                 empty=t("none"))


def each(visit: Visit, t: Words, found: Sequence[Facility]) -> Component:
    """Return the facilities one by one, each with shape and word for how full it is."""
    keys = ("facility", "kind", "state", "free", "total", "share", "as_of", "source")
    rows = []
    for one in found:
        state = queries.state(visit, one)
        rows.append(Row(cells={
            "facility": Cell(text=t.pick(one.name, one.name_en)), "kind": Cell(text=t(f"facility_kinds.{one.kind}")),
            "state": Cell(text=t(f"facility_states.{state}"), tone="is-worse" if state in WORSE else "",
                          lead=html.I(className=f"capacity-mark is-{state}"), marks={"data-capacity": state}),
            "free": Cell(text="—" if state == STALE else t.count(one.free)), "total": Cell(text=t.count(one.total)),
            "share": Cell(text="—" if state == STALE else f"{share(one):.0%}"),
            "as_of": Cell(text=t.when(one.as_of, visit.now)), "source": Cell(text=one.source),
        }))
    return table([Column(key=key, heading=t(key), is_number=key in ("free", "total", "share")) for key in keys], rows,
                 empty=t("none"))


assert set(ORDER) == set(STATES)

PAGE = Page(name="capacity", order=62, permission="areas.view", words=WORDS, answer=answer, fields=("kind",))
