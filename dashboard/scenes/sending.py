"""Sending scenes, areas and cases to walls from a desk: the form, what is shown now, and taking it back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came
from dashboard.parts import form
from dashboard.parts.frame import empty
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.scenes import showing
from dashboard.scenes.scene import SCENES
from dashboard.speech import Words
from dashboard.walls.profile import WALLS
from data.areas import queries as areas
from data.cases import workflow
from data.errors import CityError, Invalid, NotFound
from data.models.wall import WallOrder
from data.people import driving
from data.people.driving import LONGEST, OF_PROFILE, SHORTEST, Wish
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "send": "送大屏", "send_about": "把场景、区域或案件放到大屏上；到时自动回到巡屏，一级告警仍会插播",
        "to": "大屏", "show": "内容", "minutes": "时长", "shows_on": "在屏", "on_none": "没有送屏内容",
        "profile": "所有 {name} 屏", "as_scene": "场景：{name}", "as_area": "区域：{name}", "as_case": "案件：{name}",
        "came": "已送 {n} 面大屏，至 {time}", "back": "收回", "confirm_back": "确认收回", "came_back": "已收回",
        "by": "发送人", "until": "至", "no_walls": "没有可送的大屏，请先配对",
    },
    "en": {
        "send": "Send to walls", "send_about": "A scene, an area or a case; the tour goes on afterwards, P1 breaks in",
        "to": "Walls", "show": "What", "minutes": "For", "shows_on": "Shown now", "on_none": "Nothing was sent",
        "profile": "every {name} wall", "as_scene": "Scene: {name}", "as_area": "Area: {name}",
        "as_case": "Case: {name}", "came": {"one": "Sent to {n} wall until {time}",
                                            "other": "Sent to {n} walls until {time}"},
        "back": "Take back", "confirm_back": "Confirm: take back", "came_back": "Taken back", "by": "Sent by",
        "until": "Until", "no_walls": "No wall can be sent to; let one in first",
    },
}
MINUTES = (5, 15, 30, 60, 120, 480)
USUAL_MINUTES = 15
PREFILLED = ("case", "scene", "to", "minutes", "back")
"""What the page's address may fill in: a case, a scene, a target, for how long, the order to be taken back."""
EMPTIED = dict.fromkeys(PREFILLED, "")
HEADINGS = ("to", "show", "by", "until", "")


def sections(visit: Visit, words: Words, asked: Asked) -> list[Component]:
    """Return the form, and the table of what walls were told and still show."""
    t = words.with_own(WORDS)
    targets = targets_of(visit, t)
    sending = _form(visit, t, asked, targets) if targets else empty(t("no_walls"))
    rows = [_row(visit, t, one, dict(targets), back=asked.get("back", "")) for one in driving.in_force(visit)]
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(t("on_none"))
    return [html.Section([html.H2([t("send"), html.Small(t("send_about"))]), sending], className="to-walls"),
            html.Section([html.H2(t("shows_on")), listed])]


def targets_of(visit: Visit, t: Words) -> list[tuple[str, str]]:
    """Return (target, what it is called): the walls that may be told, and for whoever sees the city each profile."""
    found = [(wall.person.id, wall.person.name) for wall in driving.drivable(visit)]
    if driving.sees_the_city(visit):
        found += [(f"{OF_PROFILE}{name}", t("profile", name=name)) for name in WALLS.names(visit.folder)]
    return found


def _form(visit: Visit, t: Words, asked: Asked, targets: list[tuple[str, str]]) -> Element:
    offered = _offered(visit, t, asked)
    to, scene, minutes = asked.get("to", ""), f"scene:{asked.get('scene', '')}", minutes_of(asked.get("minutes", ""))
    is_said = to in dict(targets)
    lasts = [(str(one), t.duration(timedelta(minutes=one))) for one in sorted({*MINUTES, minutes or USUAL_MINUTES})]
    return form.form("send", [
        form.several("targets", t("to"), targets, [to if is_said else targets[0][0]]
                     if is_said or len(targets) == 1 else ()),
        form.choice("what", t("show"), offered, scene if scene in dict(offered) else offered[0][0]),
        form.choice("minutes", t("minutes"), lasts, str(minutes or USUAL_MINUTES)),
    ], t("send"), ready=is_said)


