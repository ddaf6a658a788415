"""Grants: who may what, where, for which department and until when; given and ended by the security administrator."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page, whole_of
from dashboard.parts import form
from dashboard.parts.table import go, plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.areas import queries as areas
from data.errors import NotFound
from data.json_values import read_moment_here
from data.models.person import GrantRow, Person
from data.people import grants
from data.people.grants import Wish
from data.scope import PERMISSIONS, ROLES
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "授权", "about": "人 × 权限 × 区域 × 部门，有起止（安全管理员）", "who": "人员",
        "choose": "在上面选择一个人，这里列出其权限、范围与期限，并可新增或终止授权",
        "own": "固有权限", "own_about": "账号自带，适用于 {areas}", "granted": "授权记录", "none": "没有授权记录",
        "permission": "权限", "area": "区域", "department": "部门", "from": "起", "until": "止", "by": "授权人",
        "reason": "事由", "in_force": "有效", "over": "已终止", "end": "终止", "confirm_end": "确认立即终止",
        "ended": "已终止 {name} 的「{permission}」", "give": "新增授权", "role": "按岗位", "or_one": "或单项权限",
        "area_code": "区域编码（空为全市）", "department_code": "部门编码（空为不限）", "until_day": "有效期至（可空）",
        "given": "已授权 {n} 项", "no_role": "—", "whole": "全市", "all": "不限",
        "no_end": "长期", "confirm_give": "确认授权",
    },
    "en": {
        "name": "Grants", "about": "Person × permission × area × department, with an end (security administrator)",
        "who": "Person", "choose": "Choose somebody above: what they may do, where and until when stands here",
        "own": "Always may", "own_about": "with the account, in {areas}",
        "granted": "Grants", "none": "Nothing was ever granted", "permission": "Permission", "area": "Area",
        "department": "Department", "from": "From", "until": "Until", "by": "Given by", "reason": "Reason",
        "in_force": "in force", "over": "over", "end": "End", "confirm_end": "Confirm: over at once",
        "ended": "“{permission}” of {name} is over", "give": "Grant", "role": "As a role",
        "or_one": "Or one permission",
        "area_code": "Code of the area (empty: the whole city)",
        "department_code": "Code of the department (empty: all)", "until_day": "Until (may be empty)",
        "given": {"one": "{n} permission granted", "other": "{n} permissions granted"},
        "no_role": "—", "whole": "whole city", "all": "all", "no_end": "no end", "confirm_give": "Confirm the grant",
    },
}
HEADINGS = ("permission", "area", "department", "from", "until", "by", "reason")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return everybody to choose from, and what the chosen one may."""
    everybody = grants.people(visit)
    chosen = next((one for one in everybody if one.id == asked["person"]), None)
    parts = [html.Div([pill(t, one, is_on=one is chosen) for one in everybody], className="pills")]
    if chosen is None:
        return html.Div([*parts, html.Section(html.P(t("choose"), className="panel-empty"))],
                        className="columns is-single")
    return html.Div([*parts, always(visit, t, chosen), granted(visit, t, chosen), giving(t, chosen)],
                    className="columns is-single")


def pill(t: Words, person: Person, *, is_on: bool) -> Component:
    """Return one person to choose."""
    return html.Div(f"{t.pick(person.name, person.name_en)} · {t(f'titles.{person.title}')}", className="pill",
                    role="button", tabIndex=0, **{"data-go": go({"person": person.id}),
                                                  "aria-pressed": str(is_on).lower(), "data-person": person.id})


def always(visit: Visit, t: Words, person: Person) -> Component:
    """Return what somebody may with the account itself."""
    places = t("app.nothing") if not person.areas else ", ".join(area_words(visit, t, code) for code in person.areas)
    return html.Section([html.H2([t("own"), html.Small(t("own_about", areas=places))]),
                         html.P(" · ".join(t(f"permissions.{one}") for one in person.may) or "—")])


def granted(visit: Visit, t: Words, person: Person) -> Component:
    """Return every grant somebody has or had."""
    rows = grants.held(visit, person.id)
    if not rows:
        return html.Section([html.H2(t("granted")), html.P(t("none"), className="panel-empty")])
    body = [row(visit, t, one) for one in rows]
    return html.Section([html.H2(t("granted")), plain_table([*map(t, HEADINGS), ""], body)])


def row(visit: Visit, t: Words, one: GrantRow) -> Element:
    """Return one grant, with the button that ends it while it is in force."""
    is_over = one.valid_to is not None and one.valid_to <= visit.now
    texts = (t(f"permissions.{one.permission}"), area_words(visit, t, one.area_code), one.department or t("all"),
             t.moment(one.valid_from), t.moment(one.valid_to) if one.valid_to else t("no_end"), one.given_by,
             one.reason)
    last = t("over") if is_over else form.press("end", t("end"), {"grant": one.id}, confirm=t("confirm_end"))
    return Element("tr", {"class": "is-off" if is_over else "", "data-grant": str(one.id)},
                   [*(Element("td", {}, [text]) for text in texts), Element("td", {}, [last])])


def area_words(visit: Visit, t: Words, code: str) -> str:
    """Return the name of an area, "whole city" for the empty prefix."""
    if not code:
        return t("whole")
    try:
        return areas.name_of(areas.find(visit, code), t.language)
    except NotFound:
        return code


def giving(t: Words, person: Person) -> Component:
    """Return the form that grants a role or one permission."""
    roles = [("", t("no_role")), *((role, t(f"titles.{role}")) for role in ROLES)]
    single = [("", t("no_role")), *((one, t(f"permissions.{one}")) for one in PERMISSIONS)]
    return html.Section([html.H2(t("give")), form.form("give", [
        form.hidden("person", person.id), form.choice("role", t("role"), roles),
        form.choice("one", t("or_one"), single), form.text("area", t("area_code"), maxlength="32"),
        form.text("department", t("department_code"), maxlength="32"),
        form.moment("until", t("until_day")), form.text("reason", t("reason"), maxlength="240"),
    ], t("give"), confirm=t("confirm_give"))])


def give(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Grant what the form says."""
    texts = {name: str(given.get(name) or "") for name in ("person", "area", "department", "reason")}
    until = read_moment_here(given["until"], visit.zone) if given.get("until") else None
    role, one = str(given.get("role") or ""), str(given.get("one") or "")
    wish = Wish.of_role(role, **texts, until=until) if role else Wish(
        permissions=(one,) if one else (), until=until, **texts)
    return Came(text=t("given", n=len(grants.give(visit, wish))))


def end(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """End one grant."""
    ended = grants.end(visit, whole_of(given, "grant"))
    return Came(text=t("ended", name=ended.person, permission=t(f"permissions.{ended.permission}")))


PAGE = Page(name="grants", order=91, permission="grants.manage", words=WORDS, answer=answer, fields=("person",),
            acts={"give": give, "end": end})
