"""专项行动: which run and how far they have come, one with all it has to see to, and making one."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import form
from dashboard.parts.bars import bar_row
from dashboard.parts.campaign_form import WORDS as FORM_WORDS
from dashboard.parts.campaign_form import blank, read_plan
from dashboard.parts.chosen import chosen_by
from dashboard.parts.table import Cell, Column, Row, go, table
from dashboard.speech import Words
from data.areas import naming
from data.campaigns import items, listing, making, progress
from data.campaigns.items import CASE, Item
from data.campaigns.progress import Progress
from data.cases import departments
from data.errors import Invalid
from data.models.together import Campaign
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "专项", "about": "专项行动：范围、期限、进度", "list": "专项行动", "n": "{n} 项",
        "none": "本区域没有专项行动", "of": "{done} / {total}", "late": "超期 {n}", "until": "至 {time}",
        "from": "{time} 开始", "over": "已结束", "end": "结束行动", "end_sure": "再按一次：确认结束",
        "ended": "专项行动「{name}」已结束", "made": "专项行动「{name}」已建立", "ticked": "「{name}」已完成",
        "where": "各区域进度", "things": "点位", "shown": "列出 {shown} / {total}", "what": "对象", "area": "区域",
        "result": "结果", "when": "完成时间", "kind": "类型", "case": "案件", "place": "设施", "point": "点位",
        "none_here": "本区域内没有点位", "open": "未完成", "late_item": "超期未完成", "tick": "完成",
        "tick_what": "完成点位：{name}", "outcome": "现场情况与结果", "by": "{name} 建立", "whole_city": "不限部门",
        "pick": "按下一行未完成的点位即可登记结果；案件随自身办结而完成", "back": "全部行动",
    },
    "en": {
        "name": "Actions", "about": "Special actions: what, until when, how far", "list": "Special actions",
        "n": {"one": "{n} action", "other": "{n} actions"}, "none": "There is no special action here",
        "of": "{done} / {total}", "late": "{n} late", "until": "until {time}", "from": "begins {time}", "over": "ended",
        "end": "End it", "end_sure": "Press again to end it", "ended": "“{name}” has ended",
        "made": "“{name}” has been made", "ticked": "“{name}” is done", "where": "By area", "things": "Items",
        "shown": "{shown} of {total} listed", "what": "What", "area": "Area", "result": "Outcome", "when": "Done",
        "kind": "Kind", "case": "Case", "place": "Facility", "point": "Spot", "none_here": "It has no item here",
        "open": "not yet", "late_item": "late", "tick": "Done", "tick_what": "Tick off: {name}",
        "outcome": "What was found and done", "by": "made by {name}", "whole_city": "any department",
        "pick": "Press an item that is not done to say what came of it; a case is done by itself",
        "back": "All actions",
    },
}


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return the campaigns of an area, or the one that was chosen, and the form that makes one."""
    chosen = chosen_by(visit, asked["campaign"], listing.find)
    if chosen is not None:
        return html.Div(one(visit, t, chosen, asked), className="columns is-single")
    sections = [listed(visit, t, asked["area"])]
    if making.may_manage(visit, asked["area"], None):
        sections.append(blank(visit, t.with_own(FORM_WORDS), asked["area"]))
    return html.Div(sections, className="columns is-single")


def listed(visit: Visit, t: Words, area: str) -> Component:
    """Return every campaign with its bar; pressing one opens it."""
    found = listing.listed(visit, area)
    counted = progress.of_many(visit, found, area)
    rows = [bar(t, t.pick(one.name, one.name_en), counted[one.id], remark=when_words(visit, t, one), number=number,
                hooks={"data-go": go({"campaign": str(one.id), "item": ""}), "data-campaign": str(one.id)})
            for number, one in enumerate(found, start=1)]
    body: Any = rows or html.P(t("none"), className="panel-empty")
    return html.Section([html.H2([t("list"), html.Small(t("n", n=len(found)))]), html.Div(body, className="wide-bars")])


def when_words(visit: Visit, t: Words, one: Campaign) -> str:
    """Return until when it runs, since when it is over, or when it begins."""
    if one.ended_at is not None:
        return t("over")
    if one.begins_at > visit.now:
        return t("from", time=t.when(one.begins_at, visit.now))
    return t("until", time=t.when(one.due_at, visit.now))


def bar(t: Words, name: str, counted: Progress, *, remark: str, number: int, hooks: dict[str, Any]) -> Component:
    """Return one bar: what share is done, how many, and what is late."""
    share = counted.done / counted.total if counted.total else 0.0
    late = f"{t('late', n=counted.late)} · {remark}" if counted.late and remark else (
        t("late", n=counted.late) if counted.late else remark)
    return bar_row(number, name, share, t("of", done=counted.done, total=counted.total), remark=late,
                   tone="is-worse" if counted.late else "", hooks=hooks)


def one(visit: Visit, t: Words, campaign: Campaign, asked: Asked) -> list[Component]:
    """Return one campaign: what it is for, how far it is by area, its items, and the form for one of them."""
    found = items.listed(visit, campaign, asked["area"])
    picked = next((item for item in found if str(item.row.id) == asked["item"] and can_tick(visit, campaign, item)),
                  None)
    parts = [head(visit, t, campaign, asked["area"]), by_area(visit, t, campaign, asked["area"])]
    if picked is not None:
        parts.append(tick_form(t, picked))
    return [*parts, things(visit, t, campaign, found, asked["area"])]


