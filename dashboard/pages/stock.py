"""物资: what depots have of each material, what is out, the ledger of movements, counts against it; moving it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, whole_of
from dashboard.parts import form
from dashboard.parts.stock_forms import WORDS as FORM_WORDS
from dashboard.parts.stock_forms import fresh_key, kind_options, movement_forms, read_wish
from dashboard.parts.table import Cell, Column, Row, go, plain_table, table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.cases import workflow
from data.errors import Invalid, NotFound
from data.models.case import Case
from data.models.stock import StockEntry
from data.stock import holders, limits, looking, moving
from data.stock.looking import ENOUGH, Level, Near, Sum
from data.stock.materials import Material, materials
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "物资", "about": "各仓库应急物资的库存、发放与盘点", "sums": "按物资", "each": "按仓库",
        "sums_note": "库存为台账逐笔累计；可用 = 库存 − 已过期；在外 = 已发放到案件或力量、尚未归还或核销",
        "none": "还没有任何库存", "all": "全部", "kind": "物资", "depot": "仓库", "state": "状态", "on_hand": "库存",
        "expired": "已过期", "free": "可用", "out": "在外", "depots": "仓库数", "low": "偏低或缺货",
        "low_at": "低储限值", "next_day": "最近到期", "as_of": "截至", "unit": "单位", "ledger": "出入库台账",
        "ledger_note": "最近 {n} 笔，不可修改",
        "at": "时间", "act": "事项", "holder": "谁", "change": "增减", "after": "结存", "other": "对方", "by": "经手",
        "reason": "说明", "counts": "账实核对", "counts_note": "每处每种最近一次盘点",
        "ledger_said": "账面", "counted": "实盘",
        "difference": "差异", "never_counted": "还没有盘点过", "settled": "● 账目逐笔累计与结存一致（本区域全部台账）",
        "unsettled": "▲ {n} 项结存与台账累计不符，请管理员核查", "no_moves": "本区域还没有出入库",
        "issue": "发放到案件 {case_no}", "issue_to": "发放到案件", "find": "找最近的仓库",
        "quantity": "数量", "case_no": "案件号",
        "nearest": "有足够可用量的最近仓库", "minutes": "车程", "by_roads": "约 {n} 分钟（按路网）",
        "by_speed": "约 {n} 分钟（按车速估算）", "give": "发放 {n} {unit}", "confirm": "确认发放",
        "nobody": "没有仓库有 {n} {unit}可用的{kind}；单个仓库最多 {most}", "looked": "已找到最近的仓库",
        "moved": "{act}：{kind} {n} {unit}", "was_done": "这笔已入账，没有重复", "low_set": "低储限值已设为 {n}",
        "beds_too": "床位、避难场所的实时余量见", "capacity": "设施余量", "outside": "—",
    },
    "en": {
        "name": "Materials", "about": "What depots have of each material, what is out, counts", "sums": "By material",
        "each": "By depot",
        "sums_note": "on hand: sum of the ledger; free: on hand less expired; out: issued to cases or units and "
                     "neither returned nor used up",
        "none": "There is no stock yet", "all": "All", "kind": "Material", "depot": "Depot", "state": "State",
        "on_hand": "On hand", "expired": "Expired", "free": "Free", "out": "Out", "depots": "Depots",
        "low": "Low or out", "low_at": "Limit", "next_day": "Next expiry", "as_of": "As of", "unit": "Unit",
        "ledger": "Ledger", "ledger_note": "the newest {n}, never changed", "at": "When", "act": "What",
        "holder": "Whose", "change": "Change", "after": "Then has", "other": "Other end", "by": "By", "reason": "Note",
        "counts": "Counted against the ledger", "counts_note": "the last count of each depot and material",
        "ledger_said": "Ledger", "counted": "Counted", "difference": "Difference",
        "never_counted": "Nothing was counted yet", "settled": "● Every balance is the sum of its entries (this area's "
                                                               "whole ledger)",
        "unsettled": {"one": "▲ {n} balance is not the sum of its entries; an administrator should look",
                      "other": "▲ {n} balances are not the sum of their entries; an administrator should look"},
        "no_moves": "Nothing was moved in this area yet", "issue": "Issue to case {case_no}",
        "issue_to": "Issue to a case", "find": "Find the nearest depots", "quantity": "Quantity", "case_no": "Case",
        "nearest": "The nearest depots that have enough", "minutes": "Drive", "by_roads": "about {n} min (by road)",
        "by_speed": "about {n} min (by stated speed)", "give": "Issue {n} {unit}", "confirm": "Confirm: issue",
        "nobody": "No depot has {n} {unit} of {kind} to give; {most} at most in one",
        "looked": "The nearest depots stand there", "moved": "{act}: {kind}, {n} {unit}",
        "was_done": "It was entered already, and only once", "low_set": "The limit is {n} now",
        "beds_too": "Beds and shelter places free just now:", "capacity": "Places free", "outside": "—",
    },
}
LISTED = 60
ORDER = {"none": 0, "low": 1, "enough": 2}
MARKS = {"enough": "free", "low": "tight", "none": "full"}
Names = Mapping[tuple[str, str], tuple[str, str]]


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return issuing, sums by kind, levels by depot, the forms, counts, the ledger."""
    area, known = asked["area"], materials(visit)
    kind = asked["kind"] if asked["kind"] in known else ""
    every = looking.levels(visit, area)
    chosen = [one for one in every if kind in ("", one.material.code) and asked["depot"] in ("", str(one.depot.id))]
    may = moving.RIGHT in visit.scope.may
    parts: list[Any] = [by_kind(visit, t, looking.sums(visit, area, every)),
                        by_depot(visit, t, chosen, kind, known)]
    if may:
        parts.insert(0 if asked["case"] else len(parts), issuing(visit, t, asked, known))
        parts.append(movement_forms(t.with_own(FORM_WORDS), known.values(), holders.depots(visit, area), asked))
    return html.Div([*parts, counts(visit, t, asked, known), ledger(visit, t, asked, known)],
                    className="columns is-single")


