"""People: who there is, adding somebody, switching them off, a new password. What they may, others grant."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import form
from dashboard.parts.department_names import department_names
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.speech import Words
from data.models.person import Person
from data.people import grants, staff
from data.people.staff import NewPerson
from data.scope import ROLES
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "人员", "about": "账号的增加与停用（系统管理员）；授权由安全管理员另行办理", "id": "账号",
        "shown": "姓名", "post": "岗位", "department": "部门", "state": "状态", "active": "在用", "off": "停用",
        "add": "新增人员", "add_about": "新账号没有任何权限，须由安全管理员授权", "name_en": "英文名",
        "unit": "所在力量编号（可空）", "added": "已新增 {name}，初始密码（只显示这一次）：",
        "switch_off": "停用", "switch_on": "启用", "switched": "{name} 已{state}", "password": "重置密码",
        "reset": "{name} 的新密码（只显示这一次）：", "confirm_off": "确认停用并立即退出登录",
        "confirm_password": "确认重置", "n": "{n} 人",
    },
    "en": {
        "name": "People", "about": "Accounts (system administrator); permissions are granted by somebody else",
        "id": "Account", "shown": "Name", "post": "Post", "department": "Department", "state": "State",
        "active": "active", "off": "off", "add": "Add somebody",
        "add_about": "A new account may nothing until the security administrator grants it", "name_en": "English name",
        "unit": "Unit they go out with (may be empty)", "added": "{name} was added; the first password, shown once:",
        "switch_off": "Switch off", "switch_on": "Switch on", "switched": "{name} is {state}",
        "password": "New password",
        "reset": "The new password of {name}, shown once:", "confirm_off": "Confirm: signed out at once",
        "confirm_password": "Confirm a new password", "n": {"one": "{n} person", "other": "{n} people"},
    },
}
HEADINGS = ("id", "shown", "post", "department", "state")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return everybody as a table, and the form to add somebody."""
    found = grants.people(visit)
    departments = department_names(visit, t)
    body = [row(t, person, departments, is_me=person.id == visit.scope.person) for person in found]
    return html.Div([
        html.Section([html.H2([t("name"), html.Small(t("n", n=len(found)))]),
                      plain_table([*map(t, HEADINGS), ""], body)]),
        html.Section([html.H2([t("add"), html.Small(t("add_about"))]), adding(t)]),
    ], className="columns is-single")


def row(t: Words, person: Person, departments: dict[str, str], *, is_me: bool) -> Element:
    """Return one person's row with what can be done about the account."""
    state = t("active") if person.active else t("off")
    presses = [] if is_me else [
        form.press("password", t("password"), {"person": person.id}, confirm=t("confirm_password")),
        form.press("switch", t("switch_off" if person.active else "switch_on"),
                   {"person": person.id, "on": int(not person.active)},
                   confirm=t("confirm_off") if person.active else ""),
    ]
    name, post = t.pick(person.name, person.name_en), t(f"titles.{person.title}")
    own = departments.get(person.department or "", person.department or "")
    texts = (person.id, name, post, own, state)
    return Element("tr", {"data-person": person.id, "class": "" if person.active else "is-off"},
                   [*(Element("td", {}, [text]) for text in texts), Element("td", {"class": "presses"}, presses)])


def adding(t: Words) -> Element:
    """Return the form that adds somebody."""
    posts = [(role, t(f"titles.{role}")) for role in ROLES]
    return form.form("add", [
        form.text("id", t("id"), required=True, maxlength="64", placeholder="zhang.wei"),
        form.text("name", t("shown"), required=True, maxlength="80"),
        form.text("name_en", t("name_en"), maxlength="80"), form.choice("title", t("post"), posts, "officer"),
        form.text("department", t("department"), maxlength="32"), form.text("unit", t("unit"), maxlength="32"),
    ], t("add"))


def add(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Add somebody and show the first password once."""
    new = NewPerson(**{name: str(given.get(name) or "") for name in
                       ("id", "name", "name_en", "title", "department", "unit")})
    return Came(text=t("added", name=new.name), secret=staff.add(visit, new))


def switch(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Switch somebody on or off."""
    person = staff.switch(visit, str(given.get("person", "")), on=given.get("on") == 1)
    return Came(text=t("switched", name=t.pick(person.name, person.name_en),
                       state=t("active") if person.active else t("off")))


def password(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Give somebody a new password and show it once."""
    who = str(given.get("person", ""))
    return Came(text=t("reset", name=who), secret=staff.new_password(visit, who))


PAGE = Page(name="people", order=90, permission="people.manage", words=WORDS, answer=answer,
            acts={"add": add, "switch": switch, "password": password})
