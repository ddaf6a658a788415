"""The form that makes a campaign, and reading what it gives: nothing is taken on trust."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.parts import form
from dashboard.parts.department_names import department_names
from dashboard.parts.sort_words import sort_words
from dashboard.speech import Words
from data.areas import queries as areas
from data.campaigns.making import MOST_ITEMS, NAME_LENGTH, Plan, Point, Query, place_kinds
from data.cases import classes
from data.errors import Invalid
from data.json_values import read_moment_here
from data.visit import Visit

WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "new": "新建专项行动", "new_about": "范围为当前区域：{area}", "called": "名称",
        "called_en": "英文名称（可不填）",
        "aim": "目标与要求", "department": "责任部门", "any": "不限部门", "begins": "开始", "due": "完成期限",
        "class_code": "纳入该类全部在办案件", "place_kind": "纳入该类全部设施", "none": "不纳入",
        "cases": "另加案件号（空格或换行分隔）",
        "points": "另加点位（每行：名称 经度 纬度，WGS84）", "make": "建立", "points_like": "桥下空间 113.2644 23.1291",
        "places": "另加设施编号（空格分隔）",
    },
    "en": {
        "new": "New special action", "new_about": "Inside the present area: {area}", "called": "Name (Chinese)",
        "called_en": "Name in English (may stay empty)", "aim": "Aim", "department": "Department",
        "any": "any department", "begins": "Begins", "due": "To be done by",
        "class_code": "All open cases of this class", "place_kind": "All facilities of this kind", "none": "none",
        "cases": "Further case numbers (with spaces or lines between)",
        "points": "Further spots (on each line: name longitude latitude, WGS84)", "make": "Make it",
        "points_like": "under the bridge 113.2644 23.1291", "places": "Further facilities by id (with spaces between)",
    },
}
USUAL_DAYS = 7
ON_THE_CLOCK = "%Y-%m-%dT%H:%M"


def blank(visit: Visit, t: Words, area: str) -> Component:
    """Return the form, folded; a campaign is of the area the page shows."""
    now = visit.now.astimezone(t.zone)
    book = classes.open_book(visit.session, visit.city.class_scheme)
    kinds = [(code, f"{code} {t.pick(one.name, one.name_en)}") for code, one in book.by_code.items()]
    who = department_names(visit, t).items()
    name = areas.name_of(areas.find(visit, area), t.language)
    sorts = [(kind, sort_words(t, kind)) for kind in place_kinds(visit)]
    fields = [
        form.hidden("area", area),
        form.text("name", t("called"), maxlength=str(NAME_LENGTH), required=True),
        form.text("name_en", t("called_en"), maxlength=str(NAME_LENGTH)),
        form.choice("department", t("department"), [("", t("any")), *who]),
        form.moment("begins", t("begins"), now.strftime(ON_THE_CLOCK), required=True),
        form.moment("due", t("due"), (now + timedelta(days=USUAL_DAYS)).strftime(ON_THE_CLOCK), required=True),
        form.words("aim", t("aim"), rows=1, maxlength="2000"),
        form.choice("class_code", t("class_code"), [("", t("none")), *kinds]),
        form.choice("place_kind", t("place_kind"), [("", t("none")), *sorts]),
        form.words("cases", t("cases"), rows=2), form.words("places", t("places"), rows=2),
        form.words("points", t("points"), rows=2, placeholder=t("points_like")),
    ]
    about = html.Small(t("new_about", area=name))
    return html.Details([html.Summary([t("new"), " ", about]), form.form("make", fields, t("make"))],
                        className="card is-maker")


def read_plan(visit: Visit, given: Mapping[str, Any]) -> Plan:
    """Return the plan. Raises Invalid("bad_field"), Invalid("bad_moment"), Invalid("unreadable_point")."""
    area, class_code, place_kind = (_text(given, name) for name in ("area", "class_code", "place_kind"))
    asked = [Query(kind=kind, of=of, area=area) for kind, of in (("case", class_code), ("place", place_kind)) if of]
    return Plan(
        name=_text(given, "name"), name_en=_text(given, "name_en"), aim=_text(given, "aim"), area=area,
        department=_text(given, "department"), begins_at=read_moment_here(_text(given, "begins"), visit.zone),
        due_at=read_moment_here(_text(given, "due"), visit.zone), cases=tuple(_listed(given, "cases")),
        places=tuple(_whole(one) for one in _listed(given, "places")),
        points=tuple(_point(line) for line in _text(given, "points").splitlines() if line.strip()),
        queries=tuple(asked))


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise Invalid("bad_field", field=name, why="text")
    return value


def _listed(given: Mapping[str, Any], name: str) -> list[str]:
    found = _text(given, name).replace(",", " ").replace("\uff0c", " ").split()
    if len(found) > MOST_ITEMS:
        raise Invalid("campaign_too_large", limit=MOST_ITEMS)
    return found


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Invalid("bad_field", field="places", why=text[:40])
    return int(text)


def _point(line: str) -> Point:
    parts = line.replace(",", " ").split()
    try:
        name, lon, lat = " ".join(parts[:-2]), float(parts[-2]), float(parts[-1])
    except (ValueError, IndexError):
        raise Invalid("unreadable_point", value=line[:80]) from None
    if not (name and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise Invalid("unreadable_point", value=line[:80])
    return Point(name=name, lon=lon, lat=lat)