def by_kind(visit: Visit, t: Words, found: Sequence[Sum]) -> Component:
    """Return the sums by kind; pressing one narrows the page to it."""
    keys = ("kind", "unit", "on_hand", "expired", "free", "out", "depots", "low", "as_of")
    rows = [Row(hooks={"data-go": go({"kind": one.material.code})}, cells={
        "kind": Cell(text=t.pick(one.material.name, one.material.name_en)),
        "unit": Cell(text=t.pick(one.material.unit, one.material.unit_en)),
        "on_hand": Cell(text=t.count(one.on_hand), marks={"data-on-hand": f"{one.material.code} {one.on_hand}"}),
        "expired": Cell(text=t.count(one.expired), tone="is-worse" if one.expired else ""),
        "free": Cell(text=t.count(one.free)), "out": Cell(text=t.count(one.out)),
        "depots": Cell(text=t.count(one.depots)),
        "low": Cell(text=t.count(one.low), tone="is-worse" if one.low else ""),
        "as_of": Cell(text=t.when(one.as_of, visit.now) if one.as_of else "—"),
    }) for one in found]
    capacity = html.P([t("beds_too"), " ", html.A(t("capacity"), href="/desk/capacity")], className="more")
    return html.Section([html.H2([t("sums"), html.Small(t("sums_note"))]), table(
        [Column(key=key, heading=t(key), is_number=key not in ("kind", "unit", "as_of")) for key in keys], rows,
        empty=t("none")), capacity], **{"data-register": "sums"})


def by_depot(visit: Visit, t: Words, found: list[Level], kind: str, known: Mapping[str, Material]) -> Component:
    """Return what each depot has, the worst first; pressing a row narrows the page to that depot."""
    found = sorted(found, key=lambda one: ORDER[one.state])
    keys = ("depot", "kind", "state", "free", "on_hand", "expired", "low_at", "next_day", "as_of")
    rows = [Row(hooks={"data-go": go({"depot": str(one.depot.id)})}, cells=level_cells(visit, t, one))
            for one in found[:LISTED * 5]]
    pills = html.Div([html.Div(t.pick(known[one].name, known[one].name_en) if one else t("all"), role="button",
                               tabIndex=0, className="pill", **{"data-go": go({"kind": one, "depot": ""}),
                                                                "aria-pressed": str(one == kind).lower()})
                      for one in ("", *known)], className="pills")
    return html.Section([html.H2(t("each")), pills, table(
        [Column(key=key, heading=t(key), is_number=key in ("free", "on_hand", "expired", "low_at")) for key in keys],
        rows, empty=t("none"))], **{"data-register": "levels"})


