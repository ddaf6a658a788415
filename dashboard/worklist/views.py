"""The views above the working list, built in and saved; each with how many it holds now, and what its owner may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

from dashboard.page import Came
from dashboard.parts import form
from dashboard.parts.table import go
from dashboard.speech import Words
from dashboard.worklist.ask import BARE, KEPT, wanted_of, with_query
from data.cases import queues, views, worklist
from data.errors import Invalid
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "all": "全部在办", "to_dispatch": "待派单", "due_soon": "即将超时", "late": "逾期", "to_verify": "待核实",
        "mine": "我的", "views": "视图", "menu": "视图…", "save": "保存当前视图", "view_name": "名称",
        "shared": "谁能看到", "share_": "仅自己", "share_department": "本部门",
        "share_post": "本岗位", "rename": "改名", "delete": "删除", "confirm_delete": "确认删除「{name}」",
        "first": "设为默认", "not_first": "取消默认", "by": "{name} 共享",
        "is_shared": "已共享",
        "saved": "已保存视图「{name}」", "renamed": "已改名为「{name}」", "deleted": "已删除视图「{name}」",
        "first_set": "下次打开即为此视图", "first_unset": "已取消默认视图", "with_area": "限定当前区域",
    },
    "en": {
        "all": "All open", "to_dispatch": "To dispatch", "due_soon": "Due soon", "late": "Late",
        "to_verify": "To verify", "mine": "Mine", "views": "Views", "menu": "Views…", "save": "Save this view",
        "view_name": "Name", "shared": "Who sees it",
        "share_": "only me", "share_department": "my department", "share_post": "my post", "rename": "Rename",
        "delete": "Delete", "confirm_delete": "Confirm: delete “{name}”", "first": "Open with this one",
        "not_first": "Do not open with it", "by": "shared by {name}",
        "is_shared": "shared", "saved": "View “{name}” is kept", "renamed": "It is “{name}” now",
        "deleted": "View “{name}” is gone", "first_set": "The list opens with this view from now on",
        "first_unset": "The list opens as usual", "with_area": "in this area only",
    },
}
BUILT_IN: Mapping[str, dict[str, str]] = {
    "to_dispatch": {"queue": "dispatch"}, "due_soon": {"due": "hour"}, "late": {"due": "late"},
    "to_verify": {"queue": "verify"}, "mine": {"mine": "1"}, "all": {},
}
"""Name -> keys of the address, in the order they stand."""
BIGGEST = 2**31


@dataclass(frozen=True, kw_only=True)
class View:
    """One view as it is offered: its key in the address, what it asks for, and whose it is."""

    key: str
    name: str
    query: Mapping[str, str]
    note: str = ""
    is_own: bool = False


def offered(visit: Visit, t: Words) -> dict[str, View]:
    """Return the built-in views whose queue this person may empty, then the saved ones they may open, by key."""
    usable, own = queues.queues_of(visit), t.with_own(WORDS)
    found = [View(key=key, name=own(key), query=query) for key, query in BUILT_IN.items()
             if query.get("queue") is None or query["queue"] in usable]
    for one in views.listed(visit):
        is_own = one.person == visit.scope.person
        note = (own("is_shared") if one.shared else "") if is_own else own("by", name=one.by_name)
        found.append(View(key=str(one.id), name=one.name, query=one.query, note=note, is_own=is_own))
    return {view.key: view for view in found}


def tabs(visit: Visit, t: Words, views_: Mapping[str, View], asked: Mapping[str, str]) -> Component:
    """Return one press for each view, with its count, and the menu."""
    own = t.with_own(WORDS)
    shown = [tab(visit, view, asked) for view in views_.values()]
    return html.Div([html.Div(shown, className="queue-views", role="group", **{"aria-label": own("views")}),
                     menu(visit, own, views_, asked)], className="queue-top")


def tab(visit: Visit, view: View, asked: Mapping[str, str]) -> Component:
    """Return one view: its name, how many it holds (up to a bound), and whether it is the one that is shown."""
    there = {**with_query(asked, view.query), "area": area_of(visit, view.query, asked["area"])}
    n = worklist.count(visit, wanted_of(visit, there), most=worklist.MOST_COUNTED)
    words = f"{worklist.MOST_COUNTED}+" if n > worklist.MOST_COUNTED else str(n)
    there_too = {"area": there["area"]} if "area" in view.query else {}
    return html.Div([view.name, html.B(words)], className="pill", role="button", tabIndex=0, title=view.note, **{
        "data-go": go({**BARE, **view.query, **there_too, "view": view.key}), "data-view": view.key,
        "data-count": words, "aria-pressed": str(asked["view"] == view.key).lower()})


def area_of(visit: Visit, query: Mapping[str, str], here: str) -> str:
    """Return the area a view names where this person's own covers it, else where they are."""
    area = query.get("area", "")
    return area if area and visit.scope.covers(area) else here


