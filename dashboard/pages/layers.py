"""The catalogue of layers: each with its source, owner, freshness, limits and licence, built in or from outside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Page
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.parts.tree import Element
from dashboard.source_list import listed_to
from dashboard.speech import Words
from data.json_values import read_moment
from data.sources.declared import LAYERS
from data.visit import Visit
from layers import catalog

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "图层目录", "about": "全部图层：来源、负责单位、新鲜度、限制与许可",
        "outside": "外部图层", "outside_note": "由本系统代取，密钥不出服务器；在数据目录 layers/ 中声明",
        "inside": "内置图层", "inside_note": "来自本系统的数据", "none": "尚未声明外部图层",
        "layer": "图层", "kind": "类型", "owner": "负责单位", "state": "新鲜度", "limits": "限制", "licence": "许可",
        "left": "未显示", "wms": "WMS 图片", "xyz": "XYZ 瓦片", "geojson": "GeoJSON", "timed": "分时",
        "every": "每 {span} 更新", "age": "{span}前", "open": "在地图上打开", "with_city": "随业务数据更新",
        "with_map": "随地图版本 {version}", "seconds": "{n} 秒", "own": "本系统", "closed": "无权查看", "nothing": "—",
        "fine": "{n} 个正常", "trouble": "{n} 个有问题",
    },
    "en": {
        "name": "Layers", "about": "Every layer: source, owner, freshness, limits and licence",
        "outside": "Layers from outside",
        "outside_note": "fetched by the server, which keeps the keys; declared in layers/ of the data folder",
        "inside": "Layers of its own", "inside_note": "from the data of this system",
        "none": "No layer from outside is declared", "layer": "Layer", "kind": "Kind", "owner": "Owner",
        "state": "Freshness", "limits": "Limits", "licence": "Licence", "left": "Not shown", "wms": "WMS pictures",
        "xyz": "XYZ tiles", "geojson": "GeoJSON", "timed": "by time", "every": "every {span}", "age": "{span} ago",
        "open": "Open on the map", "with_city": "changes with the city's data", "with_map": "map version {version}",
        "seconds": "{n} s",
        "own": "this system", "closed": "not yours to see", "nothing": "—",
        "fine": {"one": "{n} is all right", "other": "{n} are all right"},
        "trouble": {"one": "{n} has a fault", "other": "{n} have a fault"},
    },
}
VERSION_SHOWN = 8
OUTSIDE = ("layer", "kind", "owner", "state", "left", "limits", "licence")
INSIDE = ("layer", "owner", "state", "limits")
TABLES = ("cameras", "facilities")
"""Built-in layers that dashboard.doors.tables writes as files."""
TROUBLE = ("late", "stale", "error")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return both tables."""
    outside = listed_to(visit, LAYERS.each(visit.folder))
    troubled = sum(one["state"] in TROUBLE for one in outside)
    counts = [t("fine", n=len(outside) - troubled)] if outside else []
    counts += [t("trouble", n=troubled)] if troubled else []
    return html.Div([
        html.Section([
            html.H2([t("outside"), html.Small(" · ".join([*counts, t("outside_note")]))]),
            table(columns(t, OUTSIDE), [outside_row(visit, t, one) for one in outside], empty=t("none")),
        ]),
        html.Section([html.H2([t("inside"), html.Small(t("inside_note"))]),
                      table(columns(t, INSIDE), inside_rows(visit, t, asked["area"]), empty=t("nothing"))]),
    ], className="columns is-single")


def columns(t: Words, keys: tuple[str, ...]) -> list[Column]:
    """Return the columns of a table."""
    return [Column(key=key, heading=t(key)) for key in keys]


def outside_row(visit: Visit, t: Words, one: Mapping[str, Any]) -> Row:
    """Return one layer from outside; where it can be drawn, pressing its name opens it on the map."""
    kinds = [t(one["kind"]) if one["kind"] else t("nothing"), t("timed") if one["timed"] else ""]
    left = " · ".join(f"{t(f'left_out.{why}')} {t.count(n)}" for why, n in one["left_out"].items())
    licence = " · ".join(part for part in (
        one["licence"], t("sources.approval", number=one["approval"]) if one["approval"] else "") if part)
    return Row(cells={
        "layer": Cell(text=one["title"], title=one["about"], lead=led(t, one)),
        "kind": Cell(text=" · ".join(part for part in kinds if part)),
        "owner": Cell(text=" · ".join(part for part in (one["owner"], one["attribution"]) if part) or t("nothing")),
        "state": Cell(text=freshness(visit, t, one), tone="is-worse" if one["state"] in TROUBLE else "",
                      marks={"data-layer-state": one["state"], "data-of": one["name"]}),
        "left": Cell(text=left or t("nothing")), "limits": Cell(text=one["limits"] or t("nothing")),
        "licence": Cell(text=licence or t("nothing")),
    })


def led(t: Words, one: Mapping[str, Any]) -> Any:
    """Return the way to the map with this layer on."""
    if not one["kind"]:
        return Element("b", {}, ["✕"])
    return Element("a", {"href": f"/desk/overview?layer={one['name']}", "title": t("open"), "class": "open-layer",
                         "aria-label": f"{t('open')}: {one['title']}"}, ["↗"])


def freshness(visit: Visit, t: Words, one: Mapping[str, Any]) -> str:
    """Return the state in words, when the last good answer came, how old it is, and what is wrong."""
    parts = [t(f"sources.{one['state']}")]
    good_at: datetime | None = read_moment(one["good_at"])
    if good_at is not None:
        age = t("age", span=t.duration(visit.now - good_at))
        parts.append(f"{t('sources.as_of', time=t.when(good_at, visit.now))} ({age})")
    if one["fault"]:
        parts.append(f"{t('source_faults.' + one['fault'])} {one['detail']}".strip())
    if one["refresh_seconds"]:
        parts.append(t("every", span=span(t, one["refresh_seconds"])))
    if one["shapes"]:
        parts.append(t("sources.shapes", n=t.count(one["shapes"])))
    return " · ".join(parts)


def span(t: Words, seconds: int) -> str:
    """Return a period of refreshing."""
    return t("seconds", n=seconds) if seconds < 120 else t("time.minutes", minutes=seconds // 60)


def inside_rows(visit: Visit, t: Words, area: str) -> list[Row]:
    """Return the built-in layers; those that this person may not see say so, some can be taken away as a table."""
    rows = []
    for layer in catalog.discover().layers:
        words = layer.words[t.language]
        version = visit.city.map_version[:VERSION_SHOWN]
        state = t("with_map", version=version) if layer.is_geometry_only else t("with_city")
        is_seen = layer.permission in visit.scope.may
        rows.append(Row(cells={
            "layer": Cell(text=words["name"], title=words["about"],
                          lead=taken_away(t, layer.name, area) if is_seen and layer.name in TABLES else None),
            "owner": Cell(text=t("own")),
            "state": Cell(text=state if is_seen else t("closed"), tone="" if is_seen else "is-missing"),
            "limits": Cell(text=words["about"]),
        }))
    return rows


def taken_away(t: Words, name: str, area: str) -> Any:
    """Return the way to a layer's table as a file."""
    said = t("tables.download")
    return Element("a", {"href": f"/tables/{name}.csv?area={area}", "title": said, "class": "open-layer",
                         "aria-label": f"{said}: {name}"}, ["⤓"])


PAGE = Page(name="layers", order=83, permission="areas.view", words=WORDS, answer=answer)