def minutes_of(text: str) -> int | None:
    """Return the minutes that a text says, None where it says none that an order may last."""
    minutes = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
    return minutes if SHORTEST <= timedelta(minutes=minutes) <= LONGEST else None


def _offered(visit: Visit, t: Words, asked: Asked) -> list[tuple[str, str]]:
    """Return what can be sent: the case and the area the sender comes from, then every scene that can be read."""
    found: list[tuple[str, str]] = []
    if asked.get("case"):
        try:
            case = workflow.find(visit, asked["case"])
        except CityError:
            pass
        else:
            found.append((f"case:{case.case_no}", t("as_case", name=f"{case.case_no} {case.text[:24]}")))
    where = areas.find(visit, asked.get("area") or visit.scope.home(visit.city.code))
    found.append((f"area:{where.area_code}", t("as_area", name=areas.name_of(where, t.language))))
    found += [(f"scene:{scene.id}", t("as_scene", name=showing.said(t, scene.name)))
              for scene in SCENES.readable(visit.folder)]
    return found


def _row(visit: Visit, t: Words, order: WallOrder, targets: Mapping[str, str], *, back: str) -> Element:
    is_said = back == str(order.id)
    post = t(f"titles.{order.by_title}") if order.by_title else ""
    texts = (targets.get(order.target, order.target), what_of(visit, t, order),
             f"{post} {t.pick(order.by_name, order.by_name_en)}".strip(), t.when(order.until, visit.now))
    press = form.press("take_back", t("back"), {"order": order.id}, ready=is_said,
                       confirm="" if is_said else t("confirm_back"), tone="primary" if is_said else "")
    return Element("tr", {"data-order": str(order.id), "aria-current": "true" if is_said else None}, [
        *(Element("td", {}, [text]) for text in texts), Element("td", {"class": "presses"}, [press])])


def what_of(visit: Visit, t: Words, order: WallOrder) -> str:
    """Return what an order shows, by its name."""
    name = order.what
    try:
        if order.kind == "scene":
            name = showing.said(t, SCENES.find(order.what, visit.folder).name)
        elif order.kind == "area":
            name = areas.name_of(areas.find(visit, order.what), t.language)
    except CityError:  # gone since it was sent
        pass
    return t(f"as_{order.kind}", name=name)


def send(visit: Visit, words: Words, said: Mapping[str, Any]) -> Came:
    """Tell the chosen walls. Raises Invalid, NotFound, NotAllowed."""
    targets = said.get("targets")
    kind, _, what = str(said.get("what", "")).partition(":")
    minutes = minutes_of(str(said.get("minutes", "")))
    if minutes is None:
        raise Invalid("bad_field", field="minutes", why=f"1 - {LONGEST // timedelta(minutes=1)}")
    listed = tuple(str(one) for one in targets) if isinstance(targets, list) else ()
    for target in listed:
        if target.startswith(OF_PROFILE) and target.removeprefix(OF_PROFILE) not in WALLS.names(visit.folder):
            raise NotFound("wall_not_paired")
    if kind == "scene":
        SCENES.find(what, visit.folder)
    orders = driving.send(visit, Wish(targets=listed, kind=kind, what=what, lasts=timedelta(minutes=minutes)))
    t = words.with_own(WORDS)
    return Came(text=t("came", n=len(orders), time=t.time_of_day(orders[0].until)), go=EMPTIED)


def take_back(visit: Visit, words: Words, said: Mapping[str, Any]) -> Came:
    """Let a wall go back to what it would show. Raises NotAllowed, NotFound."""
    number = str(said.get("order", ""))
    driving.take_back(visit, int(number) if number.isascii() and number.isdecimal() and len(number) <= 9 else 0)
    return Came(text=words.with_own(WORDS)("came_back"))