def level_cells(visit: Visit, t: Words, one: Level) -> dict[str, Cell]:
    """Return the cells of one depot's level: its state by shape and word."""
    return {
        "depot": Cell(text=t.pick(one.depot.name, one.depot.name_en)),
        "kind": Cell(text=t.pick(one.material.name, one.material.name_en)),
        "state": Cell(text=t(f"stock_states.{one.state}"), tone="" if one.state == ENOUGH else "is-worse",
                      lead=html.I(className=f"capacity-mark is-{MARKS[one.state]}"), marks={"data-stock": one.state}),
        "free": Cell(text=t.count(one.free)), "on_hand": Cell(text=t.count(one.on_hand)),
        "expired": Cell(text=t.count(one.expired), tone="is-worse" if one.expired else ""),
        "low_at": Cell(text=t.count(one.low_at)), "next_day": Cell(text=one.next_day or "—"),
        "as_of": Cell(text=t.when(one.as_of, visit.now) if one.as_of else "—"),
    }


def issuing(visit: Visit, t: Words, asked: Asked, known: Mapping[str, Material]) -> Component:
    """Return the form that finds depots for a case, and those found."""
    listed = kind_options(t, known.values())
    heading = t("issue", case_no=asked["case"]) if asked["case"] else t("issue_to")
    number = int(asked["n"]) if asked["n"].isascii() and asked["n"].isdecimal() and len(asked["n"]) <= 7 else None
    fields = [form.text("case", t("case_no"), asked["case"], maxlength="40", required=True),
              form.choice("kind", t("kind"), listed, asked["kind"]),
              form.number("n", t("quantity"), number, min="1", max=str(moving.MOST), required=True)]
    parts: list[Any] = [html.H2(heading), form.form("look", fields, t("find"), inline=True)]
    if asked["case"] and asked["kind"] in known and number:
        parts.append(offers(visit, t, asked["case"], known[asked["kind"]], number))
    return html.Section(parts, **{"data-register": "issue"})


def offers(visit: Visit, t: Words, case_no: str, material: Material, number: int) -> Component:
    """Return the nearest depots that have enough, each with the button that issues; or how many there are at most."""
    try:
        case: Case = workflow.find(visit, case_no)
    except NotFound:
        return html.P(t("errors.case_not_found", case_no=case_no), className="panel-empty")
    near, unit = looking.nearest(visit, case, material.code, number), t.pick(material.unit, material.unit_en)
    if not near:
        most = max((one.free for one in looking.levels(visit, visit.city.code, kind=material.code)), default=0)
        return html.P(t("nobody", n=t.count(number), unit=unit, kind=t.pick(material.name, material.name_en),
                        most=t.count(most)), className="panel-empty", **{"data-nobody": "1"})
    rows = [Element("tr", {"data-near": str(one.level.depot.id)}, [Element("td", {}, [part]) for part in (
        t.pick(one.level.depot.name, one.level.depot.name_en), minutes(t, one), t.count(one.level.free),
        form.press("move", t("give", n=t.count(number), unit=unit), {
            "act": moving.ISSUED, "key": fresh_key(), "kind": material.code, "quantity": number,
            "depot": str(one.level.depot.id), "case_no": case_no}, confirm=t("confirm"), tone="primary"))])
        for one in near]
    return html.Div([html.H3(t("nearest")), plain_table([t("depot"), t("minutes"), t("free"), ""], rows)])


def minutes(t: Words, one: Near) -> str:
    """Return how long the way takes, and by what that was reckoned."""
    return t("by_roads" if one.on_roads else "by_speed", n=max(1, round(one.minutes)))


def counts(visit: Visit, t: Words, asked: Asked, known: Mapping[str, Material]) -> Component:
    """Return the last counts with their differences, and whether the balances are the sums of the ledger."""
    found, wrong = looking.counts(visit, asked["area"], depot=asked["depot"]), looking.unsettled(visit, asked["area"])
    names = holders.names(visit, {(one.holder_kind, one.holder) for one in found})
    keys = ("depot", "kind", "ledger_said", "counted", "difference", "reason", "by", "at")
    rows = [Row(cells={
        "depot": Cell(text=named(t, names, one.holder_kind, one.holder)), "kind": Cell(text=kind_of(t, known, one)),
        "ledger_said": Cell(text=t.count(one.after - one.change)), "counted": Cell(text=t.count(one.after)),
        "difference": Cell(text=signed(t, one.change), tone="is-worse" if one.change else "",
                           marks={"data-difference": str(one.change)}),
        "reason": Cell(text=one.reason or "—"), "by": Cell(text=one.by_name),
        "at": Cell(text=t.when(one.at, visit.now)),
    }) for one in found if asked["kind"] in ("", one.kind)]
    said = t("unsettled", n=len(wrong)) if wrong else t("settled")
    return html.Section([html.H2([t("counts"), html.Small(t("counts_note"))]), table(
        [Column(key=key, heading=t(key), is_number=key in ("ledger_said", "counted", "difference")) for key in keys],
        rows, empty=t("never_counted")),
        html.P(said, className="is-worse" if wrong else "more", **{"data-unsettled": str(len(wrong))})],
        **{"data-register": "counts"})