def head(visit: Visit, t: Words, campaign: Campaign, area: str) -> Component:
    """Return what the campaign is for, who answers, until when, how far it is; and the button that ends it."""
    counted = progress.of_many(visit, [campaign], area)[campaign.id]
    found = departments.by_code(visit).get(campaign.department or "")
    who = t.pick(found.name, found.name_en) if found else t("whole_city")
    facts = [t("of", done=counted.done, total=counted.total), t("late", n=counted.late), when_words(visit, t, campaign),
             who, t("by", name=campaign.made_by)]
    buttons: list[Any] = [html.Button(t("back"), type="button", **{"data-go": go({"campaign": "", "item": ""})})]
    if campaign.ended_at is None and making.may_manage(visit, campaign.area_code, campaign.department):
        buttons.append(form.press("end", t("end"), {"campaign": campaign.id}, confirm=t("end_sure")))
    return html.Section([
        html.H2([t.pick(campaign.name, campaign.name_en), html.Small(" · ".join(facts))]),
        html.P(campaign.aim), html.Div(buttons, className="form-end"),
    ], **{"data-campaign-shown": str(campaign.id), "data-done": str(counted.done), "data-total": str(counted.total)})


def by_area(visit: Visit, t: Words, campaign: Campaign, area: str) -> Component:
    """Return a bar for each area below; pressing one moves the page there."""
    counted = progress.by_area(visit, campaign, area)
    names = naming.places(visit, counted)
    rows = [bar(t, t.pick(*names[code]) or code, one, remark="", number=number, hooks={"data-area": code})
            for number, (code, one) in enumerate(counted.items(), start=1)]
    return html.Section([html.H2(t("where")), html.Div(rows or html.P(t("none_here"), className="panel-empty"),
                                                       className="wide-bars")])


def things(visit: Visit, t: Words, campaign: Campaign, found: list[Item], area: str) -> Component:
    """Return the items; pressing a case opens it, pressing another one that is not done asks what came of it."""
    total = progress.of_many(visit, [campaign], area)[campaign.id].total
    places = naming.places(visit, {item.row.area_code for item in found})
    columns = [Column(key=key, heading=t(key)) for key in ("what", "kind", "area", "result", "when")]
    rows = [Row(cells=cells(visit, t, item, t.pick(*places[item.row.area_code])), hooks=hooks_of(visit, campaign, item))
            for item in found]
    hint = [html.Small(t("pick"))] if any(can_tick(visit, campaign, item) for item in found) else []
    return html.Section([html.H2([t("things"), html.Small(t("shown", shown=len(found), total=total)), *hint]),
                         table(columns, rows, empty=t("none_here"))])


def can_tick(visit: Visit, campaign: Campaign, item: Item) -> bool:
    """Can this person say what came of this item?"""
    return (campaign.ended_at is None and not item.is_done and item.row.kind != CASE
            and items.may_tick(visit, item.row, campaign))


def hooks_of(visit: Visit, campaign: Campaign, item: Item) -> dict[str, str]:
    """Return what pressing an item does."""
    hooks = {"data-item": str(item.row.id), "data-done": str(item.is_done).lower()}
    if item.case is not None:
        return {**hooks, "data-case": item.case.case_no}
    return {**hooks, "data-go": go({"item": str(item.row.id)})} if can_tick(visit, campaign, item) else hooks


def cells(visit: Visit, t: Words, item: Item, where: str) -> dict[str, Cell]:
    """Return one item's cells."""
    row, case = item.row, item.case
    state = t(f"states.{case.state}") if case else row.outcome or t("late_item" if item.is_late else "open")
    tone = "is-better" if item.is_done else "is-worse" if item.is_late else ""
    sign = "✓ " if item.is_done else "⬢ " if item.is_late else "○ "
    done = item.done_at
    return {
        "what": Cell(text=case.text[:60] if case and case.text else row.name or row.key, title=row.key),
        "kind": Cell(text=t(row.kind)), "area": Cell(text=where),
        "result": Cell(text=sign + state, tone=tone),
        "when": Cell(text=t.when(done, visit.now) if done else "—", title=row.done_by or ""),
    }


def tick_form(t: Words, item: Item) -> Component:
    """Return the form that says what came of one item."""
    name = item.row.name or item.row.key
    return html.Section([html.H2(t("tick_what", name=name)), form.form("tick", [
        form.hidden("item", item.row.id), form.words("outcome", t("outcome"), maxlength="2000", required=True),
    ], t("tick"))], **{"data-tick": str(item.row.id)})


def make(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Make the campaign that the form describes and open it."""
    made = making.make(visit, read_plan(visit, given))
    return Came(text=t("made", name=t.pick(made.name, made.name_en)), go={"campaign": str(made.id), "item": ""})


def end(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End a campaign."""
    ended = making.end(visit, _whole(given, "campaign"))
    return Came(text=t("ended", name=t.pick(ended.name, ended.name_en)))


def tick(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Tick one item off."""
    outcome = given.get("outcome")
    ticked = items.tick(visit, _whole(given, "item"), outcome if isinstance(outcome, str) else "")
    return Came(text=t("ticked", name=ticked.name or ticked.key), go={"item": ""})


def _whole(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name)
    if type(value) is not int or not 0 < value < 2**31:
        raise Invalid("bad_field", field=name, why="a whole number")
    return value


PAGE = Page(name="campaigns", order=40, permission="cases.view", words=WORDS, answer=answer,
            fields=("campaign", "item"), acts={"make": make, "end": end, "tick": tick})
