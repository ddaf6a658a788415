"""Block grids of departments over the base grids: which there are, laying one; whether base grids have a fit size."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import form
from dashboard.parts.table import Cell, Column, Row, table
from dashboard.speech import Words
from data.ledger import overlays, sizes
from data.ledger.block_text import read_blocks
from data.models.ledger import Overlay
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "块状网格", "about": "各部门在全科基础网格上划定的块状网格，不得切割基础网格", "none": "还没有块状网格",
        "blocks": "{n} 块 · {grids} 个基础网格", "by": "{by} 于 {at} 划定",
        "remove": "删除", "confirm": "确认删除该方案",
        "removed": "已删除 {name}", "lay": "划定", "lay_about": "与已有编码相同则整体替换",
        "code": "方案编码", "shown": "名称", "name_en": "英文名", "department": "部门编码（可空）",
        "text": "每行一块：块编码；名称；英文名；区域编码（可多个，空格分隔）。或粘贴 GeoJSON（属性 code、name）",
        "laid": "{name} 已划定：{n} 块", "confirm_lay": "确认划定", "sizes": "基础网格规模",
        "sizes_note": "每格 {least}—{most} 户、不超过 {people} 人为宜", "right": "适中 {n}", "unknown": "户数未知 {n}",
        "small": "偏小 {n}", "large": "偏大 {n}", "grid": "网格", "households": "户数", "people": "人口",
        "kind": "判定",
        "too_large": "偏大", "too_small": "偏小", "all_right": "没有偏大的网格",
    },
    "en": {
        "name": "Block grids", "about": "Departments' own divisions as unions of base grids, none of which may be cut",
        "none": "No block grid has been laid",
        "blocks": "{n} {n:block|blocks} · {grids} base {grids:grid|grids}", "by": "laid by {by}, {at}",
        "remove": "Take away", "confirm": "Confirm: take this overlay away", "removed": "{name} was taken away",
        "lay": "Lay", "lay_about": "an overlay of the same code is replaced as a whole", "code": "Code of the overlay",
        "shown": "Name", "name_en": "English name", "department": "Code of the department (may be empty)",
        "text": "One block a line: code;name;English name;codes of areas, with spaces. Or GeoJSON with code and name",
        "laid": "{name} was laid: {n} {n:block|blocks}",
        "confirm_lay": "Confirm the overlay", "sizes": "Size of base grids",
        "sizes_note": "{least} to {most} households and at most {people} people each", "right": "{n} right",
        "unknown": "{n} unknown", "small": "{n} small", "large": "{n} large", "grid": "Grid",
        "households": "Households", "people": "People", "kind": "Verdict", "too_large": "too large",
        "too_small": "too small", "all_right": "No grid is too large",
    },
}
LISTED = 30


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the overlays there are, the form that lays one, and how base grids measure up."""
    found = overlays.overlays(visit)
    listed = [card(visit, t, one) for one in found] or [html.P(t("none"), className="panel-empty")]
    return html.Div([*listed, laying(t), measured(visit, t, asked["area"])], className="columns is-single")


def card(visit: Visit, t: Words, one: Overlay) -> Component:
    """Return one overlay with its blocks."""
    blocks = overlays.blocks_of(visit, one.code)
    note = t("blocks", n=len(blocks), grids=sum(len(grids) for _, grids in blocks))
    names = " · ".join(f"{t.pick(block.name, block.name_en)} ({len(grids)})" for block, grids in blocks[:LISTED])
    return html.Section([
        html.H2([t.pick(one.name, one.name_en), html.Small(one.code), html.Small(note),
                 html.Small(t("by", by=one.made_by, at=t.moment(one.made_at)))]),
        html.P(names), form.press("remove", t("remove"), {"overlay": one.code}, confirm=t("confirm")),
    ], **{"data-overlay": one.code})


def laying(t: Words) -> Component:
    """Return the form that lays an overlay."""
    return html.Section([html.H2([t("lay"), html.Small(t("lay_about"))]), form.form("lay", [
        form.text("code", t("code"), required=True, maxlength="32"),
        form.text("name", t("shown"), required=True, maxlength="120"),
        form.text("name_en", t("name_en"), maxlength="120"), form.text("department", t("department"), maxlength="32"),
        form.words("text", t("text"), rows=8, required=True, spellcheck="false"),
    ], t("lay"), confirm=t("confirm_lay"))])


def measured(visit: Visit, t: Words, area: str) -> Component:
    """Return how the base grids of an area measure up, the largest first."""
    found = sizes.check(visit, area)
    note = t("sizes_note", least=sizes.LEAST_HOUSEHOLDS, most=sizes.MOST_HOUSEHOLDS, people=t.number(sizes.MOST_PEOPLE))
    parts = [t("right", n=found.right), t("large", n=len(found.large)), t("small", n=len(found.small)),
             t("unknown", n=found.unknown)]
    sized = [*((one, "too_large") for one in found.large), *((one, "too_small") for one in reversed(found.small))]
    rows = [Row(hooks={"data-area": one[0]}, cells={
        "grid": Cell(text=t.pick(one[1], one[2]), title=one[0]), "households": Cell(text=t.number(one[3])),
        "people": Cell(text=t.number(one[4])), "kind": Cell(text=t(verdict), tone="is-worse")})
        for one, verdict in sized[:LISTED]]
    columns = [Column(key="grid", heading=t("grid")), Column(key="households", heading=t("households"), is_number=True),
               Column(key="people", heading=t("people"), is_number=True), Column(key="kind", heading=t("kind"))]
    return html.Section([html.H2([t("sizes"), html.Small(" · ".join(parts)), html.Small(note)]),
                         table(columns, rows, empty=t("all_right"))])


def lay(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Lay an overlay from the form's lines or GeoJSON."""
    texts = {name: str(given.get(name) or "").strip() for name in ("code", "name", "name_en", "department", "text")}
    blocks = read_blocks(texts["text"])
    made = overlays.lay(visit, texts["code"], texts["name"], blocks, name_en=texts["name_en"],
                        department=texts["department"])
    return Came(text=t("laid", name=t.pick(made.name, made.name_en), n=len(blocks)))


def remove(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Take an overlay away."""
    code = str(given.get("overlay") or "")
    overlays.remove(visit, code)
    return Came(text=t("removed", name=code))


PAGE = Page(name="overlays", order=82, permission="overlays.edit", words=WORDS, answer=answer,
            acts={"lay": lay, "remove": remove})