def ledger(visit: Visit, t: Words, asked: Asked, known: Mapping[str, Material]) -> Component:
    """Return the newest entries of the ledger."""
    found = looking.movements(visit, asked["area"], kind=asked["kind"], depot=asked["depot"], limit=LISTED)
    names = holders.names(visit, {end for one in found for end in ((one.holder_kind, one.holder),
                                                                   (one.other_kind, one.other)) if end[1]})
    keys = ("at", "act", "holder", "kind", "change", "after", "other", "by", "reason")
    rows = [Row(hooks={"data-case": one.holder} if one.holder_kind == holders.CASE else {}, cells={
        "at": Cell(text=t.when(one.at, visit.now)), "act": Cell(text=t(f"stock_acts.{one.act}")),
        "holder": Cell(text=named(t, names, one.holder_kind, one.holder)), "kind": Cell(text=kind_of(t, known, one)),
        "change": Cell(text=signed(t, one.change), marks={"data-change": str(one.change)}),
        "after": Cell(text=t.count(one.after)), "by": Cell(text=one.by_name), "reason": Cell(text=one.reason or "—"),
        "other": Cell(text=named(t, names, one.other_kind, one.other)),
    }) for one in found]
    return html.Section([html.H2([t("ledger"), html.Small(t("ledger_note", n=LISTED))]), table(
        [Column(key=key, heading=t(key), is_number=key in ("change", "after")) for key in keys], rows,
        empty=t("no_moves"))], **{"data-register": "ledger"})


def named(t: Words, names: Names, kind: str, key: str) -> str:
    """Return what an end of a movement is called; a dash for outside, and for what this person may not see."""
    return t.pick(*names.get((kind, key), (t("outside"), t("outside"))))


def kind_of(t: Words, known: Mapping[str, Material], one: StockEntry) -> str:
    """Return the kind of an entry in words, with the day on which it expires."""
    found = known.get(one.kind)
    said = t.pick(found.name, found.name_en) if found else one.kind
    return f"{said} ({one.expires_on})" if one.expires_on else said


def signed(t: Words, change: int) -> str:
    """Return a change with its sign."""
    return f"+{t.count(change)}" if change > 0 else f"−{t.count(-change)}" if change else "0"


def look(_visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Let the page show the nearest depots for what the form says."""
    case_no, kind, number = given.get("case"), given.get("kind"), given.get("n")
    if not isinstance(case_no, str) or not isinstance(kind, str) or type(number) is not int or number < 1:
        raise Invalid("stock_quantity", least=1, most=moving.MOST)
    return Came(text=t("looked"), go={"case": case_no.strip()[:40], "kind": kind[:32], "n": str(number)})


def move(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Enter the movement a form holds and say what came of it."""
    wish = read_wish(given)
    done = moving.move(visit, wish)
    if done.was_done:
        return Came(text=t("was_done"))
    material = materials(visit)[wish.kind]
    said = t("moved", act=t(f"stock_acts.{wish.act}"), kind=t.pick(material.name, material.name_en),
             n=signed(t, done.moved) if wish.act == moving.COUNTED else t.count(done.moved),
             unit=t.pick(material.unit, material.unit_en))
    return Came(text=said, go={"n": ""} if wish.act == moving.ISSUED else {})


def limit(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Set the limit a form holds."""
    low = whole_of(given, "low")
    limits.set_low(visit, str(given.get("depot") or ""), str(given.get("kind") or ""), low)
    return Came(text=t("low_set", n=low))


PAGE = Page(name="stock", order=63, permission="areas.view", words=WORDS, answer=answer,
            fields=("kind", "depot", "case", "n"), acts={"look": look, "move": move, "limit": limit})