def menu(visit: Visit, t: Words, views_: Mapping[str, View], asked: Mapping[str, str]) -> Component:
    """Return what can be done with views: keep the present one; rename, delete, open first with the one shown."""
    present = views_.get(asked["view"])
    shares = [(kind, t(f"share_{kind}")) for kind in views.may_share(visit)]
    query = go({name: asked[name] for name in KEPT if asked[name]})
    name = present.name if present and present.is_own else ""
    parts: list[Any] = [form.form("save_view", [
        form.text("name", t("view_name"), name, maxlength=str(views.NAME_LENGTH), required=True),
        form.choice("shared", t("shared"), shares), form.flag("with_area", t("with_area")),
        form.hidden("query", query), form.hidden("area", asked["area"])], t("save"))]
    if present is not None:
        parts += _of_present(visit, t, present)
    return html.Details([html.Summary(t("menu")), html.Div(parts, className="queue-menu")], className="queue-cols",
                        **{"data-views-menu": "1"})


def _of_present(visit: Visit, t: Words, present: View) -> list[Any]:
    is_first = views.first(visit) == present.key
    found: list[Any] = [form.press("first_view", t("not_first" if is_first else "first"),
                                   {"view": "" if is_first else present.key})]
    if present.is_own:
        number = int(present.key)
        found.append(form.form("rename_view", [form.hidden("number", number), form.text("name", "", present.name)],
                               t("rename"), inline=True, tone=""))
        found.append(form.press("delete_view", t("delete"), {"number": number},
                                confirm=t("confirm_delete", name=present.name)))
    return found


def save(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Keep the present filters, order and columns under a name."""
    query = {name: value for name, value in parse_qsl(_text(given, "query"), max_num_fields=40) if name in KEPT}
    if given.get("with_area") is True:
        query["area"] = _text(given, "area")
    one = views.save(visit, _text(given, "name"), query, shared=_text(given, "shared"))
    return Came(text=t.with_own(WORDS)("saved", name=one.name), go={"view": str(one.id)})


def rename(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Give one's own view another name."""
    one = views.rename(visit, _number(given), _text(given, "name"))
    return Came(text=t.with_own(WORDS)("renamed", name=one.name))


def delete(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Take one's own view away."""
    return Came(text=t.with_own(WORDS)("deleted", name=views.delete(visit, _number(given))), go={"view": "all"})


def open_first(visit: Visit, t: Words, given: Mapping[str, Any]) -> Came:
    """Let a view open when this person comes to the list, or take that back."""
    view = _text(given, "view")
    if view and view not in BUILT_IN and not (view.isascii() and view.isdigit()):
        raise Invalid("bad_field", field="view", why="a view")
    views.set_first(visit, view)
    return Came(text=t.with_own(WORDS)("first_set" if view else "first_unset"))


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > 4_000:
        raise Invalid("bad_field", field=name, why="text")
    return value


def _number(given: Mapping[str, Any]) -> int:
    number = given.get("number")
    if type(number) is not int or not 0 < number < BIGGEST:
        raise Invalid("bad_field", field="number", why="a whole number")
    return number


ACTS = {"save_view": save, "rename_view": rename, "delete_view": delete, "first_view": open_first}
