"""Walls: what they are told to show; letting one in by its six digits, which there are, and taking one off."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.page import Asked, Came, Page
from dashboard.parts import form
from dashboard.parts.frame import empty
from dashboard.parts.table import plain_table
from dashboard.parts.tree import Element
from dashboard.scenes import sending
from dashboard.speech import Words
from data.alarms import muting
from data.areas import naming, queries
from data.people import pairing
from data.people.pairing import Wall
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "name": "大屏管理", "about": "送大屏，配对与下线", "pair": "配对一面大屏",
        "pair_about": "在大屏上打开网址，输入屏上显示的六位数字", "code": "六位数字",
        "called": "大屏名称", "looks_at": "查看范围", "let_in": "配对",
        "paired": "{name} 已配对，大屏自动进入",
        "walls": "在用大屏", "n": "{n} 面", "none": "还没有配对的大屏", "began": "登录时间", "never": "尚未登录",
        "off": "下线", "confirm_off": "确认下线：该屏立即退出", "gone": "{name} 已下线", "whole": "全市",
        "sound": "大屏声音", "sound_about": "一、二级告警时发声，静音 30 分钟后自行恢复，记入审计",
        "sounding": "● 正常发声", "muted": "⊘ 静音至 {time}",
        "mute": "全部大屏静音 30 分钟", "unmute": "恢复声音", "mute_done": "全部大屏已静音 30 分钟",
        "unmute_done": "全部大屏已恢复声音",
    },
    "en": {
        "name": "Walls", "about": "What walls show; walls are let in and taken off", "pair": "Let a wall in",
        "pair_about": "Open the wall's address on it and type the six digits it shows", "code": "Six digits",
        "called": "Name", "looks_at": "Looks at", "let_in": "Let in",
        "paired": "{name} was let in and goes on by itself",
        "walls": "Walls", "n": {"one": "{n} wall", "other": "{n} walls"}, "none": "No wall was let in yet",
        "began": "Signed in", "never": "not yet", "off": "Take off", "confirm_off": "Confirm: signed out at once",
        "gone": "{name} was taken off", "whole": "the whole city", "sound": "Sound of walls",
        "sound_about": "P1 and P2 alarms sound; muted for 30 minutes at most, on record", "sounding": "● They sound",
        "muted": "⊘ Muted until {time}", "mute": "Mute all walls for 30 minutes", "unmute": "Let them sound again",
        "mute_done": "All walls are muted for 30 minutes", "unmute_done": "All walls sound again",
    },
}
HEADINGS = ("called", "looks_at", "began", "")


def answer(visit: Visit, t: Words, asked: Asked) -> Component:
    """Return what a visitor may do with walls: send to them; let one in and take one off."""
    parts = sending.sections(visit, t, asked) if "walls.drive" in visit.scope.may else []
    if "walls.pair" in visit.scope.may:
        parts += pairing_sections(visit, t, asked)
    return html.Div(parts, className="columns is-single")


def pairing_sections(visit: Visit, t: Words, asked: Asked) -> list[Component]:
    """Return the form that lets a wall in, and the table of those there are."""
    found = pairing.walls(visit)
    places = naming.places(visit, {area for wall in found for area in wall.person.areas if area})
    rows = [row(visit, t, wall, places) for wall in found]
    listed = plain_table([t(key) if key else "" for key in HEADINGS], rows) if rows else empty(t("none"))
    return [html.Section([html.H2([t("pair"), html.Small(t("pair_about"))]), letting_in(visit, t, asked)]),
            html.Section([html.H2([t("walls"), html.Small(t("n", n=len(found)))]), listed]), sound(visit, t)]


def letting_in(visit: Visit, t: Words, asked: Asked) -> Element:
    """Return the form; the area looked at is the page's, the code may stand in the address of a QR code."""
    home = asked.get("area") or visit.scope.home(visit.city.code)
    where = queries.find(visit, home)
    return form.form("let_in", [
        form.text("code", t("code"), required=True, maxlength="7", value=asked.get("code", "")),
        form.text("name", t("called"), required=True, maxlength=str(pairing.LONGEST_NAME)),
        form.choice("area", t("looks_at"), [(where.area_code, queries.name_of(where, t.language))], where.area_code),
    ], t("let_in"))


def sound(visit: Visit, t: Words) -> Component | None:
    """Return whether walls sound and the button that changes it; nothing for who may not silence them."""
    if not muting.may_mute(visit):
        return None
    until = datetime.fromtimestamp(muting.in_force(visit)["until"], UTC)
    is_muted = until > visit.now
    said = t("muted", time=t.time_of_day(until)) if is_muted else t("sounding")
    press = form.press("mute", t("unmute") if is_muted else t("mute"), {"muted": int(not is_muted)})
    return html.Section([html.H2([t("sound"), html.Small(t("sound_about"))]),
                         html.P(said, **{"data-muted": str(is_muted).lower()}), press])


def row(visit: Visit, t: Words, wall: Wall, places: Mapping[str, tuple[str, str]]) -> Element:
    """Return one wall with what can be done about it."""
    areas = [t.pick(*places.get(area, (area, area))) if area else t("whole") for area in wall.person.areas]
    began = t.when(wall.began_at, visit.now) if wall.began_at else t("never")
    press = form.press("take_off", t("off"), {"person": wall.person.id}, confirm=t("confirm_off"))
    return Element("tr", {"data-wall": wall.person.id}, [
        *(Element("td", {}, [text]) for text in (wall.person.name, " · ".join(areas), began)),
        Element("td", {"class": "presses"}, [press])])


def let_in(visit: Visit, t: Words, said: Mapping[str, Any]) -> Came:
    """Let the wall in that shows the code."""
    wall = pairing.let_in(visit, str(said.get("code", "")), str(said.get("name", "")), str(said.get("area", "")))
    return Came(text=t("paired", name=wall.name), go={"code": ""})


def take_off(visit: Visit, t: Words, said: Mapping[str, Any]) -> Came:
    """Sign a wall out for good."""
    return Came(text=t("gone", name=pairing.take_off(visit, str(said.get("person", ""))).name))


def mute(visit: Visit, t: Words, said: Mapping[str, Any]) -> Came:
    """Silence every wall for half an hour, or let them sound again."""
    is_muted = said.get("muted") == 1
    muting.mute_walls(visit, muted=is_muted)
    return Came(text=t("mute_done") if is_muted else t("unmute_done"))


PAGE = Page(name="walls", order=85, permission="walls.pair", also=("walls.drive",), words=WORDS, answer=answer,
            fields=("code", *sending.PREFILLED),
            acts={"let_in": let_in, "take_off": take_off, "mute": mute, "send": sending.send,
                  "take_back": sending.take_back})
